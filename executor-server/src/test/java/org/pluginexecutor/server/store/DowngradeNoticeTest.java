// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pluginexecutor.server.store.TestStore.change;
import static org.pluginexecutor.server.store.TestStore.ref;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pluginexecutor.server.plugin.PackageFinding;
import org.pluginexecutor.server.plugin.TestPackage;

class DowngradeNoticeTest {
  @TempDir Path directory;

  private TestStore store;

  @BeforeEach
  void open() throws IOException {
    store = TestStore.open(directory);
    store.upload(TestPackage.aa("p", "1.10"));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private List<String> notices(String name, String version, UploadOptions options) {
    return store.upload(TestPackage.aa(name, version).zip(), options).warnings().stream()
        .filter(warning -> warning.key().equals("version"))
        .map(PackageFinding::toString)
        .toList();
  }

  @Test
  void names_the_later_version_that_is_replaced() {
    assertThat(notices("p", "1.9", UploadOptions.NONE))
        .containsExactly(
            "MANIFEST: version: \"1.9\" (expected: later than the active 1.10, which it replaces)");
  }

  @Test
  void says_nothing_of_a_later_version_or_of_another_plugin() {
    assertThat(notices("p", "1.11", UploadOptions.NONE)).isEmpty();
    assertThat(notices("q", "1.0", UploadOptions.NONE)).isEmpty();
  }

  @Test
  void says_nothing_where_the_active_version_stays() {
    var quietly = new UploadOptions(Optional.empty(), Optional.empty(), true);
    assertThat(notices("p", "1.9", quietly)).isEmpty();
  }

  @Test
  void compares_with_the_version_that_is_active_not_with_the_latest() {
    store.upload(TestPackage.aa("p", "1.0"));
    assertThat(notices("p", "1.5", UploadOptions.NONE)).isEmpty();
    store.plugins().activate(ref("p", "1.10"), change());
    assertThat(notices("p", "1.6", UploadOptions.NONE)).hasSize(1);
  }
}
