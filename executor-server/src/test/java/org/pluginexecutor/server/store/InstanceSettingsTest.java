// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pluginexecutor.server.store.TestStore.change;
import static org.pluginexecutor.server.store.TestStore.ref;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pluginexecutor.server.error.ExecutorError;
import org.pluginexecutor.server.error.ExecutorError.InvalidRequest;
import org.pluginexecutor.server.error.ExecutorException;
import org.pluginexecutor.server.plugin.PluginRef;
import org.pluginexecutor.server.plugin.TestPackage;
import org.pluginexecutor.server.store.InstanceCatalog.InstanceUpdate;

class InstanceSettingsTest {
  private static final PluginRef P = ref("p");
  private static final InstanceSettings SLOW =
      new InstanceSettings(Optional.of("py3"), Optional.of(Duration.ofSeconds(30)));

  @TempDir Path directory;

  private TestStore store;

  @BeforeEach
  void open() throws IOException {
    store = TestStore.open(directory.resolve("data"));
    store.upload(TestPackage.aa("p", "1.0"));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static void assertFails(ThrowingCallable action, ExecutorError error) {
    assertThatThrownBy(action)
        .isInstanceOfSatisfying(
            ExecutorException.class, e -> assertThat(e.error()).isEqualTo(error));
  }

  private static InstanceUpdate settings(@Nullable String runtime, @Nullable Duration timeLimit) {
    return new InstanceUpdate(
        Optional.empty(),
        Optional.empty(),
        Optional.ofNullable(runtime),
        Optional.ofNullable(timeLimit),
        0);
  }

  private PluginInstance update(String name, InstanceUpdate update) {
    return store.instances().update(name, update, change());
  }

  @Test
  void keeps_runtime_and_time_limit_with_each_revision() throws IOException {
    store.create("x", P, SLOW);

    update("x", settings(null, Duration.ofSeconds(5)));
    update("x", settings("", null));
    update("x", settings(null, Duration.ZERO));
    update("x", TestStore.update(Optional.empty(), Optional.of("two"), 0));
    store.instances().rollBack("x", 2, 0, change());
    store.close();
    store = TestStore.open(directory.resolve("data"));

    assertThat(store.instances().revisions("x"))
        .extracting(PluginInstance::settings)
        .containsExactly(
            new InstanceSettings(Optional.of("py3"), Optional.of(Duration.ofSeconds(5))),
            InstanceSettings.NONE,
            InstanceSettings.NONE,
            new InstanceSettings(Optional.empty(), Optional.of(Duration.ofSeconds(5))),
            new InstanceSettings(Optional.of("py3"), Optional.of(Duration.ofSeconds(5))),
            SLOW);
  }

  @Test
  void refuses_a_runtime_that_does_not_suit_the_plugin() {
    var python2 = new InstanceSettings(Optional.of("py2"), Optional.empty());
    var error = InvalidRequest.of("runtime", "py2 (expected: another)");

    assertFails(() -> store.create("x", P, python2), error);
    assertFails(() -> store.instances().get("x"), new ExecutorError.InstanceNotFound("x"));

    store.create("x", P, Optional.of(""));
    assertFails(() -> update("x", settings("py2", null)), error);
    assertThat(store.instances().revisions("x")).hasSize(1);
  }
}
