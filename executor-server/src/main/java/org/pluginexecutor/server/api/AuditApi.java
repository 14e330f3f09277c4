// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.api;

import io.grpc.stub.StreamObserver;
import java.util.Optional;
import org.pluginexecutor.server.store.Store;
import org.pluginexecutor.v1.AuditEntry;
import org.pluginexecutor.v1.AuditResult;
import org.pluginexecutor.v1.AuditServiceGrpc;
import org.pluginexecutor.v1.ListAuditEntriesRequest;
import org.pluginexecutor.v1.ListAuditEntriesResponse;

/** The audit log over gRPC. Thread-safe. */
final class AuditApi extends AuditServiceGrpc.AuditServiceImplBase {
  private final Store store;

  AuditApi(Store store) {
    this.store = store;
  }

  @Override
  public void listAuditEntries(
      ListAuditEntriesRequest request, StreamObserver<ListAuditEntriesResponse> observer) {
    Calls.answer(
        observer,
        () -> {
          var violations = new Violations();
          int size = Paging.size(request.getPageSize(), violations);
          var before = before(request.getPageToken(), violations);
          violations.check();
          var page = store.auditPage(size, before);
          var response = ListAuditEntriesResponse.newBuilder();
          page.entries().forEach(entry -> response.addEntries(toProto(entry)));
          return response
              .setNextPageToken(page.older().map(offset -> Long.toString(offset)).orElse(""))
              .build();
        });
  }

  private static Optional<Long> before(String token, Violations violations) {
    try {
      return token.isEmpty() ? Optional.empty() : Optional.of(Long.parseUnsignedLong(token));
    } catch (NumberFormatException _) {
      violations.add("page_token", "not a token (expected: next_page_token of the page before)");
      return Optional.empty();
    }
  }

  private static AuditEntry toProto(org.pluginexecutor.server.audit.AuditEntry entry) {
    return AuditEntry.newBuilder()
        .setTime(PluginMapper.toProto(entry.time()))
        .setCaller(entry.caller().name())
        .setAddress(entry.caller().address())
        .setAction(entry.action())
        .setSubject(entry.subject())
        .setDigest(entry.digest())
        .setResult(
            switch (entry.result()) {
              case DONE -> AuditResult.AUDIT_RESULT_DONE;
              case REFUSED -> AuditResult.AUDIT_RESULT_REFUSED;
            })
        .setReason(entry.reason())
        .build();
  }
}
