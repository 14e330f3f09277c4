// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import java.util.Objects;
import java.util.Optional;

/** How a plugin is uploaded. Immutable. */
public final class UploadOptions {
  private static final int SIGNATURE_BYTES = 64;
  private static final UploadOptions DEFAULTS = newBuilder().build();

  private final Optional<byte[]> signature;
  private final boolean withoutActivation;

  private UploadOptions(Builder builder) {
    this.signature = builder.signature;
    this.withoutActivation = builder.withoutActivation;
  }

  /** The upload of a package that is not signed and whose version becomes the active one. */
  public static UploadOptions defaults() {
    return DEFAULTS;
  }

  /** Starts from the defaults. */
  public static Builder newBuilder() {
    return new Builder();
  }

  /** The package's signature, 64 bytes of the caller's own; empty: it is not signed. */
  public Optional<byte[]> signature() {
    return signature.map(byte[]::clone);
  }

  /** Whether the active version stays what it is. */
  public boolean withoutActivation() {
    return withoutActivation;
  }

  /** Collects options; each is checked when it is set. Confined to one thread. */
  public static final class Builder {
    private Optional<byte[]> signature = Optional.empty();
    private boolean withoutActivation;

    private Builder() {}

    /**
     * Sets the package's signature, as {@code plugin-executor plugin sign} makes it: Ed25519, 64
     * bytes. They are copied. Default: not signed.
     *
     * @throws IllegalArgumentException when it has another length
     */
    public Builder signature(byte[] signature) {
      Objects.requireNonNull(signature, "signature");
      if (signature.length != SIGNATURE_BYTES) {
        throw new IllegalArgumentException(
            "signature: " + signature.length + " B (expected: " + SIGNATURE_BYTES + " B)");
      }
      this.signature = Optional.of(signature.clone());
      return this;
    }

    /**
     * Sets whether the active version stays what it is; the first version of a plugin becomes
     * active in any case. Default: false, the uploaded version becomes the active one.
     */
    public Builder withoutActivation(boolean withoutActivation) {
      this.withoutActivation = withoutActivation;
      return this;
    }

    /** Makes the options. */
    public UploadOptions build() {
      return new UploadOptions(this);
    }
  }
}
