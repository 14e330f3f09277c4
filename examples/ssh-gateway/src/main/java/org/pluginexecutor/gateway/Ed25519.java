// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.gateway;

import java.security.KeyFactory;
import java.security.Provider;
import java.security.Signature;
import java.util.Optional;
import org.apache.sshd.common.util.security.AbstractSecurityProviderRegistrar;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.common.util.security.eddsa.bouncycastle.BouncyCastleEdDSASupport;
import org.apache.sshd.common.util.security.eddsa.generic.EdDSASupport;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * Gives MINA keys of the kind Ed25519, which it has by an optional library only: Bouncy Castle, for
 * these keys alone. Left to itself MINA would take all cryptography from it, and what Java has is
 * quicker. Thread-safe.
 */
final class Ed25519 extends AbstractSecurityProviderRegistrar {
  private final Provider provider = new BouncyCastleProvider();

  private Ed25519() {
    super(SecurityUtils.ED25519);
  }

  /** Has to be called before anything else of MINA, which looks once for what it can do. */
  static void register() {
    SecurityUtils.setAPrioriDisabledProvider(SecurityUtils.BOUNCY_CASTLE, true);
    SecurityUtils.registerSecurityProvider(new Ed25519());
  }

  @Override
  public String getProviderName() {
    return BouncyCastleProvider.PROVIDER_NAME;
  }

  @Override
  public Provider getSecurityProvider() {
    return provider;
  }

  /** The rest of the process shall not find the provider. */
  @Override
  public boolean isNamedProviderUsed() {
    return false;
  }

  @Override
  public boolean isSupported() {
    return true;
  }

  @Override
  public boolean isSecurityEntitySupported(Class<?> entityType, String name) {
    boolean isForKeys = entityType == KeyFactory.class || entityType == Signature.class;
    return isForKeys
        && (name.equalsIgnoreCase(SecurityUtils.ED25519)
            || name.equalsIgnoreCase(SecurityUtils.EDDSA));
  }

  @Override
  public Optional<EdDSASupport<?, ?>> getEdDSASupport() {
    return Optional.of(new BouncyCastleEdDSASupport());
  }
}
