// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.plugin;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pluginexecutor.server.error.ExecutorError;
import org.pluginexecutor.server.error.FieldViolation;
import org.pluginexecutor.server.plugin.PackageFinding.Position;
import org.pluginexecutor.server.plugin.PackageFinding.Severity;

/**
 * Collects what a check finds, so that an author sees everything at once. Confined to one thread.
 */
final class Findings {
  private final List<PackageFinding> list = new ArrayList<>();

  void error(String file, String key, Optional<Position> position, String message) {
    list.add(new PackageFinding(Severity.ERROR, file, key, position, message));
  }

  void error(String file, String message) {
    error(file, "", Optional.empty(), message);
  }

  void warn(String file, String key, Optional<Position> position, String message) {
    list.add(new PackageFinding(Severity.WARNING, file, key, position, message));
  }

  void addAll(Findings others) {
    list.addAll(others.list);
  }

  boolean hasErrors() {
    return list.stream().anyMatch(finding -> finding.severity() == Severity.ERROR);
  }

  /** The errors as the refusal of an upload. */
  ExecutorError toError() {
    return new ExecutorError.InvalidPluginPackage(
        list.stream()
            .filter(finding -> finding.severity() == Severity.ERROR)
            .map(finding -> new FieldViolation(finding.field(), finding.placedMessage()))
            .toList());
  }

  List<PackageFinding> all() {
    return List.copyOf(list);
  }
}
