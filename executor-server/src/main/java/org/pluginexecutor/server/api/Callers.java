// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.api;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.net.InetSocketAddress;
import org.pluginexecutor.server.audit.Caller;

/** Knows who is calling, for the audit log. Stateless. */
final class Callers implements ServerInterceptor {
  private static final Context.Key<Caller> CURRENT = Context.key("caller");

  /** Nobody has to log in yet, so everybody has this name. */
  private static final String ANONYMOUS = "anonymous";

  /** Who made the call that runs on this thread. */
  static Caller current() {
    return CURRENT.get();
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    var remote = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
    var address =
        remote instanceof InetSocketAddress inet
            ? inet.getAddress().getHostAddress() + ":" + inet.getPort()
            : String.valueOf(remote);
    return Contexts.interceptCall(
        Context.current().withValue(CURRENT, new Caller(ANONYMOUS, address)), call, headers, next);
  }
}
