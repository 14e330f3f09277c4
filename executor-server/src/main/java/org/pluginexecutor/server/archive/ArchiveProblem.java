// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.archive;

/**
 * A rule that a zip breaks. Immutable.
 *
 * @param entry name of the entry as the archive has it, not made harmless; empty: the archive as a
 *     whole
 * @param found what was found
 * @param expected the rule
 */
public record ArchiveProblem(String entry, String found, String expected) {}
