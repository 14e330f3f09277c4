// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pluginexecutor.server.runtime.PythonRuntime;

class PreloadListsTest {
  @TempDir Path directory;

  private WorkerSetup setup(String version) {
    var runtime = new PythonRuntime("corp", Path.of("/opt/corp/python"), version);
    return new WorkerSetup(runtime, directory.resolve("tree"), Path.of("s"), Path.of("e"));
  }

  @BeforeEach
  void makeTree() throws IOException {
    Files.createDirectory(directory.resolve("tree"));
  }

  @Test
  void what_was_learned_is_there_for_the_next_server_in_the_order_of_import() {
    var lists = new PreloadLists();

    assertThat(lists.of(setup("3.11.2"))).isEmpty();
    assertThat(lists.learn(setup("3.11.2"), List.of("ssl", "json"))).isTrue();
    assertThat(lists.learn(setup("3.11.2"), List.of("json", "abc"))).isTrue();

    assertThat(lists.of(setup("3.11.2"))).containsExactly("ssl", "json", "abc");
    assertThat(new PreloadLists().of(setup("3.11.2"))).containsExactly("ssl", "json", "abc");
  }

  @Test
  void another_python_has_other_modules() {
    new PreloadLists().learn(setup("3.11.2"), List.of("ssl"));

    assertThat(new PreloadLists().of(setup("3.11.3"))).isEmpty();
  }

  @Test
  void nothing_new_is_nothing_learned() {
    var lists = new PreloadLists();
    lists.learn(setup("3.11.2"), List.of("ssl"));

    assertThat(lists.learn(setup("3.11.2"), List.of("ssl"))).isFalse();
  }

  @Test
  void who_imports_something_else_each_time_is_not_followed_for_ever() {
    var lists = new PreloadLists();
    int followed = 0;
    while (lists.learn(setup("3.11.2"), List.of("module" + followed))) {
      followed++;
    }

    assertThat(followed).isEqualTo(5);
    assertThat(lists.asksNext(setup("3.11.2"))).isFalse();
  }

  @Test
  void the_first_workers_are_asked_and_few_of_the_later_ones_until_something_is_new() {
    var lists = new PreloadLists();

    assertThat(asked(lists, 64)).isEqualTo(64);
    assertThat(asked(lists, 6_400)).isBetween(80L, 120L);
    lists.learn(setup("3.11.2"), List.of("ssl"));
    assertThat(asked(lists, 64)).isEqualTo(64);
  }

  private long asked(PreloadLists lists, int workers) {
    return IntStream.range(0, workers).filter(_ -> lists.asksNext(setup("3.11.2"))).count();
  }

  @Test
  void a_list_that_cannot_be_kept_or_read_is_learned_anew() throws IOException {
    var file = Files.createDirectory(directory.resolve("preload-corp"));
    Files.createFile(file.resolve("in-the-way"));
    var lists = new PreloadLists();

    assertThat(lists.learn(setup("3.11.2"), List.of("ssl"))).isTrue();
    assertThat(lists.of(setup("3.11.2"))).containsExactly("ssl");
    assertThat(new PreloadLists().of(setup("3.11.2"))).isEmpty();
  }
}
