// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client.internal;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.client.AccessException;
import org.pluginexecutor.client.CallCancelledException;
import org.pluginexecutor.client.ConflictException;
import org.pluginexecutor.client.DeadlineException;
import org.pluginexecutor.client.ExecutorInternalException;
import org.pluginexecutor.client.FailureDetails;
import org.pluginexecutor.client.FieldViolation;
import org.pluginexecutor.client.InvalidRequestException;
import org.pluginexecutor.client.NotFoundException;
import org.pluginexecutor.client.OverloadedException;
import org.pluginexecutor.client.PreconditionException;
import org.pluginexecutor.client.UnavailableException;
import org.pluginexecutor.client.UnsupportedException;

/** Turns statuses into exceptions. Nothing else in the client does. */
final class Statuses {
  private static final String DOMAIN = "plugin-executor";

  private Statuses() {}

  /** Maps a failed call; {@code ofHook} says whether it was one that runs a hook. */
  static RuntimeException toException(StatusException e, boolean ofHook) {
    List<Any> anys = detailsOf(e);
    Status status = e.getStatus();
    FailureDetails details = read(status, anys, ofHook);
    return switch (status.getCode()) {
      case INVALID_ARGUMENT -> new InvalidRequestException(details, violations(anys), e);
      case NOT_FOUND -> new NotFoundException(details, e);
      case ALREADY_EXISTS, ABORTED -> new ConflictException(details, e);
      case FAILED_PRECONDITION -> new PreconditionException(details, e);
      case UNAUTHENTICATED, PERMISSION_DENIED -> new AccessException(details, e);
      case RESOURCE_EXHAUSTED -> new OverloadedException(details, e);
      case UNAVAILABLE -> new UnavailableException(details, e);
      case DEADLINE_EXCEEDED -> new DeadlineException(details, e);
      case CANCELLED -> new CallCancelledException(details.message(), details.hookMayHaveRun(), e);
      case UNIMPLEMENTED -> new UnsupportedException(details, e);
      case INTERNAL, UNKNOWN, DATA_LOSS, OUT_OF_RANGE, OK ->
          new ExecutorInternalException(details, e);
    };
  }

  /** An answer with status OK that breaks the protocol. */
  static ExecutorInternalException malformed(
      String message, boolean ofHook, @Nullable Throwable cause) {
    return new ExecutorInternalException(
        new FailureDetails(message, "", Optional.empty(), ofHook), cause);
  }

  private static FailureDetails read(Status status, List<Any> anys, boolean ofHook) {
    ErrorInfo info =
        first(anys, ErrorInfo.class)
            .filter(i -> i.getDomain().equals(DOMAIN))
            .orElse(ErrorInfo.getDefaultInstance());
    boolean notStarted =
        info.getMetadataOrDefault("hook_state", "").equals("NOT_STARTED")
            || status.getCause() instanceof TokenException;
    String description = status.getDescription();
    return new FailureDetails(
        status.getCode() + (description == null ? "" : ": " + description),
        info.getReason(),
        first(anys, RetryInfo.class).filter(RetryInfo::hasRetryDelay).map(Statuses::delay),
        ofHook && !notStarted);
  }

  private static Duration delay(RetryInfo info) {
    Duration delay;
    try {
      delay =
          Duration.ofSeconds(info.getRetryDelay().getSeconds(), info.getRetryDelay().getNanos());
    } catch (ArithmeticException e) {
      return Duration.ZERO;
    }
    return delay.isNegative() ? Duration.ZERO : delay;
  }

  private static List<FieldViolation> violations(List<Any> anys) {
    return first(anys, BadRequest.class).stream()
        .flatMap(bad -> bad.getFieldViolationsList().stream())
        .map(v -> new FieldViolation(v.getField(), v.getDescription()))
        .toList();
  }

  private static List<Any> detailsOf(StatusException e) {
    try {
      com.google.rpc.Status status = StatusProto.fromThrowable(e);
      return status == null ? List.of() : status.getDetailsList();
    } catch (IllegalArgumentException mismatch) {
      // The details belong to another status code: something on the way replaced the status.
      return List.of();
    }
  }

  private static <T extends Message> Optional<T> first(List<Any> anys, Class<T> type) {
    for (Any any : anys) {
      if (any.is(type)) {
        try {
          return Optional.of(any.unpack(type));
        } catch (InvalidProtocolBufferException e) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }
}
