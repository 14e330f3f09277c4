// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.gateway;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.Base64;

/**
 * A key in the one form that the contract lets through: ssh-keygen writes keys of this kind in a
 * form of its own only. Immutable.
 *
 * @param pkcs8 the private key, as PEM
 * @param publicKey as a line of authorized_keys
 */
record Ed25519Key(String pkcs8, String publicKey) {
  private static final int LENGTH = 32;

  static Ed25519Key generate() {
    try {
      var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      var pem = Base64.getMimeEncoder(64, new byte[] {'\n'});
      var x509 = pair.getPublic().getEncoded();
      return new Ed25519Key(
          "-----BEGIN PRIVATE KEY-----\n"
              + pem.encodeToString(pair.getPrivate().getEncoded())
              + "\n-----END PRIVATE KEY-----\n",
          "ssh-ed25519 " + line(Arrays.copyOfRange(x509, x509.length - LENGTH, x509.length)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String line(byte[] point) {
    var name = "ssh-ed25519".getBytes(StandardCharsets.US_ASCII);
    var blob = ByteBuffer.allocate(2 * Integer.BYTES + name.length + point.length);
    blob.putInt(name.length).put(name).putInt(point.length).put(point);
    return Base64.getEncoder().encodeToString(blob.array());
  }
}
