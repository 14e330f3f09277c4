// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import org.pluginexecutor.server.config.ServerConfig;
import org.pluginexecutor.server.services.SealedText;
import org.pluginexecutor.server.store.Store;

/** Encrypts the secrets of a services file with the key of a store. Stateless. */
public final class ServicesSealing {
  private ServicesSealing() {}

  /**
   * Replaces a file by one whose secrets are sealed; its owner and its mode stay.
   *
   * @return how many secrets were not sealed before
   * @throws IOException if there is no key, or the file cannot be used or replaced; the message
   *     says which
   */
  public static int seal(Path file, ServerConfig config) throws IOException {
    var encryption = ServerStore.keyEncryption(config.store());
    if (encryption.isEmpty()) {
      throw new IOException(
          "no key (expected: --store-key-file or --store-key-command, as the server has it)");
    }
    var sealed = SealedText.of(file, Store.cipherOf(config.dataDirectory(), encryption.get()));
    if (sealed.count() > 0) {
      replace(file, sealed.text());
    }
    return sealed.count();
  }

  private static void replace(Path file, String text) throws IOException {
    var real = file.toRealPath();
    var aside = Files.createTempFile(real.resolveSibling("."), ".services", ".yaml");
    try {
      Files.writeString(aside, text, StandardCharsets.UTF_8);
      var from = Files.getFileAttributeView(real, PosixFileAttributeView.class).readAttributes();
      var to = Files.getFileAttributeView(aside, PosixFileAttributeView.class);
      if (!to.getOwner().equals(from.owner())) {
        to.setOwner(from.owner());
      }
      to.setGroup(from.group());
      to.setPermissions(from.permissions());
      Files.move(aside, real, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(aside);
    }
  }
}
