// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A field of the request, or the uploaded package, breaks its rule. */
public final class InvalidRequestException extends ExecutorClientException {
  private static final long serialVersionUID = 1L;

  private final List<FieldViolation> violations;

  /** Keeps what is known about the failure. */
  public InvalidRequestException(
      FailureDetails details, List<FieldViolation> violations, @Nullable Throwable cause) {
    super(details, cause);
    this.violations = List.copyOf(violations);
  }

  /** What is wrong, one entry per problem; empty when the server does not say. */
  public List<FieldViolation> violations() {
    return violations;
  }
}
