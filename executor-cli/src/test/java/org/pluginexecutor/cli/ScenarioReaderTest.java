// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScenarioReaderTest {
  private static final String FULL =
      """
      description: "All of it"
      login: fails
      session:
        protocol: ssh
        client_port: 40000
        gateway_groups: [operators, "a, b"]
        key_value_pairs:
          token: "1"
      answers:
        otp: 012345
        purpose: [first, second]
      steps:
        - hook: authenticate
          verdict: NEEDINFO
          question: otp
        - hook: get_password_list
          passwords: 2
      """;

  @Test
  void every_value_is_the_text_that_stands_there() {
    var scenario = ScenarioReader.read("x", FULL);

    assertThat(scenario.description()).isEqualTo("All of it");
    assertThat(scenario.loginSucceeds()).isFalse();
    assertThat(scenario.session())
        .isEqualTo(
            Map.of(
                "protocol",
                "ssh",
                "client_port",
                40000L,
                "gateway_groups",
                List.of("operators", "a, b"),
                "key_value_pairs",
                Map.of("token", "1")));
    assertThat(scenario.answers())
        .isEqualTo(Map.of("otp", List.of("012345"), "purpose", List.of("first", "second")));
    assertThat(scenario.steps())
        .containsExactly(
            new Scenario.Step(
                "authenticate", Map.of(StepFact.VERDICT, "NEEDINFO", StepFact.QUESTION, "otp")),
            new Scenario.Step("get_password_list", Map.of(StepFact.PASSWORDS, "2")));
  }

  @Test
  void what_is_written_reads_as_the_same() {
    var scenario = ScenarioReader.read("x", FULL);

    assertThat(ScenarioReader.read("y", ScenarioText.of(scenario))).isEqualTo(scenario);
  }

  @Test
  void names_all_problems_at_once() {
    assertThatThrownBy(() ->
            ScenarioReader.read(
                "x.yaml",
                """
                login: never
                sesion: {}
                session:
                  client_port: many
                  colour: red
                answers:
                  otp: []
                steps:
                  - verdict: ACCEPT
                  - hook: authorize
                    verdikt: DENY
                """))
        .asInstanceOf(InstanceOfAssertFactories.type(CliException.class))
        .satisfies(e -> assertThat(e.exitCode()).isEqualTo(ExitCode.DATA))
        .extracting(CliException::sentences, InstanceOfAssertFactories.list(String.class))
        .satisfiesExactlyInAnyOrder(
            problem -> assertThat(problem).startsWith("x.yaml: sesion: unknown (expected: desc"),
            problem -> assertThat(problem).startsWith("x.yaml: session.colour: unknown (exp"),
            problem -> assertThat(problem).startsWith("x.yaml: session.client_port: "),
            problem -> assertThat(problem).startsWith("x.yaml: answers.otp: no answer "),
            problem -> assertThat(problem).startsWith("x.yaml: login: never (expected: suc"),
            problem -> assertThat(problem).startsWith("x.yaml: steps[1]: no hook (expected: "),
            problem -> assertThat(problem).startsWith("x.yaml: steps[2].verdikt: unknown (exp"));
  }

  @Test
  void says_where_the_yaml_is_broken() {
    assertThatThrownBy(() -> ScenarioReader.read("x.yaml", "session: [\n"))
        .isInstanceOf(CliException.class)
        .hasMessageContaining("x.yaml: no YAML")
        .hasMessageContaining("line 2");
  }

  @ParameterizedTest
  @EnumSource(BuiltInScenario.class)
  void every_scenario_that_is_built_in_can_be_played(BuiltInScenario builtIn) {
    var scenario = builtIn.read();

    assertThat(scenario.description()).isNotBlank();
    assertThat(scenario.session()).containsKeys("protocol", "client_ip", "server_username");
    assertThat(scenario.steps()).isEmpty();
  }
}
