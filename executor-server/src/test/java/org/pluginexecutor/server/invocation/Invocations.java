// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

import static org.pluginexecutor.server.value.TestValues.dict;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.pluginexecutor.server.config.IsolationLevel;
import org.pluginexecutor.server.config.StartKind;
import org.pluginexecutor.server.contract.Hook;
import org.pluginexecutor.server.plugin.Manifest;
import org.pluginexecutor.server.plugin.PluginType;
import org.pluginexecutor.server.runtime.PythonRuntime;
import org.pluginexecutor.server.store.StoredPlugin;
import org.pluginexecutor.server.value.PluginValue;
import org.pluginexecutor.server.worker.WorkerReport;
import org.pluginexecutor.server.worker.WorkerReport.OutputCount;

/** Invocations and what surrounds them, for tests. Stateless. */
final class Invocations {
  private Invocations() {}

  /** A hook of the contract's table. */
  static Hook hook(PluginType type, String name) {
    return type.contract().stream()
        .filter(hook -> hook.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  static Invocation of(Target target, String hook) {
    return new Invocation(
        "i-1",
        target,
        hook,
        "s-1",
        PluginValue.Dict.EMPTY,
        dict("former", 1),
        dict("former_session", 2),
        Optional.empty());
  }

  static Invocation withArguments(PluginValue.Dict arguments) {
    var invocation = of(new Target.Instance("x"), "h");
    return new Invocation(
        invocation.id(),
        invocation.target(),
        invocation.hook(),
        invocation.sessionId(),
        arguments,
        invocation.cookie(),
        invocation.sessionCookie(),
        Optional.empty());
  }

  static Invocation withTimeLimit(Invocation invocation, Duration timeLimit) {
    return new Invocation(
        invocation.id(),
        invocation.target(),
        invocation.hook(),
        invocation.sessionId(),
        invocation.arguments(),
        invocation.cookie(),
        invocation.sessionCookie(),
        Optional.of(timeLimit));
  }

  /** A context without a deadline that nobody cancels. */
  static InvocationContext context() {
    return context(OptionalLong.empty());
  }

  static InvocationContext context(OptionalLong deadlineNanos) {
    return new InvocationContext(0, deadlineNanos, new Cancellation(), _ -> {});
  }

  static InvocationResult result(Outcome outcome) {
    var manifest =
        new Manifest(PluginType.AA, "p", "1.0", "made by a test", "1.0", Optional.of("main.py"));
    var plugin =
        new StoredPlugin(
            manifest,
            "sha256:0",
            1,
            Instant.EPOCH,
            false,
            "",
            "sha256:1",
            1,
            List.of(),
            java.nio.file.Path.of("p"));
    return new InvocationResult(
        "i-1",
        outcome,
        outcome.label(),
        PluginValue.Dict.EMPTY,
        PluginValue.Dict.EMPTY,
        List.of(),
        new OutputCount(0, 0),
        new OutputCount(0, 0),
        new InvocationResult.Cost(
            Duration.ZERO,
            Duration.ofMillis(3),
            Duration.ofMillis(4),
            Duration.ZERO,
            0,
            WorkerReport.Timing.NONE),
        new InvocationResult.Execution(
            plugin,
            new PythonRuntime("python3", java.nio.file.Path.of("python3"), "3.11.2"),
            StartKind.EXEC,
            IsolationLevel.NONE),
        List.of());
  }
}
