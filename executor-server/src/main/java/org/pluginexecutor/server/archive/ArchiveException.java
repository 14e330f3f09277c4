// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.archive;

import java.util.List;
import java.util.stream.Collectors;

/** A zip that breaks rules; nothing of it was unpacked, or what was is to be thrown away. */
public final class ArchiveException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<ArchiveProblem> problems;

  public ArchiveException(List<ArchiveProblem> problems) {
    super(problems.stream().map(ArchiveProblem::found).collect(Collectors.joining("; ")));
    this.problems = List.copyOf(problems);
  }

  static ArchiveException of(String entry, String found, String expected) {
    return new ArchiveException(List.of(new ArchiveProblem(entry, found, expected)));
  }

  /** All problems that were found, at least one. */
  public List<ArchiveProblem> problems() {
    return problems;
  }
}
