// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.api;

import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.ServerCredentials;
import io.grpc.netty.shaded.io.grpc.netty.GrpcHttp2ConnectionHandler;
import io.grpc.netty.shaded.io.grpc.netty.InternalNettyServerCredentials;
import io.grpc.netty.shaded.io.grpc.netty.InternalProtocolNegotiationEvent;
import io.grpc.netty.shaded.io.grpc.netty.InternalProtocolNegotiator;
import io.grpc.netty.shaded.io.grpc.netty.InternalProtocolNegotiators;
import io.grpc.netty.shaded.io.grpc.netty.ProtocolNegotiationEvent;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandler;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelInboundHandlerAdapter;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2SecurityUtil;
import io.grpc.netty.shaded.io.netty.handler.ssl.ApplicationProtocolConfig;
import io.grpc.netty.shaded.io.netty.handler.ssl.ApplicationProtocolNames;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.JdkSslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslHandler;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.grpc.netty.shaded.io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.grpc.netty.shaded.io.netty.util.AsciiString;
import java.io.IOException;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.server.config.ClientCertificate;
import org.pluginexecutor.server.tls.TlsFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a connection goes through before it speaks HTTP/2: there must be room for it, it is
 * encrypted with the certificate of the moment, the kernel says who is at a Unix socket, and a
 * {@link FrameGate} is put before everything that it sends. The one class that uses the inner parts
 * of gRPC's transport. Thread-safe.
 */
final class Entrance implements InternalProtocolNegotiator.ProtocolNegotiator {
  private static final Logger log = LoggerFactory.getLogger(Entrance.class);
  private static final ApplicationProtocolConfig HTTP_2 =
      new ApplicationProtocolConfig(
          ApplicationProtocolConfig.Protocol.ALPN,
          ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
          ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
          ApplicationProtocolNames.HTTP_2);
  private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

  private final ConnectionCount connections;
  private final int callLimit;
  private final LongSupplier nanoTicker;
  private final Optional<TlsFiles> tls;
  private final ClientAuth clientAuth;

  private Entrance(
      ConnectionCount connections,
      int callLimit,
      LongSupplier nanoTicker,
      Optional<TlsFiles> tls,
      ClientAuth clientAuth) {
    this.connections = connections;
    this.callLimit = callLimit;
    this.nanoTicker = nanoTicker;
    this.tls = tls;
    this.clientAuth = clientAuth;
  }

  /**
   * Without encryption.
   *
   * @param callLimit how many calls a connection may have at once
   */
  static ServerCredentials plainText(
      ConnectionCount connections, int callLimit, LongSupplier nanoTicker) {
    return InternalNettyServerCredentials.create(
        new Entrance(connections, callLimit, nanoTicker, Optional.empty(), ClientAuth.NONE));
  }

  /**
   * With encryption.
   *
   * @param callLimit how many calls a connection may have at once
   */
  static ServerCredentials encrypted(
      ConnectionCount connections,
      int callLimit,
      LongSupplier nanoTicker,
      TlsFiles tls,
      ClientCertificate clientCertificate) {
    var clientAuth =
        switch (clientCertificate) {
          case NONE -> ClientAuth.NONE;
          case OPTIONAL -> ClientAuth.OPTIONAL;
          case REQUIRED -> ClientAuth.REQUIRE;
        };
    return InternalNettyServerCredentials.create(
        new Entrance(connections, callLimit, nanoTicker, Optional.of(tls), clientAuth));
  }

  @Override
  public AsciiString scheme() {
    return AsciiString.of(tls.isPresent() ? "https" : "http");
  }

  @Override
  public ChannelHandler newHandler(GrpcHttp2ConnectionHandler handler) {
    return InternalProtocolNegotiators.waitUntilActiveHandler(
        new Opening(InternalProtocolNegotiators.grpcNegotiationHandler(handler)),
        handler.getNegotiationLogger());
  }

  @Override
  public void close() {}

  private SslHandler encryption(ChannelHandlerContext context, TlsFiles files) {
    var current =
        new JdkSslContext(
            files.context(),
            false,
            Http2SecurityUtil.CIPHERS,
            SupportedCipherSuiteFilter.INSTANCE,
            HTTP_2,
            clientAuth,
            VERSIONS,
            false);
    return current.newHandler(context.alloc());
  }

  private static Attributes withPeer(ChannelHandlerContext context, Attributes attributes)
      throws IOException {
    if (!(context.channel() instanceof EpollDomainSocketChannel unix)) {
      return attributes;
    }
    var peer = unix.peerCredentials();
    var gids = peer.gids();
    return attributes.toBuilder()
        .set(UnixPeer.KEY, new UnixPeer(peer.pid(), peer.uid(), gids.length == 0 ? -1 : gids[0]))
        .build();
  }

  /** The handler of one connection until it speaks HTTP/2; confined to the connection's thread. */
  private final class Opening extends ChannelInboundHandlerAdapter {
    private final ChannelHandler next;
    private @Nullable ProtocolNegotiationEvent opened;

    Opening(ChannelHandler next) {
      this.next = next;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
      if (event instanceof ProtocolNegotiationEvent begun) {
        begin(context, begun);
      } else if (event instanceof SslHandshakeCompletionEvent ended) {
        endHandshake(context, ended);
      } else {
        super.userEventTriggered(context, event);
      }
    }

    private void begin(ChannelHandlerContext context, ProtocolNegotiationEvent begun)
        throws IOException {
      if (!connections.admits(context.channel())) {
        var _ = context.close();
        return;
      }
      var attributes = withPeer(context, InternalProtocolNegotiationEvent.getAttributes(begun));
      var event = InternalProtocolNegotiationEvent.withAttributes(begun, attributes);
      if (tls.isPresent()) {
        opened = event;
        context.pipeline().addBefore(context.name(), null, encryption(context, tls.get()));
      } else {
        pass(context, event);
      }
    }

    private void endHandshake(ChannelHandlerContext context, SslHandshakeCompletionEvent ended) {
      var handler = context.pipeline().get(SslHandler.class);
      var event = opened;
      if (event == null
          || !ended.isSuccess()
          || !ApplicationProtocolNames.HTTP_2.equals(handler.applicationProtocol())) {
        log.debug("no TLS with {}", context.channel().remoteAddress(), ended.cause());
        var _ = context.close();
        return;
      }
      var attributes =
          InternalProtocolNegotiationEvent.getAttributes(event).toBuilder()
              .set(Grpc.TRANSPORT_ATTR_SSL_SESSION, handler.engine().getSession())
              .build();
      pass(context, InternalProtocolNegotiationEvent.withAttributes(event, attributes));
    }

    private void pass(ChannelHandlerContext context, ProtocolNegotiationEvent event) {
      var pipeline = context.pipeline();
      pipeline.addAfter(context.name(), null, next);
      pipeline.replace(context.name(), null, new FrameGate(callLimit, nanoTicker));
      // From here, not from the new handler: what was read meanwhile must not overtake the event.
      context.fireUserEventTriggered(event);
    }
  }
}
