// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
/** The contract of plugins, rule by rule: each named test shows one rule on a real server. */
@NullMarked
package org.pluginexecutor.it.conformance;

import org.jspecify.annotations.NullMarked;
