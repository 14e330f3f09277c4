// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
/** The command plugin-executor. */
@NullMarked
package org.pluginexecutor.cli;

import org.jspecify.annotations.NullMarked;
