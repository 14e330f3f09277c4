// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.worker;

import java.nio.file.Path;
import org.pluginexecutor.server.runtime.PythonRuntime;

/**
 * What a worker is started with. Immutable.
 *
 * @param runtime the Python to run the plugin with
 * @param pluginDirectory root of the unpacked package
 * @param persistentState where the plugin keeps what outlives the server
 * @param ephemeralState where it keeps what outlives the call, but not the server
 */
public record WorkerSetup(
    PythonRuntime runtime, Path pluginDirectory, Path persistentState, Path ephemeralState) {}
