// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client.internal;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.FileNotFoundException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * Says why there is no connection, where gRPC says {@code io exception}. Immutable.
 *
 * @param target as the options name it
 * @param certificateFile the client's certificate; absent: it has none to show
 */
record ConnectionFaults(String target, Optional<Path> certificateFile)
    implements ClientInterceptor {
  /**
   * An alert of the server's, as Java or BoringSSL writes it, of those that end a handshake. Those
   * that end a connection on which calls ran say nothing of what became of these.
   */
  private static final Pattern ALERT =
      Pattern.compile(
          "(?i)(?:alert: |(?:SSLV3|TLSV1)_(?:ALERT_)?)"
              + "([A-Z_]*CERTIFICATE[A-Z_]*|UNKNOWN_CA|HANDSHAKE_FAILURE|ACCESS_DENIED"
              + "|[A-Z_]*PROTOCOL_VERSION)");

  /** What gRPC says when the other side hangs up. */
  private static final String CLOSED = "Network closed for unknown reason";

  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    var call = next.newCall(method, options);
    return new SimpleForwardingClientCall<>(call) {
      @Override
      public void start(Listener<A> listener, Metadata headers) {
        super.start(
            new SimpleForwardingClientCallListener<A>(listener) {
              @Override
              public void onClose(Status status, Metadata trailers) {
                // A call that waited for a connection in vain has no attributes of one.
                boolean wasSent = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR) != null;
                super.onClose(explained(status, wasSent), trailers);
              }
            },
            headers);
      }
    };
  }

  /**
   * What a status says in words; those of the server stay as they are.
   *
   * @param wasSent whether there was a connection that the call went over
   */
  private Status explained(Status status, boolean wasSent) {
    if (status.getCode() != Status.Code.UNAVAILABLE) {
      return status;
    }
    @Nullable Throwable cause = status.getCause();
    if (cause == null) {
      return !wasSent && CLOSED.equals(status.getDescription())
          ? withoutConnection(
              status,
              "closed at once (expected: a port without TLS, or options with it; and a server that"
                  + " has room)")
          : status;
    }
    var words = words(cause);
    if (words.isPresent()) {
      return withoutConnection(status, words.get());
    }
    return wasSent
        ? status.withDescription(
            "connection: lost, "
                + firstLine(cause)
                + " (expected: one that lasts until the answer)")
        : withoutConnection(status, firstLine(cause) + " (expected: a connection)");
  }

  private Status withoutConnection(Status status, String words) {
    var sentence = "target: " + target + ": " + words;
    return status
        .withDescription(sentence)
        .withCause(new NoConnectionException(sentence, status.getCause()));
  }

  /** What is underneath says more than what it is wrapped in. */
  private Optional<String> words(Throwable failure) {
    @Nullable Throwable cause = failure.getCause();
    var underneath = cause == null ? Optional.<String>empty() : words(cause);
    return underneath.isPresent() ? underneath : ofOne(failure);
  }

  private Optional<String> ofOne(Throwable cause) {
    if (cause instanceof ServerCertificateException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
    if (cause instanceof UnknownHostException) {
      return Optional.of("host not known (expected: a name or an address that leads somewhere)");
    }
    if (cause instanceof FileNotFoundException) {
      return Optional.of("no such socket (expected: the socket of a running server)");
    }
    if (cause instanceof NoRouteToHostException) {
      return Optional.of("no way there (expected: a host that this machine reaches)");
    }
    if (cause instanceof ConnectException) {
      return Optional.of(ofConnecting(firstLine(cause)));
    }
    if (cause instanceof SSLException) {
      return ofTls(cause);
    }
    return Optional.empty();
  }

  private static String ofConnecting(String message) {
    if (message.contains("refused")) {
      return "nobody listens (expected: a running server)";
    }
    if (message.contains("denied")) {
      return "no permission (expected: a socket that this user may connect to)";
    }
    if (message.contains("timed out")) {
      return "no answer (expected: a server, and nothing on the way that swallows what is sent)";
    }
    return message + " (expected: a connection)";
  }

  private Optional<String> ofTls(Throwable cause) {
    // Netty has a class of its own for it, which may be there under another package.
    if (cause.getClass().getSimpleName().equals("NotSslRecordException")) {
      return Optional.of("answers without TLS (expected: a port with TLS, or options without it)");
    }
    var alert = ALERT.matcher(firstLine(cause));
    if (alert.find()) {
      var words = alert.group(1).toLowerCase(Locale.ROOT);
      return Optional.of(
          certificateFile
                  .map(file -> "does not believe certificate_file " + file)
                  .orElse("takes no client without a certificate")
              + ", "
              + words
              + " (expected: a certificate that the server believes)");
    }
    return cause instanceof SSLHandshakeException
        ? Optional.of(firstLine(cause) + " (expected: a server that speaks TLS 1.2 or 1.3)")
        : Optional.empty();
  }

  /** Without the rest, in which the parts of Netty are listed. */
  private static String firstLine(Throwable cause) {
    var message = cause.getMessage();
    return message == null
        ? cause.getClass().getSimpleName()
        : message.lines().findFirst().orElse("no message");
  }
}
