// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import java.util.Optional;

/**
 * A module that plugins are promised, as one runtime has it. Immutable.
 *
 * @param name what it is imported as, for example {@code yaml}
 * @param found whether the runtime has it
 * @param version its version; empty when it is missing, part of Python itself, or not known
 */
public record RuntimeModule(String name, boolean found, Optional<String> version) {}
