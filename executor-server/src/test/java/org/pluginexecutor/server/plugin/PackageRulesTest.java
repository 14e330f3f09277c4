// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pluginexecutor.server.config.ArchiveLimits;
import org.pluginexecutor.server.config.PackageConfig;
import org.pluginexecutor.server.config.PackageRules;
import org.pluginexecutor.server.plugin.SourceCheck.Presence;
import org.pluginexecutor.server.plugin.SourceCheck.SourceFacts;

/**
 * Every rule of the contract for packages, by its name there, with what an administrator reads when
 * a package breaks it. A row without a text, or only with warnings, is a package that is taken.
 */
class PackageRulesTest {
  private static final String LINE = "#!/usr/bin/env pluginwrapper3\n";
  private static final String ROOT =
      " (expected: a file of this name in the root of the zip, not in a folder)";
  private static final String PLAYED = ", the product version that is played here)";
  private static final String API =
      "\" (expected: 1.0 to 1.9, the API version that is played here)";
  private static final String NAME =
      " (expected: a letter, then letters, digits and '_', at most 128; '-' only where the server"
          + " relaxes names)";
  private static final PackageRules RULES = PackageRules.defaults();

  @TempDir Path directory;

  /**
   * A package and what is said of it.
   *
   * @param id the rule's name in the contract
   * @param findings the texts, each with the word that the command line puts in front
   */
  record Row(
      String id,
      String what,
      Supplier<byte[]> zip,
      PackageRules rules,
      SourceCheck sources,
      List<String> findings) {
    @Override
    public String toString() {
      return id + ": " + what;
    }
  }

  private static Row row(String id, String what, byte[] zip, String... findings) {
    return new Row(id, what, () -> zip, RULES, FakeSourceCheck.FINE, List.of(findings));
  }

  /** A package whose MANIFEST has this line instead of the one with the key, or besides. */
  private static Row line(String id, String line, String... findings) {
    return line(id, RULES, line, findings);
  }

  private static Row line(String id, PackageRules rules, String line, String... findings) {
    var row = row(id, line, withLine(line).zip(), findings);
    return new Row(id, line, row.zip(), rules, row.sources(), row.findings());
  }

  private static Row sources(String id, String what, SourceCheck sources, String... findings) {
    return new Row(id, what, good()::zip, RULES, sources, List.of(findings));
  }

  private static TestPackage good() {
    return TestPackage.aa("p", "1.0").file("main.py", LINE + "class Plugin: pass\n");
  }

  private static String manifest() {
    return TestPackage.manifest("aa", "p", "1.0") + "entry_point: main.py\n";
  }

  private static TestPackage withLine(String line) {
    var key = line.substring(0, line.indexOf(':'));
    var manifest = manifest().replaceFirst("(?m)^" + key + ":.*\n", line + "\n");
    return good().file("MANIFEST", manifest.contains(line) ? manifest : manifest + line + "\n");
  }

  private static Row without(String key, String rule) {
    var text = manifest().replaceFirst("(?m)^" + key + ":.*\n", "");
    return row(
        "1.2 " + key,
        "missing",
        good().file("MANIFEST", text).zip(),
        "error: MANIFEST: "
            + key
            + ": missing (expected: a line \""
            + key
            + ": ...\" with "
            + rule
            + ")");
  }

  /** Content that does not become smaller in a zip, so that the zip has exactly that size. */
  private static byte[] ofSize(int size) {
    var zip = new HandmadeZip().add("MANIFEST", manifest()).add("main.py", LINE).add("x", "");
    var noise = new byte[size - zip.bytes().length];
    new Random(1).nextBytes(noise);
    return new HandmadeZip()
        .add("MANIFEST", manifest())
        .add("main.py", LINE)
        .add("x", noise)
        .bytes();
  }

  static List<Row> files() {
    var folder = new HandmadeZip().add("p/MANIFEST", manifest()).add("p/main.py", LINE).bytes();
    var bytes = new byte[] {'[', 'a', ']', '\n', 'b', '=', (byte) 0xe9, '\n'};
    var sdk =
        " (expected: no SDK in the package; it is there where plugins run, so take it out of the"
            + " dependencies that are packed)";
    return List.of(
        row("P1", "a zip", good().zip()),
        row(
            "P1",
            "no zip",
            new byte[100],
            "error: package: not a zip file, or cut off: it has no end record (expected: a zip file"
                + " as zip programs write it)"),
        row("P2, Q1", "20 megabytes", ofSize(20_000_000)),
        row(
            "P2, Q1",
            "20 MiB",
            ofSize(20_971_520),
            "warning: package: 20971520 B (expected: at most 20000000 B, or a server that takes 20"
                + " MB for that refuses it)"),
        row(
            "P2, Q1",
            "more than 20 MiB",
            ofSize(20_971_521),
            "error: package: 20971521 B (expected: at most 20971520 B with all that it bundles)"),
        row(
            "P3",
            "no MANIFEST",
            good().without("MANIFEST").file("MANIFEST.txt", manifest()).zip(),
            "error: MANIFEST: missing" + ROOT),
        row(
            "P3, P4, Q34",
            "packed with its folder",
            folder,
            "error: MANIFEST: missing, but there is p/MANIFEST" + ROOT,
            "error: main.py: missing, but there is p/main.py" + ROOT),
        row("P4", "no main.py", good().without("main.py").zip(), "error: main.py: missing" + ROOT),
        row("P5", "a default.cfg of 10 KiB", good().file("default.cfg", "x".repeat(10_240)).zip()),
        row(
            "P5",
            "a larger one",
            good().file("default.cfg", "x".repeat(10_241)).zip(),
            "error: default.cfg: 10241 B (expected: at most 10240 B)"),
        row(
            "P5",
            "another encoding",
            good().file("default.cfg", bytes).zip(),
            "error: default.cfg:2:3: not UTF-8 text (expected: UTF-8; save the file in that"
                + " encoding)"),
        row(
            "P6, P7",
            "modules of its own",
            good()
                .file("lib/__init__.py", "")
                .file("lib/plugin.py", "")
                .file("requests.py", "")
                .zip()),
        row(
            "P9",
            "brings the SDK",
            good().file("safeguard/sessions/plugin/__init__.py", "").zip(),
            "error: safeguard/sessions/plugin: a part of the plugin SDK" + sdk),
        row(
            "P9",
            "brings its other half",
            good().file("safeguard/sessions/plugin_impl/x.py", "").zip(),
            "error: safeguard/sessions/plugin_impl: a part of the plugin SDK" + sdk),
        row("P9", "has a name like it", good().file("lib/safeguard/sessions/plugin.py", "").zip()));
  }

  static List<Row> yaml() {
    return List.of(
        row("P8", "YAML 1.2", good().file("MANIFEST", "%YAML 1.2\n---\n" + manifest()).zip()),
        line("P8", "description: \"quoted: text\""),
        line(
            "P8",
            "name: name: SPS_RADIUS",
            "error: MANIFEST:1:11: not valid YAML 1.2: mapping values are not allowed here"
                + " (expected: lines of the form key: value; text with : or # in quotation marks)"),
        row(
            "P8",
            "a list",
            good().file("MANIFEST", "# c\n- name: p\n").zip(),
            "error: MANIFEST:2:1: not a mapping (expected: lines of the form key: value)"),
        row(
            "P8",
            "a control character",
            good().file("MANIFEST", manifest() + "author: \u001b[2J\n").zip(),
            "error: MANIFEST:7:9: not valid YAML 1.2: the character \"\\u{1b}\" (expected: text"
                + " without control characters)"),
        row(
            "P8",
            "a key twice",
            good().file("MANIFEST", manifest() + "name: q\n").zip(),
            "error: MANIFEST:7:1: name: there twice (expected: once)"));
  }

  static List<Row> keys() {
    var rows = new ArrayList<Row>();
    var bound = "\" (expected: numbers with dots, such as 8.0.0 or 8.0.0~ (below 8.0.0))";
    rows.add(line("1.2 name", "name: Sample_2"));
    rows.add(line("1.2 name", "name: 2p", "error: MANIFEST:1:7: name: \"2p\"" + NAME));
    rows.add(line("1.2 name", "name: p&q", "error: MANIFEST:1:7: name: \"p&q\"" + NAME));
    rows.add(line("Q2", "name: a-b", "error: MANIFEST:1:7: name: \"a-b\"" + NAME));
    rows.add(line("Q2", new PackageRules("9.0.0", "1.9", true), "name: a-b"));
    rows.add(without("name", NAME.substring(12, NAME.length() - 1)));
    rows.add(line("1.2 description", "description: Größe, no, 1.0"));
    rows.add(
        line(
            "1.2 description",
            "description: [a]",
            "error: MANIFEST:2:14: description: a list or a mapping (expected: text)"));
    rows.add(without("description", "text"));
    rows.add(line("1.2 version", "version: 1.10"));
    rows.add(
        line(
            "1.2 version",
            "version: v2",
            "error: MANIFEST:3:10: version: \"v2\" (expected: a digit, then letters, digits and . +"
                + " ~ : _ -, at most 128)"));
    rows.add(without("version", "a digit, then letters, digits and . + ~ : _ -, at most 128"));
    for (var type : PluginType.values()) {
      rows.add(line("1.2 type, Q10, Q11", "type: " + type.manifestName()));
    }
    var types = "one of aa, credentialstore, signingca, configuration_sync";
    rows.add(
        line(
            "1.2 type",
            "type: credential store",
            "error: MANIFEST:4:7: type: \"credential store\" (expected: " + types + ")"));
    rows.add(without("type", types));
    rows.add(
        line(
            "1.2 api",
            "api: one",
            "error: MANIFEST:5:6: api: \"one\" (expected: two numbers, such" + " as 1.9)"));
    rows.add(without("api", "two numbers, such as 1.9"));
    rows.add(
        line(
            "1.2 entry_point",
            "entry_point: lib/main.py",
            "error: MANIFEST:6:14: entry_point: \"lib/main.py\" (expected: main.py, in the root of"
                + " the zip)"));
    rows.add(line("1.2 scb_min_version", "scb_min_version: 9.0.0"));
    rows.add(line("1.2 scb_min_version", "scb_min_version: 5.10.0"));
    rows.add(line("1.2 scb_max_version", "scb_max_version: 9.0.0"));
    rows.add(line("1.2 scb_max_version, Q36", "scb_max_version: 9.0.1~"));
    rows.add(line("Q36", new PackageRules("7.5.1", "1.9", false), "scb_max_version: 8.0.0~"));
    rows.add(
        line(
            "1.2 scb_min_version",
            "scb_min_version: 9.0.1",
            "error: MANIFEST:7:18: scb_min_version: \"9.0.1\" (expected: at most 9.0.0" + PLAYED));
    rows.add(
        line(
            "1.2 scb_max_version, Q36",
            "scb_max_version: 9.0.0~",
            "error: MANIFEST:7:18: scb_max_version: \"9.0.0~\" (expected: at least 9.0.0"
                + PLAYED));
    rows.add(
        line(
            "Q36", "scb_max_version: 9,0", "error: MANIFEST:7:18: scb_max_version: \"9,0" + bound));
    rows.add(
        line(
            "Q36", "scb_min_version: 9.x", "error: MANIFEST:7:18: scb_min_version: \"9.x" + bound));
    rows.add(
        line(
            "1.2 extra keys",
            "author: {name: me}",
            "warning: MANIFEST:7:1: author: not a key of a MANIFEST; it is ignored"));
    return rows;
  }

  static List<Row> api() {
    var at13 = new PackageRules("9.0.0", "1.3", false);
    var rows = new ArrayList<Row>();
    for (var taken : List.of("1.0", "1.1", "1.2", "1.3")) {
      rows.add(line("1.3", at13, "api: " + taken));
    }
    for (var refused : List.of("1.4", "2.0")) {
      rows.add(
          line(
              "1.3",
              at13,
              "api: " + refused,
              "error: MANIFEST:5:6: api: \"" + refused + API.replace("1.9", "1.3")));
    }
    rows.add(line("1.3", "api: 1.10", "error: MANIFEST:5:6: api: \"1.10" + API));
    rows.add(line("1.3", "api: 0.9", "error: MANIFEST:5:6: api: \"0.9" + API));
    rows.add(line("1.3", new PackageRules("9.0.0", "1.10", false), "api: 1.10"));
    rows.add(
        line(
            "Q3",
            "api: 1.7.0",
            "warning: MANIFEST:5:6: api: \"1.7.0\" (expected: 1.7; the parts after it are"
                + " ignored)"));
    rows.add(line("Q4", "api: 1.9"));
    rows.add(line("Q4", new PackageRules("7.5.1", "1.7", false), "api: 1.7"));
    rows.add(
        row(
            "1.3",
            "a newer API on Python 2",
            good()
                .file("MANIFEST", TestPackage.manifest("aa", "p", "1").replace("1.0", "1.2"))
                .zip(),
            "warning: MANIFEST:5:6: api: \"1.2\" (expected: 1.0, because without entry_point the"
                + " plugin runs on Python 2)"));
    return rows;
  }

  static List<Row> classes() {
    var old =
        TestPackage.aa("p", "1")
            .file("MANIFEST", TestPackage.manifest("aa", "p", "1"))
            .file("main.py", "class Plugin: pass\n");
    return List.of(
        sources("M1", "a class Plugin", facts(Presence.YES)),
        sources("M1", "perhaps a class Plugin", facts(Presence.UNKNOWN)),
        sources(
            "M1, Q12",
            "no class Plugin",
            facts(Presence.NO),
            "error: main.py: no Plugin (expected: a class Plugin, defined or imported)"),
        sources("M4, Q12", "no hook at all", FakeSourceCheck.FINE),
        row("M5", "the documented first line", good().zip()),
        row("M5", "no entry_point: Python 2", old.zip()),
        row(
            "M5",
            "no first line",
            good().file("main.py", "class Plugin: pass\n").zip(),
            "warning: main.py:1:1: no interpreter line (expected: #!/usr/bin/env pluginwrapper3)"),
        row(
            "M5",
            "another interpreter",
            good().file("main.py", "#!/usr/bin/perl\n").zip(),
            "error: main.py:1:1: interpreter line \"#!/usr/bin/perl\" (expected: #!/usr/bin/env"
                + " pluginwrapper3, or no entry_point in MANIFEST for Python 2)"),
        new Row(
            "M5",
            "no Python 2 here",
            old::zip,
            RULES,
            new FakeSourceCheck(Optional.empty()),
            List.of(
                "warning: main.py: not checked, and every call is refused: the MANIFEST has no"
                    + " entry_point, which means Python 2, and this server has no Python 2"
                    + " (expected: one that is named with serve --runtime NAME=EXECUTABLE, or"
                    + " entry_point: main.py in the MANIFEST if the plugin is written for"
                    + " Python 3)")));
  }

  private static SourceCheck facts(Presence presence) {
    return new FakeSourceCheck(
        Optional.of(new SourceFacts(Optional.empty(), presence, List.of(), false)));
  }

  @ParameterizedTest
  @MethodSource({"files", "yaml", "keys", "api", "classes"})
  void holds_and_says_what_to_do(Row row) throws IOException {
    var zip = Files.write(directory.resolve("package.zip"), row.zip().get());
    var config = new PackageConfig(row.rules(), ArchiveLimits.defaults());

    var report = PackageCheck.check(zip, config, row.sources());

    assertThat(report.findings())
        .extracting(finding ->
            finding.severity().name().toLowerCase(java.util.Locale.ROOT) + ": " + finding)
        .isEqualTo(row.findings());
    assertThat(report.isValid())
        .isEqualTo(row.findings().stream().noneMatch(text -> text.startsWith("error")));
  }
}
