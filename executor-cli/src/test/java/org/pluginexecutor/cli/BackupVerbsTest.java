// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class BackupVerbsTest {
  @RegisterExtension final FakeStoreServer server = new FakeStoreServer();

  @TempDir Path directory;

  @Nested
  class Backups {
    @Test
    void are_files_for_their_owner_alone() throws IOException {
      var file = directory.resolve("store.backup");

      var create = server.run("backup", "create", file.toString());

      assertThat(create.exitCode()).as(create.err()).isEqualTo(ExitCode.OK);
      assertThat(create.out()).isEqualTo("backed up: to " + file + ", 25 B\n");
      assertThat(file).hasBinaryContent(FakeStoreServer.BACKUP.toByteArray());
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }

    @Test
    void say_their_size_as_json() {
      var file = directory.resolve("store.backup").toString();

      assertThat(server.run("backup", "create", file, "--json").json())
          .isEqualTo(Map.of("backup", Map.of("file", file, "size_bytes", 25L)));
    }

    @Test
    void overwrite_nothing() throws IOException {
      var file = Files.writeString(directory.resolve("store.backup"), "precious");

      var create = server.run("backup", "create", file.toString());

      assertThat(create.exitCode()).isEqualTo(ExitCode.OUTPUT);
      assertThat(create.err())
          .isEqualTo("plugin-executor: " + file + ": is there already; name another file\n");
      assertThat(file).hasContent("precious");
    }

    @Test
    void that_cannot_be_written_say_so() {
      var file = directory.resolve("missing").resolve("store.backup");

      var create = server.run("backup", "create", file.toString());

      assertThat(create.exitCode()).isEqualTo(ExitCode.OUTPUT);
      assertThat(create.err()).contains(file + ": cannot be written");
    }

    @Test
    void that_break_off_leave_nothing_behind() throws IOException {
      server.backupFailure =
          FakeStoreServer.failure(
              Code.FAILED_PRECONDITION,
              "PLUGIN_DIGEST_MISMATCH",
              "plugin: aa/door/1.0 (expected: a zip as it was uploaded)");

      var create = server.run("backup", "create", directory.resolve("store.backup").toString());

      assertThat(create.exitCode()).isEqualTo(ExitCode.REFUSED);
      assertThat(create.err()).contains("aa/door/1.0");
      try (var files = Files.list(directory)) {
        assertThat(files).isEmpty();
      }
    }
  }

  @Nested
  class Restoring {
    @Test
    void into_an_empty_store_says_what_it_has_now() throws IOException {
      var restore = server.run("backup", "restore", backup());

      assertThat(restore.exitCode()).as(restore.err()).isEqualTo(ExitCode.OK);
      assertThat(restore.out())
          .isEqualTo(
              "restored: the store has 3 plugin versions and 1 instance now, as of"
                  + " 2023-11-14T22:13:20Z\n");
      assertThat(server.run("backup", "restore", backup(), "--json").json())
          .isEqualTo(
              Map.of(
                  "store",
                  Map.of("plugins", 3L, "instances", 1L, "create_time", "2023-11-14T22:13:20Z")));
    }

    @Test
    void leaves_a_used_store_alone_unless_told() throws IOException {
      server.keep("access", "door", "a");

      var refused = server.run("backup", "restore", backup());
      assertThat(refused.exitCode()).isEqualTo(ExitCode.REFUSED);
      assertThat(refused.err())
          .isEqualTo(
              "plugin-executor: store: 1 instances (expected: an empty store); --replace replaces"
                  + " what is stored\n");
      assertThat(server.instances).hasSize(1);

      assertThat(server.run("backup", "restore", backup(), "--replace").exitCode())
          .isEqualTo(ExitCode.OK);
      assertThat(server.instances).isEmpty();
    }

    @Test
    void what_is_no_backup_says_so() throws IOException {
      var file = Files.writeString(directory.resolve("text"), "text");

      var restore = server.run("backup", "restore", file.toString());

      assertThat(restore.exitCode()).isEqualTo(ExitCode.DATA);
      assertThat(restore.err())
          .isEqualTo("plugin-executor: backup: damaged (expected: a whole one)\n");
    }

    @Test
    void needs_a_file_that_can_be_read() {
      var missing = directory.resolve("missing");

      var restore = server.run("backup", "restore", missing.toString());
      assertThat(restore.exitCode()).isEqualTo(ExitCode.MISSING);
      assertThat(restore.err()).isEqualTo("plugin-executor: " + missing + ": no such file\n");

      var unreadable = server.run("backup", "restore", directory.toString());
      assertThat(unreadable.exitCode()).isEqualTo(ExitCode.MISSING);
      assertThat(unreadable.err()).contains(directory + ": cannot be read");
    }

    private String backup() throws IOException {
      return Files.write(directory.resolve("store.backup"), FakeStoreServer.BACKUP.toByteArray())
          .toString();
    }
  }
}
