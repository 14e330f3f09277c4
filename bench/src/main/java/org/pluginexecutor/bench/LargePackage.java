// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench;

import static org.pluginexecutor.bench.Results.MIB;
import static org.pluginexecutor.bench.Results.MS;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipInputStream;
import org.pluginexecutor.client.ExecutorClientException;
import org.pluginexecutor.client.PluginExecutorClient;
import org.pluginexecutor.client.PluginName;
import org.pluginexecutor.server.archive.Archive;
import org.pluginexecutor.server.config.ArchiveLimits;
import org.pluginexecutor.server.config.ServerConfig;
import org.pluginexecutor.server.files.Digests;
import org.pluginexecutor.server.files.TreeRemover;
import org.pluginexecutor.server.os.FileSystemSync;
import org.pluginexecutor.server.runtime.Runtimes;
import org.pluginexecutor.server.runtime.SourceInspector;
import org.pluginexecutor.server.shim.ShimSources;

/**
 * A package of the largest size is uploaded: how long, with how much heap. Confined to one thread.
 */
final class LargePackage {
  private static final double PROMISED_MS = 3_000;
  private static final double PROMISED_MIB = 64;
  private static final int BYTES_PER_MIB = 1 << 20;
  private static final Duration SEARCH_LIFE_TIME = Duration.ofSeconds(40);

  /** Smaller ones the virtual machine itself hardly starts in. */
  private static final int LEAST_HEAP_MIB = 4;

  private static final int HEAP_STEP_MIB = 2;

  private final Path work;
  private final Results results;
  private final int rounds;
  private final byte[] zip;
  private int servers;

  LargePackage(Path work, Results results, int rounds) throws IOException {
    this.work = work;
    this.results = results;
    this.rounds = rounds;
    this.zip = BenchPackages.large();
  }

  void measure() throws Exception {
    results.begin("a package of 20 MiB with 5,000 files");
    measureUploads();
    measureHeapNeeded();
    measureSteps();
    measureOthers();
  }

  private Path newDataDirectory() throws IOException {
    return Files.createDirectory(work.resolve("server-" + ++servers)).resolve("data");
  }

  private void upload(PluginExecutorClient client) throws IOException {
    var _ = client.plugins().upload(new ByteArrayInputStream(zip));
  }

  private void measureUploads() throws Exception {
    try (var server = ServerProcess.start(newDataDirectory(), Optional.empty())) {
      var name = PluginName.of(BenchPackages.LARGE_NAME).withVersion("1.0.0");
      results.add(
          "upload, the first of a new server", MS, Timing.millis(() -> upload(server.client())));
      var answered = new ArrayList<Double>();
      var deleted = new ArrayList<Double>();
      var extra = new ArrayList<Double>();
      var allocated = new ArrayList<Double>();
      var processor = new ArrayList<Double>();
      for (int i = 0; i < rounds; i++) {
        deleted.add(Timing.millis(() -> server.client().plugins().delete(name)));
        var before = server.collect();
        double processorBefore = server.processorMs();
        answered.add(Timing.millis(() -> upload(server.client())));
        processor.add(server.processorMs() - processorBefore);
        var peak = server.peak();
        extra.add(mebibytes(peak.usedBytes() - before.usedBytes()));
        allocated.add(mebibytes(peak.allocatedBytes() - before.allocatedBytes()));
      }
      results.addPromised("upload, the answer", MS, answered, PROMISED_MS);
      results.add("upload, processor time of the server and its Python", MS, processor);
      results.add("upload, most in the heap above before, garbage included", MIB, extra);
      results.add("upload, allocated in all", MIB, allocated);
      results.add("delete", MS, deleted);
      upload(server.client());
      results.add(
          "upload of the same bytes again",
          MS,
          Timing.millis(rounds, () -> upload(server.client())));
    }
  }

  private static double mebibytes(long bytes) {
    return (double) bytes / BYTES_PER_MIB;
  }

  /** What a heap has to have more, that an idle server could do without. */
  private void measureHeapNeeded() throws Exception {
    int idle = leastHeap(LEAST_HEAP_MIB, client -> client.plugins().list());
    int loaded = leastHeap(idle, this::upload);
    results.add("smallest -Xmx of a server that lists plugins", MIB, idle);
    results.add("smallest -Xmx of one that takes the upload", MIB, loaded);
    results.addPromised(
        "extra heap: the difference", MIB, List.of((double) (loaded - idle)), PROMISED_MIB);
  }

  /** Something that a server can or cannot do with its heap. */
  private interface Task {
    void run(PluginExecutorClient client) throws IOException;
  }

  private int leastHeap(int from, Task task) throws IOException {
    int tooSmall = from - HEAP_STEP_MIB;
    int enough = 256;
    while (enough - tooSmall > HEAP_STEP_MIB) {
      int middle = tooSmall + (enough - tooSmall) / 2 / HEAP_STEP_MIB * HEAP_STEP_MIB;
      if (isEnough(middle, task)) {
        enough = middle;
      } else {
        tooSmall = middle;
      }
    }
    return enough;
  }

  private boolean isEnough(int heapMib, Task task) throws IOException {
    var flags = List.of("-Xmx" + heapMib + "m");
    try (var server =
        ServerProcess.start(newDataDirectory(), Optional.empty(), flags, SEARCH_LIFE_TIME)) {
      task.run(server.client());
      return true;
    } catch (IOException | ExecutorClientException _) {
      return false;
    }
  }

  /** The parts of an upload one by one, in this process. */
  private void measureSteps() throws Exception {
    var file = Files.write(work.resolve("large.zip"), zip);
    var shim = ShimSources.unpackInto(Files.createDirectory(work.resolve("shim")));
    var directories = ServerConfig.defaults(work).searchDirectories();
    var inspector = new SourceInspector(Runtimes.discover(List.of(), directories, shim), shim);
    var steps = new Steps();
    for (int i = 0; i < rounds; i++) {
      var tree = Files.createDirectory(work.resolve("tree"));
      steps.received.add(Timing.millis(() -> Files.write(work.resolve("received.zip"), zip)));
      steps.unpacked.add(Timing.millis(() -> Archive.unpack(file, tree, ArchiveLimits.defaults())));
      steps.compiled.add(
          Timing.millis(() -> inspector.check(tree, false, List.of("authenticate"))));
      steps.synced.add(Timing.millis(() -> FileSystemSync.sync(tree)));
      steps.digested.add(Timing.millis(() -> digestAll(tree)));
      TreeRemover.remove(tree);
    }
    results.add("step: zip written into the staging directory", MS, steps.received);
    results.add("step: checked and unpacked", MS, steps.unpacked);
    results.add("step: 1,001 sources compiled by Python", MS, steps.compiled);
    results.add("step: all brought onto the disk (syncfs)", MS, steps.synced);
    results.add("step: digests of all files", MS, steps.digested);
  }

  /** Times of the steps. Confined to one thread. */
  private static final class Steps {
    private final List<Double> received = new ArrayList<>();
    private final List<Double> unpacked = new ArrayList<>();
    private final List<Double> compiled = new ArrayList<>();
    private final List<Double> synced = new ArrayList<>();
    private final List<Double> digested = new ArrayList<>();
  }

  private static void digestAll(Path tree) throws IOException {
    try (var paths = Files.walk(tree)) {
      for (var path : paths.sorted().toList()) {
        if (Files.isRegularFile(path)) {
          var _ = Digests.ofFile(path);
        }
      }
    }
  }

  /** What others need who do a part of it. */
  private void measureOthers() throws Exception {
    var file = work.resolve("large.zip").toString();
    var target = work.resolve("other");
    measureOther("other: unzip -q", target, "unzip", "-q", file, "-d", target.toString());
    measureOther(
        "other: python3 -m zipfile -e",
        target,
        "python3",
        "-m",
        "zipfile",
        "-e",
        file,
        target.toString());
    var written = new ArrayList<Double>();
    for (int i = 0; i < rounds; i++) {
      Files.createDirectories(target);
      written.add(Timing.millis(() -> unpackPlainly(target)));
      TreeRemover.remove(target);
    }
    results.add("other: java.util.zip without any check", MS, written);
    var compiled = new ArrayList<Double>();
    for (int i = 0; i < rounds; i++) {
      unpackPlainly(Files.createDirectories(target));
      compiled.add(
          Timing.millis(() -> run("python3", "-m", "compileall", "-q", target.toString())));
      TreeRemover.remove(target);
    }
    results.add("other: python3 -m compileall", MS, compiled);
  }

  private void measureOther(String name, Path target, String... command) throws Exception {
    var values = new ArrayList<Double>();
    for (int i = 0; i < rounds; i++) {
      try {
        values.add(Timing.millis(() -> run(command)));
      } catch (IOException _) {
        // Not every machine has it.
        return;
      }
      TreeRemover.remove(target);
    }
    results.add(name, MS, values);
  }

  private static void run(String... command) throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    int code = process.waitFor();
    if (code != 0) {
      throw new IOException(command[0] + ": ended with " + code + " (expected: 0)");
    }
  }

  private void unpackPlainly(Path target) throws IOException {
    try (var in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        var path = target.resolve(entry.getName());
        Files.createDirectories(path.getParent());
        Files.copy(in, path);
      }
    }
  }
}
