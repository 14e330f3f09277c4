// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pluginexecutor.server.config.PackageConfig;
import org.pluginexecutor.server.files.ReadOnlyTree;

/**
 * What hostile packages try, line by line of the attack catalogue, against the very rules of an
 * upload. {@link PackageContentAttackTest} has the lines about what is in the files.
 */
class PackageAttackTest {
  private static final ThreadMXBean THREADS =
      ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

  @TempDir Path directory;

  private int checks;

  private static HandmadeZip handmade() {
    return new HandmadeZip()
        .add("MANIFEST", TestPackage.manifest("aa", "p", "1.0"))
        .add("main.py", "class Plugin: pass\n");
  }

  private Path tree() {
    return directory.resolve("staging-" + checks).resolve("tree");
  }

  /** Checks a zip; whatever it is, nothing is written outside the staging directory. */
  private PackageCheck.Report check(byte[] zip) throws IOException {
    checks++;
    var file = Files.write(directory.resolve("package-" + checks + ".zip"), zip);
    var staging = Files.createDirectory(directory.resolve("staging-" + checks));
    var before = outside(staging);
    var report =
        PackageCheck.checkIn(staging, file, PackageConfig.defaults(), FakeSourceCheck.FINE);
    assertThat(outside(staging)).isEqualTo(before);
    assertThat(report.findings())
        .allSatisfy(finding -> assertThat(finding.toString()).matches("[ -~…]*"));
    return report;
  }

  private List<Path> outside(Path staging) throws IOException {
    try (var paths = Files.walk(directory)) {
      return paths.filter(path -> !path.startsWith(staging)).sorted().toList();
    }
  }

  private List<String> findings(byte[] zip) throws IOException {
    return check(zip).findings().stream().map(PackageFinding::toString).toList();
  }

  /** Refused before anything was unpacked. */
  private void assertRefused(byte[] zip, String... findings) throws IOException {
    assertThat(findings(zip)).containsExactly(findings);
    assertThat(tree()).isEmptyDirectory();
  }

  private void assertTaken(byte[] zip) throws IOException {
    assertThat(check(zip).isValid()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x", "../../etc/x", "a/../../x", "a/..", "..", ".", "./x", "a/./x"})
  void a1_refuses_a_name_that_leads_out(String name) throws IOException {
    assertRefused(
        handmade().add(name, "x").bytes(),
        name
            + ": a part that is empty, '.' or '..' (expected: a relative path of at most 32"
            + " levels)");
  }

  @ParameterizedTest
  @CsvSource({
    "/etc/x, /etc/x, an absolute path",
    "//x, //x, an absolute path",
    "C:/x, C:/x, an absolute path",
    "c:x, c:x, an absolute path",
    "C:\\x, C:\\u{5c}x, an absolute path",
    "a\\x, a\\u{5c}x, a backslash in the name",
    "..\\x, ..\\u{5c}x, a backslash in the name",
    "\\\\host\\x, \\u{5c}\\u{5c}host\\u{5c}x, a backslash in the name",
    "a//x, a//x, 'a part that is empty, ''.'' or ''..'''",
  })
  void a2_refuses_an_absolute_name(String name, String shown, String found) throws IOException {
    assertRefused(
        handmade().add(name, "x").bytes(),
        shown + ": " + found + " (expected: a relative path of at most 32 levels)");
  }

  @Test
  void a2_names_every_unsafe_name_at_once() throws IOException {
    assertThat(findings(handmade().add("../a", "").add("/b", "").bytes())).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"..x", "x..", "...", "a b", "ü/🔑.txt", "-rf", "ab:c", "~"})
  void a2_takes_names_that_only_look_strange(String name) throws IOException {
    assertTaken(handmade().add(name, "x").bytes());
    assertThat(tree().resolve(name)).hasContent("x");
  }

  @ParameterizedTest
  @CsvSource({"0", "a", "1b", "7f", "85", "200f", "202e", "2028", "2066", "feff", "e000", "378"})
  void a3_refuses_a_character_that_is_not_shown_and_escapes_it(String hex) throws IOException {
    var name = "a" + Character.toString(Integer.parseInt(hex, 16)) + "x";
    assertRefused(
        handmade().add(name, "x").bytes(),
        "a\\u{"
            + hex
            + "}x: a character that is not shown as it is (expected: a relative path of at most 32"
            + " levels)");
  }

  @Test
  void a3_refuses_a_name_that_is_not_utf_8_and_escapes_it() throws IOException {
    // A lone byte, an overlong slash, an overlong NUL, a surrogate, a cut-off character.
    for (var bytes :
        List.of("ff", "c0af", "c080", "eda080", "e282", "f8888080af", "2e2e c0af 2e2e")) {
      var name = java.util.HexFormat.of().parseHex(bytes.replace(" ", ""));
      assertThat(findings(handmade().add(name, new byte[] {'x'}).bytes()))
          .as(bytes)
          .singleElement()
          .asString()
          .startsWith(Quoting.plain(new String(name, StandardCharsets.ISO_8859_1)))
          .endsWith(": a name that is not UTF-8 (expected: UTF-8)");
      assertThat(tree()).isEmptyDirectory();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "a000, a symbolic link",
    "1000, FIFO",
    "2000, device",
    "6000, device",
    "c000, socket"
  })
  void a4_refuses_a_symbolic_link_and_what_else_is_no_file(String type, String what)
      throws IOException {
    var zip = handmade();
    zip.mode = Integer.parseInt(type, 16) | 0777;
    assertRefused(
        zip.add("x", "/etc/passwd").bytes(),
        "x: "
            + (type.equals("a000") ? what : "not a plain file or directory")
            + " (expected: a file or a directory)");
  }

  @Test
  void a4_refuses_a_link_to_write_through() throws IOException {
    var zip = handmade();
    zip.mode = 0xa000 | 0777;
    zip.add("x", directory.toString());
    zip.mode = 0;
    assertThat(findings(zip.add("x/escaped", "y").bytes())).hasSize(2);
    assertThat(tree()).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(ints = {04777, 02777, 01777, 07777, 0111, 0})
  void a6_strips_the_archive_s_bits(int bits) throws IOException {
    var zip = handmade();
    zip.mode = 0x4000 | bits;
    zip.add("d/", "");
    zip.mode = 0x8000 | bits;
    assertTaken(zip.add("d/x", "content").bytes());
    ReadOnlyTree.make(tree());
    assertThat(mode(tree().resolve("d"))).isEqualTo(0555);
    assertThat(mode(tree().resolve("d/x"))).isEqualTo(0444);
    assertThat(mode(tree().resolve("main.py"))).isEqualTo(0444);
  }

  private static int mode(Path path) throws IOException {
    return (int) Files.getAttribute(path, "unix:mode") & 07777;
  }

  @Test
  void a8_refuses_a_name_that_is_both_a_file_and_a_directory() throws IOException {
    for (var zip :
        List.of(
            handmade().add("a", "1").add("a/b", "2"),
            handmade().add("a/b", "2").add("a", "1"),
            handmade().add("a", "1").add("a/b/c", "2"))) {
      assertRefused(zip.bytes(), "a: both a file and a directory (expected: one of them)");
    }
    assertRefused(
        handmade().add("a/", "").add("a", "2").bytes(), "a: there twice (expected: once)");
  }

  @Test
  void a9_refuses_the_bomb_of_42_kb_without_a_file_and_without_memory() throws IOException {
    var bomb = OverlapBomb.of(250, 21_800_000);
    assertThat(bomb.length).isBetween(40_000, 45_000);
    long before = THREADS.getCurrentThreadAllocatedBytes();

    var findings = findings(bomb);

    assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(8L << 20);
    assertThat(findings)
        .contains(
            "package: unpacks to 5451027125 B (expected: at most 209715200 B)",
            "001: shares its bytes with another entry (expected: its own bytes)");
    assertThat(tree()).isEmptyDirectory();
  }

  @Test
  void a9_refuses_shared_bytes_however_little_they_unpack_to() throws IOException {
    assertThat(findings(OverlapBomb.of(3, 1_000)))
        .containsExactly(
            "001: shares its bytes with another entry (expected: its own bytes)",
            "002: shares its bytes with another entry (expected: its own bytes)");
    var zip = handmade().add("x", "some text");
    zip.sharedOffset = 0;
    assertThat(findings(zip.add("MANIFEST", "other").bytes())).isNotEmpty();
    assertThat(tree()).isEmptyDirectory();
  }

  @Test
  void a9_refuses_a_plain_bomb_before_it_is_inflated() throws IOException {
    var zip = handmade();
    zip.method = 8;
    zip.sizeChange = 200 << 20;
    assertThat(findings(zip.add("x", "y".repeat(1000)).bytes()))
        .singleElement()
        .asString()
        .startsWith("package: unpacks to 2097");
    assertThat(tree()).isEmptyDirectory();
  }

  @Test
  void a11_does_not_expand_an_inner_zip() throws IOException {
    var bomb = OverlapBomb.of(250, 21_800_000);
    var middle = new HandmadeZip().add("a.zip", bomb).add("b.zip", bomb).bytes();
    assertTaken(handmade().add("lib/inner.zip", middle).bytes());
    assertThat(tree().resolve("lib/inner.zip")).hasBinaryContent(middle);
    try (var paths = Files.walk(tree())) {
      assertThat(paths.filter(Files::isRegularFile)).hasSize(3);
    }
  }

  @Test
  void a12_refuses_two_headers_that_differ() throws IOException {
    var zip = handmade();
    zip.localMethodChange = 8;
    assertRefused(
        zip.add("x", "some text").bytes(),
        "x: two headers that differ (expected: the same name, method and sizes in both)");
    // The size in the local header alone, which stands behind signature, version and the like.
    var honest = new HandmadeZip().add("x", "some text").bytes();
    honest[22]++;
    assertRefused(
        honest, "x: two headers that differ (expected: the same name, method and sizes in both)");
  }

  @ParameterizedTest
  @ValueSource(ints = {-5_000, -9_999, 5_000})
  void a12_refuses_content_of_another_size_and_writes_nothing(int change) throws IOException {
    var zip = handmade();
    zip.method = 8;
    zip.sizeChange = change;
    assertThat(findings(zip.add("x", "y".repeat(10_000)).bytes()))
        .singleElement()
        .asString()
        .startsWith("x: ");
    assertThat(tree()).isEmptyDirectory();
  }

  @Test
  void a14_refuses_zip64_and_counts_that_are_none() throws IOException {
    var marked = handmade();
    marked.countChange = 0xffff - 2;
    assertRefused(marked.bytes(), "package: a zip64 archive (expected: a plain zip)");
    var located = handmade();
    located.beforeEnd =
        ByteBuffer.allocate(20)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(0x07064b50)
            .putLong(8, Long.MAX_VALUE)
            .array();
    assertRefused(located.bytes(), "package: a zip64 archive (expected: a plain zip)");
    var many = handmade();
    many.countChange = 5;
    assertRefused(
        many.bytes(),
        "package: the central directory is damaged (expected: a zip file as zip programs write"
            + " it)");
  }

  @ParameterizedTest
  @CsvSource({
    "9999, 10001 entries (expected: at most 10000)",
    "65533, a zip64 archive (expected: a plain zip)",
    "65600, the central directory does not end where the end record says (expected: a zip file as"
        + " zip programs write it)",
  })
  void a14_bounds_the_number_of_entries(int more, String finding) throws IOException {
    var zip = handmade();
    for (int i = 0; i < more; i++) {
      zip.add("f" + i, "");
    }
    assertRefused(zip.bytes(), "package: " + finding);
  }

  @Test
  void a14_bounds_depth_and_length_of_names() throws IOException {
    assertTaken(handmade().add("d/".repeat(31) + "x", "x").bytes());
    for (var name :
        List.of(
            "d/".repeat(32) + "x",
            "d/".repeat(1_000) + "x",
            "d".repeat(4_096),
            ("d".repeat(99) + "/").repeat(5) + "d".repeat(13),
            "a".repeat(256),
            "🔑".repeat(64))) {
      assertThat(findings(handmade().add(name, "x").bytes()))
          .singleElement()
          .asString()
          .containsPattern("33 levels|bytes of name|a part of more than 255 bytes")
          .hasSizeLessThan(600);
      assertThat(tree()).isEmptyDirectory();
    }
  }

  @Test
  void a14_says_of_thousands_of_bad_entries_only_what_fits() throws IOException {
    var zip = handmade();
    for (int i = 0; i < 9_000; i++) {
      zip.add("../" + "\u202e".repeat(40) + i, "");
    }
    var findings = findings(zip.bytes());
    assertThat(findings).hasSize(101);
    assertThat(findings.getLast())
        .isEqualTo("package: and 8900 more like these (expected: none; mend these first)");
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "64, 0", "8192, 0", "1, 8"})
  void a15_refuses_encrypted_entries(int flag, int method) throws IOException {
    var zip = handmade();
    zip.flags |= flag;
    zip.method = method;
    assertThat(findings(zip.add("x", "secret").bytes()))
        .contains("x: encrypted (expected: no encryption)");
    assertThat(tree()).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 9, 12, 14, 93, 95, 99})
  void a15_refuses_a_compression_that_it_does_not_know(int method) throws IOException {
    var zip = handmade();
    zip.method = method;
    assertRefused(
        zip.add("x", "").bytes(),
        "x: compression method " + method + " (expected: 0 (stored) or 8 (deflated))");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 8})
  void a15_refuses_an_entry_whose_checksum_is_wrong(int method) throws IOException {
    var zip = handmade();
    zip.method = method;
    zip.crcChange = 1;
    assertThat(findings(zip.add("x", "some text").bytes()))
        .singleElement()
        .asString()
        .startsWith("x: content with another size or checksum (expected: 9 B with CRC-32 ");
  }

  @Test
  void a15_refuses_a_stream_that_is_cut_off_or_damaged() throws IOException {
    var cut = handmade();
    cut.method = 8;
    cut.compressedSizeChange = -3;
    assertThat(findings(cut.add("x", "some text that deflates").bytes()))
        .containsExactly("x: compressed data that end too soon (expected: all of them)");
    var damaged = handmade();
    damaged.method = 8;
    damaged.garbage = true;
    assertThat(findings(damaged.add("x", "some text that deflates").bytes()))
        .containsExactly("x: damaged compressed data (expected: intact ones)");
  }

  @Test
  void a16_names_what_is_missing() throws IOException {
    var rule = " (expected: a file of this name in the root of the zip, not in a folder)";
    assertThat(findings(new HandmadeZip().bytes()))
        .containsExactly("MANIFEST: missing" + rule, "main.py: missing" + rule);
    assertThat(findings(TestPackage.aa("p", "1.0").without("MANIFEST").zip()))
        .containsExactly("MANIFEST: missing" + rule);
    assertThat(findings(TestPackage.aa("p", "1.0").without("main.py").zip()))
        .containsExactly("main.py: missing" + rule);
    assertThat(findings(TestPackage.aa("p", "1.0").without("main.py").file("p/main.py", "").zip()))
        .containsExactly("main.py: missing, but there is p/main.py" + rule);
    assertThat(findings(new byte[0]))
        .containsExactly(
            "package: not a zip file, or cut off: it has no end record (expected: a zip file as"
                + " zip programs write it)");
    var zip = handmade().bytes();
    for (int size = 1; size < zip.length; size += 7) {
      assertThat(check(Arrays.copyOf(zip, size)).isValid()).as("%d bytes", size).isFalse();
    }
  }
}
