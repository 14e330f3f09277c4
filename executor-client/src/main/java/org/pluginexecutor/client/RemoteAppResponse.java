// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import java.util.Optional;

/**
 * The answer to {@code get_remote_app_credentials}. Immutable.
 *
 * @param credentials what was found
 * @param failure the outcome, when the hook gave no well-formed answer; then nothing was found
 * @param response what came back
 */
public record RemoteAppResponse(
    RemoteAppCredentials credentials, Optional<Outcome> failure, HookResponse response) {}
