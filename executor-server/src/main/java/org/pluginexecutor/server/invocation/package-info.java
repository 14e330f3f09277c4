// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
/** One call of one hook, from the request to its outcome. */
@NullMarked
package org.pluginexecutor.server.invocation;

import org.jspecify.annotations.NullMarked;
