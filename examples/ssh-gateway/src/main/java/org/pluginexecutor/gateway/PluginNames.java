// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.gateway;

import org.pluginexecutor.client.PluginTarget;

/**
 * Which plugins decide on this gateway. Immutable.
 *
 * @param access the instance of an AA plugin
 * @param credentialStore the instance of a credential store plugin
 * @param connectionName what plugins learn as the name of the connection policy
 */
record PluginNames(
    PluginTarget.Instance access, PluginTarget.Instance credentialStore, String connectionName) {}
