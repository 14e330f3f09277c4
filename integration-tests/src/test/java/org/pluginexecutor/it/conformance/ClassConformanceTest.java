// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pluginexecutor.it.conformance.PythonServer.output;
import static org.pluginexecutor.it.conformance.PythonServer.result;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pluginexecutor.client.InvalidRequestException;
import org.pluginexecutor.client.Outcome;
import org.pluginexecutor.client.PluginTarget;

/** The rules M1 to M8: what the executor makes of {@code main.py} and its class. */
class ClassConformanceTest {
  private static final Map<String, Object> NOTHING = Map.of();

  @OnEachPython
  void m1_takes_a_class_that_is_imported_under_the_name_plugin(PythonServer on) {
    var zip =
        on.aaZip("from safeguard_like import SafeguardPlugin as Plugin\n")
            .file(
                "safeguard_like.py",
                """
                class SafeguardPlugin(object):
                  def authenticate(self):
                    return {'verdict': 'ACCEPT', 'name': type(self).__name__}
                """);
    assertThat(result(on.call(on.upload(zip), "authenticate", NOTHING)))
        .containsEntry("name", "SafeguardPlugin");
  }

  @OnEachPython
  void m1_refuses_a_package_that_surely_has_no_plugin_class(PythonServer on) {
    assertThatThrownBy(() -> on.aa("class Other(object): pass\n"))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("main.py: no Plugin (expected: a class Plugin");
  }

  @OnEachPython
  void m1_fails_the_call_where_only_running_shows_that_there_is_none(PythonServer on) {
    var target = on.aa("other = 'Plugin'\n");
    assertThat(on.call(target, "authenticate", NOTHING).outcome())
        .isInstanceOfSatisfying(
            Outcome.LoadFailed.class,
            failed -> assertThat(failed.step()).isEqualTo(Outcome.LoadStep.FIND_CLASS));
  }

  @OnEachPython
  void m2_hands_the_constructor_the_text_as_the_administrator_wrote_it(PythonServer on) {
    var text = "; a remark\r\n[credential_store]\n  name = Geheim\u00fc \u6f22 \n\n%(x)s\t$$\n";
    var zip =
        on.aaZip(
            """
            class Plugin(object):
              def __init__(self, configuration=""):
                self.configuration = configuration
              def authenticate(self):
                return {'verdict': 'ACCEPT', 'configuration': self.configuration}
            """);
    assertThat(result(on.call(on.upload(zip, text), "authenticate", NOTHING)))
        .containsEntry("configuration", text);
    var instance =
        on.client().instances().create(zip.name(), zip.pluginName(), Optional.of(text)).name();
    assertThat(result(on.call(new PluginTarget.Instance(instance), "authenticate", NOTHING)))
        .containsEntry("configuration", text);
  }

  private static final String WITHOUT_CONSTRUCTOR =
      """
      class Plugin%s:
        configuration = 'none was given'
        def authenticate(self):
          return {'verdict': 'ACCEPT', 'configuration': self.configuration}
      """;

  private static final String WITHOUT_PARAMETER =
      WITHOUT_CONSTRUCTOR + "  def __init__(self):\n    self.configuration = 'called'\n";

  private static final String WITH_PARAMETER =
      WITHOUT_CONSTRUCTOR
          + "  def __init__(self, configuration):\n    self.configuration = configuration\n";

  @OnEachPython
  void m3_calls_a_constructor_without_parameters_when_the_configuration_is_empty(PythonServer on) {
    // Python 2 has two kinds of classes, and the documents show both.
    for (var base : new String[] {"(object)", ""}) {
      assertThat(
              result(on.call(on.aa(WITHOUT_CONSTRUCTOR.formatted(base)), "authenticate", NOTHING)))
          .containsEntry("configuration", "none was given");
      assertThat(result(on.call(on.aa(WITHOUT_PARAMETER.formatted(base)), "authenticate", NOTHING)))
          .containsEntry("configuration", "called");
    }
  }

  @OnEachPython
  void m3_gives_the_empty_text_to_a_constructor_that_must_have_one(PythonServer on) {
    assertThat(
            result(on.call(on.aa(WITH_PARAMETER.formatted("(object)")), "authenticate", NOTHING)))
        .containsEntry("configuration", "");
  }

  @OnEachPython
  void m3_fails_the_call_when_a_class_that_takes_no_configuration_has_one(PythonServer on) {
    for (var source : new String[] {WITHOUT_CONSTRUCTOR, WITHOUT_PARAMETER}) {
      var target = on.upload(on.aaZip(source.formatted("(object)")), "[section]\n");
      assertThat(on.call(target, "authenticate", NOTHING).outcome())
          .isInstanceOfSatisfying(
              Outcome.LoadFailed.class,
              failed -> {
                assertThat(failed.step()).isEqualTo(Outcome.LoadStep.CONSTRUCT);
                assertThat(failed.message()).contains("takes no configuration");
              });
    }
  }

  @OnEachPython
  void m4_takes_a_package_with_some_hooks_of_its_type_and_one_with_none(PythonServer on) {
    var four =
        on.credentialStore(
            """
            class Plugin(object):
              def get_password_list(self, cookie):
                return {'passwords': ['p']}
              def get_private_key_list(self, cookie):
                return {'private_keys': []}
              def authentication_completed(self, session_id, cookie):
                return None
              def session_ended(self, session_id, cookie):
                return None
            """);
    assertThat(on.newSession().getPasswordList(four, NOTHING).passwords()).containsExactly("p");
    var missing = (Outcome.Returned) on.call(four, "get_totp_codes", NOTHING).outcome();
    assertThat(missing.result()).isNull();
    on.aa("class Plugin(object): pass\n");
  }

  @OnEachPython
  void m5_runs_on_the_python_that_first_line_and_entry_point_select(PythonServer on) {
    var response =
        on.call(
            on.aa(
                """
                import sys
                class Plugin(object):
                  def authenticate(self):
                    return {'verdict': 'ACCEPT', 'version': '%d.%d.%d' % sys.version_info[:3]}
                """),
            "authenticate",
            NOTHING);
    assertThat(result(response)).containsEntry("version", on.python().version());
    assertThat(response.execution().runtimeVersion()).isEqualTo(on.python().version());
  }

  @OnEachPython
  void m6_passes_by_name_what_the_signature_takes_and_leaves_defaults_alone(PythonServer on) {
    var target =
        on.aa(
            """
            class Plugin(object):
              def authenticate(self, protocol, unknown='default of the plugin', client_ip=None):
                return {'verdict': 'ACCEPT', 'seen': [protocol, unknown, client_ip]}
              def authorize(self):
                return {'verdict': 'ACCEPT'}
            """);
    var given = Map.of("client_ip", "192.0.2.10", "protocol", "ssh", "client_port", 51000);
    assertThat(result(on.call(target, "authenticate", given)).get("seen"))
        .isEqualTo(List.of("ssh", "default of the plugin", "192.0.2.10"));
    assertThat(result(on.call(target, "authorize", given))).containsEntry("verdict", "ACCEPT");
  }

  @OnEachPython
  void m6_passes_everything_to_a_hook_with_keyword_arguments(PythonServer on) {
    var target =
        on.aa(
            """
            class Plugin(object):
              def session_ended(self, session_id, **others):
                print(' '.join(sorted(others)))
              def authenticate(self, **given):
                return {'verdict': 'ACCEPT', 'names': sorted(given)}
            """);
    assertThat(result(on.call(target, "authenticate", Map.of("added_later", "x"))))
        .containsEntry(
            "names",
            List.of(
                "added_later",
                "client_hostname",
                "client_ip",
                "client_port",
                "connection_name",
                "cookie",
                "gateway_domain",
                "gateway_user",
                "key_value_pairs",
                "protocol",
                "server_domain",
                "server_username",
                "session_cookie",
                "session_id",
                "target_username"));
    assertThat(output(on.call(target, "session_ended", NOTHING)))
        .isEqualTo("s-1: cookie session_cookie\n");
  }

  @OnEachPython
  void m7_takes_a_dict_or_none_and_nothing_else(PythonServer on) {
    var target =
        on.aa(
            """
            class Plugin(object):
              def authenticate(self, key_value_pairs):
                return {'dict': {'verdict': 'ACCEPT'}, 'none': None, 'list': ['ACCEPT'],
                        'text': 'ACCEPT', 'true': True}[key_value_pairs['kind']]
            """);
    for (var kind : new String[] {"dict", "none"}) {
      assertThat(kind(on, target, kind)).as(kind).isInstanceOf(Outcome.Returned.class);
    }
    for (var kind : new String[] {"list", "text", "true"}) {
      assertThat(kind(on, target, kind)).as(kind).isInstanceOf(Outcome.BadResult.class);
    }
  }

  private static Outcome kind(PythonServer on, PluginTarget target, String kind) {
    return on.call(target, "authenticate", Map.of("key_value_pairs", Map.of("kind", kind)))
        .outcome();
  }

  @OnEachPython
  void m8_starts_every_call_in_a_process_of_its_own_where_nothing_is_left(PythonServer on) {
    var target =
        on.aa(
            """
            calls = []
            class Plugin(object):
              calls = []
              def authenticate(self):
                calls.append(1)
                self.calls.append(1)
                return {'verdict': 'ACCEPT', 'calls': len(calls) + len(self.calls)}
            """);
    var first = result(on.call(target, "authenticate", NOTHING));
    var second = result(on.call(target, "authenticate", NOTHING));
    assertThat(first).containsEntry("calls", 2L);
    assertThat(second).containsEntry("calls", 2L);
  }
}
