// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.pluginexecutor.client.internal.TokenSource;

/**
 * How a client reaches the server and how long it waits. Immutable.
 *
 * <p>The deadline of a call is its time limit (or, when none is given, the 300 s that the plugin
 * contract allows) plus {@link #deadlineMargin()}, so that the typed outcome arrives before the
 * deadline. It covers waiting and repeating too. A response can be as large as 16 MiB.
 */
public final class PluginExecutorClientOptions {
  /** What the contract allows a hook: half of the usual proxy time-out of 600 s. */
  private static final Duration CONTRACT_TIME_LIMIT = Duration.ofMinutes(5);

  private final Optional<String> target;
  private final boolean isTls;
  private final Optional<Path> caFile;
  private final Optional<Path> certificateFile;
  private final Optional<Path> keyFile;
  private final Optional<Duration> timeLimit;
  private final Duration deadlineMargin;
  private final int maxAttempts;
  private final Duration reconnectTime;
  private final Optional<Supplier<Map<String, String>>> headers;
  private final Optional<TokenSource> tokenSource;
  private final boolean tokenOverPlainText;
  private final Map<String, String> environment;

  private PluginExecutorClientOptions(Builder builder) {
    this.target = builder.target;
    this.isTls = builder.isTls;
    this.caFile = builder.caFile;
    this.certificateFile = builder.certificateFile;
    this.keyFile = builder.keyFile;
    this.timeLimit = builder.timeLimit;
    this.deadlineMargin = builder.deadlineMargin;
    this.maxAttempts = builder.maxAttempts;
    this.reconnectTime = builder.reconnectTime;
    this.headers = builder.headers;
    this.tokenSource = builder.tokenSource;
    this.tokenOverPlainText = builder.tokenOverPlainText;
    this.environment = builder.environment;
  }

  /** Starts from the defaults. */
  public static Builder newBuilder() {
    return new Builder();
  }

  /** Where the server is. */
  public Optional<String> target() {
    return target;
  }

  /** Whether the connection is encrypted. */
  public boolean isTls() {
    return isTls;
  }

  /** Certificates of who signed the server's; empty: those that Java believes. */
  public Optional<Path> caFile() {
    return caFile;
  }

  /** The client's own certificate; empty: none is shown. */
  public Optional<Path> certificateFile() {
    return certificateFile;
  }

  /** The private key of the client's certificate. */
  public Optional<Path> keyFile() {
    return keyFile;
  }

  /** How long loading the plugin and the hook may take together; empty: the server's default. */
  public Optional<Duration> timeLimit() {
    return timeLimit;
  }

  /** What is added to the time limit to form the deadline. */
  public Duration deadlineMargin() {
    return deadlineMargin;
  }

  /** How often a call is sent at most while the server refuses it, or its connection is lost. */
  public int maxAttempts() {
    return maxAttempts;
  }

  /** How long a call of a hook waits for a connection when there is none. */
  public Duration reconnectTime() {
    return reconnectTime;
  }

  /** What is asked for headers at each call; empty: none are sent. */
  public Optional<Supplier<Map<String, String>>> headers() {
    return headers;
  }

  /** Whether the token may go over the network in the clear. */
  public boolean tokenOverPlainText() {
    return tokenOverPlainText;
  }

  /** Where to look for a token when none is named. */
  Map<String, String> environment() {
    return environment;
  }

  Optional<TokenSource> tokenSource() {
    return tokenSource;
  }

  Optional<Duration> timeLimitOf(HookCall call) {
    return call.timeLimit().isPresent() ? call.timeLimit() : timeLimit;
  }

  Duration totalOf(HookCall call) {
    return timeLimitOf(call).orElse(CONTRACT_TIME_LIMIT).plus(deadlineMargin);
  }

  /** Collects options; each is checked when it is set. Confined to one thread. */
  public static final class Builder {
    private Optional<String> target = Optional.empty();
    private boolean isTls;
    private Optional<Path> caFile = Optional.empty();
    private Optional<Path> certificateFile = Optional.empty();
    private Optional<Path> keyFile = Optional.empty();
    private Optional<Duration> timeLimit = Optional.empty();
    private Duration deadlineMargin = Duration.ofSeconds(10);
    private int maxAttempts = 3;
    private Duration reconnectTime = Duration.ofSeconds(10);
    private Optional<Supplier<Map<String, String>>> headers = Optional.empty();
    private Optional<TokenSource> tokenSource = Optional.empty();
    private boolean tokenOverPlainText;
    private Map<String, String> environment = System.getenv();

    private Builder() {}

    /**
     * Sets where the server is: {@code host:port}, or a gRPC target such as {@code
     * unix:///run/executor.sock}, a Unix socket (Linux on x86-64 or AArch64). Needed to connect;
     * not used over a given channel.
     *
     * @throws IllegalArgumentException when it is blank
     */
    public Builder target(String target) {
      if (target.isBlank()) {
        throw new IllegalArgumentException("target: blank (expected: host:port or unix:/path)");
      }
      this.target = Optional.of(target);
      return this;
    }

    /**
     * Encrypts the connection, TLS 1.2 or 1.3. The server's certificate must be for the host of the
     * target and signed by somebody whom Java believes. Default: no encryption. Not for Unix
     * sockets, and not used over a given channel.
     */
    public Builder tls() {
      this.isTls = true;
      return this;
    }

    /**
     * Encrypts the connection as {@link #tls()} does, and believes these certificates instead of
     * Java's. The file is read when the client is made and again for each connection, so that one
     * that was replaced counts from the next connection on; while it cannot be used, what was there
     * before counts.
     *
     * @param caFile certificates in PEM
     */
    public Builder caFile(Path caFile) {
      this.caFile = Optional.of(Objects.requireNonNull(caFile, "caFile"));
      return tls();
    }

    /**
     * Encrypts the connection as {@link #tls()} does, and shows a certificate to the server. The
     * files are read when the client is made and again for each connection, as that of {@link
     * #caFile} is; a certificate and a key that do not belong together are not used.
     *
     * @param certificateFile the client's certificate, followed by those that signed it, in PEM
     * @param keyFile its private key, PKCS #8 in PEM without a password
     */
    public Builder clientCertificate(Path certificateFile, Path keyFile) {
      this.certificateFile =
          Optional.of(Objects.requireNonNull(certificateFile, "certificateFile"));
      this.keyFile = Optional.of(Objects.requireNonNull(keyFile, "keyFile"));
      return tls();
    }

    /**
     * Sets the time limit of calls that bring none. Default: the server's.
     *
     * @throws IllegalArgumentException when it is not positive or longer than a year
     */
    public Builder timeLimit(Duration timeLimit) {
      Checks.timeLimit(timeLimit);
      this.timeLimit = Optional.of(timeLimit);
      return this;
    }

    /**
     * Sets what is added to the time limit to form the deadline. Default: 10 s.
     *
     * @throws IllegalArgumentException when it is not positive or longer than a year
     */
    public Builder deadlineMargin(Duration deadlineMargin) {
      Objects.requireNonNull(deadlineMargin, "deadlineMargin");
      Checks.duration("deadline_margin", deadlineMargin);
      this.deadlineMargin = deadlineMargin;
      return this;
    }

    /**
     * Sets how often a call is sent at most while the server refuses it before the hook starts, or
     * its connection is lost. Default: 3. With 1, nothing is repeated.
     *
     * @throws IllegalArgumentException when it is less than 1
     */
    public Builder maxAttempts(int maxAttempts) {
      if (maxAttempts < 1) {
        throw new IllegalArgumentException("max_attempts: " + maxAttempts + " (expected: >= 1)");
      }
      this.maxAttempts = maxAttempts;
      return this;
    }

    /**
     * Sets how long a call of a hook waits for a connection when there is none, as while a server
     * is started anew; within its deadline. No server has heard of it meanwhile. Default: 10 s.
     * With zero, the call fails at once.
     *
     * @throws IllegalArgumentException when it is negative or longer than a year
     */
    public Builder reconnectTime(Duration reconnectTime) {
      Objects.requireNonNull(reconnectTime, "reconnectTime");
      if (!reconnectTime.isZero()) {
        Checks.duration("reconnect_time", reconnectTime);
      }
      this.reconnectTime = reconnectTime;
      return this;
    }

    /**
     * Sets what is asked for headers at each call, on the thread that calls; it has to be
     * thread-safe. Default: none are sent. With {@code traceparent} and {@code tracestate} of the
     * W3C's Trace Context, the server's spans, its log and the plugin's environment belong to the
     * gateway's trace; whatever library the gateway traces with can fill the map.
     *
     * <p>Names are lower-case ASCII that does not end in {@code -bin}, values printable ASCII;
     * others make the call throw an {@link IllegalArgumentException}. Do not send secrets: the
     * connection may not be encrypted.
     */
    public Builder headers(Supplier<Map<String, String>> headers) {
      Objects.requireNonNull(headers, "headers");
      this.headers = Optional.of(headers);
      return this;
    }

    /**
     * Sets the token that calls show, in place of {@link #tokenFile} if that was set. Default: the
     * one that is found, see {@link PluginExecutorClient}.
     *
     * @throws IllegalArgumentException when it cannot be one; the message does not show it
     */
    public Builder token(String token) {
      if (!TokenSource.isToken(token)) {
        throw new IllegalArgumentException(
            "token: malformed (expected: 1 to 512 visible ASCII characters)");
      }
      this.tokenSource = Optional.of(TokenSource.of(token));
      return this;
    }

    /**
     * Sets the file that has the token that calls show, in place of {@link #token} if that was set.
     * It is read at each call, so that a new token holds at once; a call for which it cannot be
     * read fails with {@link AccessException}. Default: the one that is found, see {@link
     * PluginExecutorClient}.
     */
    public Builder tokenFile(Path tokenFile) {
      Objects.requireNonNull(tokenFile, "tokenFile");
      this.tokenSource = Optional.of(TokenSource.ofFile(tokenFile));
      return this;
    }

    /**
     * Sets whether the token may go to another machine over a connection that is not encrypted,
     * where whoever listens gets it. Default: no; such a call then fails with {@link
     * AccessException} before it is sent.
     */
    public Builder tokenOverPlainText(boolean tokenOverPlainText) {
      this.tokenOverPlainText = tokenOverPlainText;
      return this;
    }

    /**
     * Sets the environment in which a token is looked for when none is named: {@code
     * PLUGIN_EXECUTOR_TOKEN}, {@code PLUGIN_EXECUTOR_TOKEN_FILE} and {@code XDG_DATA_HOME}.
     * Default: that of the process. With an empty one only the home directory is looked at.
     */
    public Builder environment(Map<String, String> environment) {
      this.environment = Map.copyOf(environment);
      return this;
    }

    /** Makes the options. */
    public PluginExecutorClientOptions build() {
      return new PluginExecutorClientOptions(this);
    }
  }
}
