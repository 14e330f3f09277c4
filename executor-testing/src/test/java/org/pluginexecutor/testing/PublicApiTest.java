// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PublicApiTest {
  @Test
  void what_the_container_adds_has_types_of_the_jdk_and_of_ours_alone() {
    List<String> foreign = new ArrayList<>();
    for (Method method : PluginExecutorContainer.class.getDeclaredMethods()) {
      if (Modifier.isPublic(method.getModifiers()) && !method.isBridge()) {
        Stream.concat(
                Stream.of(method.getGenericReturnType()),
                Stream.of(method.getGenericParameterTypes()))
            .filter(PublicApiTest::isForeign)
            .forEach(type -> foreign.add(method.getName() + ": " + type));
      }
    }

    assertThat(foreign).isEmpty();
  }

  private static boolean isForeign(Type type) {
    String name = type.getTypeName();
    return name.contains(".")
        && !name.startsWith("java.")
        && !name.startsWith("org.pluginexecutor.testing.")
        && !name.startsWith("org.pluginexecutor.client.");
  }
}
