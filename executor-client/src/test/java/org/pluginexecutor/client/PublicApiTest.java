// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PublicApiTest {
  private static final Pattern FOREIGN =
      Pattern.compile(
          "(io\\.grpc|com\\.google|org\\.pluginexecutor\\.v1|org\\.pluginexecutor\\.client\\.internal)");

  @Test
  void shows_no_grpc_and_no_generated_type_but_for_the_channel() throws Exception {
    List<String> foreign = new ArrayList<>();
    for (Class<?> type : publicTypes()) {
      for (Method method : type.getDeclaredMethods()) {
        check(method, method.getGenericReturnType(), foreign);
      }
      for (Executable constructor : type.getDeclaredConstructors()) {
        check(constructor, type, foreign);
      }
      for (Field field : type.getDeclaredFields()) {
        if (isVisible(field.getModifiers()) && isForeign(field.getGenericType())) {
          foreign.add(field.toString());
        }
      }
      if (type.getGenericSuperclass() != null && isForeign(type.getGenericSuperclass())) {
        foreign.add(type.toString());
      }
    }

    assertThat(foreign).singleElement().asString().contains("overChannel");
  }

  private static void check(Executable executable, Type result, List<String> foreign) {
    if (!isVisible(executable.getModifiers())) {
      return;
    }
    boolean found = isForeign(result);
    for (Type parameter : executable.getGenericParameterTypes()) {
      found |= isForeign(parameter);
    }
    if (found) {
      foreign.add(executable.toString());
    }
  }

  private static boolean isVisible(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }

  private static boolean isForeign(Type type) {
    return FOREIGN.matcher(type.getTypeName()).find();
  }

  private static List<Class<?>> publicTypes()
      throws IOException, URISyntaxException, ClassNotFoundException {
    Path root =
        Path.of(
            PluginExecutorClient.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<Class<?>> types = new ArrayList<>();
    try (var files = Files.list(root.resolve("org/pluginexecutor/client"))) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith(".class") && !name.equals("package-info.class")) {
          Class<?> type =
              Class.forName("org.pluginexecutor.client." + name.substring(0, name.length() - 6));
          if (Modifier.isPublic(type.getModifiers())) {
            types.add(type);
          }
        }
      }
    }
    assertThat(types).hasSizeGreaterThan(30);
    return types;
  }
}
