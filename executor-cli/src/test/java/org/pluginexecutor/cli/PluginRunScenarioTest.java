// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class PluginRunScenarioTest {
  private static final String ACCESS = Captured.HOME.resolve("examples/sample_aa").toString();
  private static final String VAULT =
      Captured.HOME.resolve("examples/sample_credentialstore").toString();

  private static final String LAUNCHING =
      """
      from safeguard.sessions.plugin import CredentialStorePlugin
      from safeguard.sessions.plugin.credentialstore_plugin import RemoteAppInfo, TotpCode

      class Plugin(CredentialStorePlugin):
          def do_get_remote_app_credentials(self):
              account, asset = self.remote_app_account, self.remote_app_asset
              print('%s at %s for %s' % (account, asset, self.connection.gateway_user))
              return RemoteAppInfo(
                  account=account,
                  asset=asset,
                  passwords=['of-db-' + account],
                  launch_information=['--connect'])
          def do_get_totp_codes(self):
              return [TotpCode(unix_time=1761749392, period=60, code='271828')]
      """;

  @RegisterExtension static final RunningServer SERVER = new RunningServer();

  @RegisterExtension final TemporaryDirectory temporary = new TemporaryDirectory();

  @Test
  void asks_at_the_terminal_and_plays_what_was_recorded_again(@TempDir Path directory)
      throws IOException {
    var file = directory.resolve("login.yaml");

    var typed =
        Captured.runTyping(
            List.of("wrong", "123456"),
            "plugin",
            "run-scenario",
            ACCESS,
            "--record",
            file.toString());

    assertThat(typed.exitCode()).as(typed.out() + typed.err()).isEqualTo(ExitCode.OK);
    assertThat(typed.out())
        .startsWith("scenario: ssh-gateway-user\n")
        .contains("  hook    authenticate\n")
        .contains("  answer  NEEDINFO: \"One-time password: \" (what is typed is hidden)\n")
        .contains("key_value_pairs={\"otp\": \"***\"}")
        .contains("\n  Wrong. One-time password: ")
        .contains("authenticate: alice is accepted after 2 attempt(s)")
        .contains("  stored  {\"method\": \"otp\", \"attempts\": 2}\n")
        .contains("  hook    authorize\n")
        .contains("  hook    session_ended\n")
        .contains("\npassed: every hook answered\n");
    assertThat(typed.out() + typed.err()).doesNotContain("123456");
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(file).content().contains("  otp: [\"wrong\", \"123456\"]\n");

    var again = Captured.run("plugin", "run-scenario", ACCESS, "--scenario", file.toString());

    assertThat(again.exitCode()).as(again.out() + again.err()).isEqualTo(ExitCode.OK);
    assertThat(again.out()).contains("\npassed: every step was as expected\n");
    assertThat(temporary.leftovers()).isEmpty();
  }

  @Test
  void a_verdict_that_is_not_expected_fails(@TempDir Path directory) throws IOException {
    var file =
        Files.writeString(
            directory.resolve("refused.yaml"),
            """
            session: {protocol: ssh, client_ip: 192.0.2.10, gateway_user: alice}
            answers: {otp: "654321"}
            steps:
              - {hook: authenticate, verdict: NEEDINFO, question: otp}
              - {hook: authenticate, verdict: ACCEPT, log: is accepted}
              - {hook: session_ended}
            """);

    var played = Captured.run("plugin", "run-scenario", ACCESS, "--scenario", file.toString());

    assertThat(played.exitCode()).isEqualTo(ExitCode.FAILURE);
    assertThat(played.out())
        .contains("\nfailed: ")
        .contains("  step 2, authenticate, verdict: NEEDINFO (expected: ACCEPT)\n")
        .contains("  step 2, authenticate, log: not there (expected: is accepted)\n");
  }

  @Test
  void credentials_are_masked_unless_asked_for() {
    var masked = Captured.run("plugin", "run-scenario", VAULT);

    assertThat(masked.exitCode()).as(masked.out() + masked.err()).isEqualTo(ExitCode.OK);
    assertThat(masked.out())
        .contains("  hook    get_password_list\n")
        .contains("2 passwords (masked here)")
        .contains("1 key (masked here)")
        .contains("  hook    authentication_completed\n")
        .contains("  hook    session_ended\n")
        .doesNotContain("sample-password")
        .doesNotContain("PRIVATE KEY");

    var shown = Captured.run("plugin", "run-scenario", VAULT, "--show-secrets");

    assertThat(shown.out()).contains("sample-password").contains("PRIVATE KEY");
  }

  @Test
  void a_login_that_fails_is_not_completed() {
    var played = Captured.run("plugin", "run-scenario", VAULT, "--scenario", "ssh-login-fails");

    assertThat(played.exitCode()).as(played.out() + played.err()).isEqualTo(ExitCode.OK);
    assertThat(played.out()).contains("session_ended").doesNotContain("authentication_completed");
  }

  @Test
  void values_of_the_session_and_the_configuration_can_be_others(@TempDir Path directory)
      throws IOException {
    var config = Files.writeString(directory.resolve("my.cfg"), "[authentication]\notp = secret\n");

    var played =
        Captured.run(
            "plugin",
            "run-scenario",
            ACCESS,
            "--configuration",
            config.toString(),
            "--set",
            "gateway_user=bob",
            "--set",
            "server_username=nobody",
            "--set",
            "key_value_pairs.otp=secret");

    assertThat(played.exitCode()).as(played.out() + played.err()).isEqualTo(ExitCode.OK);
    assertThat(played.out())
        .contains("authenticate: bob is accepted")
        .contains("  answer  DENY: You may not log in as nobody.\n");
  }

  @Test
  void a_hook_that_fails_shows_why(@TempDir Path directory) throws IOException {
    var plugin = Samples.obedient(directory.resolve("plugin"));

    var played =
        Captured.run(
            "plugin", "run-scenario", plugin.toString(), "--set", "key_value_pairs.do=raise");

    assertThat(played.exitCode()).isEqualTo(ExitCode.FAILURE);
    assertThat(played.out())
        .contains("raised ValueError: as asked")
        .contains("in authenticate\n")
        .contains("  step 1, authenticate, outcome: raised (expected: returned)\n");
  }

  @Test
  void a_user_who_does_not_answer_goes_away() {
    var played = Captured.run("plugin", "run-scenario", ACCESS);

    assertThat(played.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(played.out())
        .contains("Nobody answers the question otp; the user goes away.\n")
        .contains("  hook    session_ended\n")
        .doesNotContain("  hook    authorize\n");
  }

  @Test
  void a_server_of_others_is_left_as_it_was() {
    var played = SERVER.run("plugin", "run-scenario", VAULT);

    assertThat(played.exitCode()).as(played.out() + played.err()).isEqualTo(ExitCode.OK);
    assertThat(SERVER.run("plugin", "list").out()).doesNotContain("sample");
    assertThat(SERVER.run("instance", "list").out()).doesNotContain("scenario-");
  }

  @Test
  void a_program_that_the_launcher_starts_gets_its_password_and_its_code(@TempDir Path directory)
      throws IOException {
    var plugin = Files.createDirectory(directory.resolve("vault"));
    Files.writeString(
        plugin.resolve("MANIFEST"),
        """
        api: 1.0
        name: vault
        version: 1.0.0
        type: credentialstore
        description: for a test
        entry_point: main.py
        """);
    Files.writeString(plugin.resolve("main.py"), LAUNCHING);
    var scenario = directory.resolve("launch.yaml");
    Files.writeString(
        scenario,
        """
        session: {protocol: rdp, gateway_user: alice, account: dba, asset: db.example}
        steps:
          - {hook: get_password_list, passwords: 0}
          - {hook: get_remote_app_credentials, passwords: 1, log: dba at db.example for alice}
          - {hook: get_totp_codes, totp_codes: 1}
          - {hook: session_ended, outcome: returned}
        """);

    var played =
        Captured.run(
            "plugin", "run-scenario", plugin.toString(), "--scenario", scenario.toString());

    assertThat(played.exitCode()).as(played.out() + played.err()).isEqualTo(ExitCode.OK);
    assertThat(played.out())
        .contains("  answer  1 password (masked here): 9 characters\n")
        .contains("  account dba\n")
        .contains("  launch  1 text\n")
        .contains("  answer  1 code (masked here): 6 digits for 60 s\n")
        .doesNotContain("of-db-dba", "271828", "--connect");

    var shown =
        Captured.run(
            "plugin",
            "run-scenario",
            plugin.toString(),
            "--scenario",
            scenario.toString(),
            "--show-secrets");
    assertThat(shown.out()).contains("of-db-dba", "271828", "--connect");
  }

  @Test
  void a_plugin_that_knows_no_programs_gives_them_nothing() {
    var played = Captured.run("plugin", "run-scenario", VAULT, "--scenario", "rdp-remote-app");

    assertThat(played.exitCode()).as(played.out() + played.err()).isEqualTo(ExitCode.OK);
    assertThat(played.out()).contains("  answer  0 passwords\n", "  answer  0 codes\n");
  }

  @Test
  void lists_the_scenarios_that_are_built_in() {
    var list = Captured.run("plugin", "run-scenario", "--list-scenarios");

    assertThat(list.out())
        .containsPattern("ssh-one-time-password +aa +SSH; a one-time password stands in the login")
        .containsPattern("rdp-credentials +credentialstore +RDP; ");
  }

  @Test
  void says_what_is_no_scenario_and_no_field() {
    assertThat(Captured.run("plugin", "run-scenario", ACCESS, "--scenario", "nothing").err())
        .startsWith("plugin-executor: --scenario: nothing (expected: a file, or one of ssh-gat");
    var set = Captured.run("plugin", "run-scenario", ACCESS, "--set", "colour=red");
    assertThat(set.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(set.err()).startsWith("plugin-executor: --set: 'colour=red' (expected: NAME=TEXT");
  }
}
