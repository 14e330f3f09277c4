// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import org.pluginexecutor.v1.DictValue;
import org.pluginexecutor.v1.InvokeHookResponse;
import org.pluginexecutor.v1.Returned;
import org.pluginexecutor.v1.Value;
import org.pluginexecutor.v1.Verdict;

/** Messages as the server sends them. */
public final class Answers {
  private Answers() {}

  public static Value text(String text) {
    return Value.newBuilder().setStringValue(text).build();
  }

  /** A dict with one text. */
  public static DictValue dict(String key, String text) {
    return DictValue.newBuilder().putFields(key, text(text)).build();
  }

  public static InvokeHookResponse.Builder accept() {
    return InvokeHookResponse.newBuilder()
        .setReturned(
            Returned.newBuilder()
                .setVerdict(Verdict.VERDICT_ACCEPT)
                .setResult(Value.newBuilder().setDictValue(dict("verdict", "ACCEPT"))));
  }

  /** A response with these cookies. */
  public static InvokeHookResponse cookies(String cookie, String sessionCookie) {
    return accept().setCookie(dict("c", cookie)).setSessionCookie(dict("s", sessionCookie)).build();
  }

  public static StatusRuntimeException notStarted(Code code, String reason, int retrySeconds) {
    var retry = RetryInfo.newBuilder();
    retry.getRetryDelayBuilder().setSeconds(retrySeconds);
    return failure(code, info(reason, "NOT_STARTED"), retry.build());
  }

  public static StatusRuntimeException started(Code code, String reason) {
    return failure(code, info(reason, "STARTED"));
  }

  public static ErrorInfo info(String reason, String hookState) {
    return ErrorInfo.newBuilder()
        .setDomain("plugin-executor")
        .setReason(reason)
        .putMetadata("hook_state", hookState)
        .build();
  }

  public static BadRequest badRequest(String field, String description) {
    var bad = BadRequest.newBuilder();
    bad.addFieldViolationsBuilder().setField(field).setDescription(description);
    return bad.build();
  }

  public static StatusRuntimeException failure(Code code, Message... details) {
    var status = Status.newBuilder().setCode(code.getNumber()).setMessage("for people");
    for (Message detail : details) {
      status.addDetails(Any.pack(detail));
    }
    return StatusProto.toStatusRuntimeException(status.build());
  }
}
