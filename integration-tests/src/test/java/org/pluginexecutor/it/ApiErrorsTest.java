// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.PreconditionFailure;
import com.google.rpc.ResourceInfo;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.pluginexecutor.v1.CreateInstanceRequest;
import org.pluginexecutor.v1.DeletePluginRequest;
import org.pluginexecutor.v1.GetInstanceRequest;
import org.pluginexecutor.v1.HookServiceGrpc;
import org.pluginexecutor.v1.InstanceServiceGrpc;
import org.pluginexecutor.v1.InvokeHookRequest;
import org.pluginexecutor.v1.ListValue;
import org.pluginexecutor.v1.PluginRef;
import org.pluginexecutor.v1.PluginServiceGrpc;
import org.pluginexecutor.v1.PluginTarget;
import org.pluginexecutor.v1.Value;

/** Every refusal has its code, its reason, its details and a sentence that says what to do. */
class ApiErrorsTest {
  private static TestServer server;
  private static ManagedChannel channel;
  private static HookServiceGrpc.HookServiceBlockingStub hooks;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    server.upload("known", PluginZip.aa("known", "class Plugin: pass\n"));
    channel = server.channel();
    hooks = HookServiceGrpc.newBlockingStub(channel);
  }

  @AfterAll
  static void stop() {
    channel.shutdownNow();
    server.close();
  }

  private static InvokeHookRequest.Builder call(String plugin, String hook) {
    return InvokeHookRequest.newBuilder()
        .setPlugin(PluginTarget.newBuilder().setPlugin(PluginRef.newBuilder().setName(plugin)))
        .setHook(hook)
        .setSessionId("s-1");
  }

  private static com.google.rpc.Status failure(Runnable call) {
    var e = catchThrowableOfType(StatusRuntimeException.class, call::run);
    return Objects.requireNonNull(StatusProto.fromThrowable(e));
  }

  private static com.google.rpc.Status refused(InvokeHookRequest.Builder request) {
    var status = failure(() -> hooks.invokeHook(request.build()));
    assertThat(info(status).getMetadataOrThrow("hook_state")).isEqualTo("NOT_STARTED");
    return status;
  }

  private static ErrorInfo info(com.google.rpc.Status status) {
    return detail(status, ErrorInfo.class);
  }

  private static <T extends com.google.protobuf.Message> T detail(
      com.google.rpc.Status status, Class<T> type) {
    try {
      for (Any any : status.getDetailsList()) {
        if (any.is(type)) {
          return any.unpack(type);
        }
      }
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
    throw new AssertionError("no " + type.getSimpleName() + " in " + status);
  }

  private static void assertReason(com.google.rpc.Status status, Status.Code code, String reason) {
    assertThat(Status.fromCodeValue(status.getCode()).getCode()).isEqualTo(code);
    assertThat(info(status).getReason()).isEqualTo(reason);
    assertThat(info(status).getDomain()).isEqualTo("plugin-executor");
  }

  private static List<String> violatedFields(com.google.rpc.Status status) {
    return detail(status, BadRequest.class).getFieldViolationsList().stream()
        .map(BadRequest.FieldViolation::getField)
        .toList();
  }

  @Test
  void an_unknown_plugin_is_not_found() {
    var status = refused(call("stranger", "authenticate"));
    assertReason(status, Status.Code.NOT_FOUND, "PLUGIN_NOT_FOUND");
    assertThat(detail(status, ResourceInfo.class).getResourceName()).isEqualTo("stranger");
    assertThat(status.getMessage()).isEqualTo("plugin: stranger (expected: an uploaded plugin)");
  }

  @Test
  void an_unknown_version_names_those_that_there_are() {
    var request = call("known", "authenticate");
    request.getPluginBuilder().getPluginBuilder().setVersion("9");
    var status = refused(request);
    assertReason(status, Status.Code.NOT_FOUND, "PLUGIN_NOT_FOUND");
    assertThat(status.getMessage()).contains("known/9").contains("aa/known/1.0.0");
  }

  @Test
  void an_unknown_instance_is_not_found() {
    var status = refused(call("known", "authenticate").clearPlugin().setInstance("nobody"));
    assertReason(status, Status.Code.NOT_FOUND, "INSTANCE_NOT_FOUND");
  }

  @Test
  void an_unknown_hook_names_those_of_the_type() {
    var status = refused(call("known", "get_password_list"));
    assertReason(status, Status.Code.INVALID_ARGUMENT, "UNKNOWN_HOOK");
    assertThat(status.getMessage()).contains("authenticate, authorize, session_ended");
  }

  @Test
  void an_argument_of_an_unknown_kind_is_named() {
    var status =
        refused(
            call("known", "authenticate")
                .putArguments("x", Value.getDefaultInstance())
                .putArguments(
                    "y",
                    Value.newBuilder()
                        .setListValue(
                            ListValue.newBuilder()
                                .addValues(Value.newBuilder().setBigIntValue("0x10")))
                        .build()));
    assertReason(status, Status.Code.INVALID_ARGUMENT, "INVALID_REQUEST");
    assertThat(violatedFields(status))
        .containsExactlyInAnyOrder("arguments.x", "arguments.y[0].big_int_value");
  }

  @Test
  void an_argument_of_the_wrong_type_is_named_with_what_is_expected() {
    var status =
        refused(
            call("known", "authenticate")
                .putArguments(
                    "key_value_pairs", Value.newBuilder().setStringValue("otp=1").build()));
    assertReason(status, Status.Code.INVALID_ARGUMENT, "INVALID_REQUEST");
    assertThat(status.getMessage())
        .contains("arguments.key_value_pairs: str (expected: a dict or None)");
  }

  @Test
  void all_broken_rules_of_a_request_are_named_at_once() {
    var status =
        refused(
            InvokeHookRequest.newBuilder()
                .setHook("no such hook")
                .setSessionId("a b\n")
                .setTimeLimit(Duration.newBuilder().setSeconds(-1))
                .putArguments("cookie", Value.newBuilder().setBoolValue(true).build()));
    assertThat(violatedFields(status))
        .containsExactlyInAnyOrder(
            "target", "hook", "session_id", "time_limit", "arguments.cookie");
  }

  @Test
  void numbers_that_json_cannot_say_are_refused() {
    var status =
        refused(
            call("known", "authenticate")
                .putArguments("x", Value.newBuilder().setDoubleValue(Double.NaN).build()));
    assertThat(violatedFields(status)).containsExactly("arguments.x.double_value");
  }

  @Test
  void values_that_nest_too_deep_are_refused() {
    var value = Value.newBuilder().setBoolValue(true).build();
    for (int level = 0; level < 31; level++) {
      value = Value.newBuilder().setListValue(ListValue.newBuilder().addValues(value)).build();
    }
    var status = refused(call("known", "authenticate").putArguments("x", value));
    assertReason(status, Status.Code.INVALID_ARGUMENT, "INVALID_REQUEST");
    assertThat(status.getMessage()).contains("at most 30 levels");
  }

  @Test
  void arguments_beyond_the_limit_are_refused() {
    var text = Value.newBuilder().setStringValue("x".repeat(5 << 20)).build();
    var status = refused(call("known", "authenticate").putArguments("x", text));
    assertThat(violatedFields(status)).containsExactly("arguments");
  }

  @Test
  void a_plugin_that_needs_a_missing_runtime_says_which() {
    var zip =
        new PluginZip()
            .file("MANIFEST", PluginZip.manifest("aa", "legacy", "1.0"))
            .file("main.py", "class Plugin: pass\n");
    try (var withoutPython2 =
        TestServer.start(c -> c.withSearchDirectories(List.of(Path.of("/usr/bin"))))) {
      withoutPython2.upload("legacy", zip);
      var other = withoutPython2.channel();
      try {
        var stub = HookServiceGrpc.newBlockingStub(other);
        var status = failure(() -> stub.invokeHook(call("legacy", "authenticate").build()));
        assertReason(status, Status.Code.FAILED_PRECONDITION, "RUNTIME_NOT_AVAILABLE");
        assertThat(detail(status, PreconditionFailure.class).getViolations(0).getType())
            .isEqualTo("RUNTIME");
        assertThat(status.getMessage()).contains("needs Python 2").contains("--runtime");
      } finally {
        other.shutdownNow();
      }
    }
  }

  @Test
  void plugins_of_types_without_public_hooks_are_not_executed() {
    var zip =
        new PluginZip()
            .file(
                "MANIFEST", PluginZip.manifest("signingca", "ca", "1.0") + "entry_point: main.py\n")
            .file("main.py", "class Plugin: pass\n");
    server.upload("ca", zip);
    var status = refused(call("ca", "sign"));
    assertReason(status, Status.Code.FAILED_PRECONDITION, "PLUGIN_TYPE_NOT_EXECUTABLE");
  }

  @Test
  void an_instance_name_is_taken_once() {
    var instances = InstanceServiceGrpc.newBlockingStub(channel);
    var request =
        CreateInstanceRequest.newBuilder()
            .setName("taken")
            .setPlugin(PluginRef.newBuilder().setName("known"))
            .build();
    var _ = instances.createInstance(request);
    assertReason(
        failure(() -> instances.createInstance(request)),
        Status.Code.ALREADY_EXISTS,
        "INSTANCE_ALREADY_EXISTS");
  }

  @Test
  void a_plugin_that_an_instance_uses_is_not_deleted() {
    server.upload("used", PluginZip.aa("used", "class Plugin: pass\n"));
    var _ =
        InstanceServiceGrpc.newBlockingStub(channel)
            .createInstance(
                CreateInstanceRequest.newBuilder()
                    .setName("user-of-used")
                    .setPlugin(PluginRef.newBuilder().setName("used"))
                    .build());
    var status =
        failure(() ->
            PluginServiceGrpc.newBlockingStub(channel)
                .deletePlugin(
                    DeletePluginRequest.newBuilder()
                        .setPlugin(PluginRef.newBuilder().setName("used").setVersion("1.0.0"))
                        .build()));
    assertReason(status, Status.Code.FAILED_PRECONDITION, "PLUGIN_IN_USE");
    assertThat(status.getMessage()).contains("user-of-used");
  }

  @Test
  void names_that_could_be_paths_are_refused() {
    for (var name : List.of("../known", "a/b", "", ".", "x".repeat(129), "kn\u0000wn", "knоwn")) {
      var status =
          failure(() ->
              InstanceServiceGrpc.newBlockingStub(channel)
                  .getInstance(GetInstanceRequest.newBuilder().setName(name).build()));
      assertReason(status, Status.Code.INVALID_ARGUMENT, "INVALID_REQUEST");
      assertReason(
          refused(call(name, "authenticate")), Status.Code.INVALID_ARGUMENT, "INVALID_REQUEST");
    }
  }
}
