// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/** What the annotation makes of a class, before anything is started. */
class PluginExecutorExtensionTest {
  @PluginExecutorTest(image = "executor:1", settings = "invocation.max-time-limit=5m")
  static final class OfAttributes {}

  @PluginExecutorTest
  static final class OfField {
    static final PluginExecutorContainer EXECUTOR = new PluginExecutorContainer("executor:2");
  }

  @PluginExecutorTest(plugins = "door")
  static final class OfBoth {
    static final PluginExecutorContainer EXECUTOR = new PluginExecutorContainer("executor:3");
  }

  @PluginExecutorTest
  static final class OfNothing {
    static final @Nullable PluginExecutorContainer EXECUTOR = null;
  }

  @PluginExecutorTest(settings = "invocation.slots")
  static final class OfHalfASetting {}

  @Test
  void a_container_is_made_of_the_attributes() {
    var container = PluginExecutorExtension.container(OfAttributes.class);

    assertThat(container.getEnvMap())
        .containsEntry("PLUGIN_EXECUTOR_INVOCATION_MAX_TIME_LIMIT", "5m");
  }

  @Test
  void a_static_field_counts_in_place_of_attributes() {
    assertThat(PluginExecutorExtension.container(OfField.class)).isSameAs(OfField.EXECUTOR);
  }

  @Test
  void attributes_beside_a_field_are_a_slip() {
    assertThatThrownBy(() -> PluginExecutorExtension.container(OfBoth.class))
        .isInstanceOf(ExtensionConfigurationException.class)
        .hasMessageEndingWith("attributes and a container (expected: one of both)");
  }

  @Test
  void a_field_with_nothing_in_it_is_a_slip() {
    assertThatThrownBy(() -> PluginExecutorExtension.container(OfNothing.class))
        .isInstanceOf(ExtensionConfigurationException.class)
        .hasMessageEndingWith("empty (expected: a container)");
  }

  @Test
  void a_setting_without_a_value_is_a_slip() {
    assertThatThrownBy(() -> PluginExecutorExtension.container(OfHalfASetting.class))
        .isInstanceOf(ExtensionConfigurationException.class)
        .hasMessage("settings: invocation.slots (expected: key=value)");
  }

  @Test
  void nobody_gets_a_client_before_the_start() {
    assertThatThrownBy(() -> PluginExecutorExtension.container(OfAttributes.class).client())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("container: not started (expected: start() before)");
  }
}
