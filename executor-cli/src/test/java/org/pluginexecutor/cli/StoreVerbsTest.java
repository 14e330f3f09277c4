// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.pluginexecutor.v1.AuditEntry;
import org.pluginexecutor.v1.AuditResult;
import org.pluginexecutor.v1.Plugin;
import org.pluginexecutor.v1.PluginHealth;
import org.pluginexecutor.v1.PluginType;

class StoreVerbsTest {
  @RegisterExtension final FakeStoreServer server = new FakeStoreServer();

  @TempDir Path directory;

  @Nested
  class Updating {
    @Test
    void a_configuration_leaves_the_plugin_as_it_is() throws IOException {
      server.keep("access", "door", "secret = 1\n");
      var config = Files.writeString(directory.resolve("my.cfg"), "secret = 22\n");

      var update = server.run("instance", "update", "access", "--config", config.toString());

      assertThat(update.exitCode()).as(update.err()).isEqualTo(ExitCode.OK);
      assertThat(update.out())
          .isEqualTo("updated: access, now at revision 2, plugin door, configuration of 12 B\n");
      assertThat(server.run("instance", "show", "access", "--with-configuration").out())
          .contains("revision       2\n")
          .contains("changed        2023-11-14T22:13:21Z\n")
          .endsWith("  secret = 22\n");
    }

    @Test
    void a_plugin_leaves_the_configuration_as_it_is() {
      server.keep("access", "door", "secret = 1\n");

      var update =
          server.run(
              "instance",
              "update",
              "access",
              "--plugin",
              "aa/door/1.1",
              "--expect-revision",
              "1",
              "--json");

      assertThat(update.exitCode()).as(update.err()).isEqualTo(ExitCode.OK);
      assertThat(update.json().get("instance"))
          .asString()
          .contains("version=1.1", "configuration_size_bytes=11", "revision=2", "update_time=2023")
          .doesNotContain("secret");
    }

    @Test
    void changes_nothing_when_somebody_was_faster() {
      server.keep("access", "door", "a", "b");

      var update =
          server.run("instance", "update", "access", "--plugin", "door", "--expect-revision", "1");

      assertThat(update.exitCode()).isEqualTo(ExitCode.DATA);
      assertThat(update.err())
          .isEqualTo(
              "plugin-executor: instance: access@2 (expected: @1); see: plugin-executor instance"
                  + " revisions NAME\n");
      assertThat(server.instances.get("access")).hasSize(2);
    }

    @Test
    void says_on_which_runtime_and_how_long_hooks_run() {
      server.keep("access", "door", "secret = 1\n");

      var update =
          server.run("instance", "update", "access", "--runtime", "py39", "--time-limit", "1500ms");
      assertThat(update.out()).endsWith(", runtime py39, time limit 1500 ms\n");
      assertThat(server.run("instance", "show", "access").out())
          .contains("runtime        py39\n")
          .contains("time limit     1500 ms\n");
      assertThat(server.run("instance", "show", "access", "--json").out())
          .contains("\"runtime\": \"py39\"")
          .contains("\"time_limit_s\": 1.5");
      assertThat(server.run("instance", "revisions", "access").out())
          .contains("py39     1500 ms     2023-11-14T22:13:21Z");

      server.run("instance", "update", "access", "--no-runtime");
      assertThat(server.run("instance", "show", "access").out())
          .contains("runtime        the first that suits the plugin\n")
          .contains("time limit     1500 ms\n");
      server.run("instance", "update", "access", "--no-time-limit");
      assertThat(server.run("instance", "show", "access").out())
          .contains("time limit     the server's default\n");
      assertThat(
              server
                  .run("instance", "update", "access", "--no-runtime", "--runtime", "py39")
                  .exitCode())
          .isEqualTo(ExitCode.USAGE);
      assertThat(
              server
                  .run("instance", "update", "access", "--no-time-limit", "--time-limit", "1s")
                  .exitCode())
          .isEqualTo(ExitCode.USAGE);
    }

    @Test
    void needs_an_instance_that_there_is() {
      var update = server.run("instance", "update", "nobody", "--plugin", "door");

      assertThat(update.exitCode()).isEqualTo(ExitCode.MISSING);
      assertThat(update.err()).contains("nobody").endsWith("plugin-executor instance list\n");
    }

    @Test
    void names_a_configuration_file_that_is_not_there() {
      var missing = directory.resolve("missing");

      var update = server.run("instance", "update", "access", "--config", missing.toString());

      assertThat(update.exitCode()).isEqualTo(ExitCode.MISSING);
      assertThat(update.err()).isEqualTo("plugin-executor: " + missing + ": no such file\n");
    }
  }

  @Nested
  class Revisions {
    @Test
    void are_listed_the_latest_first() {
      server.keep("access", "door", "secret", "secret 2");

      assertThat(server.run("instance", "revisions", "access").out())
          .isEqualTo(
              """
              REVISION  PLUGIN  CONFIGURATION  RUNTIME  TIME LIMIT  MADE
              2         door    8 B            -        -           2023-11-14T22:13:21Z
              1         door    6 B            -        -           2023-11-14T22:13:20Z
              """);
      var json = server.run("instance", "revisions", "access", "--json");
      assertThat(json.out()).doesNotContain("secret");
      assertThat((List<?>) json.json().get("revisions")).hasSize(2);
      assertThat(server.run("instance", "revisions", "nobody").exitCode())
          .isEqualTo(ExitCode.MISSING);
    }

    @Test
    void are_numbered_in_the_list_of_instances() {
      server.keep("access", "door", "a", "b");
      server.keep("other", "door", "c");

      assertThat(server.run("instance", "list").out())
          .isEqualTo(
              """
              NAME    PLUGIN  REVISION  CONFIGURATION  CHANGED
              access  door    2         1 B            2023-11-14T22:13:21Z
              other   door    1         1 B            2023-11-14T22:13:20Z
              """);
      assertThat(server.run("instance", "list", "--json").out()).contains("\"revision\": 2");
    }

    @Test
    void are_shown_one_by_one_and_masked() {
      server.keep("access", "door", "secret = 1\n", "secret = 22\n");

      var show = server.run("instance", "show", "access", "--revision", "1");
      assertThat(show.out())
          .contains("revision       1\n")
          .contains("11 B, masked; --with-configuration shows it")
          .doesNotContain("secret");
      assertThat(
              server
                  .run("instance", "show", "access", "--revision", "1", "--with-configuration")
                  .out())
          .endsWith("  secret = 1\n");
      assertThat(server.run("instance", "show", "access", "--revision", "9").exitCode())
          .isEqualTo(ExitCode.MISSING);
    }

    @Test
    void count_again_after_a_rollback_which_is_a_revision_itself() {
      server.keep("access", "door", "one", "three");

      var rollback = server.run("instance", "rollback", "access", "--to", "1");

      assertThat(rollback.exitCode()).as(rollback.err()).isEqualTo(ExitCode.OK);
      assertThat(rollback.out())
          .isEqualTo(
              "rolled back: access, now at revision 3, which is revision 1 again: plugin door,"
                  + " configuration of 3 B\n");
      assertThat(server.run("instance", "rollback", "access", "--to", "2", "--json").out())
          .contains("\"revision\": 4")
          .doesNotContain("three");
      assertThat(server.run("instance", "rollback", "access", "--to", "9").exitCode())
          .isEqualTo(ExitCode.MISSING);
    }
  }

  @Nested
  class Health {
    private final Plugin.Builder door =
        Plugin.newBuilder()
            .setPluginType(PluginType.PLUGIN_TYPE_AA)
            .setName("door")
            .setVersion("1.0")
            .setActive(true);

    @Test
    void is_in_the_list_only_where_something_is_damaged() {
      server.plugins.add(door.setHealth(PluginHealth.PLUGIN_HEALTH_INTACT).build());
      assertThat(server.run("plugin", "list").out())
          .doesNotContainIgnoringCase("damaged")
          .doesNotContainIgnoringCase("intact");

      server.plugins.add(damaged());
      assertThat(server.run("plugin", "list").out())
          .containsPattern("aa +door +1.0 +yes  ")
          .containsPattern("aa +door +1.1 +-, DAMAGED  ")
          .endsWith(
              "DAMAGED: aa/door/1.1, zip_content: main.py differs; its calls are refused, and"
                  + " uploading the same zip again mends it\n");
      assertThat(server.run("plugin", "list", "--json").out())
          .contains("\"health\": \"INTACT\"", "\"health_message\": null")
          .contains("\"health\": \"DAMAGED\"")
          .contains("\"health_message\": \"zip_content: main.py differs\"");
    }

    @Test
    void is_said_of_one_plugin_in_any_case() {
      server.plugins.add(door.build());
      assertThat(server.run("plugin", "show", "door").out())
          .contains("files        not looked at since the server started; see: ");
      assertThat(server.run("plugin", "show", "door", "--json").out()).contains("\"health\": null");

      server.plugins.set(0, door.setHealth(PluginHealth.PLUGIN_HEALTH_INTACT).build());
      assertThat(server.run("plugin", "show", "door").out())
          .contains("files        as they were uploaded\n");

      server.plugins.set(0, damaged());
      assertThat(server.run("plugin", "show", "door").out())
          .contains("files        DAMAGED: zip_content: main.py differs\n");
    }

    private Plugin damaged() {
      return door.clone()
          .setVersion("1.1")
          .setActive(false)
          .setHealth(PluginHealth.PLUGIN_HEALTH_DAMAGED)
          .setHealthMessage("zip_content: main.py differs")
          .build();
    }
  }

  @Nested
  class Auditing {
    private final AuditEntry.Builder entry =
        AuditEntry.newBuilder()
            .setTime(FakeStoreServer.TIME)
            .setCaller("alice")
            .setAddress("127.0.0.1:41234")
            .setAction("UpdateInstance")
            .setSubject("access@3")
            .setResult(AuditResult.AUDIT_RESULT_DONE);

    @Test
    void says_who_changed_what_and_who_was_refused() {
      server.entries.add(entry.build());
      server.entries.add(
          entry
              .clone()
              .setCaller("mallory\u001b[2J")
              .setAction("UploadPlugin")
              .clearSubject()
              .setDigest("sha256:00")
              .setResult(AuditResult.AUDIT_RESULT_REFUSED)
              .setReason("PLUGIN_NOT_TRUSTED")
              .build());
      server.entries.add(entry.clone().clearResult().build());

      assertThat(server.run("audit").out())
          .isEqualTo(
              """
              TIME                  WHO               FROM             WHAT            TO WHAT   RESULT
              2023-11-14T22:13:20Z  alice             127.0.0.1:41234  UpdateInstance  access@3  done
              2023-11-14T22:13:20Z  mallory\\u001b[2J  127.0.0.1:41234  UploadPlugin    -         refused: PLUGIN_NOT_TRUSTED
              2023-11-14T22:13:20Z  alice             127.0.0.1:41234  UpdateInstance  access@3  not known
              """);
      assertThat(server.run("audit", "--json").out())
          .contains("\"action\": \"UploadPlugin\"", "\"subject\": null", "\"result\": \"REFUSED\"")
          .contains("\"reason\": \"PLUGIN_NOT_TRUSTED\"", "\"digest\": \"sha256:00\"")
          .contains("\"result\": null");
    }

    @Test
    void shows_the_latest_fifty_unless_told() {
      for (int i = 0; i < 60; i++) {
        server.entries.add(entry.build());
      }

      assertThat(server.run("audit").out().lines()).hasSize(1 + 50);
      assertThat(server.run("audit", "--limit", "3").out().lines()).hasSize(1 + 3);
      assertThat(server.run("audit", "--limit", "1000000").out().lines()).hasSize(1 + 60);
    }

    @Test
    void an_untouched_store_says_so() {
      assertThat(server.run("audit").out())
          .isEqualTo("no entries; nobody has changed the store yet\n");
      assertThat(server.run("audit", "--json").json()).isEqualTo(Map.of("entries", List.of()));
    }
  }
}
