// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

import java.time.Duration;
import java.util.Optional;

/**
 * What a caller asks for: one plugin constructed, no hook called. Immutable.
 *
 * @param id the server's own id of it; stands before each line that the plugin prints
 * @param timeLimit what the caller wants; absent: the instance's, then the server's
 */
public record Construction(String id, Target target, Optional<Duration> timeLimit) {}
