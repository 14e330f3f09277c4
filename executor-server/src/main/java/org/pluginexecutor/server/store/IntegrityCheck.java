// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.store;

/**
 * One comparison of what is stored with what it has to be (contract 1.5). Immutable.
 *
 * @param name {@code zip_checksum}, {@code zip_content} or {@code trusted}
 * @param passed whether it is what it has to be
 * @param reason what was found, for people; no paths of this machine
 */
public record IntegrityCheck(String name, boolean passed, String reason) {}
