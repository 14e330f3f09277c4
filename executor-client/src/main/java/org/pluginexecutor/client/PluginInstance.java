// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One revision of a plugin together with one configuration text. Immutable.
 *
 * @param name name that hooks are called by
 * @param plugin the plugin; without a version: whichever is active when a hook is called
 * @param configuration the configuration text, a secret; present in the answer of {@link
 *     Instances#get} only
 * @param configurationSizeBytes size of the configuration text in UTF-8
 * @param createTime when the instance was created
 * @param revision number of this revision, from 1; every change of an instance makes a new one
 * @param updateTime when this revision was made
 * @param runtime name of the runtime; empty: the first of the server that suits the plugin
 * @param timeLimit time limit of calls that name none; empty: the server's default
 */
public record PluginInstance(
    String name,
    PluginName plugin,
    Optional<String> configuration,
    long configurationSizeBytes,
    Instant createTime,
    int revision,
    Instant updateTime,
    Optional<String> runtime,
    Optional<Duration> timeLimit) {
  /** Does not show the configuration. */
  @Override
  public String toString() {
    return "PluginInstance[name="
        + name
        + ", plugin="
        + plugin
        + ", configuration=***, configurationSizeBytes="
        + configurationSizeBytes
        + ", createTime="
        + createTime
        + ", revision="
        + revision
        + ", updateTime="
        + updateTime
        + ", runtime="
        + runtime
        + ", timeLimit="
        + timeLimit
        + "]";
  }
}
