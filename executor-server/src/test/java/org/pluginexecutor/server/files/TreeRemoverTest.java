// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeRemoverTest {
  @TempDir Path directory;

  private Path root;

  @BeforeEach
  void make() throws IOException {
    root = Files.createDirectory(directory.resolve("root"));
  }

  private void assertOnlyTheTreeIsGone(String... others) throws IOException {
    try (var left = Files.list(directory)) {
      assertThat(left.map(path -> path.getFileName().toString())).containsExactlyInAnyOrder(others);
    }
  }

  @Test
  void removes_a_tree() throws IOException {
    Files.createDirectories(root.resolve("a/b/c"));
    Files.createDirectories(root.resolve("a/d"));
    Files.writeString(root.resolve("a/b/x"), "x");
    Files.writeString(root.resolve("y"), "y");

    TreeRemover.remove(root);

    assertOnlyTheTreeIsGone();
  }

  @Test
  void removes_directories_of_the_same_name_at_every_level() throws IOException {
    Files.createDirectories(root.resolve("root/root.removing-0/root.removing-1"));
    Files.createDirectories(root.resolve("root.removing-1/root"));

    TreeRemover.remove(root);

    assertOnlyTheTreeIsGone();
  }

  @Test
  void removes_a_file_and_is_content_with_nothing() throws IOException {
    var file = Files.writeString(directory.resolve("file"), "x");

    TreeRemover.remove(file);
    TreeRemover.remove(directory.resolve("missing"));

    assertOnlyTheTreeIsGone("root");
  }

  @Test
  void does_not_follow_links() throws IOException {
    var outside = Files.createDirectory(directory.resolve("outside"));
    var file = Files.writeString(outside.resolve("file"), "x");
    Files.setPosixFilePermissions(outside, PosixFilePermissions.fromString("r-xr-xr-x"));
    Files.createSymbolicLink(root.resolve("to-directory"), outside);
    Files.createSymbolicLink(root.resolve("to-file"), file);
    Files.createSymbolicLink(root.resolve("to-nothing"), directory.resolve("nothing"));
    Files.createSymbolicLink(root.resolve("to-itself"), root);

    TreeRemover.remove(root);

    assertOnlyTheTreeIsGone("outside");
    assertThat(file).hasContent("x");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(outside)))
        .isEqualTo("r-xr-xr-x");
  }

  @Test
  void removes_a_link_in_the_place_of_the_tree_and_not_what_it_leads_to() throws IOException {
    var link = Files.createSymbolicLink(directory.resolve("link"), root);

    TreeRemover.remove(link);

    assertOnlyTheTreeIsGone("root");
  }

  @Test
  void removes_what_cannot_be_written_or_entered() throws IOException {
    Files.createDirectories(root.resolve("a/b"));
    Files.writeString(root.resolve("a/b/x"), "x");
    for (var path : new String[] {"a/b/x", "a/b", "a"}) {
      Files.setPosixFilePermissions(
          root.resolve(path), PosixFilePermissions.fromString("---------"));
    }

    TreeRemover.remove(root);

    assertOnlyTheTreeIsGone();
  }

  @Test
  void removes_a_tree_deeper_than_any_path_or_stack() throws IOException {
    // Built from the inside out, for no path reaches its end.
    var inner = Files.createDirectory(directory.resolve("inner"));
    Files.writeString(inner.resolve("file"), "x");
    for (int i = 0; i < 3_000; i++) {
      var outer = Files.createDirectory(directory.resolve("outer"));
      Files.move(inner, outer.resolve("inner"));
      Files.move(outer, inner);
    }
    Files.move(inner, root.resolve("deep"));

    TreeRemover.remove(root);

    assertOnlyTheTreeIsGone();
  }

  @Test
  void is_not_kept_from_it_by_what_a_killed_removal_left() throws IOException {
    Files.createDirectories(root.resolve("a"));
    Files.createDirectories(directory.resolve("root.removing-0/b"));

    assertThatCode(() -> TreeRemover.remove(root)).doesNotThrowAnyException();
    assertThat(root).doesNotExist();
  }
}
