// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.gateway;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.client.AccessResponse;
import org.pluginexecutor.client.CallCancelledException;
import org.pluginexecutor.client.ExecutorClientException;
import org.pluginexecutor.client.Outcome;
import org.pluginexecutor.client.OverloadedException;
import org.pluginexecutor.client.PluginSession;
import org.pluginexecutor.client.PrivateKey;
import org.pluginexecutor.client.Verdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hooks of one session, in the order of the contract, and what they say about the user.
 *
 * <p>Everything else is called on one thread at a time, which hooks block for as long as they take.
 * {@link #end(Duration)} may be called on any thread, also while a hook runs; interrupt that hook's
 * thread to cut it short.
 *
 * <p>Fails closed: only an ACCEPT goes on. Everything else becomes a {@link RefusedException}.
 */
final class GatewaySession {
  private static final Logger LOG = LoggerFactory.getLogger(GatewaySession.class);
  private static final String UNDECIDED =
      "Whether you may enter cannot be decided now; please try again later.";
  private static final String BUSY =
      "Too many people want to enter now; please try again in a minute.";
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final PluginSession hooks;
  private final PluginNames plugins;
  private final Map<String, @Nullable Object> client;
  private final LoginName login;
  private final AtomicBoolean isEnded = new AtomicBoolean();

  /** What the login name says and what the user was asked: both are key_value_pairs to plugins. */
  private final Map<String, String> pairs;

  private @Nullable String gatewayUser;
  private List<String> gatewayGroups = List.of();

  /** Starts a session; no hook is called yet. */
  GatewaySession(
      PluginSession hooks, PluginNames plugins, InetSocketAddress client, LoginName login) {
    this.hooks = hooks;
    this.plugins = plugins;
    this.client = clientArguments(client);
    this.login = login;
    this.pairs = new LinkedHashMap<>(login.pairs());
    this.gatewayUser = login.claimedUser().orElse(null);
  }

  /** The id that every line of the log has, the executor's too. */
  String id() {
    return hooks.sessionId();
  }

  /** Finds out who the user is, asking as often as the plugin wants to know something. */
  void authenticate(Conversation user) throws RefusedException, InterruptedException {
    var accept = untilAccepted(user, this::askWho);
    accept.gatewayUser().ifPresent(name -> gatewayUser = name);
    accept.gatewayGroups().ifPresent(groups -> gatewayGroups = groups);
    if (gatewayUser == null) {
      // Nobody else on this gateway could say who it is.
      throw new RefusedException(
          UNDECIDED, "authenticate accepts nobody in particular (expected: a gateway_user)");
    }
    LOG.info("{}: authenticated as {} in groups {}", id(), gatewayUser, gatewayGroups);
  }

  /** Finds out whether the user may reach a server. */
  void authorize(Conversation user, InetSocketAddress server)
      throws RefusedException, InterruptedException {
    untilAccepted(user, () -> askWhether(server));
    LOG.info("{}: authorized for {} on {}", id(), login.serverUser(), server);
  }

  /** The keys to try on the server, in this order. */
  List<PrivateKey> privateKeys(InetSocketAddress server, String gatewayPassword)
      throws RefusedException, InterruptedException {
    var arguments = credentialArguments(server, gatewayPassword);
    var response = call(() -> hooks.getPrivateKeyList(plugins.credentialStore(), arguments));
    refuseAfter("get_private_key_list", response.failure());
    return response.privateKeys();
  }

  /** The passwords to try on the server, in this order. */
  List<String> passwords(InetSocketAddress server, String gatewayPassword)
      throws RefusedException, InterruptedException {
    var arguments = credentialArguments(server, gatewayPassword);
    var response = call(() -> hooks.getPasswordList(plugins.credentialStore(), arguments));
    refuseAfter("get_password_list", response.failure());
    return response.passwords();
  }

  /** Tells the credential store that the gateway has logged in on the server. */
  void authenticationCompleted() throws RefusedException, InterruptedException {
    var response = call(() -> hooks.authenticationCompleted(plugins.credentialStore()));
    refuseAfter(
        "authentication_completed",
        Optional.of(response.outcome()).filter(outcome -> !(outcome instanceof Outcome.Returned)));
  }

  /**
   * Tells every plugin that had a call that the session is over, exactly once however often this is
   * called. An executor that is away is waited for; a call that may have run is not repeated.
   */
  void end(Duration patience) {
    if (!isEnded.compareAndSet(false, true)) {
      return;
    }
    long giveUp = System.nanoTime() + patience.toNanos();
    while (true) {
      try {
        hooks.end();
        LOG.info("{}: ended", id());
        return;
      } catch (ExecutorClientException e) {
        LOG.warn("{}: session_ended: {}", id(), e.getMessage());
        if (System.nanoTime() - giveUp > 0 || !isRested()) {
          break;
        }
      } catch (CallCancelledException _) {
        break;
      }
    }
    LOG.error("{}: plugins do not know that the session is over", id());
  }

  private static boolean isRested() {
    try {
      TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
      return true;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Verdict.Accept untilAccepted(Conversation user, Supplier<AccessResponse> hook)
      throws RefusedException, InterruptedException {
    while (true) {
      switch (call(hook).verdict()) {
        case Verdict.Accept accept -> {
          return accept;
        }
        case Verdict.NeedInfo question ->
            pairs.put(question.key(), user.ask(question.prompt(), question.disableEcho()));
        case Verdict.Deny deny -> {
          refuseAfter("access plugin", deny.failure());
          throw denied(deny.reason());
        }
        // No other authority on this gateway knows the user.
        case Verdict.Abstain _ ->
            throw new RefusedException(UNDECIDED, "the access plugin abstains");
      }
    }
  }

  private AccessResponse askWho() {
    return hooks.authenticate(plugins.access(), accessArguments());
  }

  private AccessResponse askWhether(InetSocketAddress server) {
    var arguments = accessArguments();
    arguments.putAll(serverArguments(server));
    arguments.put("gateway_groups", gatewayGroups);
    return hooks.authorize(plugins.access(), arguments);
  }

  private Map<String, @Nullable Object> accessArguments() {
    var arguments = new LinkedHashMap<String, @Nullable Object>(client);
    arguments.put("connection_name", plugins.connectionName());
    arguments.put("gateway_user", gatewayUser);
    arguments.put("gateway_domain", null);
    arguments.put("server_username", login.serverUser());
    arguments.put("server_domain", null);
    arguments.put("key_value_pairs", pairs);
    return arguments;
  }

  private Map<String, @Nullable Object> credentialArguments(
      InetSocketAddress server, String gatewayPassword) {
    var arguments = new LinkedHashMap<String, @Nullable Object>(client);
    arguments.remove("client_port");
    arguments.putAll(serverArguments(server));
    arguments.put("gateway_username", gatewayUser);
    arguments.put("gateway_password", gatewayPassword);
    arguments.put("gateway_groups", gatewayGroups);
    arguments.put("gateway_domain", null);
    arguments.put("server_username", login.serverUser());
    arguments.put("server_domain", null);
    return arguments;
  }

  private static Map<String, @Nullable Object> clientArguments(InetSocketAddress client) {
    var arguments = new LinkedHashMap<String, @Nullable Object>();
    arguments.put("protocol", "ssh");
    arguments.put("client_ip", client.getAddress().getHostAddress());
    arguments.put("client_port", (long) client.getPort());
    // Asking the name service for it would let strangers make the gateway wait.
    arguments.put("client_hostname", null);
    return arguments;
  }

  private Map<String, @Nullable Object> serverArguments(InetSocketAddress server) {
    var ip = server.getAddress().getHostAddress();
    var arguments = new LinkedHashMap<String, @Nullable Object>();
    arguments.put("server_ip", ip);
    arguments.put("server_port", (long) server.getPort());
    arguments.put(
        "server_hostname", login.server().host().equals(ip) ? null : login.server().host());
    return arguments;
  }

  private static <T> T call(Supplier<T> hook) throws RefusedException, InterruptedException {
    try {
      return hook.get();
    } catch (OverloadedException e) {
      throw new RefusedException(BUSY, "the executor is overloaded: " + e.getMessage(), e);
    } catch (ExecutorClientException e) {
      throw new RefusedException(UNDECIDED, "the executor fails: " + e.getMessage(), e);
    } catch (CallCancelledException _) {
      Thread.interrupted();
      throw new InterruptedException("the user is gone");
    } catch (IllegalArgumentException e) {
      throw new RefusedException(UNDECIDED, "a hook cannot be asked: " + e.getMessage(), e);
    }
  }

  private static void refuseAfter(String hook, Optional<Outcome> failure) throws RefusedException {
    if (failure.isPresent()) {
      throw new RefusedException(UNDECIDED, hook + " fails: " + summary(failure.get()));
    }
  }

  /** Says what went wrong without what the plugin printed or returned. */
  private static String summary(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Returned _ -> "an answer";
      case Outcome.Raised raised -> "it raised " + raised.exceptionType();
      case Outcome.BadResult bad -> bad.path() + ": " + bad.message();
      case Outcome.LoadFailed failed -> "the plugin does not start, " + failed.step();
      case Outcome.TimedOut out -> "no answer within " + out.limit();
      case Outcome.Killed killed -> "it was ended by " + killed.signalName();
      case Outcome.Exited exited -> "it ended its process, exit code " + exited.exitCode();
      case Outcome.Unrecognized _ -> "an outcome that this gateway does not know";
    };
  }

  private static RefusedException denied(Optional<String> reason) {
    var text = reason.map(GatewaySession::visible).filter(said -> !said.isBlank());
    return new RefusedException(
        text.map(said -> "Access denied: " + said).orElse("Access denied."),
        "the access plugin denies" + text.map(said -> ": " + said).orElse(""));
  }

  /** Plugins pass on what others say, and it goes to a terminal. */
  private static String visible(String text) {
    return text.codePoints()
        .map(c -> Character.isISOControl(c) ? ' ' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
