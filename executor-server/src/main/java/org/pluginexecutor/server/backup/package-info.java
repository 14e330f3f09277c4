// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
/** The backup file: its format, written and read; what is in it is for others to know. */
@NullMarked
package org.pluginexecutor.server.backup;

import org.jspecify.annotations.NullMarked;
