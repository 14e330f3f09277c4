// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.runtime;

/**
 * A module that plugins are promised (contract section 4), as one runtime has it. Immutable.
 *
 * @param name as it is imported
 * @param found whether the runtime has it; nothing was imported to find out
 * @param version its version; empty when it is missing, part of Python, or does not say
 */
public record PythonModule(String name, boolean found, String version) {}
