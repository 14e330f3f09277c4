// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

/**
 * One comparison of what a server stores with what it has to be. Immutable.
 *
 * @param name what was compared: {@code zip_checksum} and {@code zip_content} with what was
 *     uploaded, {@code trusted} with what the server's operator trusts
 * @param passed whether it is what it has to be
 * @param reason what was found, for people
 */
public record IntegrityCheck(String name, boolean passed, String reason) {}
