// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
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

  /** A zip written byte by byte, to say in it what no library would. */
  private static final class HandmadeZip {
    private final ByteArrayOutputStream local = new ByteArrayOutputStream();
    private final ByteArrayOutputStream central = new ByteArrayOutputStream();
    private int entries;
    private int flags = 0x800;
    private int method;
    private int crcChange;
    private int sizeChange;
    private int compressedSizeChange;
    private boolean garbage;
    private int mode;
    private int localMethodChange;
    private int sharedOffset = -1;
    private String comment = "";

    HandmadeZip add(String name, String content) {
      return add(name, content.getBytes(StandardCharsets.UTF_8));
    }

    HandmadeZip add(String name, byte[] content) {
      var crc = new CRC32();
      crc.update(content);
      var data = method == 0 ? content : deflated(content);
      var nameBytes = name.getBytes(StandardCharsets.UTF_8);
      int offset = local.size();
      if (garbage) {
        Arrays.fill(data, (byte) 0xff);
      }
      var sizes =
          little(16)
              .putInt((int) crc.getValue() + crcChange)
              .putInt(data.length + compressedSizeChange)
              .putInt(content.length + sizeChange)
              .putShort((short) nameBytes.length)
              .putShort((short) 0)
              .array();
      local.writeBytes(head(0x04034b50, false));
      local.writeBytes(sizes);
      local.writeBytes(nameBytes);
      local.writeBytes(data);
      central.writeBytes(head(0x02014b50, true));
      central.writeBytes(sizes);
      central.writeBytes(
          little(14)
              .putShort((short) 0)
              .putShort((short) 0)
              .putShort((short) 0)
              .putInt(mode << 16)
              .putInt(sharedOffset >= 0 ? sharedOffset : offset)
              .array());
      central.writeBytes(nameBytes);
      entries++;
      return this;
    }

    private byte[] head(int signature, boolean isCentral) {
      var head = new ByteArrayOutputStream();
      head.writeBytes(little(4).putInt(signature).array());
      if (isCentral) {
        head.writeBytes(little(2).putShort((short) (3 << 8 | 20)).array());
      }
      head.writeBytes(
          little(10)
              .putShort((short) 20)
              .putShort((short) flags)
              .putShort((short) (isCentral ? method : method + localMethodChange))
              .putInt(0x00210000)
              .array());
      return head.toByteArray();
    }

    private static byte[] deflated(byte[] content) {
      var deflater = new Deflater(9, true);
      deflater.setInput(content);
      deflater.finish();
      var out = new byte[content.length + 100];
      int size = deflater.deflate(out);
      deflater.end();
      return Arrays.copyOf(out, size);
    }

    private static ByteBuffer little(int size) {
      return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    byte[] bytes() {
      var all = new ByteArrayOutputStream();
      all.writeBytes(local.toByteArray());
      all.writeBytes(central.toByteArray());
      all.writeBytes(
          little(22)
              .putInt(0x06054b50)
              .putInt(0)
              .putShort((short) entries)
              .putShort((short) entries)
              .putInt(central.size())
              .putInt(local.size())
              .putShort((short) comment.length())
              .array());
      all.writeBytes(comment.getBytes(StandardCharsets.ISO_8859_1));
      return all.toByteArray();
    }
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

  @ParameterizedTest
  @ValueSource(strings = {"MANIFEST", "main.py"})
  void names_a_missing_file(String name) {
    assertThat(violations(TestPackage.aa("p", "1.0").without(name).zip()))
        .extracting("field")
        .containsExactly(name);
  }

  @Test
  void does_not_look_for_the_files_in_a_folder() {
    assertThat(
            violations(new HandmadeZip().add("p/MANIFEST", MANIFEST).add("p/main.py", "").bytes()))
        .extracting("field")
        .containsExactly("MANIFEST", "main.py");
  }

  @Test
  void does_not_take_a_directory_for_a_file() {
    assertThat(violations(new HandmadeZip().add("MANIFEST/", "").add("main.py", "").bytes()))
        .extracting("field")
        .containsExactly("MANIFEST");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../x",
        "a/../../x",
        "a/..",
        "..",
        ".",
        "./x",
        "a/./x",
        "/x",
        "//x",
        "/",
        "a//x",
        "a\\x",
        "..\\x",
        "C:x",
        "c:/x",
        "a\u0000x",
        "a\nx",
        "a\u001bx",
        "a\u0085x",
        "a\u202ex",
        "a\u2028x",
        "a\ufeffx",
      })
  void refuses_names_that_could_lead_elsewhere(String name) {
    assertThat(violations(handmade().add(name, "x").bytes()))
        .extracting("field")
        .contains(Quoting.plain(name));
    assertThat(tree()).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"..x", "x..", "...", "a b", "ü/🔑.txt", "-rf", "ab:c", "~"})
  void takes_names_that_only_look_strange(String name) throws IOException {
    unpack(handmade().add(name, "x").bytes());

    assertThat(tree().resolve(name)).hasContent("x");
  }

  @Test
  void bounds_the_length_and_the_depth_of_names() throws IOException {
    unpack(handmade().add("d/".repeat(31) + "x", "x").bytes());
    assertThat(tree().resolve("d/".repeat(31) + "x")).exists();

    assertThat(violations(handmade().add("d/".repeat(32) + "x", "x").bytes())).hasSize(1);
    assertThat(
            violations(
                handmade().add(("d".repeat(99) + "/").repeat(5) + "d".repeat(13), "x").bytes()))
        .hasSize(1);
  }

  @Test
  void names_every_unsafe_name_at_once() {
    assertThat(violations(handmade().add("../a", "").add("/b", "").bytes())).hasSize(2);
  }

  @Test
  void refuses_a_name_that_is_there_twice() {
    assertThat(violations(handmade().add("a", "1").add("a", "2").bytes()))
        .containsExactly(new FieldViolation("a", "there twice (expected: once)"));
    assertThat(violations(handmade().add("a/", "").add("a", "2").bytes())).hasSize(1);
  }

  @Test
  void refuses_a_name_that_is_both_a_file_and_a_directory() {
    for (var zip :
        List.of(
            handmade().add("a", "1").add("a/b", "2"),
            handmade().add("a/b", "2").add("a", "1"),
            handmade().add("a", "1").add("a/b/c", "2"))) {
      assertThat(violations(zip.bytes()))
          .extracting("message")
          .containsExactly("both a file and a directory (expected: one of them)");
    }
  }

  @Test
  void refuses_encrypted_entries() {
    var zip = new HandmadeZip();
    zip.flags |= 1;

    assertThat(violations(zip.add("MANIFEST", MANIFEST).add("main.py", "").bytes()))
        .extracting("field")
        .contains("MANIFEST", "main.py");
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
  void refuses_a_compression_that_it_does_not_know() {
    var zip = new HandmadeZip().add("MANIFEST", MANIFEST);
    zip.method = 12;

    assertThat(violations(zip.add("main.py", "").bytes())).hasSize(1);
  }

  @Test
  void refuses_a_compressed_stream_that_is_none() {
    var zip = handmade();
    zip.method = 8;
    zip.garbage = true;
    zip.add("x", "some text that deflates, some text that deflates");

    assertThat(violations(zip.bytes())).extracting("field").containsExactly("x");
  }

  @Test
  void refuses_content_with_another_size_than_declared_and_stops_there() {
    for (int change : List.of(-5_000, 5_000)) {
      var zip = handmade();
      zip.method = 8;
      zip.sizeChange = change;
      zip.add("x", "y".repeat(10_000));

      assertThat(violations(zip.bytes())).extracting("field").containsExactly("x");
      assertThat(tree().resolve("x").toFile().length()).isLessThanOrEqualTo(10_000);
    }
  }

  @Test
  void refuses_a_bomb_before_anything_is_unpacked() {
    var zip = handmade();
    zip.method = 8;
    zip.sizeChange = (200 << 20) - 10;
    zip.add("x", "y".repeat(1000));

    assertThat(violations(zip.bytes())).extracting("field").containsExactly("archive");
    assertThat(tree()).isEmptyDirectory();
  }

  @Test
  void refuses_entries_that_share_their_bytes() {
    var zip = handmade().add("x", "some text");
    zip.sharedOffset = 0;
    zip.add("MANIFEST2", MANIFEST);

    assertThat(violations(zip.bytes())).isNotEmpty();
    assertThat(tree()).isEmptyDirectory();
  }

  @Test
  void refuses_two_headers_that_differ() {
    var zip = handmade();
    zip.localMethodChange = 8;
    zip.add("x", "some text");

    assertThat(violations(zip.bytes()))
        .extracting("message")
        .containsExactly(
            "two headers that differ (expected: the same name, method and sizes in both)");
  }

  @ParameterizedTest
  @ValueSource(ints = {0xa000, 0x1000, 0x2000, 0x6000, 0xc000, 0x4000})
  void refuses_links_devices_and_files_that_say_they_are_directories(int type) {
    var zip = handmade();
    zip.mode = type | 0777;

    assertThat(violations(zip.add("x", "/etc/passwd").bytes()))
        .extracting("field")
        .containsExactly("x");
  }

  @Test
  void takes_no_rights_from_the_archive() throws IOException {
    var zip = handmade();
    zip.mode = 0x8000 | 07777;
    unpack(zip.add("x", "content").bytes());

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(tree().resolve("x"))))
        .doesNotContain("x", "s");
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
  void checks_the_interpreter_line_of_python_3_packages() throws IOException {
    var unknown = TestPackage.aa("p", "1.0").file("main.py", "#!/usr/bin/perl\n");
    assertThat(violations(unknown.zip())).extracting("field").containsExactly("main.py");

    unpack(TestPackage.aa("p", "1.0").file("main.py", "class Plugin: pass\n").zip());
    assertThat(findings.all()).singleElement().asString().contains("no interpreter line");
  }

  @Test
  void bounds_the_number_of_entries() {
    var zip = handmade();
    for (int i = 0; i < 9_999; i++) {
      zip.add("f" + i, "");
    }

    assertThat(violations(zip.bytes()))
        .containsExactly(new FieldViolation("archive", "10001 entries (expected: at most 10000)"));
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

  @Test
  void takes_a_default_configuration_of_exactly_10_kib() throws IOException {
    var content = unpack(TestPackage.aa("p", "1").file("default.cfg", "x".repeat(10_240)).zip());

    assertThat(content.defaultConfiguration()).hasSize(10_240);
  }

  @ParameterizedTest
  @ValueSource(strings = {"MANIFEST", "default.cfg"})
  void refuses_text_that_is_no_utf_8(String name) {
    var bytes = new byte[] {'a', (byte) 0xff};
    assertThat(violations(TestPackage.aa("p", "1").file(name, bytes).zip()))
        .containsExactly(new FieldViolation(name, "not UTF-8 text (expected: UTF-8)"));
  }

  @Test
  void reads_the_same_from_the_unpacked_tree() throws IOException {
    var content = unpack(TestPackage.aa("p", "1.0").file("default.cfg", "c").zip());

    assertThat(
            new PackageReader(PackageRules.defaults(), FakeSourceCheck.FINE, new Findings())
                .read(tree()))
        .contains(content);
  }

  @Test
  void refuses_an_entry_that_is_cut_off() {
    var zip = handmade();
    zip.method = 8;
    zip.compressedSizeChange = -3;
    zip.add("x", "some text that deflates, some text that deflates");

    assertThat(violations(zip.bytes())).extracting("field").containsExactly("x");
  }

  @Test
  void refuses_an_entry_whose_checksum_is_wrong() {
    for (int method : List.of(0, 8)) {
      var zip = handmade();
      zip.method = method;
      zip.crcChange = 1;
      zip.add("x", "some text");

      assertThat(violations(zip.bytes())).extracting("field").containsExactly("x");
    }
  }

  @Test
  void refuses_a_name_that_no_file_system_takes() {
    var problems = new ArrayList<FieldViolation>();
    for (var part : List.of("a".repeat(300), "🔑".repeat(70))) {
      problems.addAll(violations(handmade().add(part, "x").bytes()));
    }

    assertThat(problems).hasSize(2);
  }
}
