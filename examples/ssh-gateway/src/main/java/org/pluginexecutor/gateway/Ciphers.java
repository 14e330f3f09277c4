// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.gateway;

import java.util.List;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.cipher.Cipher;

/**
 * With what connections are encrypted. OpenSSH likes ChaCha20 best, which MINA has in plain Java
 * only; for AES processors have instructions, and files pass in less than half of the time.
 * Stateless.
 */
final class Ciphers {
  static final List<NamedFactory<Cipher>> QUICK =
      List.of(
          BuiltinCiphers.aes128gcm,
          BuiltinCiphers.aes256gcm,
          BuiltinCiphers.aes128ctr,
          BuiltinCiphers.aes256ctr);

  private Ciphers() {}
}
