// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.runtime;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.server.plugin.SourceCheck;
import org.pluginexecutor.server.value.PluginValue;
import org.pluginexecutor.server.value.ValueJson;

/**
 * Has the Python that will run a package look at its sources, in a process of its own: a strange
 * source can crash a compiler or keep it busy without end. Thread-safe.
 */
public final class SourceInspector implements SourceCheck {
  private static final Duration TIME_LIMIT = Duration.ofSeconds(60);
  private static final Problem NO_END =
      new Problem("the compiler of Python crashed, or did not come to an end", 0, 0);

  private final Runtimes runtimes;
  private final Path shimMain;

  public SourceInspector(Runtimes runtimes, Path shimMain) {
    this.runtimes = runtimes;
    this.shimMain = shimMain;
  }

  @Override
  public Optional<SourceFacts> check(Path tree, boolean python2, List<String> hooks)
      throws IOException {
    var suitable = runtimes.ofPython2(python2);
    if (suitable.isEmpty()) {
      return Optional.empty();
    }
    try {
      var result = inspect(suitable.getFirst(), tree, hooks);
      if (result.answers().isEmpty()) {
        return Optional.of(
            new SourceFacts(Optional.of(NO_END), Presence.UNKNOWN, List.of(), false));
      }
      // The others only write their byte code: whichever runs the plugin, no call compiles.
      for (var other : suitable.subList(1, suitable.size())) {
        inspect(other, tree, hooks);
      }
      return Optional.of(facts(result.answers().getFirst()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while sources were looked at", e);
    }
  }

  @CanIgnoreReturnValue
  private ShimRun.Result inspect(PythonRuntime runtime, Path tree, List<String> hooks)
      throws IOException, InterruptedException {
    var builder = new ProcessBuilder(runtime.shimCommand(shimMain, "inspect"));
    builder.directory(tree.toFile());
    builder.environment().clear();
    builder.environment().putAll(Map.of("LANG", "C.UTF-8", "PATH", "/usr/bin:/bin"));
    return ShimRun.run(builder, request(tree, hooks), TIME_LIMIT);
  }

  private static byte[] request(Path tree, List<String> hooks) {
    var names = hooks.stream().<PluginValue>map(PluginValue.Text::new).toList();
    var message =
        new PluginValue.Dict(
            Map.of(
                "plugin_directory", new PluginValue.Text(tree.toAbsolutePath().toString()),
                "hooks", new PluginValue.Items(names)));
    return (new String(ValueJson.write(message), StandardCharsets.UTF_8) + "\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static SourceFacts facts(PluginValue.Dict answer) {
    var hooks =
        answer.get("hooks") instanceof PluginValue.Items(var names)
            ? names.stream().map(SourceInspector::text).toList()
            : List.<String>of();
    return new SourceFacts(
        answer.get("problem") instanceof PluginValue.Dict problem
            ? Optional.of(problem(problem))
            : Optional.empty(),
        presence(text(answer.get("plugin"))),
        hooks,
        answer.get("complete") instanceof PluginValue.Bool(var complete) && complete);
  }

  private static Problem problem(PluginValue.Dict problem) {
    return new Problem(
        text(problem.get("message")), number(problem.get("line")), number(problem.get("column")));
  }

  private static Presence presence(String word) {
    return switch (word) {
      case "yes" -> Presence.YES;
      case "no" -> Presence.NO;
      default -> Presence.UNKNOWN;
    };
  }

  private static String text(@Nullable PluginValue value) {
    return value instanceof PluginValue.Text(var text) ? text : "";
  }

  private static int number(@Nullable PluginValue value) {
    return value instanceof PluginValue.Int(var number) ? Math.toIntExact(number) : 0;
  }
}
