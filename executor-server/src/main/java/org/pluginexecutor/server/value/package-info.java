// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
/** The values that plugins get and return, exact, and their JSON text. */
@NullMarked
package org.pluginexecutor.server.value;

import org.jspecify.annotations.NullMarked;
