// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import java.time.Instant;

/**
 * What a restore made of the store. Immutable.
 *
 * @param plugins how many versions of plugins the store has now
 * @param instances how many instances the store has now
 * @param createTime when the backup was made
 */
public record RestoreResult(int plugins, int instances, Instant createTime) {}
