// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.trust;

/** Whether a package is trusted, with the reason for people. Immutable. */
public sealed interface TrustDecision {
  /** What the decision rests on; names no directory of the server. */
  String why();

  /** The package is trusted. */
  record Trusted(String why) implements TrustDecision {}

  /** Nothing that the operator trusts vouches for the package. */
  record NotTrusted(String why) implements TrustDecision {}
}
