// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client.internal;

import io.grpc.Channel;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.pluginexecutor.client.AuditEntry;
import org.pluginexecutor.client.AuditLog;
import org.pluginexecutor.v1.AuditServiceGrpc;
import org.pluginexecutor.v1.ListAuditEntriesRequest;

/** The audit log over gRPC. Thread-safe. */
public final class GrpcAuditLog implements AuditLog {
  private final AuditServiceGrpc.AuditServiceBlockingV2Stub stub;

  /** Calls over a channel that somebody else owns. */
  public GrpcAuditLog(Channel channel) {
    this.stub =
        AuditServiceGrpc.newBlockingV2Stub(channel)
            .withMaxInboundMessageSize(Channels.MAX_RESPONSE_BYTES);
  }

  @Override
  public List<AuditEntry> list(int limit) {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("limit: " + limit + " (expected: 1 to " + MAX_LIMIT + ")");
    }
    var within = stub.withDeadlineAfter(AdminCalls.DEADLINE_SECONDS, TimeUnit.SECONDS);
    return AdminCalls.run(() ->
        Pages.first(
            limit,
            (size, token) -> {
              var response =
                  within.listAuditEntries(
                      ListAuditEntriesRequest.newBuilder()
                          .setPageSize(size)
                          .setPageToken(token)
                          .build());
              return new Pages.Page<>(
                  response.getEntriesList().stream().map(Protos::auditEntry).toList(),
                  response.getNextPageToken());
            }));
  }
}
