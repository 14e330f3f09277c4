// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The reader of metrics would see what is wrong with them. */
class ExpositionTest {
  private static final String HEAD = "# HELP a A thing\n# TYPE a counter\n";

  @Test
  void reads_values_by_their_labels_in_order() {
    var read = Exposition.parse(HEAD + "a{z=\"1\",b=\"x,\\\"y}\"} 2.0\na 1.5E-4\n");

    assertThat(read.types()).containsEntry("a", "counter");
    assertThat(read.value("a{b=\"x,\\\"y}\",z=\"1\"}")).isEqualTo(2);
    assertThat(read.value("a")).isEqualTo(1.5e-4);
    assertThat(read.value("b")).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a 1",
        "a 1\n",
        "# TYPE a counter\na 1\n",
        HEAD + "a 1\na 2\n",
        HEAD + "a{b=\"1\",c=\"2\"} 1\na{c=\"2\",b=\"1\"} 1\n",
        HEAD + "a{b=\"1\",b=\"2\"} 1\n",
        HEAD + "a{b=1} 1\n",
        HEAD + "a_bucket 1\n",
        HEAD + "b 1\n",
        HEAD + "a\n",
        HEAD + HEAD,
        HEAD + "# HELP c C\n# TYPE c gauge\n" + HEAD,
        HEAD + "# whatever\n",
      })
  void refuses_what_breaks_a_rule(String text) {
    assertThatThrownBy(() -> Exposition.parse(text)).isInstanceOf(AssertionError.class);
  }
}
