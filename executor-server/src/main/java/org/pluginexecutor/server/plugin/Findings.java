// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.plugin;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pluginexecutor.server.error.ExecutorError;
import org.pluginexecutor.server.error.FieldViolation;
import org.pluginexecutor.server.plugin.PackageFinding.Position;
import org.pluginexecutor.server.plugin.PackageFinding.Severity;

/**
 * Collects what a check finds, so that an author sees everything at once. Confined to one thread.
 */
final class Findings {
  /** What is beyond helps nobody, and a package can make thousands. */
  private static final int MAX_OF_A_SEVERITY = 100;

  private static final String REMEDY = " (expected: none; mend these first)";

  private final List<PackageFinding> list = new ArrayList<>();
  private final Map<Severity, Integer> counts = new EnumMap<>(Severity.class);

  void error(String file, String key, Optional<Position> position, String message) {
    add(new PackageFinding(Severity.ERROR, file, key, position, message));
  }

  void error(String file, String message) {
    error(file, "", Optional.empty(), message);
  }

  void warn(String file, String key, Optional<Position> position, String message) {
    add(new PackageFinding(Severity.WARNING, file, key, position, message));
  }

  private void add(PackageFinding finding) {
    if (counts.merge(finding.severity(), 1, Integer::sum) <= MAX_OF_A_SEVERITY) {
      list.add(finding);
    }
  }

  void addAll(Findings others) {
    others.list.forEach(this::add);
    others.counts.forEach((severity, count) ->
        counts.merge(severity, Math.max(0, count - MAX_OF_A_SEVERITY), Integer::sum));
  }

  boolean hasErrors() {
    return count(Severity.ERROR) > 0;
  }

  /** The errors as the refusal of an upload. */
  ExecutorError toError() {
    var violations = new ArrayList<FieldViolation>();
    for (var finding : list) {
      if (finding.severity() == Severity.ERROR) {
        violations.add(new FieldViolation(finding.field(), finding.placedMessage()));
      }
    }
    int others = count(Severity.ERROR) - violations.size();
    if (others > 0) {
      violations.add(new FieldViolation("archive", "and " + others + " more problems" + REMEDY));
    }
    return new ExecutorError.InvalidPluginPackage(violations);
  }

  /** What was found, in that order; of what is there too often, the first hundred. */
  List<PackageFinding> all() {
    var all = new ArrayList<>(list);
    for (var severity : Severity.values()) {
      int others = count(severity) - MAX_OF_A_SEVERITY;
      if (others > 0) {
        var message = "and " + others + " more like these" + REMEDY;
        all.add(new PackageFinding(severity, "", "", Optional.empty(), message));
      }
    }
    return List.copyOf(all);
  }

  private int count(Severity severity) {
    return counts.getOrDefault(severity, 0);
  }
}
