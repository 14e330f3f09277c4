// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.pluginexecutor.server.config.RuntimeConfig;
import org.pluginexecutor.server.plugin.RuntimeCheck;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The runtimes of this server. Immutable. */
public final class Runtimes implements RuntimeCheck {
  private static final Logger log = LoggerFactory.getLogger(Runtimes.class);

  /** A good Python answers in a tenth of a second; one on a slow disk, the first time, in some. */
  private static final Duration PROBE_TIME_LIMIT = Duration.ofSeconds(10);

  private final List<PythonRuntime> runtimes;

  private Runtimes(List<PythonRuntime> runtimes) {
    this.runtimes = List.copyOf(runtimes);
  }

  /**
   * Probes the runtimes that the operator names and looks for a {@code python3} and a {@code
   * python2} in the directories. A Python that gives no answer in time is not offered.
   *
   * @throws IOException if a named runtime is no Python that works, or there is no Python 3 at all
   */
  public static Runtimes discover(List<RuntimeConfig> named, List<Path> directories, Path shimMain)
      throws IOException, InterruptedException {
    return discover(named, directories, shimMain, PROBE_TIME_LIMIT);
  }

  static Runtimes discover(
      List<RuntimeConfig> named, List<Path> directories, Path shimMain, Duration probeTimeLimit)
      throws IOException, InterruptedException {
    var probe = new RuntimeProbe(shimMain, probeTimeLimit);
    var found = new ArrayList<PythonRuntime>();
    for (var config : named) {
      probeNamed(probe, config).ifPresent(found::add);
    }
    if (found.stream().allMatch(PythonRuntime::isPython2)) {
      firstThatWorks(probe, "python3", List.of("python3"), false, directories)
          .ifPresent(found::add);
    }
    if (found.stream().noneMatch(PythonRuntime::isPython2)) {
      firstThatWorks(probe, "python2", List.of("python2.7", "python2"), true, directories)
          .ifPresent(found::add);
    }
    if (found.stream().allMatch(PythonRuntime::isPython2)) {
      throw new IOException("no working python3 found; install python3");
    }
    for (var runtime : found) {
      log.info("runtime {}: Python {}{}", runtime.name(), runtime.version(), missing(runtime));
    }
    return new Runtimes(found);
  }

  /** The same without some of them. */
  public Runtimes without(Collection<PythonRuntime> some) {
    return new Runtimes(runtimes.stream().filter(runtime -> !some.contains(runtime)).toList());
  }

  /** All runtimes, those that the operator named first. */
  public List<PythonRuntime> all() {
    return runtimes;
  }

  /** All runtimes that run packages written for Python 2, or for Python 3. */
  public List<PythonRuntime> ofPython2(boolean python2) {
    return runtimes.stream().filter(runtime -> runtime.isPython2() == python2).toList();
  }

  /** The first runtime that runs packages written for Python 2, or for Python 3. */
  public Optional<PythonRuntime> forPython2(boolean python2) {
    return ofPython2(python2).stream().findFirst();
  }

  /** The runtime of that name. */
  public Optional<PythonRuntime> named(String name) {
    return runtimes.stream().filter(runtime -> runtime.name().equals(name)).findFirst();
  }

  @Override
  public Optional<String> problem(String name, boolean python2) {
    var named = named(name);
    if (named.filter(runtime -> runtime.isPython2() == python2).isPresent()) {
      return Optional.empty();
    }
    var suitable =
        runtimes.stream()
            .filter(runtime -> runtime.isPython2() == python2)
            .map(PythonRuntime::name)
            .toList();
    return Optional.of(
        name
            + named.map(runtime -> ", which is Python " + runtime.version()).orElse("")
            + " (expected: a runtime of this server for Python "
            + (python2 ? "2" : "3")
            + ", as the plugin is written for; there is "
            + (suitable.isEmpty() ? "none" : String.join(", ", suitable))
            + ")");
  }

  private static String missing(PythonRuntime runtime) {
    var names =
        runtime.modules().stream()
            .filter(module -> !module.found())
            .map(PythonModule::name)
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "" : ", without " + names;
  }

  private static Optional<PythonRuntime> probeNamed(RuntimeProbe probe, RuntimeConfig config)
      throws IOException, InterruptedException {
    try {
      return Optional.of(probe.withModules(identify(probe, config)));
    } catch (RuntimeProbe.NoAnswerException e) {
      // Its disk may be away for a while: the others can serve meanwhile.
      log.warn(
          "runtime {}: {} {} (expected: a Python that starts); it is not offered",
          config.name(),
          config.executable(),
          e.getMessage());
      return Optional.empty();
    } catch (IOException e) {
      throw new IOException(
          "runtime " + config.name() + ": " + config.executable() + " " + e.getMessage(), e);
    }
  }

  private static PythonRuntime identify(RuntimeProbe probe, RuntimeConfig config)
      throws IOException, InterruptedException {
    try {
      return probe.identify(config.name(), config.executable(), false);
    } catch (RuntimeProbe.NoAnswerException e) {
      throw e;
    } catch (IOException notPython3) {
      try {
        return probe.identify(config.name(), config.executable(), true);
      } catch (IOException e) {
        e.addSuppressed(notPython3);
        throw e;
      }
    }
  }

  private static Optional<PythonRuntime> firstThatWorks(
      RuntimeProbe probe,
      String name,
      List<String> programs,
      boolean python2,
      List<Path> directories)
      throws InterruptedException {
    for (var program : programs) {
      for (var directory : directories) {
        var executable = directory.resolve(program);
        if (!Files.isExecutable(executable)) {
          continue;
        }
        try {
          return Optional.of(probe.withModules(probe.identify(name, executable, python2)));
        } catch (RuntimeProbe.NoAnswerException e) {
          log.warn("{} {}; looking for another one", executable, e.getMessage());
        } catch (IOException e) {
          // A wrapper without an installation behind it is common; the next one may work.
          log.debug("{} does not work: {}", executable, e.getMessage());
        }
      }
    }
    return Optional.empty();
  }
}
