// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.api;

import org.pluginexecutor.server.config.InvocationConfig;
import org.pluginexecutor.server.config.IsolationLevel;
import org.pluginexecutor.server.config.PackageConfig;
import org.pluginexecutor.server.config.StartKind;

/**
 * What callers may know of the server itself. Immutable.
 *
 * @param version version of the build
 * @param startKind how workers are started
 * @param isolationLevel which walls stand around them
 * @param invocation bounds of hook calls
 * @param packages bounds of packages
 */
public record ServerFacts(
    String version,
    StartKind startKind,
    IsolationLevel isolationLevel,
    InvocationConfig invocation,
    PackageConfig packages) {}
