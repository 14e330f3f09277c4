// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.trust;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.pluginexecutor.server.config.TrustConfig;
import org.pluginexecutor.server.error.ExecutorError.PluginNotTrusted;
import org.pluginexecutor.server.error.ExecutorException;
import org.pluginexecutor.server.trust.TrustDecision.NotTrusted;
import org.pluginexecutor.server.trust.TrustDecision.Trusted;

/**
 * Which packages the operator of this server trusts: those whose digest is in a list, and those
 * with a signature by a trusted key. Cheap enough to be asked before every hook. Thread-safe.
 */
public final class TrustPolicy {
  private final boolean required;
  private final Optional<TrustedDigests> digests;
  private final TrustedKeys keys;

  private TrustPolicy(boolean required, Optional<TrustedDigests> digests, TrustedKeys keys) {
    this.required = required;
    this.digests = digests;
    this.keys = keys;
  }

  /**
   * Reads the keys and the list. Keys stay what they are now; the list is read again when it
   * changes.
   *
   * @throws IOException if a file is not what it has to be; the message names file and line
   */
  public static TrustPolicy open(TrustConfig config) throws IOException {
    Optional<TrustedDigests> digests = Optional.empty();
    if (config.digestFile().isPresent()) {
      digests = Optional.of(TrustedDigests.open(config.digestFile().get(), InstantSource.system()));
    }
    return new TrustPolicy(config.requireTrusted(), digests, TrustedKeys.read(config.keyFiles()));
  }

  /** Whether packages that are not trusted have to be refused. */
  public boolean isRequired() {
    return required;
  }

  /** Whether there is anything that could make a package a trusted one. */
  public boolean isConfigured() {
    return digests.isPresent() || !keys.isEmpty();
  }

  /**
   * Says whether a package is trusted now.
   *
   * @param digest digest of its zip
   * @param signatures its signatures; one by a trusted key suffices
   */
  public TrustDecision judge(String digest, List<byte[]> signatures) {
    if (!isConfigured()) {
      return new NotTrusted("this server has neither a list of trusted digests nor trusted keys");
    }
    if (digests.isPresent() && digests.get().contains(digest)) {
      return new Trusted("its digest is in the list of trusted ones");
    }
    for (var signature : signatures) {
      var signer = keys.signerOf(digest, signature);
      if (signer.isPresent()) {
        return new Trusted("signed by " + signer.get());
      }
    }
    if (!signatures.isEmpty()) {
      return new NotTrusted("its signature is by no trusted key");
    }
    return new NotTrusted(
        keys.isEmpty() ? "its digest is not in the list of trusted ones" : "it is not signed");
  }

  /**
   * Lets a package pass, or does not.
   *
   * @param plugin how the plugin is called in the error, {@code type/name/version}
   * @throws ExecutorException if only trusted packages may pass, and this is none
   */
  public void requireTrusted(String plugin, String digest, List<byte[]> signatures) {
    if (!required) {
      return;
    }
    switch (judge(digest, signatures)) {
      case Trusted _ -> {}
      case NotTrusted(var why) ->
          throw new ExecutorException(new PluginNotTrusted(plugin, digest, why));
    }
  }
}
