// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The protocol between the server and the Python side: frames, messages and the shim's files. See
 * docs/SHIM_PROTOCOL.md.
 */
@NullMarked
package org.pluginexecutor.server.shim;

import org.jspecify.annotations.NullMarked;
