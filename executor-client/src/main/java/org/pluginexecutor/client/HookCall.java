// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.client.internal.Values;

/**
 * One call of one hook. Immutable: the values are copied and checked when the record is made.
 *
 * @param target what to call the hook on
 * @param hook name of the hook, for example {@code authenticate}
 * @param sessionId the gateway's id of the session: 1 to 128 visible ASCII characters
 * @param arguments arguments of the hook by name; the hook gets those that its signature takes
 * @param cookie {@link HookResponse#cookie()} of this target's previous response in the session;
 *     empty on the first call
 * @param sessionCookie {@link HookResponse#sessionCookie()} of the session's previous response;
 *     empty on the first call
 * @param timeLimit how long loading the plugin and the hook may take together; empty: the client's,
 *     and failing that the server's default
 * @param explained whether the server watches for walls that the plugin hides by catching the
 *     exception; such a call is slower
 * @param requestId by which the server knows a repetition of this call, and runs nothing again: 1
 *     to 128 visible ASCII characters, another for each new call. Empty: the client makes a random
 *     one each time that the call is sent. For who repeats a call by itself, after a cancel for
 *     example
 */
public record HookCall(
    PluginTarget target,
    String hook,
    String sessionId,
    Map<String, @Nullable Object> arguments,
    Map<String, @Nullable Object> cookie,
    Map<String, @Nullable Object> sessionCookie,
    Optional<Duration> timeLimit,
    boolean explained,
    Optional<String> requestId) {
  private static final Set<String> OWN_FIELDS = Set.of("session_id", "cookie", "session_cookie");

  /**
   * Copies and checks the values.
   *
   * @throws IllegalArgumentException when a value cannot be carried (the message begins with its
   *     path, for example {@code arguments.key_value_pairs.x}), an argument is named {@code
   *     session_id}, {@code cookie} or {@code session_cookie}, or another part breaks its rule
   */
  public HookCall {
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(timeLimit, "timeLimit");
    if (hook.isEmpty()) {
      throw new IllegalArgumentException("hook: empty (expected: the name of a hook)");
    }
    Checks.text("hook", hook);
    Checks.sessionId(sessionId);
    timeLimit.ifPresent(Checks::timeLimit);
    requestId.ifPresent(Checks::requestId);
    arguments = Values.copyArguments(arguments);
    for (String own : OWN_FIELDS) {
      if (arguments.containsKey(own)) {
        throw new IllegalArgumentException(
            "arguments." + own + ": has a field of its own (expected: not among the arguments)");
      }
    }
    cookie = Values.copyDict("cookie", cookie);
    sessionCookie = Values.copyDict("session_cookie", sessionCookie);
  }

  /** Starts a call without arguments, cookies and time limit. */
  public static Builder newBuilder(PluginTarget target, String hook, String sessionId) {
    return new Builder(target, hook, sessionId);
  }

  /** Shows names only: arguments and cookies can hold secrets. */
  @Override
  public String toString() {
    return "HookCall[target="
        + target
        + ", hook="
        + hook
        + ", sessionId="
        + sessionId
        + ", arguments="
        + arguments.keySet()
        + ", cookie=***, sessionCookie=***, timeLimit="
        + timeLimit
        + ", explained="
        + explained
        + ", requestId="
        + requestId
        + "]";
  }

  /** Collects the parts of a call. Confined to one thread. */
  public static final class Builder {
    private final PluginTarget target;
    private final String hook;
    private final String sessionId;
    private Map<String, ? extends @Nullable Object> arguments = Map.of();
    private Map<String, ? extends @Nullable Object> cookie = Map.of();
    private Map<String, ? extends @Nullable Object> sessionCookie = Map.of();
    private Optional<Duration> timeLimit = Optional.empty();
    private boolean explained;
    private Optional<String> requestId = Optional.empty();

    private Builder(PluginTarget target, String hook, String sessionId) {
      this.target = Objects.requireNonNull(target, "target");
      this.hook = Objects.requireNonNull(hook, "hook");
      this.sessionId = Objects.requireNonNull(sessionId, "sessionId");
    }

    /** Sets the arguments of the hook by name. Default: none. */
    public Builder arguments(Map<String, ? extends @Nullable Object> arguments) {
      this.arguments = Objects.requireNonNull(arguments, "arguments");
      return this;
    }

    /** Sets the target's cookie. Default: the empty dict. */
    public Builder cookie(Map<String, ? extends @Nullable Object> cookie) {
      this.cookie = Objects.requireNonNull(cookie, "cookie");
      return this;
    }

    /** Sets the session's cookie. Default: the empty dict. */
    public Builder sessionCookie(Map<String, ? extends @Nullable Object> sessionCookie) {
      this.sessionCookie = Objects.requireNonNull(sessionCookie, "sessionCookie");
      return this;
    }

    /** Sets the time limit. Default: the client's. */
    public Builder timeLimit(Duration timeLimit) {
      this.timeLimit = Optional.of(timeLimit);
      return this;
    }

    /** Sets whether the server watches for walls that the plugin hides. Default: no. */
    public Builder explained(boolean explained) {
      this.explained = explained;
      return this;
    }

    /** Sets by which the server knows a repetition. Default: a random one at each sending. */
    public Builder requestId(String requestId) {
      this.requestId = Optional.of(requestId);
      return this;
    }

    /**
     * Makes the call.
     *
     * @throws IllegalArgumentException as the constructor of the record
     */
    public HookCall build() {
      return new HookCall(
          target,
          hook,
          sessionId,
          Values.copyArguments(arguments),
          Values.copyDict("cookie", cookie),
          Values.copyDict("session_cookie", sessionCookie),
          timeLimit,
          explained,
          requestId);
    }
  }
}
