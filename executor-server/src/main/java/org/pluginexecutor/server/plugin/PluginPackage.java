// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.plugin;

import java.util.Optional;

/**
 * What a checked package says of itself. Immutable.
 *
 * @param python2 whether it is written for Python 2 (contract 1.2, {@code entry_point})
 * @param defaultConfiguration text of its default.cfg; empty when it has none
 * @param sources what is known of its main.py; absent when there is no Python to look at it
 */
public record PluginPackage(
    Manifest manifest,
    boolean python2,
    String defaultConfiguration,
    Optional<SourceCheck.SourceFacts> sources) {}
