// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
/** Benchmarks: what the specification promises, measured from outside. */
@NullMarked
package org.pluginexecutor.bench;

import org.jspecify.annotations.NullMarked;
