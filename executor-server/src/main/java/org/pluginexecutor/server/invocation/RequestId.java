// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

/**
 * A caller's name for one call. Immutable.
 *
 * @param caller the name that the server knows the caller by: ids of others are others
 * @param text as the caller chose it
 */
public record RequestId(String caller, String text) {}
