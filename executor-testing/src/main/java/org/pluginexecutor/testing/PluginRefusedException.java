// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.testing;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.client.FieldViolation;

/**
 * A plugin that a test wants is none that the server takes; the message is the whole report, a line
 * for each problem. Immutable.
 */
public final class PluginRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String plugin;
  private final List<FieldViolation> violations;

  PluginRefusedException(
      Path plugin, String problem, List<FieldViolation> violations, @Nullable Throwable cause) {
    super(report(plugin, problem, violations), cause);
    this.plugin = plugin.toString();
    this.violations = List.copyOf(violations);
  }

  private static String report(Path plugin, String problem, List<FieldViolation> violations) {
    var report = new StringBuilder().append(plugin).append(": ").append(problem);
    for (FieldViolation violation : violations) {
      report.append("\n  ").append(violation.field()).append(": ").append(violation.description());
    }
    return report.toString();
  }

  /** The directory or zip of the plugin, as the test named it. */
  public String plugin() {
    return plugin;
  }

  /**
   * What is wrong, one entry per problem, all at once; empty when the file is no plugin at all, or
   * when what is stored stands against it.
   */
  public List<FieldViolation> violations() {
    return violations;
  }
}
