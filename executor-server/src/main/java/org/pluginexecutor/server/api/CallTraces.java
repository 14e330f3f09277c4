// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.api;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Knows the trace that a call belongs to, for the log: its caller says so in the header {@code
 * traceparent}, as the W3C's Trace Context has it. Anything else there is left alone. Stateless.
 */
final class TraceIds implements ServerInterceptor {
  private static final Context.Key<String> CURRENT = Context.key("trace-id");
  private static final Metadata.Key<String> HEADER =
      Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER);

  /** Version, trace, span and flags; a trace of zeros is none. */
  private static final Pattern FORM =
      Pattern.compile("(?!ff)[0-9a-f]{2}-((?!0{32})[0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}");

  /** The trace of the call that runs on this thread; absent: it belongs to none. */
  static Optional<String> current() {
    return Optional.ofNullable(CURRENT.get());
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    var id = idIn(headers.get(HEADER));
    return id.isEmpty()
        ? next.startCall(call, headers)
        : Contexts.interceptCall(
            Context.current().withValue(CURRENT, id.get()), call, headers, next);
  }

  static Optional<String> idIn(@Nullable String header) {
    var found = FORM.matcher(header == null ? "" : header);
    return found.matches() ? Optional.of(found.group(1)) : Optional.empty();
  }
}
