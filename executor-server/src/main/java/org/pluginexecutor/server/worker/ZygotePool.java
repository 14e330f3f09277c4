// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.worker;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.server.config.ZygoteConfig;
import org.pluginexecutor.server.lifecycle.Resource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The zygotes that are kept: one for each kind of worker that is called, more when its cells are
 * all in use; started when first needed, replaced when worn, ended when idle, or when there are too
 * many and others were used later. Thread-safe.
 */
final class ZygotePool implements Resource {
  private static final Logger log = LoggerFactory.getLogger(ZygotePool.class);

  /** More than one takes that has to be killed. */
  private static final Duration END_LIMIT = Duration.ofSeconds(10);

  private final ZygoteLauncher launcher;
  private final ZygoteConfig config;
  private final Duration startLimit;
  private final LongSupplier nanoTicker;
  private final BackOff<ZygoteKey> backOff = new BackOff<>();
  private final PreloadLists preloads = new PreloadLists();
  private final AtomicLong replacements = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();

  @GuardedBy("this")
  private final List<WarmZygote> zygotes = new ArrayList<>();

  /** Of all that are not gone yet, those that get no more calls among them. */
  @GuardedBy("this")
  private final Map<WarmZygote, Life> lives = new HashMap<>();

  @GuardedBy("this")
  private boolean isClosed;

  /**
   * Holds none yet.
   *
   * @param startLimit how long one may take to listen
   */
  ZygotePool(ZygoteLauncher launcher, Duration startLimit, LongSupplier nanoTicker) {
    this.launcher = launcher;
    this.config = launcher.config().zygotes();
    this.startLimit = startLimit;
    this.nanoTicker = nanoTicker;
  }

  /** Who starts a zygote, and what is completed when it is gone. */
  private record Life(Thread starter, CompletableFuture<Void> end) {}

  /** A worker that stood ready, and whose it is. */
  record Ready(WarmZygote zygote, SandboxedWorker worker) {}

  /** A worker that stands ready. */
  Optional<Ready> takeWaiting(ZygoteKey key) {
    for (var zygote : of(key)) {
      var worker = zygote.takeWaiting(nanoTicker.getAsLong());
      if (worker.isPresent()) {
        return Optional.of(new Ready(zygote, worker.get()));
      }
    }
    return Optional.empty();
  }

  /** A zygote with a cell taken for a call; absent while there should be none. */
  Optional<WarmZygote> takeCell(ZygoteKey key) {
    var taken = takenOrNew(key);
    taken.ifPresent(this::replaceIfWorn);
    return taken;
  }

  private synchronized Optional<WarmZygote> takenOrNew(ZygoteKey key) {
    long now = nanoTicker.getAsLong();
    @Nullable WarmZygote pending = null;
    for (var zygote : zygotes) {
      if (zygote.key().equals(key)) {
        if (!zygote.isUp()) {
          pending = zygote;
        } else if (zygote.takeCell(now)) {
          return Optional.of(zygote);
        }
      }
    }
    if (pending != null && pending.takeCell(now)) {
      return Optional.of(pending);
    }
    if (isClosed || !backOff.isOver(key, now)) {
      return Optional.empty();
    }
    var started = start(key, now);
    return started.takeCell(now) ? Optional.of(started) : Optional.empty();
  }

  private void replaceIfWorn(WarmZygote zygote) {
    long now = nanoTicker.getAsLong();
    if (zygote.startReplacing(now)) {
      WarmZygote next;
      synchronized (this) {
        if (isClosed) {
          return;
        }
        next = start(zygote.key(), now);
      }
      replacements.incrementAndGet();
      var _ = next.socket().whenComplete((_, _) -> drop(zygote));
    }
  }

  /** What the operator names comes first: it is what all plugins have in common. */
  private List<String> modules(ZygoteKey key) {
    return Stream.concat(config.preload().stream(), preloads.of(key.setup()).stream())
        .distinct()
        .toList();
  }

  /** Whether its next worker should say what the plugin imports. */
  boolean asksNext(WarmZygote zygote) {
    return preloads.asksNext(zygote.key().setup());
  }

  /** Takes note of what a call had to import; what is new, the next zygote has from the start. */
  void learn(WarmZygote zygote, List<String> modules) {
    if (!modules.isEmpty() && preloads.learn(zygote.key().setup(), modules)) {
      zygote.becomeOutdated();
      replaceIfWorn(zygote);
    }
  }

  @GuardedBy("this")
  private WarmZygote start(ZygoteKey key, long nowNanos) {
    if (zygotes.size() >= config.zygotes()) {
      zygotes.stream()
          .min(Comparator.comparingLong(zygote -> zygote.lastCallNanos() - nowNanos))
          .ifPresent(this::dropLater);
    }
    var zygote = new WarmZygote(key, config, nowNanos);
    zygotes.add(zygote);
    var end = new CompletableFuture<Void>();
    var starter = Thread.ofVirtual().name("zygote-start").unstarted(() -> launch(zygote, end));
    lives.put(zygote, new Life(starter, end));
    var _ = end.thenRun(() -> forget(zygote));
    starter.start();
    return zygote;
  }

  private synchronized void forget(WarmZygote zygote) {
    lives.remove(zygote);
  }

  private void launch(WarmZygote zygote, CompletableFuture<Void> end) {
    var key = zygote.key();
    try {
      var socket = launcher.launch(key.setup(), config.cells(), modules(key), startLimit);
      var _ = socket.process().whenClosed().thenRun(() -> end.complete(null));
      if (!zygote.socket().complete(socket)) {
        socket.close();
        return;
      }
      zygote.watch(ZygoteMemory.of(socket.process().pid(), launcher.level()));
      backOff.succeeded(key);
    } catch (IOException | RuntimeException e) {
      zygote.socket().completeExceptionally(e);
      failed(zygote, e);
      end.complete(null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      zygote.socket().completeExceptionally(e);
      drop(zygote);
      end.complete(null);
    }
  }

  /** Gives it no more calls, and for a while no other one a start in its place. */
  void failed(WarmZygote zygote, Exception why) {
    if (drop(zygote)) {
      failures.incrementAndGet();
      backOff.failed(zygote.key(), nanoTicker.getAsLong());
      log.warn(
          "a zygote of {} failed; for a while its calls get an interpreter each",
          zygote.key().setup().runtime().name(),
          why);
    }
  }

  /**
   * Waits until a zygote listens.
   *
   * @throws IOException if it does not come up
   * @throws TimeoutException if it takes longer than the caller can wait
   */
  static ZygoteSocket awaitUp(WarmZygote zygote, Duration timeLimit)
      throws IOException, InterruptedException, TimeoutException {
    try {
      return zygote.socket().get(timeLimit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw new IOException("a zygote did not come up", e.getCause());
    }
  }

  /** Ends what is idle, replaces what is too large; called now and then. */
  void tidy() {
    long now = nanoTicker.getAsLong();
    for (var zygote : all()) {
      if (zygote.isIdle(now)) {
        drop(zygote);
      } else {
        zygote.coolDown(now);
        if (zygote.hasOutgrown()) {
          replaceIfWorn(zygote);
        }
      }
    }
  }

  private boolean drop(WarmZygote zygote) {
    synchronized (this) {
      if (!zygotes.remove(zygote)) {
        return false;
      }
    }
    zygote.retire();
    return true;
  }

  /** Out of the list at once; its waiting workers are ended by somebody who has the time. */
  @GuardedBy("this")
  private void dropLater(WarmZygote zygote) {
    zygotes.remove(zygote);
    Thread.ofVirtual().name("zygote-end").start(zygote::retire);
  }

  ZygoteCounts counts() {
    int alive = 0;
    int waitingWorkers = 0;
    for (var zygote : all()) {
      alive += zygote.isUp() ? 1 : 0;
      waitingWorkers += zygote.waitingWorkers();
    }
    return new ZygoteCounts(alive, waitingWorkers, replacements.get(), failures.get());
  }

  private synchronized List<WarmZygote> all() {
    return List.copyOf(zygotes);
  }

  private synchronized List<WarmZygote> of(ZygoteKey key) {
    return zygotes.stream().filter(zygote -> zygote.key().equals(key)).toList();
  }

  /**
   * Waits also for those that somebody else is ending, and gives up those that do not listen yet.
   */
  @Override
  public void close() {
    Map<WarmZygote, Life> left;
    synchronized (this) {
      isClosed = true;
      left = Map.copyOf(lives);
      zygotes.clear();
    }
    left.keySet().forEach(WarmZygote::closeNow);
    left.values().forEach(life -> life.starter().interrupt());
    var ends = left.values().stream().map(Life::end).toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(ends).get(END_LIMIT.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException e) {
      log.warn("not all zygotes are gone", e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
