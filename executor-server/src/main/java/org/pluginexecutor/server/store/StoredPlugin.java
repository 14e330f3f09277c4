// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.store;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.pluginexecutor.server.plugin.Manifest;
import org.pluginexecutor.server.plugin.PluginRef;

/**
 * One stored version of a plugin. Immutable.
 *
 * @param digest {@code sha256:} and the SHA-256 of the zip in hexadecimal
 * @param sizeBytes size of the zip
 * @param uploadTime when it was uploaded first
 * @param python2 whether it is written for Python 2
 * @param defaultConfiguration text of its default.cfg; empty when it has none
 * @param treeDigest digest of the unpacked files, see {@link PackageVerifier}
 * @param activation number of its latest activation; the version of a plugin with the highest one
 *     is active; 0: it never was
 * @param signatures what it was signed with, in Base64, in the order of their arrival
 * @param directory where zip and unpacked tree lie
 */
public record StoredPlugin(
    Manifest manifest,
    String digest,
    long sizeBytes,
    Instant uploadTime,
    boolean python2,
    String defaultConfiguration,
    String treeDigest,
    long activation,
    List<String> signatures,
    Path directory) {

  /** Root of the unpacked package. */
  public Path tree() {
    return directory.resolve(PackageFiles.TREE);
  }

  /** The zip as it was uploaded. */
  public Path zip() {
    return directory.resolve(PackageFiles.ZIP);
  }

  /** The key under which versions stand side by side. */
  String key() {
    return manifest.key();
  }

  /** What it was signed with, as bytes. */
  List<byte[]> decodedSignatures() {
    return decoded(signatures);
  }

  static List<byte[]> decoded(List<String> signatures) {
    return signatures.stream().map(Base64.getDecoder()::decode).toList();
  }

  boolean isMeantBy(PluginRef ref) {
    return ref.matches(manifest);
  }

  StoredPlugin withActivation(long newActivation) {
    return new StoredPlugin(
        manifest,
        digest,
        sizeBytes,
        uploadTime,
        python2,
        defaultConfiguration,
        treeDigest,
        newActivation,
        signatures,
        directory);
  }

  StoredPlugin withSignatures(List<String> newSignatures) {
    return new StoredPlugin(
        manifest,
        digest,
        sizeBytes,
        uploadTime,
        python2,
        defaultConfiguration,
        treeDigest,
        activation,
        newSignatures,
        directory);
  }

  StoredPlugin withTreeDigest(String newTreeDigest) {
    return new StoredPlugin(
        manifest,
        digest,
        sizeBytes,
        uploadTime,
        python2,
        defaultConfiguration,
        newTreeDigest,
        activation,
        signatures,
        directory);
  }
}
