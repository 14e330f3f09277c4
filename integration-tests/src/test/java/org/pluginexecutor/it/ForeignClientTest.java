// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.TextFormat;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients that are not ours: one that knows only reflection, and Python with stubs of its own
 * making.
 */
class ForeignClientTest {
  private static TestServer server;
  private static ManagedChannel channel;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    channel = server.channel();
  }

  @AfterAll
  static void stop() {
    channel.shutdownNow();
    server.close();
  }

  @Test
  void a_generic_client_calls_a_hook_through_reflection() throws Exception {
    server.upload(
        "echo",
        PluginZip.aa(
            "echo",
            "class Plugin:\n  def authenticate(self, key_value_pairs):\n"
                + "    return {'verdict': 'ACCEPT', 'cookie': key_value_pairs}\n"));
    var service = describe("pluginexecutor.v1.HookService").findServiceByName("HookService");
    var method = service.findMethodByName("InvokeHook");
    var request = DynamicMessage.newBuilder(method.getInputType());
    TextFormat.merge(
        """
        plugin { plugin { name: "echo" } }
        hook: "authenticate"
        session_id: "generic-1"
        arguments { key: "key_value_pairs" value { dict_value {
          fields { key: "big" value { big_int_value: "123456789012345678901234567890" } }
        } } }
        """,
        request);
    var response = call(method, request.build());
    assertThat(response.toString())
        .contains("verdict: VERDICT_ACCEPT")
        .contains("big_int_value: \"123456789012345678901234567890\"");
  }

  private static DynamicMessage call(MethodDescriptor method, DynamicMessage request) {
    Descriptor output = method.getOutputType();
    return ClientCalls.blockingUnaryCall(
        channel,
        io.grpc.MethodDescriptor.<DynamicMessage, DynamicMessage>newBuilder()
            .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
            .setFullMethodName(method.getService().getFullName() + "/" + method.getName())
            .setRequestMarshaller(
                ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(method.getInputType())))
            .setResponseMarshaller(ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(output)))
            .build(),
        CallOptions.DEFAULT,
        request);
  }

  /** The file that describes a symbol, with all that it imports, as the server tells it. */
  private static FileDescriptor describe(String symbol) throws Exception {
    var files = new HashMap<String, FileDescriptorProto>();
    FileDescriptorProto first = null;
    for (var bytes :
        reflect(ServerReflectionRequest.newBuilder().setFileContainingSymbol(symbol).build())
            .getFileDescriptorResponse()
            .getFileDescriptorProtoList()) {
      var file = FileDescriptorProto.parseFrom(bytes);
      files.put(file.getName(), file);
      first = first == null ? file : first;
    }
    return build(java.util.Objects.requireNonNull(first), files);
  }

  private static FileDescriptor build(
      FileDescriptorProto file, Map<String, FileDescriptorProto> files)
      throws DescriptorValidationException {
    var dependencies = new ArrayList<FileDescriptor>();
    for (var name : file.getDependencyList()) {
      dependencies.add(build(java.util.Objects.requireNonNull(files.get(name)), files));
    }
    return FileDescriptor.buildFrom(file, dependencies.toArray(new FileDescriptor[0]));
  }

  private static ServerReflectionResponse reflect(ServerReflectionRequest request)
      throws Exception {
    var answer = new CompletableFuture<ServerReflectionResponse>();
    var requests =
        ServerReflectionGrpc.newStub(channel)
            .serverReflectionInfo(
                new StreamObserver<>() {
                  @Override
                  public void onNext(ServerReflectionResponse response) {
                    answer.complete(response);
                  }

                  @Override
                  public void onError(Throwable cause) {
                    answer.completeExceptionally(cause);
                  }

                  @Override
                  public void onCompleted() {}
                });
    requests.onNext(request);
    requests.onCompleted();
    return answer.get(10, TimeUnit.SECONDS);
  }

  @Test
  void reflection_lists_the_services_and_health_says_serving() throws Exception {
    var services =
        reflect(ServerReflectionRequest.newBuilder().setListServices("").build())
            .getListServicesResponse()
            .getServiceList();
    assertThat(services)
        .extracting(service -> service.getName())
        .contains(
            "pluginexecutor.v1.HookService",
            "pluginexecutor.v1.PluginService",
            "pluginexecutor.v1.InstanceService",
            "grpc.health.v1.Health",
            "grpc.reflection.v1alpha.ServerReflection");
    for (var name : List.of("", "pluginexecutor.v1.HookService")) {
      var health =
          HealthGrpc.newBlockingStub(channel)
              .check(HealthCheckRequest.newBuilder().setService(name).build());
      assertThat(health.getStatus()).isEqualTo(ServingStatus.SERVING);
    }
  }

  @Test
  void python_with_stubs_generated_from_our_files_plays_a_session(@TempDir Path directory)
      throws Exception {
    var python = pythonWithGrpc();
    var zip = directory.resolve("sample_aa.zip");
    Files.write(
        zip, PluginZip.ofDirectory(TestServer.home().resolve("examples/sample_aa")).bytes());
    var process =
        new ProcessBuilder(
                python,
                TestServer.home()
                    .resolve("integration-tests/src/test/python/foreign_client.py")
                    .toString(),
                TestServer.home().resolve("proto/src/main/protobuf").toString(),
                "127.0.0.1:" + server.port(),
                server.server().tokenFile().orElseThrow().toString(),
                zip.toString())
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output)
        .contains("first: VERDICT_NEEDINFO otp")
        .contains("second: VERDICT_ACCEPT alice")
        .contains("streamed: ['python-1: session_ended:")
        .contains("refused: NOT_FOUND plugin: nobody (expected: an uploaded plugin)");
  }

  /**
   * A Python that has gRPC and its generator: Debian's packages python3-grpcio and
   * python3-grpc-tools. CI installs them, so there a missing one is a failure.
   */
  private static String pythonWithGrpc() throws IOException, InterruptedException {
    for (var python : List.of("/usr/bin/python3", "python3")) {
      var process =
          new ProcessBuilder(python, "-c", "import grpc, grpc_tools")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (process.waitFor() == 0) {
        return python;
      }
    }
    assertThat(System.getenv("CI"))
        .as("CI has to install python3-grpcio and python3-grpc-tools")
        .isNull();
    assumeTrue(false, "needs Debian's packages python3-grpcio and python3-grpc-tools");
    throw new IllegalStateException();
  }
}
