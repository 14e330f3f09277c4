// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.PreconditionFailure;
import com.google.rpc.QuotaFailure;
import com.google.rpc.ResourceInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.grpc.protobuf.StatusProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.pluginexecutor.server.error.ExecutorError;
import org.pluginexecutor.server.error.ExecutorException;
import org.pluginexecutor.server.error.FieldViolation;
import org.pluginexecutor.v1.ErrorReason;

class StatusMapperTest {
  private static final Path PAGE = Path.of("..", "docs", "ERRORS.md");
  private static final Pattern ROW =
      Pattern.compile(
          "^\\| ([A-Z_]+) \\| ([A-Z_]+) \\| ([^|]+) \\| ([A-Za-z_]+) \\|", Pattern.MULTILINE);
  private static final Duration DELAY = Duration.ofMillis(1_500);

  private static Arguments row(
      ExecutorError error, Code code, String reason, String message, Message... details) {
    return Arguments.of(error, code, reason, message, List.of(details));
  }

  private static BadRequest badRequest(String field, String description) {
    return BadRequest.newBuilder()
        .addFieldViolations(
            BadRequest.FieldViolation.newBuilder().setField(field).setDescription(description))
        .build();
  }

  private static ResourceInfo resource(String type, String name) {
    return ResourceInfo.newBuilder().setResourceType(type).setResourceName(name).build();
  }

  private static PreconditionFailure precondition(String type, String subject, String message) {
    return PreconditionFailure.newBuilder()
        .addViolations(
            PreconditionFailure.Violation.newBuilder()
                .setType(type)
                .setSubject(subject)
                .setDescription(message))
        .build();
  }

  private static RetryInfo retry() {
    return RetryInfo.newBuilder()
        .setRetryDelay(
            com.google.protobuf.Duration.newBuilder().setSeconds(1).setNanos(500_000_000))
        .build();
  }

  static Stream<Arguments> errors() {
    var inUse = "aa/p/1 is used by x, y (expected: no instance uses it; delete them first)";
    var runtime = "aa/p/1 needs Python 2, which this server has not; name one";
    var type = "aa/p/1: plugins of type t are stored and listed, but not executed";
    var hook = "h (expected: a hook of type aa: a, b)";
    var full = "storing a package needs more room than is left";
    var readOnly =
        "storing a package is not possible: the server may read its store, but not write it";
    var mismatch = "aa/p/1: its zip is gone (expected: as uploaded; upload the same zip again)";
    var damaged = "x: it cannot be decrypted (expected: as stored; update it or go back)";
    var notEmpty =
        "is in use, plugin versions: 2, instances: 3 (expected: an empty store, or the wish to"
            + " replace what it has)";
    var notReadable =
        "it is encrypted (expected: a server with the key that the backup was made with)";
    return Stream.of(
        row(
            new ExecutorError.Unauthenticated("unknown token"),
            Code.UNAUTHENTICATED,
            "UNAUTHENTICATED",
            "caller: unknown token (expected: the header 'authorization: Bearer TOKEN' with a token"
                + " that the server knows)"),
        row(
            new ExecutorError.NotAllowed("gateway-1", "UploadPlugin", "manage"),
            Code.PERMISSION_DENIED,
            "NOT_ALLOWED",
            "caller: gateway-1 (expected: a caller with the role manage, which UploadPlugin"
                + " needs)"),
        row(
            new ExecutorError.InvalidRequest(
                List.of(new FieldViolation("f", "m"), new FieldViolation("g", "n"))),
            Code.INVALID_ARGUMENT,
            "INVALID_REQUEST",
            "invalid request: f: m; g: n",
            badRequest("f", "m").toBuilder()
                .addAllFieldViolations(badRequest("g", "n").getFieldViolationsList())
                .build()),
        row(
            ExecutorError.InvalidPluginPackage.of("MANIFEST.name", "m"),
            Code.INVALID_ARGUMENT,
            "INVALID_PLUGIN_PACKAGE",
            "invalid plugin package: MANIFEST.name: m",
            badRequest("MANIFEST.name", "m")),
        row(
            new ExecutorError.UnknownHook("h", "aa", List.of("a", "b")),
            Code.INVALID_ARGUMENT,
            "UNKNOWN_HOOK",
            "hook: " + hook,
            badRequest("hook", hook)),
        row(
            new ExecutorError.PluginNotFound("p/1", "e"),
            Code.NOT_FOUND,
            "PLUGIN_NOT_FOUND",
            "plugin: p/1 (expected: e)",
            resource("plugin", "p/1")),
        row(
            new ExecutorError.InstanceNotFound("x"),
            Code.NOT_FOUND,
            "INSTANCE_NOT_FOUND",
            "instance: x (expected: one that was created)",
            resource("instance", "x")),
        row(
            new ExecutorError.PluginAlreadyExists("aa/p/1", "sha256:0"),
            Code.ALREADY_EXISTS,
            "PLUGIN_ALREADY_EXISTS",
            "plugin: aa/p/1 is stored with other bytes, sha256:0 (expected: another version in the"
                + " MANIFEST, or delete the stored one)",
            resource("plugin", "aa/p/1")),
        row(
            new ExecutorError.InstanceAlreadyExists("x"),
            Code.ALREADY_EXISTS,
            "INSTANCE_ALREADY_EXISTS",
            "instance: x (expected: a name that is not taken)",
            resource("instance", "x")),
        row(
            new ExecutorError.PluginInUse("aa/p/1", List.of("x", "y")),
            Code.FAILED_PRECONDITION,
            "PLUGIN_IN_USE",
            "plugin: " + inUse,
            precondition("IN_USE", "aa/p/1", inUse)),
        row(
            new ExecutorError.RuntimeNotAvailable("aa/p/1", "Python 2", "name one"),
            Code.FAILED_PRECONDITION,
            "RUNTIME_NOT_AVAILABLE",
            "runtime: " + runtime,
            precondition("RUNTIME", "aa/p/1", runtime)),
        row(
            new ExecutorError.PluginTypeNotExecutable("aa/p/1", "t"),
            Code.FAILED_PRECONDITION,
            "PLUGIN_TYPE_NOT_EXECUTABLE",
            "plugin: " + type,
            precondition("PLUGIN_TYPE", "aa/p/1", type)),
        row(
            new ExecutorError.QueueFull("the queue is full", DELAY),
            Code.RESOURCE_EXHAUSTED,
            "QUEUE_FULL",
            "invocation: the queue is full (expected: a free slot; try again later)",
            QuotaFailure.newBuilder()
                .addViolations(
                    QuotaFailure.Violation.newBuilder()
                        .setSubject("invocation.slots")
                        .setDescription("the queue is full"))
                .build(),
            retry()),
        row(
            new ExecutorError.QuotaExceeded("instance a", "512 calls of it wait", DELAY),
            Code.RESOURCE_EXHAUSTED,
            "QUOTA_EXCEEDED",
            "instance a: 512 calls of it wait (expected: calls of it that end; try again later)",
            QuotaFailure.newBuilder()
                .addViolations(
                    QuotaFailure.Violation.newBuilder()
                        .setSubject("instance a")
                        .setDescription("512 calls of it wait"))
                .build(),
            retry()),
        row(
            new ExecutorError.RequestIdReused("r-1"),
            Code.INVALID_ARGUMENT,
            "REQUEST_ID_REUSED",
            "request_id: r-1 was another request's (expected: a new id for each new request)",
            badRequest(
                "request_id",
                "r-1 was another request's (expected: a new id for each new request)")),
        row(
            new ExecutorError.RequestNotKnown("r-1"),
            Code.NOT_FOUND,
            "REQUEST_NOT_KNOWN",
            "request_id: r-1 (expected: one that this server knows)",
            resource("request", "r-1")),
        row(
            new ExecutorError.AnswerNotKept("r-1"),
            Code.ABORTED,
            "ANSWER_NOT_KEPT",
            "request_id: r-1 has ended, its answer is gone (expected: kept ones)",
            resource("request", "r-1")),
        row(
            new ExecutorError.Draining(DELAY),
            Code.UNAVAILABLE,
            "DRAINING",
            "server: is stopping (expected: another replica)",
            retry()),
        row(
            new ExecutorError.WorkerStartFailed("the worker did not come up", DELAY),
            Code.UNAVAILABLE,
            "WORKER_START_FAILED",
            "worker: the worker did not come up; the server's log says more",
            retry()),
        row(
            new ExecutorError.DeadlineBeforeStart(),
            Code.DEADLINE_EXCEEDED,
            "DEADLINE_BEFORE_START",
            "deadline: passed before the hook started"),
        row(
            new ExecutorError.Cancelled(false),
            Code.CANCELLED,
            "CANCELLED",
            "call: cancelled by its caller"),
        row(
            new ExecutorError.Cancelled(true),
            Code.CANCELLED,
            "CANCELLED",
            "call: cancelled by its caller"),
        row(
            new ExecutorError.ShimProtocolViolation("protocol version: 2"),
            Code.INTERNAL,
            "SHIM_PROTOCOL_VIOLATION",
            "shim: protocol version: 2"),
        row(
            new ExecutorError.StoreFailed("storing a package"),
            Code.UNAVAILABLE,
            "STORE_FAILED",
            "store: storing a package failed; the server's log says why"),
        row(
            new ExecutorError.StoreFull("storing a package"),
            Code.RESOURCE_EXHAUSTED,
            "STORE_FULL",
            "store: " + full + " (expected: free space and inodes on its file system)",
            QuotaFailure.newBuilder()
                .addViolations(
                    QuotaFailure.Violation.newBuilder().setSubject("store").setDescription(full))
                .build()),
        row(
            new ExecutorError.StoreReadOnly("storing a package"),
            Code.FAILED_PRECONDITION,
            "STORE_READ_ONLY",
            "store: " + readOnly,
            precondition("READ_ONLY", "store", readOnly)),
        row(
            new ExecutorError.PluginDigestMismatch("aa/p/1", "its zip is gone"),
            Code.FAILED_PRECONDITION,
            "PLUGIN_DIGEST_MISMATCH",
            "plugin: " + mismatch,
            precondition("DIGEST", "aa/p/1", mismatch)),
        row(
            new ExecutorError.PluginNotTrusted("aa/p/1", "sha256:0", "it is not signed"),
            Code.PERMISSION_DENIED,
            "PLUGIN_NOT_TRUSTED",
            "plugin: aa/p/1 sha256:0 is not trusted: it is not signed (expected: a digest in the"
                + " list of trusted ones, or a signature by a trusted key)",
            resource("plugin", "aa/p/1")),
        row(
            new ExecutorError.InstanceChanged("x", 2, 3),
            Code.ABORTED,
            "INSTANCE_CHANGED",
            "instance: x has revision 3 (expected: 2; look at what was changed, then try again)",
            resource("instance", "x")),
        row(
            new ExecutorError.InstanceDamaged("x", "it cannot be decrypted"),
            Code.FAILED_PRECONDITION,
            "INSTANCE_DAMAGED",
            "instance: " + damaged,
            precondition("CONFIGURATION", "x", damaged)),
        row(
            new ExecutorError.StoreNotEmpty(2, 3),
            Code.FAILED_PRECONDITION,
            "STORE_NOT_EMPTY",
            "store: " + notEmpty,
            precondition("NOT_EMPTY", "store", notEmpty)),
        row(
            new ExecutorError.InvalidBackup("cut off (expected: a whole backup)"),
            Code.INVALID_ARGUMENT,
            "INVALID_BACKUP",
            "backup: cut off (expected: a whole backup)",
            badRequest("backup", "cut off (expected: a whole backup)")),
        row(
            new ExecutorError.BackupNotReadable("it is encrypted"),
            Code.FAILED_PRECONDITION,
            "BACKUP_NOT_READABLE",
            "backup: " + notReadable,
            precondition("KEY", "backup", notReadable)));
  }

  static Status status(Throwable failure) {
    return Objects.requireNonNull(StatusProto.fromThrowable(StatusMapper.toException(failure)));
  }

  static ErrorInfo info(Status status) {
    try {
      return status.getDetails(0).unpack(ErrorInfo.class);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @MethodSource("errors")
  void makes_a_status_of_every_error(
      ExecutorError error, Code code, String reason, String message, List<Message> details) {
    var status = status(new ExecutorException(error));

    assertThat(Code.forNumber(status.getCode())).isEqualTo(code);
    assertThat(status.getMessage()).isEqualTo(message);
    assertThat(info(status).getDomain()).isEqualTo("plugin-executor");
    assertThat(info(status).getReason()).isEqualTo(reason);
    assertThat(status.getDetailsList().subList(1, status.getDetailsCount()))
        .isEqualTo(details.stream().map(Any::pack).toList());
  }

  @ParameterizedTest
  @MethodSource("errors")
  void says_whether_the_hook_may_have_run(ExecutorError error) {
    assertThat(info(status(new ExecutorException(error))).getMetadataMap())
        .containsEntry("hook_state", error.hookMayHaveRun() ? "STARTED" : "NOT_STARTED");
  }

  @Test
  void says_in_which_phase_the_deadline_passed() {
    assertThat(
            info(status(new ExecutorException(new ExecutorError.DeadlineBeforeStart())))
                .getMetadataMap())
        .isEqualTo(Map.of("hook_state", "NOT_STARTED", "phase", "queued"));
  }

  @Test
  void is_tested_with_every_error() {
    assertThat(
            errors()
                .map(row -> Objects.requireNonNull(row.get()[0]).getClass())
                .collect(Collectors.toSet()))
        .isEqualTo(leaves(ExecutorError.class).collect(Collectors.toSet()));
  }

  private static Stream<Class<?>> leaves(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(StatusMapperTest::leaves)
        : Stream.of(type);
  }

  @ParameterizedTest
  @MethodSource("errors")
  void agrees_with_the_documentation(ExecutorError error) throws IOException {
    var status = status(new ExecutorException(error));
    var reason = info(status).getReason();
    var row =
        ROW.matcher(Files.readString(PAGE))
            .results()
            .filter(r -> r.group(1).equals(reason))
            .findFirst()
            .orElseThrow();
    var details =
        status.getDetailsList().stream()
            .skip(1)
            .map(detail -> detail.getTypeUrl().replaceAll(".*\\.", ""))
            .collect(Collectors.joining(", "));
    var documented =
        row.group(3).startsWith("ErrorInfo") || row.group(3).equals("-")
            ? ""
            : row.group(3).replaceAll(", one violation per .*", "");

    assertThat(row.group(2)).isEqualTo(Code.forNumber(status.getCode()).name());
    assertThat(details).isEqualTo(documented);
    assertThat(row.group(4)).isIn("either", info(status).getMetadataMap().get("hook_state"));
  }

  @Test
  void has_a_row_in_the_documentation_for_every_reason_and_no_other() throws IOException {
    var documented =
        ROW.matcher(Files.readString(PAGE))
            .results()
            .map(row -> "ERROR_REASON_" + row.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    var reasons =
        Arrays.stream(ErrorReason.values())
            .map(ErrorReason::name)
            .filter(name -> !name.endsWith("_UNSPECIFIED") && !name.equals("UNRECOGNIZED"))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(documented).isEqualTo(reasons);
  }
}
