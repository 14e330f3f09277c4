// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench.calls;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.v1.HookServiceGrpc;
import org.pluginexecutor.v1.InvokeHookRequest;
import org.pluginexecutor.v1.InvokeHookResponse;
import org.pluginexecutor.v1.Value;
import org.pluginexecutor.v1.Verdict;

/**
 * Calls over many connections without a thread for each call, and without repeating any. Confined
 * to one thread. Closing ends the connections.
 */
final class AsyncLoad implements AutoCloseable {
  private static final double NANOS_PER_S = 1e9;
  private static final double MICROS_PER_MS = 1e3;

  /** After the deadline of the last call. */
  private static final Duration LAST_WAIT = Duration.ofSeconds(10);

  private final List<ManagedChannel> channels = new ArrayList<>();
  private final List<HookServiceGrpc.HookServiceStub> stubs = new ArrayList<>();
  private final InvokeHookRequest request;
  private final Duration deadline;
  private final String idPrefix = UUID.randomUUID() + "-";
  private final AtomicLong ids = new AtomicLong();

  AsyncLoad(LaunchedServer server, int clients, String instance, Duration deadline)
      throws IOException {
    var headers = new Metadata();
    headers.put(
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), server.authorization());
    for (int i = 0; i < clients; i++) {
      var channel =
          Grpc.newChannelBuilder(server.target(), InsecureChannelCredentials.create())
              .directExecutor()
              .disableRetry()
              .intercept(MetadataUtils.newAttachHeadersInterceptor(headers))
              .build();
      channels.add(channel);
      stubs.add(HookServiceGrpc.newStub(channel));
    }
    this.deadline = deadline;
    var call =
        InvokeHookRequest.newBuilder()
            .setInstance(instance)
            .setHook(Workload.HOOK)
            .setSessionId("bench");
    Workload.ARGUMENTS.forEach(
        (name, value) -> call.putArguments(name, Value.newBuilder().setStringValue(value).build()));
    this.request = call.build();
  }

  /**
   * What became of a load.
   *
   * @param failed neither answered nor refused
   * @param unanswered of which nothing was heard, also after their deadline
   */
  record Result(
      double sentPerSecond,
      double answeredPerSecond,
      double refusedPerSecond,
      long failed,
      long unanswered,
      Optional<String> firstFailure,
      Latency answers,
      Latency refusals) {}

  /** So many calls in flight, each followed by the next. */
  Result closedLoop(int inFlight, Duration duration) {
    var run = new Run(duration);
    var places = new Semaphore(inFlight);
    while (System.nanoTime() < run.end) {
      if (acquire(places, run.end)) {
        send(run, System.nanoTime(), places::release);
      }
    }
    return run.result(deadline);
  }

  private static boolean acquire(Semaphore places, long end) {
    try {
      return places.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Calls at even intervals, whether or not others are answered; latencies count from then. */
  Result openLoop(double callsPerSecond, Duration duration) {
    var run = new Run(duration);
    for (long i = 0; ; i++) {
      long due = run.began + (long) (i * NANOS_PER_S / callsPerSecond);
      if (due >= run.end) {
        return run.result(deadline);
      }
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      send(run, due, () -> {});
    }
  }

  private void send(Run run, long due, Runnable afterwards) {
    long id = ids.getAndIncrement();
    run.sent++;
    run.open.incrementAndGet();
    stubs
        .get((int) (id % stubs.size()))
        .withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS)
        .invokeHook(
            request.toBuilder().setRequestId(idPrefix + id).build(), new End(run, due, afterwards));
  }

  /** Counts of a load. The parts that calls write to are thread-safe. */
  private static final class Run {
    private final long began = System.nanoTime();
    private final long end;
    private final double seconds;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicLong answeredInTime = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final Histogram answers = new ConcurrentHistogram(3);
    private final Histogram refusals = new ConcurrentHistogram(3);
    private final AtomicReference<@Nullable String> firstFailure = new AtomicReference<>();
    private long sent;

    Run(Duration duration) {
      this.end = began + duration.toNanos();
      this.seconds = duration.toNanos() / NANOS_PER_S;
    }

    Result result(Duration deadline) {
      long last = System.nanoTime() + deadline.plus(LAST_WAIT).toNanos();
      while (open.get() > 0 && System.nanoTime() < last) {
        LockSupport.parkNanos(1_000_000);
      }
      return new Result(
          sent / seconds,
          answeredInTime.get() / seconds,
          refused.get() / seconds,
          failed.get(),
          open.get(),
          Optional.ofNullable(firstFailure.get()),
          latency(answers),
          latency(refusals));
    }

    private void failed(String message) {
      failed.incrementAndGet();
      firstFailure.compareAndSet(null, message);
    }

    private static Latency latency(Histogram micros) {
      return new Latency(
          micros.getValueAtPercentile(50) / MICROS_PER_MS,
          micros.getValueAtPercentile(90) / MICROS_PER_MS,
          micros.getValueAtPercentile(99) / MICROS_PER_MS,
          micros.getMaxValue() / MICROS_PER_MS);
    }
  }

  /** Takes the end of one call. */
  private record End(Run run, long due, Runnable afterwards)
      implements StreamObserver<InvokeHookResponse> {
    @Override
    public void onNext(InvokeHookResponse response) {
      if (response.getReturned().getVerdict() != Verdict.VERDICT_ACCEPT) {
        run.failed("an answer other than ACCEPT");
        return;
      }
      long now = System.nanoTime();
      run.answers.recordValue(Stats.micros(now - due));
      if (now <= run.end) {
        run.answeredInTime.incrementAndGet();
      }
    }

    @Override
    public void onError(Throwable failure) {
      if (Status.fromThrowable(failure).getCode() == Status.Code.RESOURCE_EXHAUSTED) {
        run.refusals.recordValue(Stats.micros(System.nanoTime() - due));
        run.refused.incrementAndGet();
      } else {
        run.failed(String.valueOf(failure.getMessage()));
      }
      ended();
    }

    @Override
    public void onCompleted() {
      ended();
    }

    private void ended() {
      run.open.decrementAndGet();
      afterwards.run();
    }
  }

  @Override
  public void close() {
    channels.forEach(ManagedChannel::shutdownNow);
  }
}
