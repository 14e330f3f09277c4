// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.plugin;

/**
 * One comparison of what is stored with what was uploaded (contract 1.5). Immutable.
 *
 * @param name {@code zip_checksum} or {@code zip_content}
 * @param passed whether they are the same
 * @param reason what was found, for people; no paths of this machine
 */
public record IntegrityCheck(String name, boolean passed, String reason) {}
