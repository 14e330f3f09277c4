// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.store;

/**
 * Where a configuration text is kept. Immutable.
 *
 * @param id name of its file
 * @param sizeBytes size of the text in UTF-8
 * @param digest digest of the file, of the sealed bytes where the store is encrypted: one of the
 *     text would help those who guess
 */
public record StoredConfiguration(String id, int sizeBytes, String digest) {}
