// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pluginexecutor.server.config.PackageConfig;
import org.pluginexecutor.server.config.ServerConfig;
import org.pluginexecutor.server.runtime.Runtimes;
import org.pluginexecutor.server.runtime.SourceInspector;
import org.pluginexecutor.server.shim.ShimSources;

/**
 * What hostile packages try with what is in their files, line by line of the attack catalogue,
 * against the very rules of an upload and the Pythons of this machine.
 */
class PackageContentAttackTest {
  private static final Path CORPUS =
      Path.of("src", "test", "resources", "org", "pluginexecutor", "server", "plugin", "manifests");
  private static final String LINE = "#!/usr/bin/env pluginwrapper3\n";

  @TempDir static Path shim;
  private static SourceCheck python = FakeSourceCheck.FINE;

  @TempDir Path directory;

  private int checks;

  @BeforeAll
  static void find_the_pythons() throws IOException, InterruptedException {
    var main = ShimSources.unpackInto(shim);
    var directories = ServerConfig.defaults(shim).searchDirectories();
    python = new SourceInspector(Runtimes.discover(List.of(), directories, main), main);
  }

  private Path tree() {
    return directory.resolve("staging-" + checks).resolve("tree");
  }

  private PackageCheck.Report check(byte[] zip, SourceCheck sources) throws IOException {
    checks++;
    var file = Files.write(directory.resolve("package-" + checks + ".zip"), zip);
    var staging = Files.createDirectory(directory.resolve("staging-" + checks));
    return PackageCheck.checkIn(staging, file, PackageConfig.defaults(), sources);
  }

  private List<String> findings(TestPackage content, SourceCheck sources) throws IOException {
    var report = check(content.zip(), sources);
    assertThat(report.manifest().isPresent()).isEqualTo(report.isValid());
    return report.findings().stream().map(PackageFinding::toString).toList();
  }

  private List<String> ofManifest(String manifest) throws IOException {
    return findings(TestPackage.aa("p", "1.0").file("MANIFEST", manifest), FakeSourceCheck.FINE);
  }

  private List<String> ofMain(byte[] main) throws IOException {
    return findings(TestPackage.aa("p", "1.0").file("main.py", main), python);
  }

  /** A class that a YAML reader would have to load for its tag. */
  static final class Loaded {
    static {
      System.setProperty("manifest.loaded", "yes");
    }

    private Loaded() {}
  }

  @ParameterizedTest
  @CsvSource({
    "billion_laughs, nested or repeated too much",
    "quadratic_blowup, nested or repeated too much",
    "deep_flow_10000, nested or repeated too much",
    "deep_maps_10000, nested or repeated too much",
    "deep_sequence_10000, nested or repeated too much",
    "deep_question_marks, nested or repeated too much",
    "deep_block, nested or repeated too much",
    "very_many_keys, nested or repeated too much",
    "tag_javax, not a mapping",
    "duplicate_keys, there twice",
    "several_documents, not valid YAML",
  })
  void a18_refuses_a_bomb_in_the_manifest(String file, String found) throws IOException {
    assertThat(ofManifest(Files.readString(CORPUS.resolve(file))))
        .anyMatch(finding -> finding.matches("MANIFEST:\\d+:\\d+: .*") && finding.contains(found));
  }

  @Test
  void a18_merges_nothing() throws IOException {
    assertThat(ofManifest(Files.readString(CORPUS.resolve("merge_keys"))))
        .contains("MANIFEST:4:1: <<: not a key of a MANIFEST; it is ignored");
    assertThat(ofManifest("base: &b {name: p, type: aa}\n<<: *b\n"))
        .anyMatch(finding -> finding.startsWith("MANIFEST: name: missing"));
  }

  @Test
  void a18_refuses_numbers_of_thousands_of_parts() throws IOException {
    assertThat(ofManifest(Files.readString(CORPUS.resolve("long_numbers"))))
        .satisfiesExactlyInAnyOrder(
            finding -> assertThat(finding).startsWith("MANIFEST:3:10: version: \"2.0.0.0"),
            finding -> assertThat(finding).startsWith("MANIFEST:5:6: api: \"1.4.1.1.1"),
            finding -> assertThat(finding).startsWith("MANIFEST:7:18: scb_max_version: \"9.9"));
  }

  @Test
  void a18_refuses_a_scalar_of_10_mb_unread() throws IOException {
    assertThat(ofManifest("name: " + "x".repeat(10 << 20)))
        .containsExactly("MANIFEST: 10485766 B (expected: at most 65536 B)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "!!javax.script.ScriptEngineManager [!!java.net.URLClassLoader []]",
        "!!python/object/apply:os.system [x]",
        "!!org.pluginexecutor.server.plugin.PackageContentAttackTest$Loaded {}",
        "!<tag:yaml.org,2002:org.pluginexecutor.server.plugin.PackageContentAttackTest$Loaded> {}",
      })
  void a18_makes_nothing_of_a_tag(String value) throws IOException {
    assertThat(ofManifest(TestPackage.manifest("aa", "p", "1.0") + "entry_point: " + value + "\n"))
        .containsExactly("MANIFEST:6:14: entry_point: a list or a mapping (expected: text)");
    assertThat(System.getProperty("manifest.loaded")).isNull();
  }

  @Test
  void a18_needs_no_time_for_any_of_them() throws IOException {
    List<Path> files;
    try (var all = Files.list(CORPUS)) {
      files = all.sorted().toList();
    }
    int rounds = 20;
    long start = 0;
    for (int round = -5; round < rounds; round++) {
      // The first rounds are for the compiler.
      start = round == 0 ? System.nanoTime() : start;
      for (var file : files) {
        var text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        var _ = ManifestFields.read(text, new Findings());
      }
    }
    var each = Duration.ofNanos((System.nanoTime() - start) / ((long) rounds * files.size()));
    assertThat(each).isLessThan(Duration.ofMillis(50));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name: 1p | MANIFEST.name | line 1, column 7: \"1p\" (expected: a letter",
        "name: p@q | MANIFEST.name | line 1, column 7: \"p@q\" (expected: a letter",
        "version: v1 | MANIFEST.version | line 3, column 10: \"v1\" (expected: a digit",
        "type: other | MANIFEST.type | line 4, column 7: \"other\" (expected: one of aa,",
        "api: 2.0 | MANIFEST.api | line 5, column 6: \"2.0\" (expected: 1.0 to 1.9",
        "api: 1.10 | MANIFEST.api | line 5, column 6: \"1.10\" (expected: 1.0 to 1.9",
        "scb_min_version: 9.1.0 | MANIFEST.scb_min_version | line 7, column 18: \"9.1.0\"",
        "scb_max_version: 8.0.0 | MANIFEST.scb_max_version | line 7, column 18: \"8.0.0\"",
      })
  void a20_names_field_and_line(String line, String field, String message) throws IOException {
    var key = line.substring(0, line.indexOf(':'));
    var good = TestPackage.manifest("aa", "p", "1.0") + "entry_point: main.py\n";
    var manifest =
        good.contains("\n" + key) || good.startsWith(key)
            ? good.replaceFirst("(?m)^" + key + ":.*$", line)
            : good + line + "\n";
    var report =
        check(TestPackage.aa("p", "1.0").file("MANIFEST", manifest).zip(), FakeSourceCheck.FINE);
    assertThat(report.findings())
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.field()).isEqualTo(field);
          assertThat(finding.placedMessage()).startsWith(message);
        });
  }

  @Test
  void a20_refuses_bounds_that_nothing_is_within() throws IOException {
    assertThat(
            ofManifest(
                TestPackage.manifest("aa", "p", "1.0")
                    + "entry_point: main.py\nscb_min_version: 9.0.0\nscb_max_version: 9.0.0~\n"))
        .contains(
            "MANIFEST:8:18: scb_max_version: \"9.0.0~\" (expected: not below scb_min_version)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../main.py",
        "/etc/passwd",
        "lib/main.py",
        "main",
        "./main.py",
        "MAIN.PY",
        "C:main.py"
      })
  void a21_refuses_another_entry_point(String entryPoint) throws IOException {
    assertThat(
            ofManifest(
                TestPackage.manifest("aa", "p", "1.0") + "entry_point: '" + entryPoint + "'\n"))
        .containsExactly(
            "MANIFEST:6:14: entry_point: \""
                + entryPoint
                + "\" (expected: main.py, in the root of the zip)");
  }

  @Test
  void a21_refuses_an_entry_point_that_is_a_link_or_a_directory() throws IOException {
    var manifest = TestPackage.manifest("aa", "p", "1.0") + "entry_point: main.py\n";
    var link = new HandmadeZip().add("MANIFEST", manifest);
    link.mode = 0xa000 | 0777;
    link.add("main.py", "/usr/lib/python3/dist-packages/x.py");
    assertThat(check(link.bytes(), FakeSourceCheck.FINE).findings())
        .extracting(PackageFinding::toString)
        .containsExactly("main.py: a symbolic link (expected: a file or a directory)");
    var folder = new HandmadeZip().add("MANIFEST", manifest).add("main.py/", "");
    assertThat(check(folder.bytes(), FakeSourceCheck.FINE).findings())
        .extracting(PackageFinding::toString)
        .containsExactly(
            "main.py: missing (expected: a file of this name in the root of the zip, not in a"
                + " folder)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"#!/usr/bin/perl", "#!/bin/sh -c 'x'", "#!", "#!/usr/bin/env node"})
  void a21_refuses_an_unknown_interpreter(String line) throws IOException {
    assertThat(ofMain((line + "\nclass Plugin: pass\n").getBytes(StandardCharsets.UTF_8)))
        .containsExactly(
            "main.py:1:1: interpreter line \""
                + line
                + "\" (expected: #!/usr/bin/env pluginwrapper3, or no entry_point in MANIFEST for"
                + " Python 2)");
  }

  @ParameterizedTest
  @CsvSource({
    "'class Plugin\n  pass\n', 2",
    "'\n\nclass Plugin: pass\nx = (\n', 5",
    "'class Plugin: pass\nx = \"a\0b\"\n', 3",
    "'# coding: no-such-encoding\nclass Plugin: pass\n', 2",
    "'class Plugin: pass\n\tx = 1\n', 3",
  })
  void a22_reports_what_does_not_compile_with_its_line(String source, int line) throws IOException {
    assertThat(ofMain((LINE + source).getBytes(StandardCharsets.UTF_8)))
        .singleElement()
        .asString()
        .matches(
            "main\\.py:"
                + line
                + ":[0-9]+: does not compile: .+ \\(expected: source of Python 3\\)");
  }

  @Test
  void a22_reports_bytes_that_are_no_text_with_their_line() throws IOException {
    assertThat(
            ofMain(
                (LINE + "class Plugin: pass\nx = '\u00ff'\n")
                    .getBytes(StandardCharsets.ISO_8859_1)))
        .singleElement()
        .asString()
        .startsWith("main.py:3:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "[", "-", "lambda:", "{1:"})
  void a22_survives_a_source_that_is_a_bomb(String piece) throws IOException {
    assertThat(ofMain((LINE + piece.repeat(100_000) + "1\n").getBytes(StandardCharsets.UTF_8)))
        .singleElement()
        .asString()
        .startsWith("main.py:");
  }

  @Test
  void a29_runs_nothing_of_a_package_that_is_checked() throws IOException {
    var mark = directory.resolve("mark");
    var code = "open('" + mark + "', 'w').close()\n";
    var trap = TestPackage.aa("p", "1.0").file("main.py", LINE + code + "class Plugin: pass\n");
    for (var name :
        List.of(
            "sitecustomize.py",
            "usercustomize.py",
            "json.py",
            "ast.py",
            "py_compile.py",
            "encodings/__init__.py",
            "pluginshim/__init__.py",
            "resource.py")) {
      trap.file(name, code);
    }
    trap.file("evil.pth", "import os; " + code);
    trap.file("pyvenv.cfg", "home = " + directory + "\n");

    assertThat(findings(trap, python)).isEmpty();
    assertThat(mark).doesNotExist();
  }

  @Test
  void a29_takes_no_byte_code_of_a_package() throws IOException {
    var content =
        TestPackage.aa("p", "1.0")
            .file("main.py", LINE + "class Plugin: pass\n")
            .file("__pycache__/main.cpython-311.pyc", "not the byte code of main.py")
            .file("lib/__pycache__/x.cpython-311.pyc", "y")
            .file("lib/x.py", "");
    assertThat(findings(content, FakeSourceCheck.FINE))
        .singleElement()
        .asString()
        .endsWith(
            "__pycache__: byte code is not taken from packages (expected: only sources, which are"
                + " compiled here)");
    assertThat(tree().resolve("__pycache__")).doesNotExist();
    assertThat(tree().resolve("lib")).isDirectoryContaining("glob:**/x.py");
    assertThat(tree().resolve("lib/__pycache__")).doesNotExist();
  }
}
