// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CloseStackTest {
  private final List<String> closed = new ArrayList<>();
  private final CloseStack stack = new CloseStack();

  private Resource named(String name) {
    return () -> closed.add(name);
  }

  private Resource failing(String name) {
    return () -> {
      closed.add(name);
      throw new IllegalStateException(name);
    };
  }

  @Test
  void hands_back_what_it_is_given() {
    var resource = named("a");

    assertThat(stack.push(resource)).isSameAs(resource);
    assertThat(closed).isEmpty();
  }

  @Test
  void closes_in_reverse_order() {
    stack.push(named("a"));
    stack.push(named("b"));
    stack.push(named("c"));

    stack.close();

    assertThat(closed).containsExactly("c", "b", "a");
  }

  @Test
  void closes_each_once() {
    stack.push(named("a"));

    stack.close();
    stack.close();

    assertThat(closed).containsExactly("a");
  }

  @Test
  void closes_the_others_when_some_fail_and_reports_all_failures() {
    stack.push(named("a"));
    stack.push(failing("b"));
    stack.push(named("c"));
    stack.push(failing("d"));

    assertThatThrownBy(stack::close)
        .hasMessage("d")
        .satisfies(e -> assertThat(e.getSuppressed()).extracting("message").containsExactly("b"));
    assertThat(closed).containsExactly("d", "c", "b", "a");
  }

  @Test
  void moves_everything_into_the_released_stack_in_the_same_order() {
    stack.push(named("a"));
    stack.push(named("b"));

    var released = stack.release();
    stack.close();
    assertThat(closed).isEmpty();

    released.push(named("c"));
    released.close();
    assertThat(closed).containsExactly("c", "b", "a");
  }
}
