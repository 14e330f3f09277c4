// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CancellationTest {
  private final Cancellation cancellation = new Cancellation();
  private final List<String> ran = new ArrayList<>();

  @Test
  void is_not_cancelled_at_first() {
    cancellation.onCancel(() -> ran.add("a"));

    assertThat(cancellation.isCancelled()).isFalse();
    assertThat(ran).isEmpty();
  }

  @Test
  void runs_the_action_once_however_often_it_is_cancelled() {
    cancellation.onCancel(() -> ran.add("a"));

    cancellation.cancel();
    cancellation.cancel();

    assertThat(cancellation.isCancelled()).isTrue();
    assertThat(ran).containsExactly("a");
  }

  @Test
  void runs_an_action_at_once_that_comes_after_the_cancel() {
    cancellation.cancel();

    cancellation.onCancel(() -> ran.add("a"));

    assertThat(ran).containsExactly("a");
  }

  @Test
  void can_be_cancelled_without_an_action() {
    cancellation.cancel();

    assertThat(cancellation.isCancelled()).isTrue();
  }

  @Test
  void is_seen_as_cancelled_by_the_action() {
    cancellation.onCancel(() -> ran.add("cancelled: " + cancellation.isCancelled()));

    cancellation.cancel();

    assertThat(ran).containsExactly("cancelled: true");
  }
}
