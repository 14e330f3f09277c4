// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

import java.util.Optional;
import org.pluginexecutor.server.error.ExecutorException;

/** Asks the admission, and counts whom it refuses. Thread-safe. */
public record AdmissionGate(
    Admission admission, KeptAnswers answers, CallMetrics metrics, RefusalLog refusals)
    implements OverloadGate {

  @Override
  public void pass(String share, Optional<RequestId> id, InvocationContext context) {
    try {
      admission.requireRoom(share, context);
    } catch (ExecutorException e) {
      if (id.isPresent() && answers.knows(id.get())) {
        return;
      }
      metrics.countRefusal(e);
      refusals.count(e.error());
      throw e;
    }
  }
}
