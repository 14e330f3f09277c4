// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemoteVerbsTest {
  @RegisterExtension static final RunningServer server = new RunningServer();

  @TempDir static Path directory;

  @BeforeEach
  void upload() throws IOException {
    var upload = server.run("plugin", "upload", obedient().toString());
    assertThat(upload.exitCode()).as(upload.err()).isEqualTo(ExitCode.OK);
  }

  private static Path obedient() throws IOException {
    return Samples.obedient(directory.resolve("obedient"));
  }

  @Nested
  class Plugins {
    @Test
    void uploading_says_what_is_stored_and_that_it_was_there() throws IOException {
      var again = server.run("plugin", "upload", obedient().toString());
      assertThat(again.out())
          .startsWith("was stored already: aa/obedient/1.0.0, the active version, sha256:")
          .endsWith("runs on: python3\n");

      var json = server.run("plugin", "upload", obedient().toString(), "--json").json();
      assertThat(json).containsEntry("already_stored", true).containsKey("plugin");
    }

    @Test
    void listing_prints_a_table_without_trailing_blanks() {
      var list = server.run("plugin", "list", "--type", "aa");

      assertThat(list.out().lines().toList().getFirst())
          .matches("TYPE +NAME +VERSION +ACTIVE +RUNTIME +SIZE +DESCRIPTION");
      assertThat(list.out())
          .containsPattern("aa +obedient +1.0.0 +yes +python3 +[0-9.]+ K?i?B +Made by a test\n");
      assertThat(list.out().lines()).noneMatch(line -> line.endsWith(" "));
    }

    @Test
    void listing_a_type_without_plugins_says_so() {
      assertThat(server.run("plugin", "list", "--type", "signingca").out())
          .isEqualTo("no plugins; upload one with: plugin-executor plugin upload DIR_OR_ZIP\n");
      assertThat(server.run("plugin", "list", "--type", "signingca", "--json").json())
          .isEqualTo(Map.of("plugins", List.of()));
    }

    @Test
    void the_list_as_json_has_the_names_of_the_protocol() {
      var list = server.run("plugin", "list", "--json").json();

      assertThat(list.get("plugins"))
          .asString()
          .contains("plugin_type=aa", "name=obedient", "version=1.0.0", "digest=sha256:", "api=1.9")
          .contains("runtime=python3", "size_bytes=", "upload_time=2", "active=true")
          .contains("default_configuration=# the default\n");
    }

    @ParameterizedTest
    @CsvSource({"obedient", "obedient/1.0.0", "aa/obedient", "aa/obedient/1.0.0"})
    void showing_takes_every_form_of_a_name(String name) {
      var show = server.run("plugin", "show", name);

      assertThat(show.out())
          .contains("plugin       aa/obedient/1.0.0\n")
          .contains("active       yes\n")
          .endsWith("default.cfg\n  # the default\n");
      assertThat(server.run("plugin", "show", name, "--json").json()).containsKey("plugin");
    }

    @Test
    void downloading_gives_the_packed_bytes_and_overwrites_only_when_told() throws IOException {
      var file = directory.resolve("copy.zip");

      var first = server.run("plugin", "download", "obedient", "-o", file.toString());
      assertThat(first.exitCode()).as(first.err()).isEqualTo(ExitCode.OK);
      try (var packed = Packer.open(obedient())) {
        assertThat(file).hasBinaryContent(packed.readAllBytes());
      }

      var second = server.run("plugin", "download", "obedient", "-o", file.toString());
      assertThat(second.exitCode()).isEqualTo(ExitCode.OUTPUT);
      assertThat(second.err())
          .isEqualTo("plugin-executor: " + file + ": is there already; --force overwrites it\n");

      var third = server.run("plugin", "download", "obedient", "-o", file.toString(), "--force");
      assertThat(third.exitCode()).isEqualTo(ExitCode.OK);
      try (var files = Files.list(directory)) {
        assertThat(files.map(Path::getFileName).map(Path::toString))
            .noneMatch(name -> name.endsWith(".part"));
      }
    }

    @Test
    void a_download_that_cannot_be_written_says_so() {
      var file = directory.resolve("no-such-directory").resolve("copy.zip");

      var download = server.run("plugin", "download", "obedient", "-o", file.toString());

      assertThat(download.exitCode()).isEqualTo(ExitCode.OUTPUT);
      assertThat(download.err()).contains(file + ": cannot be written");
    }

    @Test
    void deleting_needs_a_version_and_no_instance_that_uses_it() throws IOException {
      Samples.broken(directory.resolve("broken"));
      server.run("plugin", "upload", directory.resolve("broken").toString());
      server.run("instance", "create", "holder", "--plugin", "broken/1.0.0");

      assertThat(server.run("plugin", "delete", "broken").exitCode()).isEqualTo(ExitCode.USAGE);
      var refused = server.run("plugin", "delete", "broken/1.0.0");
      assertThat(refused.exitCode()).isEqualTo(ExitCode.REFUSED);
      assertThat(refused.err()).contains("is used by holder");
      server.run("instance", "delete", "holder");
      assertThat(server.run("plugin", "delete", "broken/1.0.0").out())
          .isEqualTo("deleted: broken/1.0.0\n");
      var gone = server.run("plugin", "delete", "broken/1.0.0");
      assertThat(gone.exitCode()).isEqualTo(ExitCode.MISSING);
    }

    @Test
    void activating_needs_a_version_and_verifying_says_what_was_compared() {
      assertThat(server.run("plugin", "activate", "obedient").exitCode()).isEqualTo(ExitCode.USAGE);
      assertThat(server.run("plugin", "activate", "obedient/1.0.0").out())
          .isEqualTo("active: aa/obedient/1.0.0\n");
      assertThat(server.run("plugin", "activate", "obedient/9").exitCode())
          .isEqualTo(ExitCode.MISSING);
      var verified = server.run("plugin", "verify", "obedient");
      assertThat(verified.exitCode()).isEqualTo(ExitCode.OK);
      assertThat(verified.out())
          .isEqualTo(
              "zip_checksum  passed  the stored zip is as it was uploaded\n"
                  + "zip_content   passed  the tree of unpacked files is as it was uploaded\n"
                  + "trusted       passed  not asked for: this server has neither a list of trusted"
                  + " digests nor trusted keys\n");
    }

    @Test
    void the_same_version_with_other_bytes_is_refused() throws IOException {
      var other = Samples.obedient(directory.resolve("other"));
      Files.writeString(other.resolve("more.py"), "MORE = 1\n");

      var upload = server.run("plugin", "upload", other.toString());

      assertThat(upload.exitCode()).isEqualTo(ExitCode.DATA);
      assertThat(upload.err()).contains("is stored with other bytes");
    }
  }

  @Nested
  class Instances {
    @Test
    void live_from_create_to_delete() throws IOException {
      var config = Files.writeString(directory.resolve("my.cfg"), "secret = 1\n");
      var create =
          server.run(
              "instance", "create", "mine", "--plugin", "obedient", "--config", config.toString());
      assertThat(create.out())
          .isEqualTo("created: mine, plugin aa/obedient, configuration of 11 B\n");

      assertThat(server.run("instance", "list").out())
          .containsPattern("NAME +PLUGIN +REVISION +CONFIGURATION +CHANGED\n")
          .containsPattern("mine +aa/obedient +1 +11 B +20[0-9]");
      assertThat(server.run("instance", "list", "--json").out())
          .contains("\"configuration_size_bytes\": 11")
          .doesNotContain("secret");
      assertThat(server.run("instance", "show", "mine").out())
          .contains("11 B, masked; --with-configuration shows it")
          .doesNotContain("secret");
      assertThat(server.run("instance", "show", "mine", "--json").out()).doesNotContain("secret");
      assertThat(server.run("instance", "show", "mine", "--with-configuration").out())
          .endsWith("  secret = 1\n");
      assertThat(server.run("instance", "show", "mine", "--with-configuration", "--json").out())
          .contains("\"configuration\": \"secret = 1\\n\"");
      assertThat(server.run("instance", "delete", "mine").out()).isEqualTo("deleted: mine\n");
      var gone = server.run("instance", "show", "mine");
      assertThat(gone.exitCode()).isEqualTo(ExitCode.MISSING);
      assertThat(gone.err()).contains("mine").endsWith("see: plugin-executor instance list\n");
    }

    @Test
    void get_the_default_configuration_and_a_name_of_their_own() {
      var create =
          server.run("instance", "create", "plain", "--plugin", "obedient/1.0.0", "--json");
      assertThat(create.json().get("instance"))
          .asString()
          .contains("name=plain", "version=1.0.0", "configuration_size_bytes=14");

      var again = server.run("instance", "create", "plain", "--plugin", "obedient");
      assertThat(again.exitCode()).isEqualTo(ExitCode.DATA);
      assertThat(server.run("call", "authenticate", "--instance", "plain").out())
          .contains("\"configuration\": \"# the default\\n\"");
      server.run("instance", "delete", "plain");
    }
  }

  @Nested
  class Calls {
    @ParameterizedTest
    @CsvSource({
      "accept, OK, returned",
      "DENY, DENY, returned",
      "NEEDINFO, NEEDINFO, returned",
      "NONE, NONE, returned",
      "raise, RAISED, raised",
      "bad, BAD_RESULT, bad_result",
      "kill, KILLED, killed",
      "exit, EXITED, exited",
    })
    void end_with_the_exit_code_of_their_outcome(String word, ExitCode code, String outcome) {
      var people = call(word);
      assertThat(people.exitCode()).as(people.out() + people.err()).isEqualTo(code);
      assertThat(people.out()).startsWith("outcome         " + outcome + "\n");
      assertThat(people.err()).isEqualTo("s-1: doing " + word + "\n" + tail(people.err()));

      var json = call(word, "--json");
      assertThat(json.exitCode()).isEqualTo(code);
      assertThat(json.json()).containsEntry("outcome", outcome).containsKey(outcome);
    }

    /** What follows the first line: a traceback, for example. */
    private String tail(String err) {
      return err.substring(err.indexOf('\n') + 1);
    }

    @Test
    void end_at_their_time_limit() {
      var call = call("sleep", "--time-limit", "300ms");

      assertThat(call.exitCode()).isEqualTo(ExitCode.TIMED_OUT);
      assertThat(call.out()).contains("time limit      300 ms\n");
      assertThat(call.err()).startsWith("s-1: doing sleep\n");
    }

    @Test
    void show_where_a_plugin_cannot_be_loaded() throws IOException {
      server.run("plugin", "upload", Samples.broken(directory.resolve("broken")).toString());

      var call = server.run("call", "authenticate", "--plugin", "broken");

      assertThat(call.exitCode()).isEqualTo(ExitCode.LOAD_FAILED);
      assertThat(call.out())
          .contains("step            import\n")
          .contains("no_such_module")
          .contains("traceback\n  Traceback");
    }

    @Test
    void of_a_hook_without_verdict_end_well() {
      var call =
          server.run("call", "session_ended", "--plugin", "obedient", "--cookie", "{\"a\": 1}");

      assertThat(call.exitCode()).as(call.err()).isEqualTo(ExitCode.OK);
      assertThat(call.err()).contains("over {'a': 1}");
      assertThat(call.out()).contains("result          null\n").doesNotContain("verdict");
    }

    @Test
    void print_no_control_characters_of_a_plugin() {
      var call = call("escape");

      assertThat(call.out() + call.err()).doesNotContain("\u001b").contains("\\u001b[2Jcleared");
    }

    @Test
    void take_the_target_from_the_environment() {
      var call =
          Captured.runWith(
              Map.of(
                  "PLUGIN_EXECUTOR_TARGET",
                  server.target(),
                  "PLUGIN_EXECUTOR_TOKEN_FILE",
                  server.tokenFile()),
              "call",
              "authenticate",
              "--plugin",
              "obedient");

      assertThat(call.exitCode()).as(call.err()).isEqualTo(ExitCode.OK);
    }

    @Test
    void of_an_unknown_hook_list_the_known_ones() {
      var call = server.run("call", "autenticate", "--plugin", "obedient");

      assertThat(call.exitCode()).isEqualTo(ExitCode.DATA);
      assertThat(call.err()).contains("autenticate").contains("authenticate, authorize");
    }

    @Test
    void of_an_unknown_plugin_say_where_to_look() {
      var call = server.run("call", "authenticate", "--plugin", "nobody");

      assertThat(call.exitCode()).isEqualTo(ExitCode.MISSING);
      assertThat(call.err())
          .startsWith("plugin-executor: plugin: nobody")
          .endsWith("see: plugin-executor plugin list\n");
      assertThat(call.err().lines()).hasSize(1);
    }

    @Test
    void with_a_session_id_that_is_none_name_the_rule() {
      var call = server.run("call", "authenticate", "--plugin", "obedient", "--session-id", "a b");

      assertThat(call.exitCode()).isEqualTo(ExitCode.DATA);
      assertThat(call.err()).contains("session_id: not well-formed");
    }

    private Captured call(String word, String... more) {
      List<String> all =
          new ArrayList<>(
              List.of("call", "authenticate", "--plugin", "obedient", "--session-id", "s-1"));
      all.addAll(List.of("--json-arg", "key_value_pairs={\"do\": \"" + word + "\"}"));
      all.addAll(List.of(more));
      return server.run(all.toArray(String[]::new));
    }
  }
}
