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
import org.pluginexecutor.server.error.ExecutorError.InvalidPluginPackage;
import org.pluginexecutor.server.error.ExecutorException;
import org.pluginexecutor.server.error.FieldViolation;

class PackageReaderTest {
  private static final String MANIFEST = TestPackage.manifest("aa", "p", "1.0");

  @TempDir Path directory;

  private int unpacked;

  private PluginPackage unpack(byte[] zip) throws IOException {
    var file = directory.resolve("package-" + ++unpacked + ".zip");
    Files.write(file, zip);
    return PackageReader.unpack(file, tree());
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
              .putInt(0)
              .putInt(offset)
              .array());
      central.writeBytes(nameBytes);
      entries++;
      return this;
    }

    private byte[] head(int signature, boolean isCentral) {
      var head = new ByteArrayOutputStream();
      head.writeBytes(little(4).putInt(signature).array());
      if (isCentral) {
        head.writeBytes(little(2).putShort((short) 20).array());
      }
      head.writeBytes(
          little(10)
              .putShort((short) 20)
              .putShort((short) flags)
              .putShort((short) method)
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
              .putShort((short) 0)
              .array());
      return all.toByteArray();
    }
  }

  private static HandmadeZip handmade() {
    return new HandmadeZip().add("MANIFEST", MANIFEST).add("main.py", "class Plugin: pass\n");
  }

  @Test
  void reads_a_package_and_unpacks_it_read_only() throws IOException {
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
    try (var paths = Files.walk(tree())) {
      for (var path : paths.toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
            .isEqualTo(Files.isDirectory(path) ? "r-xr-xr-x" : "r--r--r--");
      }
    }
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
        .containsExactly("MANIFEST");
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
      })
  void refuses_names_that_could_lead_elsewhere(String name) {
    assertThat(violations(handmade().add(name, "x").bytes()))
        .containsExactly(
            new FieldViolation(
                "archive." + Quoting.quote(name),
                "unsafe name (expected: a relative path without '..', '\\' and control characters,"
                    + " at most 512 characters and 32 levels)"));
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
        .containsExactly(new FieldViolation("archive.\"a\"", "is there twice"));
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
          .containsExactly("is both a file and a directory");
    }
  }

  @Test
  void refuses_encrypted_entries() {
    var zip = new HandmadeZip();
    zip.flags |= 1;

    assertThat(violations(zip.add("MANIFEST", MANIFEST).add("main.py", "").bytes()))
        .extracting("field")
        .containsExactly("archive");
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

    assertThat(violations(zip.bytes())).extracting("field").containsExactly("archive.\"x\"");
  }

  @Test
  void believes_no_declared_size() throws IOException {
    var zip = handmade();
    zip.method = 8;
    zip.sizeChange = -5_000;
    zip.add("x", "y".repeat(10_000));
    unpack(zip.bytes());

    assertThat(tree().resolve("x")).hasSize(10_000);
  }

  @Test
  void stops_at_200_mib_of_what_really_comes_out() {
    var zip = handmade();
    zip.method = 8;
    var content = new byte[64 << 20];
    zip.sizeChange = 1 - content.length;
    for (var name : List.of("a", "b", "c", "d")) {
      zip.add(name, content);
    }

    assertThat(violations(zip.bytes()))
        .containsExactly(
            new FieldViolation("archive", "unpacks to more than 200 MiB (expected: at most that)"));
  }

  @Test
  void bounds_the_number_of_entries() {
    var zip = handmade();
    for (int i = 0; i < 9_999; i++) {
      zip.add("f" + i, "");
    }

    assertThat(violations(zip.bytes()))
        .containsExactly(
            new FieldViolation("archive", "10001 entries (expected: at most 10000 entries)"));
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

    assertThat(PackageReader.describe(tree())).isEqualTo(content);
  }

  @Test
  void refuses_an_entry_that_is_cut_off() {
    var zip = handmade();
    zip.method = 8;
    zip.compressedSizeChange = -3;
    zip.add("x", "some text that deflates, some text that deflates");

    assertThat(violations(zip.bytes())).extracting("field").containsExactly("archive.\"x\"");
  }

  @Test
  void refuses_an_entry_whose_checksum_is_wrong() {
    for (int method : List.of(0, 8)) {
      var zip = handmade();
      zip.method = method;
      zip.crcChange = 1;
      zip.add("x", "some text");

      assertThat(violations(zip.bytes())).extracting("field").containsExactly("archive.\"x\"");
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
