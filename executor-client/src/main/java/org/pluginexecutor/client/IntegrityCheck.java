// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

/**
 * One comparison of what a server stores with what was uploaded. Immutable.
 *
 * @param name what was compared: {@code zip_checksum} or {@code zip_content}
 * @param passed whether they are the same
 * @param reason what was found, for people
 */
public record IntegrityCheck(String name, boolean passed, String reason) {}
