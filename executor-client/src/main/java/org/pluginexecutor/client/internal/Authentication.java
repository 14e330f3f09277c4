// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client.internal;

import io.grpc.Attributes;
import io.grpc.CallCredentials;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.SecurityLevel;
import io.grpc.Status;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;

/**
 * Shows the token with each call. Thread-safe. It goes over a connection that is encrypted, or that
 * does not leave the machine; over any other only where that was asked for.
 */
public final class Authentication extends CallCredentials {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  /** Names that no resolver is asked for, and sockets of the machine. */
  private static final Pattern LOCAL_TARGET =
      Pattern.compile(
          "(?i)unix(-abstract)?:.*|((dns|ipv4|ipv6):(///)?)?"
              + "(localhost|127\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}|\\[::1\\])(:[0-9]+)?");

  private final TokenSource source;
  private final boolean localTarget;
  private final boolean overPlainText;

  private Authentication(TokenSource source, boolean localTarget, boolean overPlainText) {
    this.source = source;
    this.localTarget = localTarget;
    this.overPlainText = overPlainText;
  }

  /**
   * A channel that shows the token.
   *
   * @param localTarget whether the channel was asked to connect to this machine
   * @param overPlainText whether the token may go over the network in the clear
   */
  public static Channel over(
      Channel channel, TokenSource source, boolean localTarget, boolean overPlainText) {
    var credentials = new Authentication(source, localTarget, overPlainText);
    return ClientInterceptors.intercept(
        channel,
        new ClientInterceptor() {
          @Override
          public <Q, A> ClientCall<Q, A> interceptCall(
              MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
            return next.newCall(method, options.withCallCredentials(credentials));
          }
        });
  }

  /** Whether a target can only be on this machine. */
  public static boolean isLocal(String target) {
    return LOCAL_TARGET.matcher(target).matches();
  }

  @Override
  public void applyRequestMetadata(
      RequestInfo request, Executor executor, MetadataApplier applier) {
    boolean isSafe =
        request.getSecurityLevel() == SecurityLevel.PRIVACY_AND_INTEGRITY
            || overPlainText
            || (localTarget && staysHere(request.getTransportAttrs()));
    executor.execute(() -> apply(isSafe, applier));
  }

  private void apply(boolean isSafe, MetadataApplier applier) {
    try {
      var headers = new Metadata();
      token(isSafe).ifPresent(token -> headers.put(AUTHORIZATION, "Bearer " + token));
      applier.apply(headers);
    } catch (IOException e) {
      applier.fail(
          Status.UNAUTHENTICATED
              .withDescription("token: " + e.getMessage())
              .withCause(new TokenException(String.valueOf(e.getMessage()))));
    }
  }

  private Optional<String> token(boolean isSafe) throws IOException {
    if (isSafe) {
      return source.reader().read();
    }
    if (source.isMeant()) {
      throw new TokenException(
          "not sent over a connection that is not encrypted (expected: TLS, a server on this"
              + " machine, or leave to send it in the clear)");
    }
    return Optional.empty();
  }

  private static boolean staysHere(Attributes transport) {
    SocketAddress address = transport.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
    if (address instanceof InetSocketAddress inet) {
      return inet.getAddress() != null && inet.getAddress().isLoopbackAddress();
    }
    // Netty has a class of its own for Unix sockets, which may be there under another package.
    return address != null && address.getClass().getSimpleName().endsWith("DomainSocketAddress");
  }
}
