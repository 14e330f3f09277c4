// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import java.time.Duration;

/**
 * Where the time of an invocation went. What the worker measures it sends with its answer: it is
 * zero when there was no answer, and the plugin, which runs in the same process, can make it up.
 * Immutable.
 *
 * @param wallsTime part of {@link Cost#startTime()}: closing the walls around a worker that was
 *     forked for this invocation; zero when it stood ready before, or has no walls
 * @param loadTime part of {@link Cost#runTime()}, as are the four that follow: importing main.py
 *     and looking up the class, measured by the worker
 * @param constructTime the constructor, measured by the worker
 * @param hookTime the hook, measured by the worker
 * @param replyTime checking what the hook returned and writing it, measured by the worker
 * @param endTime from the worker's answer to the end of its last process and of its output
 * @param serverTime from the arrival of the request until the answer was ready to be sent
 * @param clientTime the client's own work: until the request was given to the connection, and from
 *     the arrival of the answer on; zero for tests of instances, where it is not measured
 */
public record Timing(
    Duration wallsTime,
    Duration loadTime,
    Duration constructTime,
    Duration hookTime,
    Duration replyTime,
    Duration endTime,
    Duration serverTime,
    Duration clientTime) {}
