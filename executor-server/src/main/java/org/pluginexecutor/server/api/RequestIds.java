// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.api;

import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import org.pluginexecutor.server.invocation.IdentifiedRequest;
import org.pluginexecutor.server.invocation.RequestId;
import org.pluginexecutor.v1.InvokeHookRequest;

/** Reads by which name a caller knows its request, and what it is about. Stateless. */
final class RequestIds {
  private static final Pattern FORM = Pattern.compile("[\\x21-\\x7e]{1,128}");

  private RequestIds() {}

  /** The id; absent: the request has none. */
  static Optional<RequestId> of(InvokeHookRequest request) {
    return request.getRequestId().isEmpty()
        ? Optional.empty()
        : Optional.of(new RequestId(Callers.current().name(), request.getRequestId()));
  }

  /** The request as repetitions are compared with it. */
  static Optional<IdentifiedRequest> identified(InvokeHookRequest request, Violations violations) {
    violations.require(
        request.getRequestId().isEmpty() || FORM.matcher(request.getRequestId()).matches(),
        "request_id",
        "not a request id (expected: 1 to 128 visible ASCII characters without blanks)");
    violations.require(
        !request.getRepeatOnly() || !request.getRequestId().isEmpty(),
        "repeat_only",
        "without a request_id (expected: the one of the request that is repeated)");
    return of(request)
        .map(id -> new IdentifiedRequest(id, digest(request), request.getRepeatOnly()));
  }

  /** Over all but what may differ: who repeats a request has less time left for it. */
  private static String digest(InvokeHookRequest request) {
    var same = request.toBuilder().clearRequestId().clearRepeatOnly().clearTimeLimit().build();
    var digest = sha256();
    try (var out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
      var coded = CodedOutputStream.newInstance(out);
      // Maps are sent in any order.
      coded.useDeterministicSerialization();
      same.writeTo(coded);
      coded.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
