// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
/**
 * What can go wrong before a hook starts, or outside of it: everything that becomes a gRPC status.
 */
@NullMarked
package org.pluginexecutor.server.error;

import org.jspecify.annotations.NullMarked;
