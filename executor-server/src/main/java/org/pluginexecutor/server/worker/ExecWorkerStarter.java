// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.worker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import org.pluginexecutor.server.config.IsolationLevel;
import org.pluginexecutor.server.config.OutputLimits;
import org.pluginexecutor.server.config.StartKind;
import org.pluginexecutor.server.files.TreeRemover;
import org.pluginexecutor.server.lifecycle.CloseStack;
import org.pluginexecutor.server.shim.ShimProtocolException;
import org.pluginexecutor.server.value.PluginValue;
import org.pluginexecutor.server.value.ValueJson;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts a fresh interpreter for every worker. Thread-safe. */
public final class ExecWorkerStarter implements WorkerStarter {
  private static final Logger log = LoggerFactory.getLogger(ExecWorkerStarter.class);
  private static final int NONCE_BYTES = 32;

  private final Path shimMain;
  private final Path directory;
  private final OutputLimits outputLimits;
  private final WorkerListener listener;
  private final ScheduledExecutorService timer;
  private final SecureRandom random = new SecureRandom();

  private ExecWorkerStarter(
      Path shimMain,
      Path directory,
      OutputLimits outputLimits,
      WorkerListener listener,
      ScheduledExecutorService timer) {
    this.shimMain = shimMain;
    this.directory = directory;
    this.outputLimits = outputLimits;
    this.listener = listener;
    this.timer = timer;
  }

  /**
   * Makes a starter.
   *
   * @param shimMain the shim's file to start Python with
   * @param runtimeDirectory where sockets and working directories go; only the server's user may
   *     enter it
   */
  public static ExecWorkerStarter open(
      Path shimMain, Path runtimeDirectory, OutputLimits outputLimits) throws IOException {
    var timer = WorkerTimer.start();
    try {
      var workers = Files.createDirectory(runtimeDirectory.resolve("workers"));
      var listener = WorkerListener.open(runtimeDirectory.resolve("socket"), timer);
      return new ExecWorkerStarter(shimMain, workers, outputLimits, listener, timer);
    } catch (IOException | RuntimeException e) {
      timer.shutdownNow();
      throw e;
    }
  }

  @Override
  public Worker start(WorkerSetup setup, Duration timeLimit) {
    var nonceBytes = new byte[NONCE_BYTES];
    random.nextBytes(nonceBytes);
    var nonce = HexFormat.of().formatHex(nonceBytes);
    // The nonce is a secret, the directory's name is not.
    var name = nonce.substring(0, 16);
    var channels = new WorkerChannels();
    listener.expect(nonce, channels);
    try (var guard = new CloseStack()) {
      guard.push(channels);
      var files = guard.push(WorkerFiles.create(directory, name, setup.pluginDirectory()));
      var process = launch(setup, files, nonce);
      guard.push(() -> process.destroyForcibly());
      var _ =
          process
              .onExit()
              .thenAccept(ended ->
                  channels.fail(new IOException("ended with exit code " + ended.exitValue())));
      awaitConnections(channels, files, timeLimit);
      guard.release();
      return new ExecWorker(process, channels, files, outputLimits, timer);
    } catch (ShimProtocolException e) {
      throw StartFailures.protocol(e);
    } catch (IOException e) {
      // Its text may name paths of this machine, so it stays here.
      log.warn("a worker did not come up", e);
      throw StartFailures.failed("did not come up", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw StartFailures.failed("was interrupted", e);
    } finally {
      listener.forget(nonce);
    }
  }

  @Override
  public StartKind startKind() {
    return StartKind.EXEC;
  }

  @Override
  public IsolationLevel isolationLevel() {
    return IsolationLevel.NONE;
  }

  private Process launch(WorkerSetup setup, WorkerFiles files, String nonce) throws IOException {
    var builder = new ProcessBuilder(setup.runtime().shimCommand(shimMain, "worker"));
    builder.directory(files.workingDirectory().toFile());
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.redirectError(files.startLog().toFile());
    var environment = builder.environment();
    environment.clear();
    environment.putAll(workerEnvironment(setup, files.workingDirectory()));
    var process = builder.start();
    try (var stdin = process.getOutputStream()) {
      stdin.write(startLine(nonce));
    } catch (IOException e) {
      // It ended before it read: its exit code and its last words say why.
      log.debug("a worker did not read its start line", e);
    }
    return process;
  }

  /**
   * The whole environment of a worker. Anything more could change what a plugin does (contract L1).
   */
  static Map<String, String> workerEnvironment(WorkerSetup setup, Path workingDirectory) {
    return Map.of(
        "EPHEMERAL_PLUGIN_STATE_DIRECTORY",
        setup.ephemeralState().toString(),
        "HOME",
        workingDirectory.toString(),
        "LANG",
        "C.UTF-8",
        "PATH",
        "/usr/local/bin:/usr/bin:/bin",
        "SCB_PLUGIN_STATE_DIRECTORY",
        setup.persistentState().toString(),
        "TMPDIR",
        workingDirectory.toString());
  }

  private byte[] startLine(String nonce) {
    var fields = new LinkedHashMap<String, PluginValue>();
    fields.put("socket", new PluginValue.Text(listener.path().toString()));
    fields.put("nonce", new PluginValue.Text(nonce));
    var json = new String(ValueJson.write(new PluginValue.Dict(fields)), StandardCharsets.UTF_8);
    return (json + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static void awaitConnections(
      WorkerChannels channels, WorkerFiles files, Duration timeLimit)
      throws IOException, InterruptedException {
    try {
      channels.await(timeLimit);
    } catch (ShimProtocolException e) {
      throw e;
    } catch (IOException e) {
      throw new IOException("its last words: " + PrivateFiles.lastWords(files.startLog()), e);
    }
  }

  @Override
  public void close() {
    listener.close();
    timer.shutdownNow();
    try {
      TreeRemover.remove(directory);
    } catch (IOException e) {
      log.warn("working directories could not be removed", e);
    }
  }
}
