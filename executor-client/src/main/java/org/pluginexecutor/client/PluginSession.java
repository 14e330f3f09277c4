// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one session of the gateway. Keeps one cookie per target and one for the whole
 * session, and passes them from call to call; a call that throws leaves them as they were.
 *
 * <p>Thread-safe: the calls of a session run one after the other. The gateway calls {@link #end()}
 * when the session closes, however it went.
 *
 * <p>Every method that calls a hook throws an {@link ExecutorClientException} when the hook did not
 * run or it cannot be known, {@link CallCancelledException} when its thread is interrupted, {@link
 * IllegalArgumentException} when an argument cannot be carried, and {@link IllegalStateException}
 * after {@link #end()} or after {@code session_ended} of the same target.
 */
public final class PluginSession {
  private static final String SESSION_ENDED = "session_ended";

  private final String sessionId;
  private final Function<HookCall, HookResponse> caller;
  private final ReentrantLock lock = new ReentrantLock(true);

  // All guarded by lock.
  private final Map<PluginTarget, Map<String, @Nullable Object>> cookies = new HashMap<>();
  private Map<String, @Nullable Object> sessionCookie = Map.of();
  private final Set<PluginTarget> used = new LinkedHashSet<>();
  private final Set<PluginTarget> ended = new LinkedHashSet<>();
  private boolean closed;

  PluginSession(String sessionId, Function<HookCall, HookResponse> caller) {
    Checks.sessionId(sessionId);
    this.sessionId = sessionId;
    this.caller = caller;
  }

  /** The gateway's id of the session. */
  public String sessionId() {
    return sessionId;
  }

  /** Asks an AA plugin who the user is. Repeat it with the answer after a NEEDINFO. */
  public AccessResponse authenticate(
      PluginTarget target, Map<String, ? extends @Nullable Object> arguments) {
    HookResponse response = call(target, "authenticate", arguments);
    return new AccessResponse(VerdictReader.ofAuthenticate(response.outcome()), response);
  }

  /**
   * Asks an AA plugin whether the user may reach the target server. User and groups in the answer
   * are not taken over.
   */
  public AccessResponse authorize(
      PluginTarget target, Map<String, ? extends @Nullable Object> arguments) {
    HookResponse response = call(target, "authorize", arguments);
    return new AccessResponse(VerdictReader.ofAuthorize(response.outcome()), response);
  }

  /** Asks a credential store plugin for passwords on the target server. */
  public PasswordsResponse getPasswordList(
      PluginTarget target, Map<String, ? extends @Nullable Object> arguments) {
    return CredentialReader.passwords(call(target, "get_password_list", arguments));
  }

  /** Asks a credential store plugin for private keys on the target server. */
  public PrivateKeysResponse getPrivateKeyList(
      PluginTarget target, Map<String, ? extends @Nullable Object> arguments) {
    return CredentialReader.privateKeys(call(target, "get_private_key_list", arguments));
  }

  /**
   * Asks a credential store plugin for the credentials of a program, for the RemoteApp launcher.
   */
  public RemoteAppResponse getRemoteAppCredentials(
      PluginTarget target, Map<String, ? extends @Nullable Object> arguments) {
    return CredentialReader.remoteApp(call(target, "get_remote_app_credentials", arguments));
  }

  /** Asks a credential store plugin for one-time codes. */
  public TotpCodesResponse getTotpCodes(
      PluginTarget target, Map<String, ? extends @Nullable Object> arguments) {
    return CredentialReader.totpCodes(call(target, "get_totp_codes", arguments));
  }

  /** Tells a credential store plugin that the login on the target server succeeded. */
  public HookResponse authenticationCompleted(PluginTarget target) {
    return call(target, "authentication_completed", Map.of());
  }

  /** Tells one plugin that the session is over; {@link #end()} does so for all that remain. */
  public HookResponse sessionEnded(PluginTarget target) {
    return call(target, SESSION_ENDED, Map.of());
  }

  /** Calls any hook with the session's cookies. */
  public HookResponse call(
      PluginTarget target, String hook, Map<String, ? extends @Nullable Object> arguments) {
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(hook, "hook");
    Objects.requireNonNull(arguments, "arguments");
    acquire();
    try {
      if (closed) {
        throw new IllegalStateException("session: " + sessionId + " ended (expected: open)");
      }
      return callLocked(target, hook, arguments);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Ends the session: calls {@code session_ended} once on every target of which any hook may have
   * run and that has not had it. Goes on when one fails, and throws the first failure at the end
   * with the later ones suppressed. Called again, it tries only targets whose {@code session_ended}
   * surely did not run.
   *
   * <p>Waits for a call of the session that still runs; interrupt that call's thread to cut it
   * short. The calling thread must not be interrupted itself: then no hook is called.
   *
   * @return what came back, by target
   */
  public Map<PluginTarget, HookResponse> end() {
    acquire();
    try {
      closed = true;
      Map<PluginTarget, HookResponse> responses = new LinkedHashMap<>();
      RuntimeException failure = null;
      for (PluginTarget target : used) {
        if (ended.contains(target)) {
          continue;
        }
        try {
          responses.put(target, callLocked(target, SESSION_ENDED, Map.of()));
        } catch (RuntimeException e) {
          failure = firstOf(failure, e);
        }
      }
      if (failure != null) {
        throw failure;
      }
      return Collections.unmodifiableMap(responses);
    } finally {
      lock.unlock();
    }
  }

  private static RuntimeException firstOf(@Nullable RuntimeException first, RuntimeException next) {
    if (first == null) {
      return next;
    }
    if (!first.equals(next)) {
      first.addSuppressed(next);
    }
    return first;
  }

  private HookResponse callLocked(
      PluginTarget target, String hook, Map<String, ? extends @Nullable Object> arguments) {
    if (ended.contains(target)) {
      throw new IllegalStateException(
          "target: " + target + " had session_ended (expected: no further hook)");
    }
    HookCall call =
        HookCall.newBuilder(target, hook, sessionId)
            .arguments(arguments)
            .cookie(cookies.getOrDefault(target, Map.of()))
            .sessionCookie(sessionCookie)
            .build();
    boolean mayHaveRun = true;
    try {
      HookResponse response = caller.apply(call);
      cookies.put(target, response.cookie());
      sessionCookie = response.sessionCookie();
      return response;
    } catch (ExecutorClientException e) {
      mayHaveRun = e.hookMayHaveRun();
      throw e;
    } catch (CallCancelledException e) {
      mayHaveRun = e.hookMayHaveRun();
      throw e;
    } finally {
      if (mayHaveRun) {
        (hook.equals(SESSION_ENDED) ? ended : used).add(target);
      }
    }
  }

  private void acquire() {
    try {
      lock.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CallCancelledException("interrupted before the call was sent", false, e);
    }
  }

  /** Does not show the cookies. */
  @Override
  public String toString() {
    return "PluginSession[sessionId=" + sessionId + "]";
  }
}
