// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import java.time.Instant;
import java.util.Optional;

/**
 * One change of the store, or one that was refused. Immutable.
 *
 * @param time when
 * @param caller who: the name that the server knows the caller by; {@code anonymous} where nobody
 *     has to log in
 * @param address from where: the address of the caller's end of the connection, for example {@code
 *     127.0.0.1:41234}
 * @param action what: the method, for example {@code UploadPlugin}
 * @param subject to what: {@code type/name/version} of a plugin, or the name of an instance and its
 *     revision, {@code access@3}; empty when the request was refused before that was known
 * @param digest digest of the plugin that it is about; empty when it is about none
 * @param result what became of it
 * @param reason why it was refused, for example {@code PLUGIN_NOT_TRUSTED}; empty when it was not
 */
public record AuditEntry(
    Instant time,
    String caller,
    String address,
    String action,
    Optional<String> subject,
    Optional<String> digest,
    AuditResult result,
    Optional<String> reason) {}
