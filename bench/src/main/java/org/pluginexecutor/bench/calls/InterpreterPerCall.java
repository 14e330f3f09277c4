// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench.calls;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.DoubleAdder;

/** The simplest thing that works: an interpreter for each call, with or without walls. */
final class InterpreterPerCall implements Contender {
  private static final String SCRIPT = "plain_call.py";

  private final String name;
  private final Python python;
  private final Trees trees;
  private final Path script;
  private final List<String> bubblewrap;
  private final byte[] request = Workload.request();
  private final DoubleAdder workersMs = new DoubleAdder();
  private final Set<Long> running = ConcurrentHashMap.newKeySet();

  private InterpreterPerCall(
      String name, Python python, Trees trees, Path script, List<String> bubblewrap) {
    this.name = name;
    this.python = python;
    this.trees = trees;
    this.script = script;
    this.bubblewrap = bubblewrap;
  }

  static Contender plain(Python python, Trees trees) throws IOException {
    return new InterpreterPerCall(
        ContenderNames.PLAIN, python, trees, trees.script(SCRIPT), List.of());
  }

  /** With namespaces of its own, and the machine's files to read only. */
  static Contender bubblewrapped(Path bubblewrap, Python python, Trees trees) throws IOException {
    var options =
        List.of(
            bubblewrap.toString(),
            "--unshare-all",
            "--share-net",
            "--die-with-parent",
            "--new-session",
            "--ro-bind",
            "/",
            "/",
            "--dev",
            "/dev",
            "--proc",
            "/proc");
    return new InterpreterPerCall(
        ContenderNames.BUBBLEWRAP, python, trees, trees.script(SCRIPT), options);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void prepare(Workload workload) throws IOException {
    var _ = trees.of(workload);
  }

  @Override
  public void call(Workload workload) throws IOException {
    var command = new ArrayList<>(bubblewrap);
    command.addAll(python.command(script, List.of(trees.of(workload).toString())));
    var process = new ProcessBuilder(command).start();
    running.add(process.pid());
    // What is printed has to be read while the result is, or the plugin waits for its reader.
    var printed = Thread.ofVirtual().start(() -> drain(process.getErrorStream()));
    try (var in = process.getInputStream()) {
      try (var out = process.getOutputStream()) {
        out.write(request);
      }
      var reply = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      Replies.check(name, reply);
      workersMs.add(Replies.cpuMs(reply).orElse(0));
      printed.join();
      process.waitFor();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      process.destroyForcibly();
      running.remove(process.pid());
    }
  }

  private static void drain(InputStream in) {
    try (in) {
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The benchmark waits for these processes itself, so it is where their time is counted; but
   * bubblewrap does not wait for its own child, so the kernel counts that one nowhere.
   */
  @Override
  public CpuTime cpuTime() {
    double ended = Processes.endedChildrenMs(ProcessHandle.current().pid());
    double workers = workersMs.sum();
    return new CpuTime(0, bubblewrap.isEmpty() ? ended - workers : ended, workers);
  }

  @Override
  public Memory memory() {
    long pss = 0;
    for (var pid : running) {
      pss += Processes.pssBytes(pid);
      pss += Processes.descendants(pid).stream().mapToLong(Processes::pssBytes).sum();
    }
    return new Memory(0, pss);
  }

  @Override
  public void close() {}
}
