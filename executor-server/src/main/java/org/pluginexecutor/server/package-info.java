// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
/** The server as a whole: how its parts are put together, started and stopped. */
@NullMarked
package org.pluginexecutor.server;

import org.jspecify.annotations.NullMarked;
