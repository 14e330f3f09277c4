// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import io.grpc.Channel;
import io.grpc.ManagedChannel;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.client.internal.Authentication;
import org.pluginexecutor.client.internal.CallHeaders;
import org.pluginexecutor.client.internal.Channels;
import org.pluginexecutor.client.internal.GrpcAuditLog;
import org.pluginexecutor.client.internal.GrpcBackups;
import org.pluginexecutor.client.internal.GrpcHooks;
import org.pluginexecutor.client.internal.GrpcInstances;
import org.pluginexecutor.client.internal.GrpcPlugins;
import org.pluginexecutor.client.internal.GrpcRuntimes;
import org.pluginexecutor.client.internal.Reconnection;
import org.pluginexecutor.client.internal.Retries;
import org.pluginexecutor.client.internal.TokenSource;
import org.pluginexecutor.client.internal.Waiter;

/**
 * Calls hooks of plugins on an executor server. Thread-safe; one client serves all sessions of a
 * gateway. Owns its connection, which is opened at the first call.
 *
 * <p>Calls show the token that the options name, failing that the one that the environment variable
 * {@code PLUGIN_EXECUTOR_TOKEN} holds or {@code PLUGIN_EXECUTOR_TOKEN_FILE} names, failing that the
 * one that a server of this user has made on this machine, unless they name a certificate.
 *
 * <p>A call blocks its thread. Interrupting the thread cancels the call, and the server kills the
 * worker; the call then throws {@link CallCancelledException} and the flag is set.
 *
 * <p>A call that the server refused before the hook started, for want of a free slot or because it
 * is stopping, is repeated after the delay that the server asks for; one for which no worker could
 * be started is repeated once. One for which there is no connection, as while a server is started
 * anew, waits for one for {@link PluginExecutorClientOptions#reconnectTime()}. Every call carries a
 * request id, and when its connection is lost in the middle, the client asks for its answer under
 * that id, without letting the hook run again: the server that ran it has kept the answer, or still
 * runs it. Another server, or one that was started anew, knows nothing of it; then the call fails
 * with {@link UnavailableException}, and its hook may have run. Nothing else is ever repeated,
 * because plugins have side effects.
 */
public final class PluginExecutorClient implements AutoCloseable {
  private final ManagedChannel connection;
  private final PluginExecutorClientOptions options;
  private final GrpcHooks hooks;
  private final Plugins plugins;
  private final Instances instances;
  private final Backups backups;
  private final AuditLog audit;
  private final Runtimes runtimes;
  private final AtomicBoolean closed = new AtomicBoolean();

  private PluginExecutorClient(
      ManagedChannel connection,
      Channel channel,
      PluginExecutorClientOptions options,
      Waiter waiter) {
    this.connection = connection;
    this.options = options;
    var retries = new Retries(options.maxAttempts(), options.reconnectTime(), waiter);
    var calls =
        Reconnection.over(
            CallHeaders.over(channel, options.headers()), connection, System::nanoTime);
    this.hooks = new GrpcHooks(calls, retries, System::nanoTime);
    this.plugins = new GrpcPlugins(calls);
    this.instances = new GrpcInstances(calls, retries, options.timeLimit());
    this.backups = new GrpcBackups(calls);
    this.audit = new GrpcAuditLog(calls);
    this.runtimes = new GrpcRuntimes(calls);
  }

  /**
   * Makes a client with default options. The connection is not encrypted: use it on one machine or
   * in a network that is.
   *
   * @param target {@code host:port}, or a gRPC target such as {@code unix:///path}
   * @throws IllegalArgumentException when the target is blank or not well-formed
   */
  public static PluginExecutorClient connect(String target) {
    return connect(PluginExecutorClientOptions.newBuilder().target(target).build());
  }

  /**
   * Makes a client. Without {@link PluginExecutorClientOptions.Builder#tls()} the connection is not
   * encrypted: use it on one machine or in a network that is.
   *
   * @throws IllegalArgumentException when the options have no target or one that is not
   *     well-formed, when they want TLS at a Unix socket, or when a file of TLS cannot be read or
   *     used
   */
  public static PluginExecutorClient connect(PluginExecutorClientOptions options) {
    String target =
        options
            .target()
            .orElseThrow(() ->
                new IllegalArgumentException("target: none (expected: host:port or unix:/path)"));
    ManagedChannel channel = Channels.open(target, options);
    return new PluginExecutorClient(
        channel,
        Authentication.over(
            channel,
            options.tokenSource().orElseGet(() -> discovered(options)),
            Authentication.isLocal(target),
            options.tokenOverPlainText()),
        options,
        Waiter.system());
  }

  private static TokenSource discovered(PluginExecutorClientOptions options) {
    var found =
        TokenSource.discovered(options.environment(), Path.of(System.getProperty("user.home")));
    // To the server a token counts more than a certificate, and the certificate was named.
    return found.isMeant() || options.certificateFile().isEmpty() ? found : TokenSource.none();
  }

  /**
   * Makes a client over a channel of the caller's making, for example through a proxy. The client
   * owns the channel from now on: {@link #close()} shuts it down. Make it without gRPC's own
   * retrying ({@code disableRetry()}). A token is shown when the options name one; none is looked
   * for.
   */
  public static PluginExecutorClient overChannel(
      ManagedChannel channel, PluginExecutorClientOptions options) {
    return overChannel(channel, options, Waiter.system());
  }

  static PluginExecutorClient overChannel(
      ManagedChannel channel, PluginExecutorClientOptions options, Waiter waiter) {
    Objects.requireNonNull(channel, "channel");
    Objects.requireNonNull(options, "options");
    Channel authenticated =
        options
            .tokenSource()
            .map(token -> Authentication.over(channel, token, true, options.tokenOverPlainText()))
            .orElse(channel);
    return new PluginExecutorClient(channel, authenticated, options, waiter);
  }

  /**
   * Starts a session: it keeps the cookies from call to call.
   *
   * @param sessionId the gateway's id of the session: 1 to 128 visible ASCII characters
   * @throws IllegalArgumentException when the session id breaks its rule
   */
  public PluginSession newSession(String sessionId) {
    return new PluginSession(sessionId, this::call);
  }

  /**
   * Calls a hook and answers when it has ended.
   *
   * @throws ExecutorClientException when the hook did not run or it cannot be known
   * @throws CallCancelledException when the calling thread is interrupted
   * @throws IllegalStateException when the client is closed
   */
  public HookResponse call(HookCall call) {
    Objects.requireNonNull(call, "call");
    return send(call, null);
  }

  /**
   * Calls a hook and passes each printed line on as soon as it arrives, on the calling thread. The
   * response then has no lines. When the consumer throws, the call is cancelled and the exception
   * passed on.
   *
   * @throws ExecutorClientException when the hook did not run or it cannot be known
   * @throws CallCancelledException when the calling thread is interrupted
   * @throws IllegalStateException when the client is closed
   */
  public HookResponse call(HookCall call, Consumer<LogLine> onLogLine) {
    Objects.requireNonNull(call, "call");
    Objects.requireNonNull(onLogLine, "onLogLine");
    return send(call, onLogLine);
  }

  private HookResponse send(HookCall call, @Nullable Consumer<LogLine> onLogLine) {
    if (closed.get()) {
      throw new IllegalStateException("client: closed (expected: open)");
    }
    return hooks.call(call, options.timeLimitOf(call), options.totalOf(call), onLogLine);
  }

  /** The plugins that the server stores. */
  public Plugins plugins() {
    return plugins;
  }

  /** The plugin instances that the server keeps. */
  public Instances instances() {
    return instances;
  }

  /** Saves the server's whole store, and brings it back. */
  public Backups backups() {
    return backups;
  }

  /** Who changed what in the server's store. */
  public AuditLog audit() {
    return audit;
  }

  /** What plugins run on, and within which limits. */
  public Runtimes runtimes() {
    return runtimes;
  }

  /** Ends the connection; calls that still run after 5 s are cancelled. Idempotent. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      Channels.close(connection);
    }
  }
}
