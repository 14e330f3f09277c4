// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.client.AccessResponse;
import org.pluginexecutor.client.HookResponse;
import org.pluginexecutor.client.Outcome;
import org.pluginexecutor.client.PasswordsResponse;
import org.pluginexecutor.client.PluginSession;
import org.pluginexecutor.client.PluginTarget;
import org.pluginexecutor.client.PrivateKeysResponse;
import org.pluginexecutor.client.Verdict;

/** One session as a gateway has it. Confined to one thread. */
final class Demo {
  private static final String USER = "alice";
  private static final String ONE_TIME_PASSWORD = "123456";

  private final PluginSession session;
  private final PluginTarget.Instance access;
  private final PluginTarget.Instance vault;
  private final DemoPrinter printer;
  private final HookPrinter hooks;
  private final LongSupplier nanoTicker;

  Demo(
      PluginSession session,
      PluginTarget.Instance access,
      PluginTarget.Instance vault,
      DemoPrinter printer,
      LongSupplier nanoTicker) {
    this.session = session;
    this.access = access;
    this.vault = vault;
    this.printer = printer;
    this.hooks = printer.hooks();
    this.nanoTicker = nanoTicker;
  }

  /** What is asked of a plugin. */
  record Question(
      PluginTarget.Instance target, String hook, Map<String, @Nullable Object> arguments) {}

  /** Plays the session; returns whether every answer was the expected one. */
  boolean play() {
    boolean loggedIn = logIn();
    // A gateway says so however the session went.
    printer.chapter("The session is over. Both plugins may tidy up.");
    boolean accessEnded =
        plain(new Question(access, "session_ended", Map.of()), () -> session.sessionEnded(access));
    boolean vaultEnded =
        plain(new Question(vault, "session_ended", Map.of()), () -> session.sessionEnded(vault));
    return loggedIn && accessEnded && vaultEnded;
  }

  private boolean logIn() {
    var accepted = authenticate();
    if (accepted.isEmpty()) {
      return false;
    }
    var user = accepted.get().gatewayUser().orElse(USER);
    var groups = accepted.get().gatewayGroups().orElse(List.of());
    return authorize(user, groups) && fetchCredentials(user, groups);
  }

  private Optional<Verdict.Accept> authenticate() {
    printer.chapter("Who is it? The first answer is a question: a one-time password, please.");
    if (!(askWho(Map.of()) instanceof Verdict.NeedInfo question)) {
      printer.unexpected("NEEDINFO");
      return Optional.empty();
    }
    printer.chapter("The user types it, and the gateway asks again with the answer.");
    if (!(askWho(Map.of(question.key(), ONE_TIME_PASSWORD)) instanceof Verdict.Accept accept)) {
      printer.unexpected("ACCEPT");
      return Optional.empty();
    }
    return Optional.of(accept);
  }

  private Verdict askWho(Map<String, String> answers) {
    var arguments = new LinkedHashMap<String, @Nullable Object>();
    arguments.put("gateway_user", USER);
    arguments.put("key_value_pairs", answers);
    arguments.putAll(client());
    return verdict(
        new Question(access, "authenticate", arguments),
        () -> session.authenticate(access, arguments));
  }

  private boolean authorize(String user, List<String> groups) {
    printer.chapter("May this user log in there as root?");
    var arguments = server();
    arguments.put("gateway_user", user);
    arguments.put("gateway_groups", groups);
    arguments.putAll(client());
    var verdict =
        verdict(
            new Question(access, "authorize", arguments),
            () -> session.authorize(access, arguments));
    return verdict instanceof Verdict.Accept || printer.unexpected("ACCEPT");
  }

  private boolean fetchCredentials(String user, List<String> groups) {
    printer.chapter("With which passwords and keys?");
    var arguments = server();
    arguments.put("gateway_username", user);
    arguments.put("gateway_groups", groups);
    arguments.putAll(client());
    var passwords =
        timed(
            new Question(vault, "get_password_list", arguments),
            () -> session.getPasswordList(vault, arguments),
            PasswordsResponse::response,
            hooks::passwords);
    var keys =
        timed(
            new Question(vault, "get_private_key_list", arguments),
            () -> session.getPrivateKeyList(vault, arguments),
            PrivateKeysResponse::response,
            hooks::privateKeys);
    if (passwords.passwords().isEmpty() || keys.privateKeys().isEmpty()) {
      return printer.unexpected("a password and a key");
    }
    printer.chapter("The gateway has logged in on the server with one of them.");
    return plain(
        new Question(vault, "authentication_completed", Map.of()),
        () -> session.authenticationCompleted(vault));
  }

  private Verdict verdict(Question question, Supplier<AccessResponse> call) {
    return timed(
            question, call, AccessResponse::response, answer -> hooks.verdict(answer.verdict()))
        .verdict();
  }

  private boolean plain(Question question, Supplier<HookResponse> call) {
    var response =
        timed(question, call, Function.identity(), answer -> hooks.outcome(answer.outcome()));
    return response.outcome() instanceof Outcome.Returned || printer.unexpected("an answer");
  }

  private <T> T timed(
      Question question,
      Supplier<T> call,
      Function<T, HookResponse> response,
      Consumer<T> printAnswer) {
    hooks.question(question.target().name(), question.hook(), question.arguments());
    long start = nanoTicker.getAsLong();
    T answer = call.get();
    var time = Duration.ofNanos(nanoTicker.getAsLong() - start);
    hooks.logLines(response.apply(answer).logLines());
    printAnswer.accept(answer);
    hooks.time(time);
    return answer;
  }

  private static Map<String, @Nullable Object> client() {
    var arguments = new LinkedHashMap<String, @Nullable Object>();
    arguments.put("client_ip", "192.0.2.10");
    arguments.put("protocol", "ssh");
    return arguments;
  }

  private static Map<String, @Nullable Object> server() {
    var arguments = new LinkedHashMap<String, @Nullable Object>();
    arguments.put("server_username", "root");
    arguments.put("server_ip", "198.51.100.7");
    arguments.put("server_port", 22L);
    return arguments;
  }
}
