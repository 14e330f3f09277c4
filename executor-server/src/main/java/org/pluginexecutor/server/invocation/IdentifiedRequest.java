// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

/**
 * What makes repetitions of a request known. Immutable.
 *
 * @param digest over everything that the caller asks for
 * @param repeatOnly whether nothing is to be run
 */
public record IdentifiedRequest(RequestId id, String digest, boolean repeatOnly) {}
