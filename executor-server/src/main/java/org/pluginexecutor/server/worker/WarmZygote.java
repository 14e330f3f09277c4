// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.worker;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.pluginexecutor.server.config.ZygoteConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A zygote of the pool, from before it is started until its last worker is gone: who uses its
 * cells, and which workers stand ready. Thread-safe.
 */
final class WarmZygote {
  private static final Logger log = LoggerFactory.getLogger(WarmZygote.class);

  /** A plugin that was not called for so long gets no waiting workers. */
  private static final Duration HOT = Duration.ofMinutes(1);

  /** With more of them there is no processor to spare for what may be needed later. */
  private static final int MOST_CALLS_WHILE_FILLING = 1;

  private final ZygoteKey key;
  private final ZygoteConfig config;
  private final long startNanos;
  private final CompletableFuture<ZygoteSocket> socket = new CompletableFuture<>();

  @GuardedBy("this")
  private final Deque<SandboxedWorker> waiting = new ArrayDeque<>();

  /** Cells in use, those of waiting workers and of workers in the making among them. */
  @GuardedBy("this")
  private int cellsUsed;

  @GuardedBy("this")
  private int calls;

  @GuardedBy("this")
  private int forks;

  @GuardedBy("this")
  private long lastCallNanos;

  @GuardedBy("this")
  private Optional<ZygoteMemory> memory = Optional.empty();

  @GuardedBy("this")
  private long firstSizeBytes;

  @GuardedBy("this")
  private boolean isOutdated;

  @GuardedBy("this")
  private boolean isFilling;

  @GuardedBy("this")
  private boolean isBeingReplaced;

  @GuardedBy("this")
  private boolean isRetired;

  @GuardedBy("this")
  private boolean isEnding;

  WarmZygote(ZygoteKey key, ZygoteConfig config, long nowNanos) {
    this.key = key;
    this.config = config;
    this.startNanos = nowNanos;
    this.lastCallNanos = nowNanos;
  }

  ZygoteKey key() {
    return key;
  }

  /** Completed when it listens; fails when it does not come up. */
  CompletableFuture<ZygoteSocket> socket() {
    return socket;
  }

  /** Whether it listens. */
  boolean isUp() {
    return socket.isDone() && !socket.isCompletedExceptionally();
  }

  /** Takes a worker that stands ready; its cell is the call's from now on. */
  Optional<SandboxedWorker> takeWaiting(long nowNanos) {
    var dead = new ArrayList<SandboxedWorker>();
    try {
      synchronized (this) {
        while (!waiting.isEmpty()) {
          var worker = waiting.removeFirst();
          calls++;
          lastCallNanos = nowNanos;
          if (worker.isWaiting()) {
            return Optional.of(worker);
          }
          dead.add(worker);
        }
        return Optional.empty();
      }
    } finally {
      dead.forEach(SandboxedWorker::close);
    }
  }

  /** Takes a cell for a call that is to be forked now; false when there is none. */
  synchronized boolean takeCell(long nowNanos) {
    if (isRetired || cellsUsed >= config.cells()) {
      return false;
    }
    cellsUsed++;
    calls++;
    forks++;
    lastCallNanos = nowNanos;
    return true;
  }

  /** Gives the cell of a call back; the worker is dead. */
  void giveBackCell() {
    synchronized (this) {
      calls--;
      cellsUsed--;
    }
    closeIfUnused();
  }

  /** Takes a cell for a worker that is to stand ready; false when none is wanted now. */
  synchronized boolean takeCellToFill(long nowNanos) {
    if (isRetired
        || isFilling
        || calls > MOST_CALLS_WHILE_FILLING
        || waiting.size() >= config.waitingWorkers()
        || cellsUsed >= config.cells()
        || nowNanos - lastCallNanos > HOT.toNanos()) {
      return false;
    }
    isFilling = true;
    cellsUsed++;
    forks++;
    return true;
  }

  /** Ends what {@link #takeCellToFill} began; absent: no worker came up. */
  void filled(Optional<SandboxedWorker> worker) {
    boolean isWanted;
    synchronized (this) {
      isFilling = false;
      isWanted = worker.isPresent() && !isRetired;
      if (isWanted) {
        waiting.addLast(worker.get());
      } else {
        // From here on its cell is given back as that of a call.
        calls++;
      }
    }
    if (!isWanted) {
      worker.ifPresentOrElse(SandboxedWorker::close, this::giveBackCell);
    }
  }

  /** Whether another one should take its place; true only once. */
  synchronized boolean startReplacing(long nowNanos) {
    boolean isWorn =
        isOutdated || forks >= config.forks() || nowNanos - startNanos >= config.age().toNanos();
    if (!isWorn || isBeingReplaced || isRetired) {
      return false;
    }
    isBeingReplaced = true;
    return true;
  }

  synchronized int waitingWorkers() {
    return waiting.size();
  }

  synchronized long lastCallNanos() {
    return lastCallNanos;
  }

  synchronized boolean isIdle(long nowNanos) {
    return calls == 0 && nowNanos - lastCallNanos >= config.idleTime().toNanos();
  }

  /** Lets go of waiting workers that nobody will call soon. */
  void coolDown(long nowNanos) {
    if (nowNanos - lastCallNanos() > HOT.toNanos()) {
      closeWaiting();
    }
  }

  /** From now on it counts as worn: another one would know more. */
  synchronized void becomeOutdated() {
    isOutdated = true;
  }

  /** Where to look for its size from now on. */
  synchronized void watch(Optional<ZygoteMemory> newMemory) {
    memory = newMemory;
    firstSizeBytes = newMemory.map(found -> found.bytes().orElse(0)).orElse(0L);
  }

  /**
   * Looks whether it has become too large; then it counts as worn. What it had from the start does
   * not make it so: the next one would have as much.
   */
  synchronized boolean hasOutgrown() {
    long sizeBytes = memory.map(found -> found.bytes().orElse(0)).orElse(0L);
    if (sizeBytes <= Math.max(config.sizeBytes(), 2 * firstSizeBytes)) {
      return false;
    }
    isOutdated = true;
    return true;
  }

  /** Gives it no more calls; it ends with its last worker. */
  void retire() {
    synchronized (this) {
      isRetired = true;
    }
    closeWaiting();
    closeIfUnused();
  }

  private void closeWaiting() {
    List<SandboxedWorker> unused;
    synchronized (this) {
      unused = List.copyOf(waiting);
      waiting.clear();
      calls += unused.size();
    }
    unused.forEach(SandboxedWorker::close);
  }

  private void closeIfUnused() {
    synchronized (this) {
      if (!isRetired || cellsUsed > 0 || isEnding) {
        return;
      }
      isEnding = true;
    }
    // Its end takes a while, and nobody has to wait for it.
    var _ = socket.thenAccept(zygote -> Thread.ofVirtual().name("zygote-end").start(zygote::close));
  }

  /** Ends it now, whoever uses it. */
  void closeNow() {
    retire();
    if (socket.completeExceptionally(new IllegalStateException("the server is stopping"))) {
      return;
    }
    if (isUp()) {
      socket.resultNow().close();
    } else {
      log.debug("a zygote never came up");
    }
  }
}
