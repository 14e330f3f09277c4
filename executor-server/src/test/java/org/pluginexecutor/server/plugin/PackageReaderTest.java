// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pluginexecutor.server.config.ArchiveLimits;
import org.pluginexecutor.server.config.PackageRules;
import org.pluginexecutor.server.error.ExecutorError.InvalidPluginPackage;
import org.pluginexecutor.server.error.ExecutorException;
import org.pluginexecutor.server.error.FieldViolation;

class PackageReaderTest {
  private static final String MANIFEST = TestPackage.manifest("aa", "p", "1.0");

  @TempDir Path directory;

  private int unpacked;
  private Findings findings = new Findings();

  private PluginPackage unpack(byte[] zip) throws IOException {
    findings = new Findings();
    var file = directory.resolve("package-" + ++unpacked + ".zip");
    Files.write(file, zip);
    Files.createDirectory(tree());
    return new PackageReader(PackageRules.defaults(), FakeSourceCheck.FINE, findings)
        .unpack(file, tree(), ArchiveLimits.defaults())
        .orElseThrow(() -> new ExecutorException(findings.toError()));
  }

  private Path tree() {
    return directory.resolve("tree-" + unpacked);
  }

  private List<FieldViolation> violations(byte[] zip) {
    var failure = catchThrowableOfType(ExecutorException.class, () -> unpack(zip));
    assertThat(failure).isNotNull();
    return ((InvalidPluginPackage) failure.error()).violations();
  }

  private static HandmadeZip handmade() {
    return new HandmadeZip().add("MANIFEST", MANIFEST).add("main.py", "class Plugin: pass\n");
  }

  @Test
  void reads_a_package_and_unpacks_it() throws IOException {
    var content =
        unpack(
            TestPackage.aa("p", "1.0")
                .file("default.cfg", "[a]\nb=ü\n")
                .file("lib/sub/x.py", "x")
                .zip());

    assertThat(content.manifest().id()).isEqualTo("aa/p/1.0");
    assertThat(content.python2()).isFalse();
    assertThat(content.defaultConfiguration()).isEqualTo("[a]\nb=ü\n");
    assertThat(tree().resolve("lib/sub/x.py")).hasContent("x");
  }

  @Test
  void takes_a_package_without_an_entry_point_for_python_2() throws IOException {
    var content = unpack(handmade().bytes());

    assertThat(content.python2()).isTrue();
    assertThat(content.defaultConfiguration()).isEmpty();
  }

  @Test
  void does_not_take_a_directory_for_a_file() {
    assertThat(violations(new HandmadeZip().add("MANIFEST/", "").add("main.py", "").bytes()))
        .extracting("field")
        .containsExactly("MANIFEST");
  }

  @Test
  void refuses_a_name_that_is_there_twice() {
    assertThat(violations(handmade().add("a", "1").add("a", "2").bytes()))
        .containsExactly(new FieldViolation("a", "there twice (expected: once)"));
    assertThat(violations(handmade().add("a/", "").add("a", "2").bytes())).hasSize(1);
  }

  @Test
  void refuses_bytes_that_are_no_zip() {
    assertThat(
            violations(
                "PK no zip at all, but long enough to look".getBytes(StandardCharsets.UTF_8)))
        .extracting("field")
        .containsExactly("archive");
  }

  @Test
  void refuses_a_zip_that_is_cut_off_anywhere() throws IOException {
    var zip = handmade().bytes();
    for (int size = 1; size < zip.length; size += 7) {
      assertThat(violations(Arrays.copyOf(zip, size))).as("%d bytes", size).isNotEmpty();
    }
  }

  @Test
  void takes_a_comment_but_not_one_that_hides_a_second_archive() throws IOException {
    var zip = handmade();
    zip.comment = "made by a test";
    unpack(zip.bytes());

    var twofold = handmade();
    // An end record of an empty archive, so that some readers see nothing in this one.
    twofold.comment = "PK\u0005\u0006" + "\0".repeat(18);
    assertThat(violations(twofold.bytes())).extracting("field").containsExactly("archive");
  }

  @Test
  void bounds_the_texts_that_it_reads() {
    var tooLong = "#" + "x".repeat(64 << 10);

    assertThat(violations(TestPackage.aa("p", "1").file("MANIFEST", tooLong).zip()))
        .extracting("field")
        .containsExactly("MANIFEST");
    assertThat(violations(TestPackage.aa("p", "1").file("default.cfg", "x".repeat(10_241)).zip()))
        .extracting("field")
        .containsExactly("default.cfg");
  }

  @ParameterizedTest
  @ValueSource(strings = {"MANIFEST", "default.cfg"})
  void refuses_text_that_is_no_utf_8(String name) {
    var bytes = new byte[] {'a', (byte) 0xff};
    assertThat(violations(TestPackage.aa("p", "1").file(name, bytes).zip()))
        .containsExactly(
            new FieldViolation(
                name,
                "line 1, column 2: not UTF-8 text (expected: UTF-8; save the file in that"
                    + " encoding)"));
  }

  @Test
  void reads_the_same_from_the_unpacked_tree() throws IOException {
    var content = unpack(TestPackage.aa("p", "1.0").file("default.cfg", "c").zip());

    assertThat(
            new PackageReader(PackageRules.defaults(), FakeSourceCheck.FINE, new Findings())
                .read(tree()))
        .contains(content);
  }
}
