// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pluginexecutor.client.InvalidRequestException;

/** What hostile packages come to on a real server: a typed refusal, or harm to their own calls. */
class PackageRefusalTest {
  private TestServer server;

  @BeforeEach
  void start() {
    server = TestServer.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static PluginZip good() {
    return PluginZip.aa("p", "class Plugin:\n  def session_ended(self): print('fine')\n");
  }

  private InvalidRequestException refusalOf(PluginZip zip) {
    var refused =
        catchThrowableOfType(InvalidRequestException.class, () -> server.upload("p", zip));
    assertThat(refused).isNotNull();
    assertThat(refused.reason()).isEqualTo("INVALID_PLUGIN_PACKAGE");
    return refused;
  }

  @Test
  void a14_thousands_of_bad_entries_are_still_a_typed_refusal() {
    var zip = good();
    for (int i = 0; i < 5_000; i++) {
      zip.file("../" + "\u202e".repeat(40) + i, "");
    }
    assertThat(refusalOf(zip).violations().getLast().description())
        .matches("and [0-9]+ more violations");
  }

  @Test
  void a18_thousands_of_bad_lines_are_still_a_typed_refusal() {
    var lines = "name: 🔑\n".repeat(5_000);
    assertThat(refusalOf(good().file("MANIFEST", lines)).violations()).isNotEmpty();
    var longLines =
        "type: \"" + "🔑".repeat(5_000) + "\"\nname: \"" + "\u202e".repeat(5_000) + "\"\n";
    assertThat(refusalOf(good().file("MANIFEST", longLines)).violations()).isNotEmpty();
  }

  @Test
  void a29_what_python_loads_by_itself_is_not_loaded_from_a_package() {
    var trap = "import os\nos._exit(42)\n";
    var zip =
        good()
            .file("sitecustomize.py", trap)
            .file("usercustomize.py", trap)
            .file("encodings/__init__.py", trap)
            .file("pluginshim/__init__.py", trap)
            .file("traceback.py", trap)
            .file("evil.pth", "import os; os._exit(42)\n")
            .file("pyvenv.cfg", "home = /nonexistent\n")
            .file("__pycache__/main.cpython-311.pyc", "no byte code");
    var target = server.upload("p", zip);

    assertThat(TestServer.output(server.call(target, "session_ended", Map.of())))
        .isEqualTo("s-1: fine\n");
  }

  @Test
  void a29_a_module_that_shadows_the_standard_library_is_the_plugin_s_own_matter() {
    var shadow = "def dumps(value):\n  return 'the plugin has its own'\n";
    var own =
        PluginZip.aa(
                "shadows",
                "import json\nclass Plugin:\n  def session_ended(self): print(json.dumps(1))\n")
            .file("json.py", shadow);
    var shadows = server.upload("shadows", own);
    var other = server.upload("p", good());

    assertThat(TestServer.output(server.call(other, "session_ended", Map.of())))
        .isEqualTo("s-1: fine\n");
    assertThat(server.call(shadows, "session_ended", Map.of()).outcome()).isNotNull();
    assertThat(TestServer.output(server.call(other, "session_ended", Map.of())))
        .isEqualTo("s-1: fine\n");
  }
}
