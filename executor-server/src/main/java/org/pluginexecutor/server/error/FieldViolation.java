// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.error;

/**
 * One broken rule of a request or a package. Immutable.
 *
 * @param field path of the offending field, for example {@code arguments.client_port} or {@code
 *     MANIFEST.version}
 * @param message what was found and what is expected, for the person who has to mend it
 */
public record FieldViolation(String field, String message) {}
