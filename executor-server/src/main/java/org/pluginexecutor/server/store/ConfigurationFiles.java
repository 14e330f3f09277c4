// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.server.error.ExecutorError.InstanceDamaged;
import org.pluginexecutor.server.error.ExecutorException;
import org.pluginexecutor.server.files.Digests;
import org.pluginexecutor.server.files.Durable;
import org.pluginexecutor.server.secret.BrokenSealException;
import org.pluginexecutor.server.secret.StoreCipher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The configuration texts, one file each, sealed where the store is encrypted. A file is never
 * changed: another text is another file. Thread-safe.
 */
final class ConfigurationFiles {
  private static final Logger log = LoggerFactory.getLogger(ConfigurationFiles.class);

  /** First byte of a file whose text stands in it as it is. */
  private static final byte PLAIN = 'P';

  /** First byte of a file whose text is sealed. */
  private static final byte SEALED = 'S';

  private final Path files;
  private final StoreCipher cipher;

  /**
   * Uses the files in a directory.
   *
   * @param cipher what they are sealed with
   */
  ConfigurationFiles(Path files, StoreCipher cipher) {
    this.files = files;
    this.cipher = cipher;
  }

  /** Writes a text; the file counts once the catalog names it. */
  StoredConfiguration write(String instance, String text) throws IOException {
    var id = UUID.randomUUID().toString();
    var plain = text.getBytes(StandardCharsets.UTF_8);
    var content =
        cipher.isEncrypting()
            ? joined(SEALED, cipher.seal(plain, context(instance, id)))
            : joined(PLAIN, plain);
    // Nobody knows the name before it is complete, so it can be written where it stays.
    Durable.write(file(id), content);
    Durable.syncDirectory(files);
    return new StoredConfiguration(id, plain.length, Digests.of(content));
  }

  /**
   * Reads the text of a revision.
   *
   * @throws ExecutorException if the file is not what was written
   */
  String read(PluginInstance instance) {
    var stored = instance.configuration();
    byte[] content;
    try {
      content = Files.readAllBytes(file(stored.id()));
    } catch (IOException e) {
      throw damaged(instance, "its configuration cannot be read", e);
    }
    if (!Digests.of(content).equals(stored.digest())) {
      throw damaged(instance, "its configuration is not the one that was stored", null);
    }
    try {
      return text(plain(instance, content));
    } catch (BrokenSealException e) {
      throw damaged(instance, "its configuration cannot be decrypted", e);
    } catch (CharacterCodingException e) {
      throw damaged(instance, "its configuration is no text", e);
    }
  }

  private byte[] plain(PluginInstance instance, byte[] content) throws BrokenSealException {
    var rest = Arrays.copyOfRange(content, 1, content.length);
    if (content[0] == PLAIN) {
      return rest;
    }
    if (!cipher.isEncrypting()) {
      throw damaged(
          instance,
          "its configuration is encrypted, and this server has not the store's key",
          null);
    }
    return cipher.open(rest, context(instance.name(), instance.configuration().id()));
  }

  /** Whether the file of a revision is one that this server would seal today. */
  boolean isUnsealed(PluginInstance instance) throws IOException {
    try (var in = Files.newInputStream(file(instance.configuration().id()))) {
      return cipher.isEncrypting() && in.read() == PLAIN;
    }
  }

  /** Whether any text is sealed, with whatever key. */
  static boolean hasSealed(Path files) throws IOException {
    try (var entries = Files.newDirectoryStream(files)) {
      for (var entry : entries) {
        try (var in = Files.newInputStream(entry)) {
          if (in.read() == SEALED) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** Removes the files that no revision names. */
  void collectGarbage(CatalogState state) throws IOException {
    var used = new HashSet<String>();
    state
        .instances()
        .values()
        .forEach(
            revisions -> revisions.forEach(instance -> used.add(instance.configuration().id())));
    try (var entries = Files.newDirectoryStream(files)) {
      for (var file : entries) {
        if (!used.contains(file.getFileName().toString())) {
          Files.delete(file);
        }
      }
    }
  }

  /** Where the text of a stored configuration lies. */
  Path file(StoredConfiguration stored) {
    return file(stored.id());
  }

  private Path file(String id) {
    return files.resolve(id);
  }

  /** Keeps whoever can write the directory from giving one instance the text of another. */
  private static String context(String instance, String id) {
    return "configuration/" + instance + "/" + id;
  }

  private static byte[] joined(byte kind, byte[] rest) {
    return ByteBuffer.allocate(1 + rest.length).put(kind).put(rest).array();
  }

  private static String text(byte[] utf8) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
  }

  private static ExecutorException damaged(
      PluginInstance instance, String found, @Nullable Throwable cause) {
    log.error("instance {}: {}", instance.id(), found, cause);
    return new ExecutorException(new InstanceDamaged(instance.id(), found), cause);
  }
}
