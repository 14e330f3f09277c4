// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A verb that only holds other verbs. */
abstract class GroupCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public final void run() {
    if (spec != null) {
      var words = List.copyOf(spec.subcommands().keySet());
      throw new ParameterException(
          spec.commandLine(), "a verb is missing (expected: " + String.join(", ", words) + ")");
    }
  }
}
