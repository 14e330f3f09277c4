// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.pluginexecutor.it.conformance.PythonServer.result;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.pluginexecutor.client.FieldViolation;
import org.pluginexecutor.client.InvalidRequestException;
import org.pluginexecutor.client.UploadResult;
import org.pluginexecutor.it.PluginZip;

/** The rules P1 to P9: what a package has to look like when it is uploaded. */
class PackageConformanceTest {
  private static final Map<String, Object> NOTHING = Map.of();
  private static final String FINE = "class Plugin(object): pass\n";

  private static UploadResult upload(PythonServer on, PluginZip zip) throws IOException {
    return on.client().plugins().upload(zip.stream());
  }

  /** Why a package is refused, one line per problem. */
  private static String refusal(PythonServer on, byte[] zip) {
    var refused =
        catchThrowableOfType(
            InvalidRequestException.class,
            () -> on.client().plugins().upload(new ByteArrayInputStream(zip)));
    assertThat(refused).as("a refusal").isNotNull();
    assertThat(refused.reason()).isEqualTo("INVALID_PLUGIN_PACKAGE");
    var text = new StringBuilder();
    for (FieldViolation violation : refused.violations()) {
      text.append(violation.field()).append(": ").append(violation.description()).append('\n');
    }
    return text.toString();
  }

  private static byte[] noise(int size) {
    var noise = new byte[size];
    new Random(1).nextBytes(noise);
    return noise;
  }

  @OnAnyPython
  void p1_takes_a_zip_and_nothing_else(PythonServer on) throws IOException {
    assertThat(upload(on, on.aaZip(FINE)).plugin().name()).startsWith("plugin_");
    assertThat(refusal(on, noise(100))).contains("not a zip file");
  }

  @OnAnyPython
  void p2_q1_takes_20_mib_compressed_and_no_more(PythonServer on) throws IOException {
    var large = upload(on, on.aaZip(FINE).file("bundled", noise((20 << 20) - (64 << 10))));
    assertThat(large.plugin().sizeBytes()).isBetween(20_900_000L, 20L << 20);
    assertThat(large.warnings()).anyMatch(w -> w.message().contains("20000000 B"));
    assertThat(refusal(on, on.aaZip(FINE).file("bundled", noise(20 << 20)).bytes()))
        .contains("20971520 B");
  }

  @OnAnyPython
  void p3_wants_a_file_manifest_in_the_root(PythonServer on) {
    var manifest = PluginZip.manifest("aa", "p", "1.0") + "entry_point: main.py\n";
    for (var name : new String[] {"MANIFEST.txt", "manifest", "p/MANIFEST"}) {
      assertThat(refusal(on, on.aaZip(FINE).without("MANIFEST").file(name, manifest).bytes()))
          .as(name)
          .contains("MANIFEST: missing");
    }
  }

  @OnAnyPython
  void p4_wants_a_file_main_py_in_the_root(PythonServer on) {
    for (var name : new String[] {"Main.py", "lib/main.py", "main.pyc"}) {
      assertThat(refusal(on, on.aaZip(FINE).without("main.py").file(name, FINE).bytes()))
          .as(name)
          .contains("main.py: missing");
    }
  }

  @OnAnyPython
  void p5_shows_a_default_cfg_of_utf_8_text_of_up_to_10_kib(PythonServer on) throws IOException {
    var text = "; Größe\n[section]\n" + "#".repeat(10_220);
    assertThat(text.getBytes(StandardCharsets.UTF_8)).hasSize(10 << 10);
    assertThat(upload(on, on.aaZip(FINE).file("default.cfg", text)).plugin().defaultConfiguration())
        .isEqualTo(text);
    assertThat(upload(on, on.aaZip(FINE)).plugin().defaultConfiguration()).isEmpty();
    assertThat(refusal(on, on.aaZip(FINE).file("default.cfg", text + "#").bytes()))
        .contains("default.cfg: 10241 B (expected: at most 10240 B)");
    var latin1 = "; Größe\n".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(refusal(on, on.aaZip(FINE).file("default.cfg", latin1).bytes()))
        .contains("not UTF-8 text");
  }

  @OnEachPython
  void p6_imports_modules_and_packages_of_the_zip(PythonServer on) {
    var zip =
        on.aaZip(
                """
                import single
                from nested.deeper import VALUE
                class Plugin(object):
                  def authenticate(self):
                    import late
                    return {'verdict': 'ACCEPT', 'values': [single.VALUE, VALUE, late.VALUE]}
                """)
            .file("single.py", "VALUE = 'a module'\n")
            .file("late.py", "VALUE = 'imported by the hook'\n")
            .file("nested/__init__.py", "")
            .file("nested/deeper.py", "VALUE = 'a package'\n");
    assertThat(result(on.call(on.upload(zip), "authenticate", NOTHING)))
        .containsEntry("values", List.of("a module", "a package", "imported by the hook"));
  }

  @OnEachPython
  void p7_imports_from_the_root_and_two_plugins_never_share_their_lib(PythonServer on) {
    for (var owner : new String[] {"first", "second", "first"}) {
      var zip =
          on.aaZip("from lib.plugin import Plugin\n")
              .file("lib/__init__.py", "")
              .file(
                  "lib/plugin.py",
                  "class Plugin(object):\n  def authenticate(self):\n"
                      + "    return {'verdict': 'ACCEPT', 'owner': '"
                      + owner
                      + "'}\n");
      assertThat(result(on.call(on.upload(zip), "authenticate", NOTHING)))
          .containsEntry("owner", owner);
    }
  }

  @OnAnyPython
  void p8_reads_the_manifest_as_yaml_and_its_values_as_text(PythonServer on) throws IOException {
    var manifest =
        """
        %YAML 1.2
        ---
        # of a real plugin
        name: yaml_like
        description: "quoted: text"
        version: 1.10
        type: aa
        api: 1.0
        entry_point: main.py
        author_name: somebody
        author_email: somebody@example.com
        """;
    var plugin = upload(on, on.aaZip(FINE).file("MANIFEST", manifest)).plugin();
    assertThat(plugin.version()).isEqualTo("1.10");
    assertThat(plugin.api()).isEqualTo("1.0");
    assertThat(plugin.description()).isEqualTo("quoted: text");
    var misprint = manifest.replace("name: yaml_like", "name: name: yaml_like");
    assertThat(refusal(on, on.aaZip(FINE).file("MANIFEST", misprint).bytes()))
        .contains("not valid YAML 1.2");
  }

  @OnAnyPython
  void p9_refuses_a_package_that_brings_the_sdk(PythonServer on) {
    var zip = on.aaZip(FINE).file("safeguard/sessions/plugin/__init__.py", "");
    assertThat(refusal(on, zip.bytes())).contains("a part of the plugin SDK");
  }
}
