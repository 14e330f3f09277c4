// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
/** Where settings come from: the table of keys, the file, the environment, the flags. */
@NullMarked
package org.pluginexecutor.server.settings;

import org.jspecify.annotations.NullMarked;
