// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.server.config.AnswerLimits;
import org.pluginexecutor.server.error.ExecutorError;
import org.pluginexecutor.server.error.ExecutorException;
import org.pluginexecutor.server.lifecycle.Resource;

/**
 * Knows the calls that have a request id, while they run and for some time afterwards. Thread-safe.
 *
 * <p>Answers hold secrets: they are in memory only, and go when their time is over. Where they
 * become too many bytes, the oldest go first; that there was a call is known longer, so that its
 * repetition is refused instead of run.
 */
public final class KeptAnswers implements Resource {
  /** What a gateway needs to connect again and to repeat its request. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final AnswerLimits limits;
  private final LongSupplier nanoTicker;
  private final SharedCall.Delayer delayer;

  @GuardedBy("this")
  private final Map<RequestId, SharedCall> running = new HashMap<>();

  /** The one that ended first comes first. */
  @GuardedBy("this")
  private final LinkedHashMap<RequestId, Kept> ended = new LinkedHashMap<>();

  /** Those of the ended ones whose answers are kept, in the same order. */
  @GuardedBy("this")
  private final LinkedHashMap<RequestId, Kept> answered = new LinkedHashMap<>();

  @GuardedBy("this")
  private long bytes;

  @GuardedBy("this")
  private long repeated;

  @GuardedBy("this")
  private boolean draining;

  /** A call that has ended. */
  private record Kept(String digest, Answer answer, long bytes, long endNanos) {
    Kept withoutAnswer() {
      return new Kept(digest, new Answer.Gone(), 0, endNanos);
    }
  }

  /** Where a request stands. */
  sealed interface Place {
    /** It is new: whoever asked has to run it, and to say what became of it. */
    record Begun(SharedCall call) implements Place {}

    /** It runs already. */
    record Running(SharedCall call) implements Place {}

    /** It has ended. */
    record Ended(Answer answer) implements Place {}
  }

  public KeptAnswers(AnswerLimits limits, LongSupplier nanoTicker) {
    this(
        limits,
        nanoTicker,
        (delay, task) ->
            CompletableFuture.delayedExecutor(
                    delay.toNanos(), TimeUnit.NANOSECONDS, Thread.ofVirtual()::start)
                .execute(task));
  }

  KeptAnswers(AnswerLimits limits, LongSupplier nanoTicker, SharedCall.Delayer delayer) {
    this.limits = limits;
    this.nanoTicker = nanoTicker;
    this.delayer = delayer;
  }

  /** Whether a call with this id runs or has ended. */
  synchronized boolean knows(RequestId id) {
    forgetOld();
    return running.containsKey(id) || ended.containsKey(id);
  }

  /**
   * Finds the call of a request, or begins it.
   *
   * @throws ExecutorException if its id is another request's, or it is not known and not to be run
   */
  synchronized Place find(IdentifiedRequest request) {
    forgetOld();
    var id = request.id();
    var call = running.get(id);
    if (call != null) {
      requireSame(request, call.digest());
      repeated++;
      return new Place.Running(call);
    }
    var kept = ended.get(id);
    if (kept != null) {
      requireSame(request, kept.digest());
      repeated++;
      return new Place.Ended(kept.answer());
    }
    if (request.repeatOnly()) {
      throw new ExecutorException(new ExecutorError.RequestNotKnown(id.text()));
    }
    var begun = new SharedCall(request.digest(), draining ? Duration.ZERO : GRACE, delayer);
    running.put(id, begun);
    return new Place.Begun(begun);
  }

  private static void requireSame(IdentifiedRequest request, String digest) {
    if (!request.digest().equals(digest)) {
      throw new ExecutorException(new ExecutorError.RequestIdReused(request.id().text()));
    }
  }

  /** Keeps what became of a call that may have run its hook. */
  void keep(RequestId id, SharedCall call, Answer answer) {
    keep(id, call, answer, AnswerSize.of(answer));
  }

  private synchronized void keep(RequestId id, SharedCall call, Answer answer, long size) {
    running.remove(id);
    var kept = new Kept(call.digest(), answer, size, nanoTicker.getAsLong());
    ended.put(id, kept);
    answered.put(id, kept);
    bytes += size;
    while (bytes > limits.bytes()) {
      var oldest = answered.pollFirstEntry();
      bytes -= oldest.getValue().bytes();
      ended.replace(oldest.getKey(), oldest.getValue().withoutAnswer());
    }
    while (ended.size() > limits.requests()) {
      forget(ended.firstEntry().getKey());
    }
  }

  /** Forgets a call that did not run its hook: a repetition is a new attempt. */
  synchronized void forgetRunning(RequestId id) {
    running.remove(id);
  }

  /** Forgets what was known long enough. */
  public synchronized void forgetOld() {
    long now = nanoTicker.getAsLong();
    for (var first = ended.firstEntry();
        first != null && now - first.getValue().endNanos() >= limits.time().toNanos();
        first = ended.firstEntry()) {
      forget(first.getKey());
    }
  }

  @GuardedBy("this")
  private void forget(RequestId id) {
    ended.remove(id);
    @Nullable Kept kept = answered.remove(id);
    if (kept != null) {
      bytes -= kept.bytes();
    }
  }

  /** How many calls were repetitions so far. */
  public synchronized long repeated() {
    return repeated;
  }

  /** From now on calls end with their last connection: there is no server to come back to. */
  public synchronized void drain() {
    draining = true;
    running.values().forEach(SharedCall::drain);
  }

  @Override
  public synchronized void close() {
    ended.clear();
    answered.clear();
    bytes = 0;
  }
}
