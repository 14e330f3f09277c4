// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

/**
 * A private key for the target. Immutable.
 *
 * @param type {@code ssh-rsa} or {@code ssh-dss}
 * @param pem the key as PEM text; a secret
 */
public record PrivateKey(String type, String pem) {
  /** Does not show the key. */
  @Override
  public String toString() {
    return "PrivateKey[type=" + type + ", pem=***]";
  }
}
