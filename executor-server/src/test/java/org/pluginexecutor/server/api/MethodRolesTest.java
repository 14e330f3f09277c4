// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ServiceDescriptor;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pluginexecutor.server.config.Role;
import org.pluginexecutor.v1.HookServiceGrpc;

/** Holds the table of roles against the services, and docs/OPERATIONS.md against the table. */
class MethodRolesTest {
  private static final Path PROTO = Path.of("..", "proto/src/main/protobuf/pluginexecutor/v1");
  private static final Pattern SERVICE = Pattern.compile("(?m)^service (\\w+)");
  private static final Pattern RPC = Pattern.compile("(?m)^  rpc (\\w+)");

  /** Every method of every service in the files of the API, whether the server has it or not. */
  static List<String> methods() throws IOException {
    var methods = new ArrayList<String>();
    try (var files = Files.list(PROTO)) {
      for (var file : files.sorted().toList()) {
        var text = Files.readString(file);
        var service = SERVICE.matcher(text);
        if (service.find()) {
          RPC.matcher(text)
              .results()
              .forEach(
                  rpc -> methods.add("pluginexecutor.v1." + service.group(1) + "/" + rpc.group(1)));
        }
      }
    }
    return methods;
  }

  @ParameterizedTest
  @MethodSource("methods")
  void every_method_of_ours_has_exactly_one_role(String method) {
    assertThat(MethodRoles.neededFor(method)).isPresent();
    assertThat(MethodRoles.isFree(method)).isFalse();
  }

  @Test
  void hooks_need_the_role_invoke_and_nothing_else_does() throws IOException {
    assertThat(methods())
        .filteredOn(method -> MethodRoles.neededFor(method).orElseThrow() == Role.INVOKE)
        .containsExactlyInAnyOrder(
            HookServiceGrpc.getInvokeHookMethod().getFullMethodName(),
            HookServiceGrpc.getStreamHookMethod().getFullMethodName());
  }

  @Test
  @SuppressWarnings("deprecation")
  void health_is_free_and_reflection_is_not() {
    assertThat(namesOf(HealthGrpc.getServiceDescriptor())).allMatch(MethodRoles::isFree);
    assertThat(
            Stream.of(
                    ServerReflectionGrpc.getServiceDescriptor(),
                    io.grpc.reflection.v1alpha.ServerReflectionGrpc.getServiceDescriptor())
                .flatMap(service -> namesOf(service).stream()))
        .hasSize(2)
        .allMatch(method -> MethodRoles.neededFor(method).orElseThrow() == Role.OBSERVE);
  }

  private static List<String> namesOf(ServiceDescriptor service) {
    return service.getMethods().stream().map(method -> method.getFullMethodName()).toList();
  }

  @Test
  void a_method_that_nobody_thought_of_has_none() {
    assertThat(MethodRoles.neededFor("pluginexecutor.v1.NewService/New")).isEmpty();
    assertThat(MethodRoles.isFree("pluginexecutor.v1.NewService/New")).isFalse();
  }

  @Test
  void the_page_for_operators_has_the_same_table() throws IOException {
    var page = Files.readString(Path.of("..", "docs/OPERATIONS.md"));
    for (var method : methods()) {
      var name = method.substring(method.lastIndexOf('/') + 1);
      var role = MethodRoles.neededFor(method).orElseThrow().label();
      assertThat(page)
          .as(method)
          .containsPattern("(?m)^\\| `" + role + "` \\|.*\\b" + name + "\\b.*\\|$");
    }
  }
}
