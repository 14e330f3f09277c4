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
import io.grpc.StatusRuntimeException;
import java.net.InetSocketAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.server.access.AccessPolicy;
import org.pluginexecutor.server.access.Credentials;
import org.pluginexecutor.server.access.Decision;
import org.pluginexecutor.server.access.Identity;
import org.pluginexecutor.server.access.RefusalReason;
import org.pluginexecutor.server.access.Refusals;
import org.pluginexecutor.server.audit.Caller;
import org.pluginexecutor.server.error.ExecutorError;
import org.pluginexecutor.server.error.ExecutorException;

/**
 * Knows who is calling, and refuses who may not: before the message is read, and before any other
 * part of the server has heard of the call. Thread-safe.
 */
final class Callers implements ServerInterceptor {
  private static final Context.Key<Caller> CURRENT = Context.key("caller");
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  /** Kinds of subject alternative names, as RFC 5280 numbers them. */
  private static final int DNS = 2;

  private static final int URI = 6;

  private final AccessPolicy policy;
  private final Refusals refusals;

  Callers(AccessPolicy policy, Refusals refusals) {
    this.policy = policy;
    this.refusals = refusals;
  }

  /** Who made the call that runs on this thread. */
  static Caller current() {
    return CURRENT.get();
  }

  /** The same for who may run without a call. */
  static Optional<Caller> ifAny() {
    return Optional.ofNullable(CURRENT.get());
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    var method = call.getMethodDescriptor();
    var address = addressOf(call);
    if (MethodRoles.isFree(method.getFullMethodName())) {
      return proceed(new Caller(Identity.ANONYMOUS, address), call, headers, next);
    }
    var action = String.valueOf(method.getBareMethodName());
    var needed = MethodRoles.neededFor(method.getFullMethodName());
    if (needed.isEmpty()) {
      refusals.add(new Caller(Identity.ANONYMOUS, address), action, RefusalReason.ROLE_MISSING);
      return refuse(call, new ExecutorError.NotAllowed(Identity.ANONYMOUS, action, "none has"));
    }
    return switch (policy.decide(shownBy(call, headers), needed.get())) {
      case Decision.Granted(var caller) ->
          proceed(new Caller(caller.name(), address), call, headers, next);
      case Decision.Refused(var reason, var name) -> {
        refusals.add(new Caller(name, address), action, reason);
        yield refuse(
            call,
            reason.isKnownCaller()
                ? new ExecutorError.NotAllowed(name, action, needed.get().label())
                : new ExecutorError.Unauthenticated(reason.words()));
      }
    };
  }

  private static <Q, A> ServerCall.Listener<Q> proceed(
      Caller caller, ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    return Contexts.interceptCall(
        Context.current().withValue(CURRENT, caller), call, headers, next);
  }

  /** Nothing was requested of the transport, so nothing of a message has been taken from it. */
  private static <Q, A> ServerCall.Listener<Q> refuse(ServerCall<Q, A> call, ExecutorError error) {
    StatusRuntimeException refusal = StatusMapper.toException(new ExecutorException(error));
    var trailers = refusal.getTrailers();
    call.close(refusal.getStatus(), trailers == null ? new Metadata() : trailers);
    return new ServerCall.Listener<>() {};
  }

  private static String addressOf(ServerCall<?, ?> call) {
    var remote = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
    var peer = call.getAttributes().get(UnixPeer.KEY);
    if (peer != null) {
      return "unix uid " + peer.uid() + " pid " + peer.pid();
    }
    return remote instanceof InetSocketAddress inet && inet.getAddress() != null
        ? inet.getAddress().getHostAddress() + ":" + inet.getPort()
        : String.valueOf(remote);
  }

  private static Credentials shownBy(ServerCall<?, ?> call, Metadata headers) {
    Iterable<String> authorization = headers.getAll(AUTHORIZATION);
    var peer = Optional.ofNullable(call.getAttributes().get(UnixPeer.KEY));
    return new Credentials(
        authorization == null ? Optional.empty() : Credentials.tokenIn(authorization),
        certificateNames(call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION)),
        peer.map(process -> new Credentials.Peer(process.uid(), process.gid())));
  }

  private static List<String> certificateNames(@Nullable SSLSession session) {
    if (session == null) {
      return List.of();
    }
    try {
      var chain = session.getPeerCertificates();
      return chain.length > 0 && chain[0] instanceof X509Certificate own
          ? namesOf(own.getSubjectAlternativeNames())
          : List.of();
    } catch (SSLPeerUnverifiedException | CertificateParsingException _) {
      // The client has shown none, or none that says who it is.
      return List.of();
    }
  }

  static List<String> namesOf(@Nullable Collection<List<?>> alternatives) {
    var names = new ArrayList<String>();
    for (var alternative : alternatives == null ? List.<List<?>>of() : alternatives) {
      var name = String.valueOf(alternative.get(1));
      switch ((int) alternative.get(0)) {
        case DNS -> names.add("dns:" + name.toLowerCase(Locale.ROOT));
        case URI -> names.add("uri:" + name);
        default -> {}
      }
    }
    return names;
  }
}
