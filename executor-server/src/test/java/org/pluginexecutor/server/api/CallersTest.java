// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CallersTest {
  @Test
  void takes_names_and_uris_of_a_certificate_and_nothing_else() {
    assertThat(
            Callers.namesOf(
                List.of(
                    List.of(1, "mail@example.org"),
                    List.of(2, "Gateway.Example.ORG"),
                    List.of(6, "spiffe://example.org/Gateway"),
                    List.of(7, "192.0.2.1"))))
        .containsExactly("dns:gateway.example.org", "uri:spiffe://example.org/Gateway");
    assertThat(Callers.namesOf(null)).isEmpty();
  }
}
