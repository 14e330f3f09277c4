// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.secret;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One run of a key command: fed, read within bounds and ended, with everything that it started.
 * Confined to one thread.
 */
final class KeyCommandRun {
  /** More than any wrapped key has; less than a pipe holds, so that writing never waits. */
  static final int MAX_OUTPUT_BYTES = 16 << 10;

  private static final int MAX_ERROR_BYTES = 4 << 10;

  private final Process process;
  private final String subject;
  private final long endNanos;

  private KeyCommandRun(Process process, String subject, Duration timeout) {
    this.process = process;
    this.subject = subject;
    this.endNanos = System.nanoTime() + timeout.toNanos();
  }

  /**
   * Runs the command to its end, or kills it.
   *
   * @param verb its last argument
   * @param input the line that it reads
   * @return what it printed
   */
  static String run(List<String> command, String verb, String input, Duration timeout)
      throws IOException {
    var arguments = new ArrayList<>(command);
    arguments.add(verb);
    var subject = "key command: " + command.getFirst() + " " + verb + ": ";
    Process process;
    try {
      process = new ProcessBuilder(arguments).start();
    } catch (IOException e) {
      throw new IOException(subject + "cannot be started (expected: a program on PATH)", e);
    }
    try {
      return new KeyCommandRun(process, subject, timeout).talk(input);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException(subject + "interrupted");
    } catch (TimeoutException _) {
      throw new IOException(subject + "did not end (expected: within " + timeout + ")");
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private String talk(String input) throws IOException, InterruptedException, TimeoutException {
    // One byte too many is how too much is seen.
    var output = reading(process.getInputStream(), MAX_OUTPUT_BYTES + 1);
    var errors = reading(process.getErrorStream(), MAX_ERROR_BYTES);
    try (var stdin = process.getOutputStream()) {
      stdin.write((input + "\n").getBytes(StandardCharsets.US_ASCII));
    } catch (IOException _) {
      // It ended before it read: its exit code says so.
    }
    var printed = new String(await(output), StandardCharsets.ISO_8859_1);
    if (printed.length() > MAX_OUTPUT_BYTES) {
      throw new IOException(
          subject + "printed too much (expected: at most " + MAX_OUTPUT_BYTES + " B)");
    }
    if (!process.waitFor(endNanos - System.nanoTime(), TimeUnit.NANOSECONDS)) {
      throw new TimeoutException();
    }
    if (process.exitValue() != 0) {
      throw new IOException(
          subject
              + "exit code "
              + process.exitValue()
              + ErrorLine.of(
                  new String(await(errors), StandardCharsets.UTF_8),
                  List.of(input, printed.strip())));
    }
    return printed;
  }

  private byte[] await(CompletableFuture<byte[]> bytes)
      throws IOException, InterruptedException, TimeoutException {
    try {
      return bytes.get(endNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw new IOException(subject + "cannot be read", e.getCause());
    }
  }

  /** The first bytes of a stream; the rest is read too, so that the program does not get stuck. */
  private static CompletableFuture<byte[]> reading(InputStream in, int maxBytes) {
    var bytes = new CompletableFuture<byte[]>();
    // A read from a pipe holds the carrier of a virtual thread, for as long as anything that the
    // program has started keeps the pipe open.
    Thread.ofPlatform()
        .daemon()
        .name("key-command")
        .start(() -> {
          try (in) {
            bytes.complete(in.readNBytes(maxBytes));
            in.transferTo(OutputStream.nullOutputStream());
          } catch (IOException e) {
            bytes.completeExceptionally(e);
          }
        });
    return bytes;
  }
}
