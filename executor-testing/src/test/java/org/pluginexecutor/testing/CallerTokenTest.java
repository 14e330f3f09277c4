// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CallerTokenTest {
  @Test
  void a_server_gets_the_digest_and_not_the_token() {
    // As sha256sum has it.
    assertThat(new CallerToken("pex_test").line("test"))
        .isEqualTo(
            "test invoke,manage,observe"
                + " sha256:5a4a69315cf1dab098d87a3f1d035e78e5e899644af78e624d982ca589712e9a\n");
  }

  @Test
  void every_container_has_one_of_its_own_in_the_form_of_a_server() {
    var token = CallerToken.create();

    assertThat(token.text())
        .matches("pex_[A-Za-z0-9_-]{43}")
        .isNotEqualTo(CallerToken.create().text());
    assertThat(token).asString().doesNotContain(token.text());
  }
}
