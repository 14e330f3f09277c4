// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.api;

import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;
import org.pluginexecutor.server.api.ArrivalObserver.Arrival;
import org.pluginexecutor.server.audit.Change;
import org.pluginexecutor.server.store.PackageUpload;
import org.pluginexecutor.server.store.PluginCatalog;
import org.pluginexecutor.server.store.UploadOptions;
import org.pluginexecutor.v1.UploadPluginRequest;
import org.pluginexecutor.v1.UploadPluginResponse;

/** A package that is being uploaded. Confined to one thread at a time. */
final class PluginArrival implements Arrival<UploadPluginRequest, UploadPluginResponse> {
  private static final int SIGNATURE_BYTES = 64;

  private final PluginCatalog catalog;
  private final Function<PluginCatalog.UploadResult, UploadPluginResponse> toResponse;
  private final PackageUpload upload;
  private Optional<String> expectedDigest = Optional.empty();
  private Optional<String> signature = Optional.empty();
  private boolean withoutActivation;
  private boolean first = true;

  PluginArrival(
      PluginCatalog catalog,
      Function<PluginCatalog.UploadResult, UploadPluginResponse> toResponse) {
    this.catalog = catalog;
    this.toResponse = toResponse;
    this.upload = catalog.beginUpload();
  }

  @Override
  public void take(UploadPluginRequest message) {
    if (first) {
      withoutActivation = message.getWithoutActivation();
      first = false;
    }
    if (expectedDigest.isEmpty() && !message.getExpectedDigest().isEmpty()) {
      expectedDigest = Optional.of(message.getExpectedDigest());
    }
    if (signature.isEmpty() && !message.getSignature().isEmpty()) {
      var bytes = message.getSignature().toByteArray();
      var violations = new Violations();
      violations.require(
          bytes.length == SIGNATURE_BYTES,
          "signature",
          bytes.length + " B (expected: an Ed25519 signature of " + SIGNATURE_BYTES + " B)");
      violations.check();
      signature = Optional.of(Base64.getEncoder().encodeToString(bytes));
    }
    upload.append(message.getChunk().asReadOnlyByteBuffer());
  }

  @Override
  public UploadPluginResponse finish(Change change) {
    var options = new UploadOptions(expectedDigest, signature, withoutActivation);
    return toResponse.apply(catalog.finishUpload(upload, options, change));
  }

  @Override
  public void close() {
    upload.close();
  }
}
