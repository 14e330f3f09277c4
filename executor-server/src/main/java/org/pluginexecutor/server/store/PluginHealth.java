// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.store;

/**
 * Whether the stored files of a plugin are as they were uploaded. Immutable.
 *
 * @param damage what was found when they are not, for people; empty when they are
 */
public record PluginHealth(boolean intact, String damage) {}
