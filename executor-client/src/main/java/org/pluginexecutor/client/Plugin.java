// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import java.time.Instant;
import java.util.Optional;

/**
 * One uploaded version of a plugin. Immutable.
 *
 * @param type what the plugin is for; empty when this client does not know the type
 * @param name name from the MANIFEST
 * @param version version from the MANIFEST
 * @param digest SHA-256 over the uploaded zip, as {@code sha256:} and 64 hexadecimal digits
 * @param description free text from the MANIFEST
 * @param api plugin API version that the plugin asks for
 * @param runtime name of the runtime that runs the plugin; empty when the server has none for it
 * @param sizeBytes size of the zip
 * @param uploadTime when this version was uploaded first
 * @param active whether this is the version that runs when none is named
 * @param defaultConfiguration text of the package's default.cfg; empty when it has none
 * @param health whether its files are as they were uploaded, as far as the server looked
 * @param healthMessage what was found when they are damaged, for people; empty otherwise
 */
public record Plugin(
    Optional<PluginType> type,
    String name,
    String version,
    String digest,
    String description,
    String api,
    Optional<String> runtime,
    long sizeBytes,
    Instant uploadTime,
    boolean active,
    String defaultConfiguration,
    PluginHealth health,
    String healthMessage) {}
