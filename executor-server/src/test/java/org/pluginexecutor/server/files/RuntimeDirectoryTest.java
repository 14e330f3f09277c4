// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuntimeDirectoryTest {
  @TempDir Path parent;

  private Path leftover(String name) throws IOException {
    var directory = Files.createDirectory(parent.resolve(name));
    Files.createFile(directory.resolve("lock"));
    Files.createDirectories(directory.resolve("workers/1/work"));
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    return directory;
  }

  @Test
  void can_be_entered_by_its_user_only() throws IOException {
    try (var directory = RuntimeDirectory.create(parent)) {
      assertThat(directory.path().getParent()).isEqualTo(parent);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.path())))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void is_gone_when_closed_with_all_that_is_in_it() throws IOException {
    var directory = RuntimeDirectory.create(parent);
    Files.createDirectories(directory.path().resolve("workers/1/work"));

    directory.close();
    directory.close();

    assertThat(parent).isEmptyDirectory();
  }

  @Test
  void removes_what_a_dead_server_left() throws IOException {
    var leftover = leftover("plugin-executor-1");

    try (var directory = RuntimeDirectory.create(parent)) {
      assertThat(leftover).doesNotExist();
      assertThat(directory.path()).exists();
    }
  }

  @Test
  void keeps_the_directory_of_another_server_in_this_process() throws IOException {
    try (var first = RuntimeDirectory.create(parent);
        var second = RuntimeDirectory.create(parent)) {
      assertThat(first.path()).exists();
      assertThat(second.path()).exists().isNotEqualTo(first.path());
    }
  }

  @Test
  void keeps_what_others_may_have_changed() throws IOException {
    var trap = leftover("plugin-executor-1");
    Files.setPosixFilePermissions(trap, PosixFilePermissions.fromString("rwx----wx"));

    RuntimeDirectory.create(parent).close();

    assertThat(trap.resolve("workers/1/work")).exists();
  }

  @Test
  void keeps_what_is_no_directory_of_a_server() throws IOException {
    var other = leftover("other-1");
    var withoutLock = leftover("plugin-executor-2");
    Files.delete(withoutLock.resolve("lock"));
    var link = Files.createSymbolicLink(parent.resolve("plugin-executor-3"), other);
    var file = Files.createFile(parent.resolve("plugin-executor-4"));

    RuntimeDirectory.create(parent).close();

    assertThat(other.resolve("workers/1/work")).exists();
    assertThat(withoutLock).exists();
    assertThat(link).isSymbolicLink();
    assertThat(file).exists();
  }

  @Test
  void keeps_the_directory_of_a_living_server_in_another_process() throws Exception {
    var living = leftover("plugin-executor-1");
    var process = python("lockf(f, LOCK_EX); print(1, flush=True); sys.stdin.read()", living);
    try {
      assertThat(process.getInputStream().read()).isEqualTo('1');

      RuntimeDirectory.create(parent).close();
      assertThat(living).exists();
    } finally {
      process.destroyForcibly().waitFor();
    }

    RuntimeDirectory.create(parent).close();
    assertThat(living).doesNotExist();
  }

  @Test
  void stays_locked_when_another_server_starts_in_this_process() throws Exception {
    try (var first = RuntimeDirectory.create(parent);
        var _ = RuntimeDirectory.create(parent)) {
      // What a server in another process does to see whether this one is alive.
      var process = python("lockf(f, LOCK_EX | LOCK_NB)", first.path());

      assertThat(process.waitFor()).as("0 means: the lock was free").isNotZero();
    }
  }

  private static Process python(String program, Path directory) throws IOException {
    return new ProcessBuilder(
            "python3",
            "-c",
            "import sys\nfrom fcntl import *\nf = open(sys.argv[1], 'r+')\n" + program,
            directory.resolve("lock").toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
