// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pluginexecutor.v1.IsolationLevel;
import org.pluginexecutor.v1.Limits;
import org.pluginexecutor.v1.ListRuntimesRequest;
import org.pluginexecutor.v1.ListRuntimesResponse;
import org.pluginexecutor.v1.Runtime;
import org.pluginexecutor.v1.RuntimeServiceGrpc;
import org.pluginexecutor.v1.StartKind;

class RuntimesTest {
  private final ScriptedServer server = new ScriptedServer(new Service());

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void describes_the_server_and_leaves_out_what_it_does_not_know() {
    assertThat(server.client.runtimes().describe())
        .isEqualTo(
            new ServerDescription(
                "1.4.0",
                List.of(
                    new PluginRuntime(
                        "python3",
                        "3.11.2",
                        "CPython",
                        List.of(
                            new RuntimeModule("yaml", true, Optional.of("6.0")),
                            new RuntimeModule("ldap", false, Optional.empty())),
                        false,
                        true)),
                List.of(PluginType.AA),
                Execution.IsolationLevel.NONE,
                List.of(Execution.StartKind.EXEC, Execution.StartKind.UNKNOWN),
                new ServerLimits(
                    1,
                    2,
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(4),
                    Duration.ofSeconds(5),
                    6,
                    7,
                    8,
                    9,
                    10,
                    true)));
  }

  @Test
  void a_server_without_the_health_check_cannot_be_asked() {
    assertThatThrownBy(() -> server.client.runtimes().isServing())
        .isInstanceOf(UnsupportedException.class);
  }

  private static final class Service extends RuntimeServiceGrpc.RuntimeServiceImplBase {
    @Override
    public void listRuntimes(
        ListRuntimesRequest request, StreamObserver<ListRuntimesResponse> observer) {
      observer.onNext(
          ListRuntimesResponse.newBuilder()
              .setServerVersion("1.4.0")
              .addRuntimes(
                  Runtime.newBuilder()
                      .setName("python3")
                      .setVersion("3.11.2")
                      .setImplementation("CPython")
                      .setPreferred(true)
                      .addModules(module("yaml", "6.0"))
                      .addModules(module("ldap", "")))
              .addExecutedPluginTypes(org.pluginexecutor.v1.PluginType.PLUGIN_TYPE_AA)
              .addExecutedPluginTypesValue(77)
              .setIsolationLevel(IsolationLevel.ISOLATION_LEVEL_NONE)
              .addStartKinds(StartKind.START_KIND_EXEC)
              .addStartKindsValue(77)
              .setLimits(limits())
              .build());
      observer.onCompleted();
    }

    private static org.pluginexecutor.v1.RuntimeModule module(String name, String version) {
      return org.pluginexecutor.v1.RuntimeModule.newBuilder()
          .setName(name)
          .setFound(!version.isEmpty())
          .setVersion(version)
          .build();
    }

    private static com.google.protobuf.Duration seconds(long count) {
      return com.google.protobuf.Duration.newBuilder().setSeconds(count).build();
    }

    private static Limits limits() {
      return Limits.newBuilder()
          .setSlots(1)
          .setQueueLength(2)
          .setQueueTimeout(seconds(3))
          .setDefaultTimeLimit(seconds(4))
          .setMaxTimeLimit(seconds(5))
          .setResultLimitBytes(6)
          .setOutputLimitBytes(7)
          .setOutputLimitLines(8)
          .setPackageEntries(9)
          .setPackageUnpackedBytes(10)
          .setTracebacksHidden(true)
          .build();
    }
  }
}
