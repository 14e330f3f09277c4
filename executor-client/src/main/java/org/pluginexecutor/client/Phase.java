// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import java.time.Duration;

/**
 * A part of the way of a call. Immutable.
 *
 * @param name one word
 * @param meaning what happens in it, a few words
 * @param time how long it took, at least zero
 */
public record Phase(String name, String meaning, Duration time) {}
