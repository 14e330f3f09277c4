// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.worker;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.server.cgroup.ZygoteCgroup;
import org.pluginexecutor.server.lifecycle.Resource;
import org.pluginexecutor.server.shim.ShimEnded;
import org.pluginexecutor.server.shim.ShimProtocol;
import org.pluginexecutor.server.shim.ShimProtocolException;
import org.pluginexecutor.server.shim.ZygoteMessage;
import org.pluginexecutor.server.shim.ZygoteStart;
import org.pluginexecutor.server.telemetry.VisibleText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A zygote's process: what it is told and what it says. Thread-safe. When it is closed, or dies,
 * all of its workers die with it.
 */
final class ZygoteProcess implements Resource {
  private static final Logger log = LoggerFactory.getLogger(ZygoteProcess.class);
  private static final Duration END_TIME_LIMIT = Duration.ofSeconds(2);

  private final Process process;
  private final ZygoteFiles files;
  private final Optional<ZygoteCgroup> cgroup;
  private final CompletableFuture<ZygoteMessage.Ready> ready = new CompletableFuture<>();

  /** Completed when the process is dead. */
  private final CompletableFuture<Void> over = new CompletableFuture<>();

  private final AtomicBoolean isClosing = new AtomicBoolean();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();

  @GuardedBy("this")
  private final Map<Long, CompletableFuture<ShimEnded>> workers = new HashMap<>();

  @GuardedBy("this")
  private long lastId;

  @GuardedBy("this")
  private boolean ended;

  private ZygoteProcess(Process process, ZygoteFiles files, Optional<ZygoteCgroup> cgroup) {
    this.process = process;
    this.files = files;
    this.cgroup = cgroup;
  }

  /**
   * Starts one.
   *
   * @param files its own from now on
   * @param cgroup its own from now on
   */
  static ZygoteProcess start(
      List<String> command,
      Map<String, String> environment,
      ZygoteStart setup,
      ZygoteFiles files,
      Optional<ZygoteCgroup> cgroup)
      throws IOException {
    var builder = new ProcessBuilder(command);
    builder.directory(files.workDirectory().toFile());
    builder.redirectError(files.startLog().toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    var zygote = new ZygoteProcess(builder.start(), files, cgroup);
    zygote.enterCgroup();
    try {
      zygote.send(setup.toLine());
    } catch (IOException e) {
      // It ended before it read: its exit code and its last words say why.
      log.debug("a zygote did not read its setup line", e);
    }
    Thread.ofPlatform().name("zygote-reader").daemon().start(zygote::readAll);
    return zygote;
  }

  /** Before it hears anything: it forks only then, and all that it forks is in the group too. */
  private void enterCgroup() throws IOException {
    try {
      if (cgroup.isPresent()) {
        cgroup.get().add(process.pid());
      }
    } catch (IOException e) {
      process.destroyForcibly();
      process.onExit().join();
      throw e;
    }
  }

  /** The group that it and its workers are in. */
  Optional<ZygoteCgroup> cgroup() {
    return cgroup;
  }

  /**
   * Waits until it listens.
   *
   * @throws NotReadyException if it cannot build the walls
   * @throws IOException if it ended, or the time is up
   */
  ZygoteMessage.Ready awaitReady(Duration timeLimit) throws IOException, InterruptedException {
    try {
      return ready.get(timeLimit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new IOException("a zygote was not ready within " + timeLimit.toMillis() + " ms", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof NotReadyException cause) {
        throw cause;
      }
      throw new IOException(
          "a zygote ended; its last words: " + PrivateFiles.lastWords(files.startLog()), e);
    }
  }

  /** A worker to be, of which the zygote has not heard yet. */
  record Numbered(long id, CompletableFuture<ShimEnded> ended) {}

  /** Announces a worker; its future fails when it is not started, or the zygote dies. */
  synchronized Numbered expectWorker() throws IOException {
    if (ended) {
      throw new EOFException("the zygote is dead");
    }
    lastId++;
    var worker = new Numbered(lastId, new CompletableFuture<>());
    workers.put(worker.id(), worker.ended());
    return worker;
  }

  /** Nobody asks for this worker any more. */
  synchronized void forget(long id) {
    workers.remove(id);
  }

  /** Has a worker and everything that it started killed. */
  void kill(long id) {
    try {
      send(ZygoteStart.killLine(id));
    } catch (IOException e) {
      log.debug("a zygote that should kill is gone, and so is its worker", e);
    }
  }

  boolean isAlive() {
    return !over.isDone();
  }

  long pid() {
    return process.pid();
  }

  /** Completed when nothing is left of it: neither a process nor a file nor a group. */
  CompletableFuture<Void> whenClosed() {
    return closed;
  }

  /** Kills it with everything that it started. */
  void destroy() {
    process.destroyForcibly();
    cgroup.ifPresent(ZygoteCgroup::kill);
  }

  private synchronized void send(byte[] line) throws IOException {
    OutputStream stdin = process.getOutputStream();
    stdin.write(line);
    stdin.flush();
  }

  private void readAll() {
    var lines = new LineReader(process.getInputStream(), ZygoteMessage.MAX_LINE_BYTES);
    @Nullable Exception why = null;
    try {
      for (var line = lines.next(); line != null; line = lines.next()) {
        take(ZygoteMessage.of(line));
      }
    } catch (IOException e) {
      why = e;
      log.warn("a zygote does not follow the protocol: {}", e.getMessage());
    }
    process.destroyForcibly();
    process.onExit().join();
    end(new IOException("the zygote ended with exit code " + process.exitValue(), why));
  }

  private void take(ZygoteMessage message) throws IOException {
    switch (message) {
      case ZygoteMessage.Ready said when said.protocol() != ShimProtocol.VERSION ->
          throw new ShimProtocolException(
              "protocol version: "
                  + said.protocol()
                  + " (expected: "
                  + ShimProtocol.VERSION
                  + ", the server's)");
      case ZygoteMessage.Ready said -> {
        said.preloadProblems()
            .forEach(problem -> log.info("a zygote: {}", VisibleText.of(problem)));
        ready.complete(said);
      }
      case ZygoteMessage.NotReady said -> ready.completeExceptionally(new NotReadyException(said));
      case ZygoteMessage.Problem(var text) -> log.warn("a zygote: {}", VisibleText.of(text));
      case ZygoteMessage.Ended(var id, var how) ->
          removed(id).ifPresent(worker -> worker.complete(how));
      case ZygoteMessage.NotStarted(var id, var why) ->
          removed(id).ifPresent(worker -> worker.completeExceptionally(new IOException(why)));
    }
  }

  private synchronized Optional<CompletableFuture<ShimEnded>> removed(long id) {
    return Optional.ofNullable(workers.remove(id));
  }

  private void end(IOException why) {
    List<CompletableFuture<ShimEnded>> left;
    synchronized (this) {
      ended = true;
      left = List.copyOf(workers.values());
      workers.clear();
    }
    ready.completeExceptionally(why);
    left.forEach(worker -> worker.completeExceptionally(why));
    over.complete(null);
  }

  /** Tells it to end, without waiting. */
  void end() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      log.debug("a zygote was gone already", e);
    }
  }

  @Override
  public void close() {
    if (isClosing.compareAndSet(false, true)) {
      try {
        awaitOver();
        cgroup.ifPresent(ZygoteCgroup::close);
        files.close();
      } finally {
        closed.complete(null);
      }
    }
    closed.join();
  }

  private void awaitOver() {
    end();
    try {
      over.get(END_TIME_LIMIT.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException _) {
      destroy();
      over.join();
    } catch (InterruptedException _) {
      destroy();
      over.join();
      Thread.currentThread().interrupt();
    }
  }
}
