// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.api;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.PreconditionFailure;
import com.google.rpc.QuotaFailure;
import com.google.rpc.ResourceInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.protobuf.StatusProto;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.pluginexecutor.server.error.ExecutorError;
import org.pluginexecutor.server.error.ExecutorException;
import org.pluginexecutor.server.error.FieldViolation;
import org.pluginexecutor.v1.ErrorReason;
import org.pluginexecutor.v1.HookState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place that turns an error into a gRPC status. Stateless. See docs/ERRORS.md. */
final class StatusMapper {
  private static final Logger log = LoggerFactory.getLogger(StatusMapper.class);
  private static final String DOMAIN = "plugin-executor";
  private static final Metadata.Key<Status> DETAILS =
      Metadata.Key.of(
          "grpc-status-details-bin", ProtoUtils.metadataMarshaller(Status.getDefaultInstance()));
  private static final String REASON_PREFIX = "ERROR_REASON_";
  private static final String HOOK_STATE_PREFIX = "HOOK_STATE_";

  /**
   * Most that violations may take as text. They are sent three times, in Base64 twice of them, and
   * a client that gets more than 8 KiB of headers breaks the connection with all its calls.
   */
  private static final int VIOLATIONS_BYTES = 1_800;

  /** What one violation takes besides. */
  private static final int FRAME_BYTES = 8;

  private StatusMapper() {}

  static StatusRuntimeException toException(Throwable failure) {
    return switch (failure) {
      case ExecutorException e when e.error() instanceof ExecutorError.Overload ->
          new Refusal(toStatus(e.error()));
      case ExecutorException e -> StatusProto.toStatusRuntimeException(toStatus(e.error()));
      default -> StatusProto.toStatusRuntimeException(bug(failure));
    };
  }

  /** A message of which more comes out than a message may have; plain ones gRPC refuses itself. */
  static StatusRuntimeException tooLargeUnpacked(int mostBytes) {
    var message = "unpacks to more (expected: at most " + mostBytes + " B)";
    return new Refusal(
        notStarted(Code.RESOURCE_EXHAUSTED, ErrorReason.ERROR_REASON_INVALID_REQUEST)
            .build(
                "message: " + message,
                badRequest(List.of(new FieldViolation("message", message)))));
  }

  /** A status as an exception that does not look where it comes from; refusing is to be cheap. */
  private static final class Refusal extends StatusRuntimeException {
    private static final long serialVersionUID = 1L;

    Refusal(Status status) {
      super(
          io.grpc.Status.fromCodeValue(status.getCode()).withDescription(status.getMessage()),
          trailers(status));
    }

    private static Metadata trailers(Status status) {
      var trailers = new Metadata();
      trailers.put(DETAILS, status);
      return trailers;
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
      return this;
    }
  }

  private static Status toStatus(ExecutorError error) {
    return switch (error) {
      case ExecutorError.InvalidRequest(var violations) ->
          notStarted(Code.INVALID_ARGUMENT, ErrorReason.ERROR_REASON_INVALID_REQUEST)
              .build(summary("request", shown(violations)), badRequest(shown(violations)));
      case ExecutorError.InvalidPluginPackage(var violations) ->
          notStarted(Code.INVALID_ARGUMENT, ErrorReason.ERROR_REASON_INVALID_PLUGIN_PACKAGE)
              .build(summary("plugin package", shown(violations)), badRequest(shown(violations)));
      case ExecutorError.UnknownHook(var hook, var type, var known) -> {
        var message =
            hook + " (expected: a hook of type " + type + ": " + String.join(", ", known) + ")";
        yield notStarted(Code.INVALID_ARGUMENT, ErrorReason.ERROR_REASON_UNKNOWN_HOOK)
            .build("hook: " + message, badRequest(List.of(new FieldViolation("hook", message))));
      }
      case ExecutorError.Unauthenticated(var found) ->
          notStarted(Code.UNAUTHENTICATED, ErrorReason.ERROR_REASON_UNAUTHENTICATED)
              .build(
                  "caller: "
                      + found
                      + " (expected: the header 'authorization: Bearer TOKEN' with a token that the"
                      + " server knows)");
      case ExecutorError.NotAllowed(var caller, var method, var role) ->
          notStarted(Code.PERMISSION_DENIED, ErrorReason.ERROR_REASON_NOT_ALLOWED)
              .with("role", role)
              .build(
                  "caller: "
                      + caller
                      + " (expected: a caller with the role "
                      + role
                      + ", which "
                      + method
                      + " needs)");
      case ExecutorError.PluginNotFound(var plugin, var expected) ->
          notStarted(Code.NOT_FOUND, ErrorReason.ERROR_REASON_PLUGIN_NOT_FOUND)
              .build(
                  "plugin: " + plugin + " (expected: " + expected + ")",
                  resource("plugin", plugin));
      case ExecutorError.InstanceNotFound(var name) ->
          notStarted(Code.NOT_FOUND, ErrorReason.ERROR_REASON_INSTANCE_NOT_FOUND)
              .build(
                  "instance: " + name + " (expected: one that was created)",
                  resource("instance", name));
      case ExecutorError.PluginAlreadyExists(var plugin, var storedDigest) ->
          notStarted(Code.ALREADY_EXISTS, ErrorReason.ERROR_REASON_PLUGIN_ALREADY_EXISTS)
              .build(
                  "plugin: "
                      + plugin
                      + " is stored with other bytes, "
                      + storedDigest
                      + " (expected: another version in the MANIFEST, or delete the stored one)",
                  resource("plugin", plugin));
      case ExecutorError.InstanceAlreadyExists(var name) ->
          notStarted(Code.ALREADY_EXISTS, ErrorReason.ERROR_REASON_INSTANCE_ALREADY_EXISTS)
              .build(
                  "instance: " + name + " (expected: a name that is not taken)",
                  resource("instance", name));
      case ExecutorError.PluginInUse(var plugin, var instances) -> {
        var message =
            plugin
                + " is used by "
                + String.join(", ", instances)
                + " (expected: no instance uses it; delete them first)";
        yield notStarted(Code.FAILED_PRECONDITION, ErrorReason.ERROR_REASON_PLUGIN_IN_USE)
            .build("plugin: " + message, precondition("IN_USE", plugin, message));
      }
      case ExecutorError.RuntimeNotAvailable(var plugin, var wanted, var remedy) -> {
        var message = plugin + " needs " + wanted + ", which this server has not; " + remedy;
        yield notStarted(Code.FAILED_PRECONDITION, ErrorReason.ERROR_REASON_RUNTIME_NOT_AVAILABLE)
            .build("runtime: " + message, precondition("RUNTIME", plugin, message));
      }
      case ExecutorError.PluginTypeNotExecutable(var plugin, var type) -> {
        var message =
            plugin + ": plugins of type " + type + " are stored and listed, but not executed";
        yield notStarted(
                Code.FAILED_PRECONDITION, ErrorReason.ERROR_REASON_PLUGIN_TYPE_NOT_EXECUTABLE)
            .build("plugin: " + message, precondition("PLUGIN_TYPE", plugin, message));
      }
      case ExecutorError.QueueFull(var why, var retryAfter) ->
          notStarted(Code.RESOURCE_EXHAUSTED, ErrorReason.ERROR_REASON_QUEUE_FULL)
              .build(
                  "invocation: " + why + " (expected: a free slot; try again later)",
                  quota("invocation.slots", why),
                  retry(retryAfter));
      case ExecutorError.QuotaExceeded(var share, var why, var retryAfter) ->
          notStarted(Code.RESOURCE_EXHAUSTED, ErrorReason.ERROR_REASON_QUOTA_EXCEEDED)
              .build(
                  share + ": " + why + " (expected: calls of it that end; try again later)",
                  quota(share, why),
                  retry(retryAfter));
      case ExecutorError.RequestIdReused(var id) -> {
        var message = id + " was another request's (expected: a new id for each new request)";
        yield notStarted(Code.INVALID_ARGUMENT, ErrorReason.ERROR_REASON_REQUEST_ID_REUSED)
            .build(
                "request_id: " + message,
                badRequest(List.of(new FieldViolation("request_id", message))));
      }
      case ExecutorError.RequestNotKnown(var id) ->
          failed(Code.NOT_FOUND, ErrorReason.ERROR_REASON_REQUEST_NOT_KNOWN, true)
              .build(
                  "request_id: " + id + " (expected: one that this server knows)",
                  resource("request", id));
      case ExecutorError.AnswerNotKept(var id) ->
          failed(Code.ABORTED, ErrorReason.ERROR_REASON_ANSWER_NOT_KEPT, true)
              .build(
                  "request_id: " + id + " has ended, its answer is gone (expected: kept ones)",
                  resource("request", id));
      case ExecutorError.Draining(var retryAfter) ->
          notStarted(Code.UNAVAILABLE, ErrorReason.ERROR_REASON_DRAINING)
              .build("server: is stopping (expected: another replica)", retry(retryAfter));
      case ExecutorError.WorkerStartFailed(var why, var retryAfter) ->
          notStarted(Code.UNAVAILABLE, ErrorReason.ERROR_REASON_WORKER_START_FAILED)
              .build("worker: " + why + "; the server's log says more", retry(retryAfter));
      case ExecutorError.DeadlineBeforeStart() ->
          notStarted(Code.DEADLINE_EXCEEDED, ErrorReason.ERROR_REASON_DEADLINE_BEFORE_START)
              .with("phase", "queued")
              .build("deadline: passed before the hook started");
      case ExecutorError.Cancelled(var hookMayHaveRun) ->
          failed(Code.CANCELLED, ErrorReason.ERROR_REASON_CANCELLED, hookMayHaveRun)
              .build("call: cancelled by its caller");
      case ExecutorError.ShimProtocolViolation(var why) ->
          notStarted(Code.INTERNAL, ErrorReason.ERROR_REASON_SHIM_PROTOCOL_VIOLATION)
              .build("shim: " + why);
      case ExecutorError.StoreFailed(var what) ->
          notStarted(Code.UNAVAILABLE, ErrorReason.ERROR_REASON_STORE_FAILED)
              .build("store: " + what + " failed; the server's log says why");
      case ExecutorError.StoreFull(var what) -> {
        var message = what + " needs more room than is left";
        yield notStarted(Code.RESOURCE_EXHAUSTED, ErrorReason.ERROR_REASON_STORE_FULL)
            .build(
                "store: " + message + " (expected: free space and inodes on its file system)",
                quota("store", message));
      }
      case ExecutorError.StoreReadOnly(var what) -> {
        var message = what + " is not possible: the server may read its store, but not write it";
        yield notStarted(Code.FAILED_PRECONDITION, ErrorReason.ERROR_REASON_STORE_READ_ONLY)
            .build("store: " + message, precondition("READ_ONLY", "store", message));
      }
      case ExecutorError.PluginDigestMismatch(var plugin, var found) -> {
        var message = plugin + ": " + found + " (expected: as uploaded; upload the same zip again)";
        yield notStarted(Code.FAILED_PRECONDITION, ErrorReason.ERROR_REASON_PLUGIN_DIGEST_MISMATCH)
            .build("plugin: " + message, precondition("DIGEST", plugin, message));
      }
      case ExecutorError.PluginNotTrusted(var plugin, var digest, var why) ->
          notStarted(Code.PERMISSION_DENIED, ErrorReason.ERROR_REASON_PLUGIN_NOT_TRUSTED)
              .build(
                  "plugin: "
                      + plugin
                      + " "
                      + digest
                      + " is not trusted: "
                      + why
                      + " (expected: a digest in the list of trusted ones, or a signature by a"
                      + " trusted key)",
                  resource("plugin", plugin));
      case ExecutorError.InstanceChanged(var name, var expected, var revision) ->
          notStarted(Code.ABORTED, ErrorReason.ERROR_REASON_INSTANCE_CHANGED)
              .build(
                  "instance: "
                      + name
                      + " has revision "
                      + revision
                      + " (expected: "
                      + expected
                      + "; look at what was changed, then try again)",
                  resource("instance", name));
      case ExecutorError.InstanceDamaged(var name, var found) -> {
        var message = name + ": " + found + " (expected: as stored; update it or go back)";
        yield notStarted(Code.FAILED_PRECONDITION, ErrorReason.ERROR_REASON_INSTANCE_DAMAGED)
            .build("instance: " + message, precondition("CONFIGURATION", name, message));
      }
      case ExecutorError.StoreNotEmpty(var plugins, var instances) -> {
        var message =
            "is in use, plugin versions: "
                + plugins
                + ", instances: "
                + instances
                + " (expected: an empty store, or the wish to replace what it has)";
        yield notStarted(Code.FAILED_PRECONDITION, ErrorReason.ERROR_REASON_STORE_NOT_EMPTY)
            .build("store: " + message, precondition("NOT_EMPTY", "store", message));
      }
      case ExecutorError.InvalidBackup(var found) ->
          notStarted(Code.INVALID_ARGUMENT, ErrorReason.ERROR_REASON_INVALID_BACKUP)
              .build("backup: " + found, badRequest(List.of(new FieldViolation("backup", found))));
      case ExecutorError.BackupNotReadable(var why) -> {
        var message = why + " (expected: a server with the key that the backup was made with)";
        yield notStarted(Code.FAILED_PRECONDITION, ErrorReason.ERROR_REASON_BACKUP_NOT_READABLE)
            .build("backup: " + message, precondition("KEY", "backup", message));
      }
    };
  }

  /** A throwable that no error stands for is a fault of the executor; its text stays in the log. */
  private static Status bug(Throwable failure) {
    var incidentId = UUID.randomUUID().toString();
    log.error("incident {}", incidentId, failure);
    return failed(Code.INTERNAL, ErrorReason.ERROR_REASON_INTERNAL_ERROR, true)
        .with("incident_id", incidentId)
        .build("executor: internal error, incident " + incidentId);
  }

  private static StatusBuilder notStarted(Code code, ErrorReason reason) {
    return failed(code, reason, false);
  }

  private static StatusBuilder failed(Code code, ErrorReason reason, boolean hookMayHaveRun) {
    var state = hookMayHaveRun ? HookState.HOOK_STATE_STARTED : HookState.HOOK_STATE_NOT_STARTED;
    return new StatusBuilder(
        code,
        ErrorInfo.newBuilder()
            .setDomain(DOMAIN)
            .setReason(reason.name().substring(REASON_PREFIX.length()))
            .putMetadata("hook_state", state.name().substring(HOOK_STATE_PREFIX.length())));
  }

  /** Code and reason of a status that still lacks its words. */
  private record StatusBuilder(Code code, ErrorInfo.Builder info) {
    StatusBuilder with(String key, String value) {
      info.putMetadata(key, value);
      return this;
    }

    Status build(String message, Message... details) {
      var status =
          Status.newBuilder()
              .setCode(code.getNumber())
              .setMessage(message)
              .addDetails(Any.pack(info.build()));
      for (var detail : details) {
        status.addDetails(Any.pack(detail));
      }
      return status.build();
    }
  }

  /** The first ones, and how many are left out. */
  private static List<FieldViolation> shown(List<FieldViolation> violations) {
    int bytes = 0;
    int count = 0;
    for (var violation : violations) {
      bytes += utf8Bytes(violation.field()) + utf8Bytes(violation.message()) + FRAME_BYTES;
      if (count > 0 && bytes > VIOLATIONS_BYTES) {
        break;
      }
      count++;
    }
    if (count == violations.size()) {
      return violations;
    }
    var shown = new ArrayList<>(violations.subList(0, count));
    int left = violations.size() - count;
    shown.add(
        new FieldViolation(violations.get(count).field(), "and " + left + " more violations"));
    return shown;
  }

  private static int utf8Bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static String summary(String subject, List<FieldViolation> violations) {
    return violations.stream()
        .map(violation -> violation.field() + ": " + violation.message())
        .collect(Collectors.joining("; ", "invalid " + subject + ": ", ""));
  }

  private static BadRequest badRequest(List<FieldViolation> violations) {
    var details = BadRequest.newBuilder();
    violations.forEach(violation ->
        details.addFieldViolations(
            BadRequest.FieldViolation.newBuilder()
                .setField(violation.field())
                .setDescription(violation.message())));
    return details.build();
  }

  private static ResourceInfo resource(String type, String name) {
    return ResourceInfo.newBuilder().setResourceType(type).setResourceName(name).build();
  }

  private static QuotaFailure quota(String subject, String description) {
    return QuotaFailure.newBuilder()
        .addViolations(
            QuotaFailure.Violation.newBuilder().setSubject(subject).setDescription(description))
        .build();
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

  private static RetryInfo retry(Duration delay) {
    return RetryInfo.newBuilder().setRetryDelay(PluginMapper.toProto(delay)).build();
  }
}
