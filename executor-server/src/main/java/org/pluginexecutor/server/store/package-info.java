// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
/** What outlives the server: plugins, instances and the files that hold them. */
@NullMarked
package org.pluginexecutor.server.store;

import org.jspecify.annotations.NullMarked;
