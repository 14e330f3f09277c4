// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pluginexecutor.client.HookResponse;
import org.pluginexecutor.client.LogLine;
import org.pluginexecutor.client.Outcome;
import org.pluginexecutor.client.PluginSession;
import org.pluginexecutor.client.PluginTarget;
import org.pluginexecutor.client.PrivateKey;
import org.pluginexecutor.client.RemoteAppCredentials;
import org.pluginexecutor.client.TotpCode;
import org.pluginexecutor.client.Verdict;
import org.pluginexecutor.server.plugin.PluginType;

/** What each hook may answer, as a gateway sees it through the typed methods of the client. */
class HookResultsTest {
  private static final String KEY =
      "-----BEGIN RSA PRIVATE KEY-----\n"
          + "hunter2+".repeat(8)
          + "\nhunter2=\n-----END RSA PRIVATE KEY-----\n";

  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static PluginTarget returning(PluginType type, String hook, String expression) {
    var source = "class Plugin:\n  def " + hook + "(self): return " + expression + "\n";
    return type == PluginType.AA ? server.aa(source) : server.credentialStore(source);
  }

  private static PluginTarget store(String hook, String expression) {
    return returning(PluginType.CREDENTIALSTORE, hook, expression);
  }

  private static PluginSession session() {
    return server.client().newSession("s-1");
  }

  private static List<String> remarks(HookResponse response) {
    return response.logLines().stream()
        .filter(line -> line.stream() == LogLine.Stream.EXECUTOR)
        .map(LogLine::text)
        .toList();
  }

  private static @Nullable Map<String, @Nullable Object> result(HookResponse response) {
    return ((Outcome.Returned) response.outcome()).result();
  }

  static Stream<Arguments> hooks() {
    return Stream.of(PluginType.values())
        .flatMap(type -> type.hooks().stream().map(hook -> Arguments.of(type, hook)));
  }

  @ParameterizedTest
  @MethodSource("hooks")
  void every_hook_of_the_table_has_a_method_of_the_session(PluginType type, String hook)
      throws Exception {
    var target = returning(type, hook, "print('called " + hook + "')");
    var session = session();
    var method = method(hook);
    var answer =
        method.getParameterCount() == 1
            ? method.invoke(session, target)
            : method.invoke(session, target, Map.of());
    var response =
        answer instanceof HookResponse plain
            ? plain
            : (HookResponse) answer.getClass().getMethod("response").invoke(answer);

    assertThat(TestServer.output(response)).startsWith("s-1: called " + hook + "\n");
  }

  private static Method method(String hook) {
    var name =
        Pattern.compile("_([a-z])")
            .matcher(hook)
            .replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT));
    return Stream.of(PluginSession.class.getMethods())
        .filter(method -> method.getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no method " + name));
  }

  @Test
  void a_user_from_authorize_is_left_out_and_remarked_on() {
    var result = "{'verdict': 'ACCEPT', 'gateway_user': 'root', 'gateway_groups': ['g'], 'x': 1}";
    var answer = session().authorize(returning(PluginType.AA, "authorize", result), Map.of());

    assertThat(answer.verdict())
        .isEqualTo(new Verdict.Accept(Optional.empty(), Optional.empty(), Optional.empty()));
    assertThat(result(answer.response())).isEqualTo(Map.of("verdict", "ACCEPT", "x", 1L));
    assertThat(remarks(answer.response()))
        .containsExactly(
            "s-1: gateway_user of authorize was left out: only authenticate says that",
            "s-1: gateway_groups of authorize was left out: only authenticate says that");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "authenticate | {'verdict': 'ACCEPT', 'gateway_user': 1} | result.gateway_user",
        "authenticate | {'verdict': 'ACCEPT', 'gateway_groups': 'g'} | result.gateway_groups",
        "authenticate | {'verdict': 'ACCEPT', 'gateway_groups': ['g', 1]} |"
            + " result.gateway_groups[1]",
        "authorize | {'verdict': 'ACCEPT', 'additional_metadata': {}} | result.additional_metadata",
        "authorize | {'verdict': 'DENY', 'reason': ['r']} | result.reason",
        "authorize | {'verdict': 'ACCEPT ' } | result.verdict",
        "authorize | [] | result",
      })
  void an_aa_answer_of_a_wrong_type_grants_nothing(String hook, String expression, String path) {
    var target = returning(PluginType.AA, hook, expression);
    var answer =
        hook.equals("authorize")
            ? session().authorize(target, Map.of())
            : session().authenticate(target, Map.of());

    assertThat(answer.grantsAccess()).isFalse();
    assertThat(answer.response().outcome())
        .isInstanceOfSatisfying(
            Outcome.BadResult.class, bad -> assertThat(bad.path()).isEqualTo(path));
  }

  @Test
  void groups_and_a_question_may_be_tuples() {
    var accept = "{'verdict': 'ACCEPT', 'gateway_user': 'u', 'gateway_groups': ()}";
    assertThat(
            session()
                .authenticate(returning(PluginType.AA, "authenticate", accept), Map.of())
                .verdict())
        .isEqualTo(new Verdict.Accept(Optional.of("u"), Optional.of(List.of()), Optional.empty()));
    var ask = "{'verdict': 'NEEDINFO', 'question': ('k', 'p')}";
    assertThat(session().authorize(returning(PluginType.AA, "authorize", ask), Map.of()).verdict())
        .isEqualTo(new Verdict.NeedInfo("k", "p", false));
  }

  @Test
  void keys_that_no_gateway_could_use_are_left_out_and_never_logged() {
    var rsa = "('ssh-rsa', '" + KEY.replace("\n", "\\n") + "')";
    var pairs =
        List.of(rsa, rsa.replace("ssh-rsa", "ssh-ed25519"), rsa.replace("END RSA", "END"), rsa);
    var target = store("get_private_key_list", "{'private_keys': " + pairs + "}");

    var answer = session().getPrivateKeyList(target, Map.of());

    assertThat(answer.failure()).isEmpty();
    assertThat(answer.privateKeys())
        .containsExactly(new PrivateKey("ssh-rsa", KEY), new PrivateKey("ssh-rsa", KEY));
    assertThat(remarks(answer.response()))
        .hasSize(2)
        .allMatch(text -> !text.contains("hunter2"))
        .first()
        .asString()
        .isEqualTo(
            "s-1: private_keys[1] was left out: type: another text (expected: ssh-rsa or ssh-dss)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[{'unix_time': 1761749392, 'period': 60, 'code': '123456'}]",
        "({'unix_time': 1761749392, 'period': 60, 'code': '123456'},)",
        "{'totp_codes': [{'unix_time': 1761749392, 'period': 60, 'code': '123456', 'x': 1}]}",
      })
  void codes_come_as_a_dict_or_as_a_bare_list(String expression) {
    var answer = session().getTotpCodes(store("get_totp_codes", expression), Map.of());

    assertThat(answer.totpCodes())
        .containsExactly(
            new TotpCode(Instant.ofEpochSecond(1_761_749_392), Duration.ofMinutes(1), "123456"));
    assertThat(result(answer.response())).containsOnlyKeys("totp_codes");
  }

  @Test
  void codes_get_the_defaults_of_the_contract() {
    var answer = session().getTotpCodes(store("get_totp_codes", "[{}]"), Map.of());

    assertThat(result(answer.response()))
        .isEqualTo(
            Map.of("totp_codes", List.of(Map.of("unix_time", 0L, "period", 30L, "code", ""))));
    for (var nothing : List.of("None", "[]", "{}", "{'totp_codes': None}")) {
      var none = session().getTotpCodes(store("get_totp_codes", nothing), Map.of());
      assertThat(none.totpCodes()).isEmpty();
      assertThat(none.failure()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[{'code': 123456}] | result[0].code",
        "[{'period': 30.0}] | result[0].period",
        "{'totp_codes': [{}, {'unix_time': None}]} | result.totp_codes[1].unix_time",
        "{'totp_codes': {}} | result.totp_codes",
        "['123456'] | result[0]",
        "'123456' | result",
      })
  void codes_of_a_wrong_type_are_a_bad_result(String expression, String path) {
    var answer = session().getTotpCodes(store("get_totp_codes", expression), Map.of());

    assertThat(answer.totpCodes()).isEmpty();
    assertThat(answer.failure())
        .hasValueSatisfying(failure ->
            assertThat(failure)
                .isInstanceOfSatisfying(
                    Outcome.BadResult.class, bad -> assertThat(bad.path()).isEqualTo(path)));
  }

  @Test
  void remote_app_credentials_come_with_what_the_launcher_is_to_know() {
    var expression =
        "{'passwords': ('a', 'b'), 'account': 'root', 'asset': 'db', 'need_info': False,"
            + " 'launch_information': ['x'], 'additional_information': {'y': 1}, 'z': 2}";
    var answer =
        session()
            .getRemoteAppCredentials(store("get_remote_app_credentials", expression), Map.of());

    assertThat(answer.credentials())
        .isEqualTo(
            new RemoteAppCredentials(
                List.of("a", "b"),
                Optional.of("root"),
                Optional.of("db"),
                Optional.of(false),
                List.of("x"),
                Map.of("y", 1L)));
    assertThat(result(answer.response())).containsEntry("z", 2L);
  }

  @ParameterizedTest
  @CsvSource({"[]", "()", "None", "{}", "{'passwords': []}"})
  void nothing_found_for_a_remote_app_is_no_failure(String expression) {
    var answer =
        session()
            .getRemoteAppCredentials(store("get_remote_app_credentials", expression), Map.of());

    assertThat(answer.failure()).isEmpty();
    assertThat(answer.credentials().passwords()).isEmpty();
  }

  @Test
  void a_list_of_passwords_instead_of_a_dict_is_no_answer() {
    for (var hook : List.of("get_remote_app_credentials", "get_password_list")) {
      assertThat(session().call(store(hook, "['p']"), hook, Map.of()).outcome())
          .isInstanceOfSatisfying(
              Outcome.BadResult.class, bad -> assertThat(bad.path()).isEqualTo("result"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{'cookie': 1}", "[1]", "object()", "'x'", "{1, 2}", "True"})
  void whatever_session_ended_returns_is_ignored(String expression) {
    for (var type : List.of(PluginType.AA, PluginType.CREDENTIALSTORE)) {
      var response = session().sessionEnded(returning(type, "session_ended", expression));
      assertThat(result(response)).isNull();
    }
  }

  @Test
  void the_newer_hooks_get_account_asset_and_connection_name() {
    var source =
        "class Plugin:\n"
            + "  def _hook(self, account, asset, connection_name, target_host):\n"
            + "    print(account, asset, connection_name, target_host)\n"
            + "    return []\n"
            + "  get_remote_app_credentials = get_totp_codes = _hook\n";
    var target = server.credentialStore(source);
    Map<String, Object> arguments =
        Map.of("account", "root", "asset", "db", "connection_name", "c", "server_ip", "192.0.2.1");
    var session = session();

    assertThat(
            List.of(
                TestServer.output(session.getRemoteAppCredentials(target, arguments).response()),
                TestServer.output(session.getTotpCodes(target, arguments).response())))
        .allMatch(output -> output.equals("s-1: root db c 192.0.2.1\n"));
  }
}
