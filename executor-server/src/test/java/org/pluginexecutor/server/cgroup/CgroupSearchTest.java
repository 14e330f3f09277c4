// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pluginexecutor.server.config.WorkerCgroup;

/** Searches a tree of plain files with the names of a file system of control groups. */
class CgroupSearchTest {
  @TempDir Path root;

  private Path service;

  @BeforeEach
  void makeTree() throws IOException {
    service = group("service", "cpu memory pids");
  }

  private Path group(String name, String controllers) throws IOException {
    var group = Files.createDirectories(root.resolve(name));
    Files.writeString(group.resolve("cgroup.controllers"), controllers + "\n");
    Files.writeString(group.resolve("cgroup.subtree_control"), "\n");
    Files.writeString(group.resolve("cgroup.procs"), "");
    return group;
  }

  private CgroupSearch searchFrom(String own) throws IOException {
    var real = root.toRealPath();
    return new CgroupSearch(
        new CgroupMounts(
            List.of(new CgroupMounts.Mount(Path.of("/"), real, true, List.of("rw"))),
            Optional.of(Path.of(own))));
  }

  private static String self() {
    return Long.toString(ProcessHandle.current().pid());
  }

  @Test
  void auto_takes_the_group_above_the_leaf_that_the_server_was_put_into() throws IOException {
    var found = searchFrom("/service/server").parent(new WorkerCgroup.Auto()).orElseThrow();

    assertThat(found.version()).isEqualTo(CgroupVersion.V2);
    assertThat(found.memory()).isEqualTo(service.toRealPath());
    // A plain file keeps the last of the words; the kernel takes each.
    assertThat(service.resolve("cgroup.subtree_control")).hasContent("+pids");
  }

  @Test
  void auto_finds_nothing_where_nothing_was_made_for_the_server() throws IOException {
    var auto = new WorkerCgroup.Auto();

    assertThat(searchFrom("/service").parent(auto)).isEmpty();
    group("poor", "cpu");
    assertThat(searchFrom("/poor/server").parent(auto)).isEmpty();
    assertThat(new CgroupSearch(new CgroupMounts(List.of(), Optional.empty())).parent(auto))
        .isEmpty();
  }

  @Test
  void none_is_none() throws IOException {
    assertThat(searchFrom("/service/server").parent(new WorkerCgroup.None())).isEmpty();
  }

  @Test
  void own_moves_the_server_into_a_leaf() throws IOException {
    Files.writeString(service.resolve("cgroup.procs"), self() + "\n");

    var found = searchFrom("/service").parent(new WorkerCgroup.Own()).orElseThrow();

    assertThat(found.memory()).isEqualTo(service.toRealPath());
    assertThat(service.resolve("server").resolve("cgroup.procs")).hasContent(self());
  }

  @Test
  void own_is_refused_where_others_are_in_the_group_too() throws IOException {
    Files.writeString(service.resolve("cgroup.procs"), "1\n" + self() + "\n");
    var search = searchFrom("/service");

    assertThatThrownBy(() -> search.parent(new WorkerCgroup.Own()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the server is not the only process in it (expected: ");
    assertThat(service.resolve("server")).doesNotExist();
  }

  @Test
  void a_named_group_that_cannot_be_used_is_refused_with_what_is_missing() throws IOException {
    group("poor", "cpu");
    var search = searchFrom("/service");

    assertThatThrownBy(() -> search.parent(new WorkerCgroup.Named(root.resolve("poor"))))
        .hasMessageContaining("has the controllers [cpu] (expected: a control group with")
        .hasMessageContaining("Delegate=yes");
    assertThatThrownBy(() -> search.parent(new WorkerCgroup.Named(root.resolve("absent"))))
        .hasMessageContaining("no such directory");
    assertThatThrownBy(() -> search.parent(new WorkerCgroup.Named(Path.of("/"))))
        .hasMessageContaining("not in a file system of control groups");
  }
}
