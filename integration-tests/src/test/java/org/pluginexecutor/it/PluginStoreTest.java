// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pluginexecutor.client.ConflictException;
import org.pluginexecutor.client.FieldViolation;
import org.pluginexecutor.client.HookCall;
import org.pluginexecutor.client.InvalidRequestException;
import org.pluginexecutor.client.NotFoundException;
import org.pluginexecutor.client.Plugin;
import org.pluginexecutor.client.PluginName;
import org.pluginexecutor.client.PluginTarget;
import org.pluginexecutor.server.ExecutorServer;
import org.pluginexecutor.server.config.ServerConfig;

/** Packages and instances are stored, listed, replaced and deleted while calls run. */
class PluginStoreTest {
  private TestServer server;

  @BeforeEach
  void start() {
    server = TestServer.withoutWalls();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static PluginZip version(String version) {
    return PluginZip.aa("p", "class Plugin:\n  def session_ended(self): print('" + version + "')\n")
        .file("MANIFEST", PluginZip.manifest("aa", "p", version) + "entry_point: main.py\n");
  }

  private static PluginName name(String version) {
    return new PluginName(Optional.empty(), "p", Optional.of(version).filter(v -> !v.isEmpty()));
  }

  private String run(String version) {
    var target = new PluginTarget.Configured(name(version), "");
    return TestServer.output(server.call(target, "session_ended", Map.of())).strip();
  }

  @Test
  void versions_stay_as_written_and_side_by_side_and_the_last_upload_is_active() {
    server.upload("p", version("1.1"));
    server.upload("p", version("1.10"));
    assertThat(server.client().plugins().list())
        .extracting(Plugin::version, Plugin::active)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("1.1", false),
            org.assertj.core.groups.Tuple.tuple("1.10", true));
    assertThat(run("")).isEqualTo("s-1: 1.10");
    assertThat(run("1.1")).isEqualTo("s-1: 1.1");
  }

  @Test
  void uploading_old_bytes_again_is_the_way_back() throws IOException {
    var old = version("1.1").bytes();
    server.client().plugins().upload(new ByteArrayInputStream(old));
    server.upload("p", version("2.0"));
    var again = server.client().plugins().upload(new ByteArrayInputStream(old));
    assertThat(again.alreadyStored()).isTrue();
    assertThat(run("")).isEqualTo("s-1: 1.1");
  }

  @Test
  void whatever_name_and_version_a_package_may_have_can_be_called_and_deleted() {
    var name = "p".repeat(128);
    var version = "1:2.0+3~rc-4_5";
    var zip =
        version("1.0")
            .file("MANIFEST", PluginZip.manifest("aa", name, version) + "entry_point: main.py\n");
    server.upload(name, zip);
    var exactly = new PluginName(Optional.empty(), name, Optional.of(version));
    var target = new PluginTarget.Configured(exactly, "");
    assertThat(TestServer.output(server.call(target, "session_ended", Map.of())))
        .isEqualTo("s-1: 1.0\n");
    server.client().plugins().delete(exactly);
    assertThat(server.client().plugins().list()).isEmpty();
  }

  @Test
  void an_older_version_is_activated_again_by_its_name() {
    server.upload("p", version("1.1"));
    server.upload("p", version("2.0"));
    assertThat(server.client().plugins().activate(name("1.1")).active()).isTrue();
    assertThat(run("")).isEqualTo("s-1: 1.1");
    assertThat(server.client().plugins().get(name("2.0")).active()).isFalse();
  }

  @Test
  void files_that_were_changed_on_disk_are_found() throws IOException {
    server.upload("p", version("1.0").file("lib/x.py", "X = 1\n"));
    assertThat(server.client().plugins().verify(name("1.0")))
        .extracting(check -> check.name() + " " + check.passed())
        .containsExactly("zip_checksum true", "zip_content true", "trusted true");

    var changed = stored("x.py");
    assertThat(changed.toFile().setWritable(true)).isTrue();
    Files.writeString(changed, "X = 2\n");
    assertThat(server.client().plugins().verify(name("")))
        .extracting(check -> check.name() + " " + check.passed())
        .containsExactly("zip_checksum true", "zip_content false", "trusted true");

    Files.delete(stored("package.zip"));
    assertThat(server.client().plugins().verify(name("")).getFirst().reason())
        .startsWith("the stored zip is gone (expected: sha256:");
  }

  @Test
  void byte_code_that_was_changed_on_disk_is_found_as_well() throws IOException {
    server.upload("p", version("1.0"));
    Path byteCode;
    try (var paths = Files.walk(server.dataDirectory().resolve("packages"))) {
      byteCode = paths.filter(path -> path.toString().endsWith(".pyc")).findFirst().orElseThrow();
    }
    var bytes = Files.readAllBytes(byteCode);
    bytes[bytes.length - 1] ^= 1;
    assertThat(byteCode.toFile().setWritable(true)).isTrue();
    Files.write(byteCode, bytes);
    assertThat(server.client().plugins().verify(name("")).get(1).passed()).isFalse();
  }

  /** The one stored file of that name. */
  private Path stored(String name) throws IOException {
    try (var paths = Files.walk(server.dataDirectory().resolve("packages"))) {
      return paths.filter(path -> path.endsWith(name)).findFirst().orElseThrow();
    }
  }

  @Test
  void a_version_is_never_replaced_by_other_bytes() {
    server.upload("p", version("1.0"));
    assertThatThrownBy(() -> server.upload("p", version("1.0").file("more.py", "")))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("aa/p/1.0 is stored with other bytes");
  }

  @Test
  void a_download_is_what_was_uploaded_byte_for_byte() throws IOException {
    var zip = version("1.0").file("data", "x".repeat(600_000)).bytes();
    server.client().plugins().upload(new ByteArrayInputStream(zip));
    var downloaded = new ByteArrayOutputStream();
    server.client().plugins().download(name("1.0"), downloaded);
    assertThat(downloaded.toByteArray()).isEqualTo(zip);
  }

  @Test
  void a_deleted_version_is_gone_and_the_one_before_becomes_active() {
    server.upload("p", version("1.0"));
    server.upload("p", version("2.0"));
    server.client().plugins().delete(name("2.0"));
    assertThat(run("")).isEqualTo("s-1: 1.0");
    assertThatThrownBy(() -> run("2.0")).isInstanceOf(NotFoundException.class);
  }

  @Test
  void a_running_call_keeps_its_version_when_it_is_deleted_and_uploaded_again() throws Exception {
    var directory = Files.createTempDirectory("running-");
    var plugin =
        PluginZip.aa(
                "p",
                """
                import os, time
                class Plugin:
                  def session_ended(self, session_id):
                    open('%s/began', 'w').close()
                    while not os.path.exists('%s/go'): time.sleep(0.01)
                    import late
                    print(late.TEXT)
                """
                    .formatted(directory, directory))
            .file("late.py", "TEXT = 'imported late'\n");
    var target = server.upload("p", plugin);
    var call =
        HookCall.newBuilder(target, "session_ended", "s-1")
            .timeLimit(Duration.ofSeconds(20))
            .build();
    var running = Background.supply(() -> server.client().call(call));
    try {
      Eventually.within(
          Duration.ofSeconds(10), () -> assertThat(directory.resolve("began")).exists());
      server.client().plugins().delete(name("1.0.0"));
      server.upload("p", plugin);
      server.client().plugins().delete(name("1.0.0"));
      assertThat(server.client().plugins().list()).isEmpty();
    } finally {
      Files.createFile(directory.resolve("go"));
    }
    assertThat(TestServer.output(running.get())).isEqualTo("s-1: imported late\n");
    Files.delete(directory.resolve("go"));
    Files.delete(directory.resolve("began"));
    Files.delete(directory);
    Eventually.within(
        Duration.ofSeconds(3),
        () -> assertThat(server.dataDirectory().resolve("packages")).isEmptyDirectory());
  }

  @Test
  void instances_take_their_configuration_from_default_cfg_unless_told_otherwise() {
    var zip =
        PluginZip.aa(
                "p",
                "class Plugin:\n  def __init__(self, configuration): self.c = configuration\n"
                    + "  def session_ended(self): print(repr(self.c))\n")
            .file("default.cfg", "[from]\ndefault = é\n");
    server.upload("p", zip);
    server.client().instances().create("a", name(""), Optional.empty());
    server.client().instances().create("b", name(""), Optional.of(""));
    server.client().instances().create("c", name("1.0.0"), Optional.of("own"));
    assertThat(output("a")).isEqualTo("s-1: '[from]\\ndefault = é\\n'\n");
    assertThat(output("b")).isEqualTo("s-1: ''\n");
    assertThat(output("c")).isEqualTo("s-1: 'own'\n");
    assertThat(server.client().instances().list()).hasSize(3);
    server.client().instances().delete("a");
    assertThatThrownBy(() -> output("a")).isInstanceOf(NotFoundException.class);
  }

  private String output(String instance) {
    return TestServer.output(
        server.call(new PluginTarget.Instance(instance), "session_ended", Map.of()));
  }

  @Test
  void plugins_and_instances_are_still_there_after_a_restart() throws Exception {
    server.upload("p", version("1.0"));
    server.upload("p", version("2.0"));
    server.client().instances().create("a", name("1.0"), Optional.of("text"));
    server.server().close();
    var config = ServerConfig.defaults(server.dataDirectory()).withAddress("127.0.0.1", 0);
    try (var second = ExecutorServer.start(config);
        var client = TestServer.connect(second)) {
      assertThat(client.plugins().get(name("")).version()).isEqualTo("2.0");
      assertThat(client.instances().get("a").configuration()).contains("text");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "../outside | a part that is empty",
        "/absolute | an absolute path",
        "a/../../b | a part that is empty",
        "C:/windows | an absolute path",
        "back\\\\slash | a backslash in the name",
        "a//b | a part that is empty",
        "./a | a part that is empty",
        "new\\nline | not shown as it is",
        "MANIFEST/x | both a file and a directory",
      })
  void a_zip_with_an_unsafe_name_is_refused_and_leaves_nothing(String entry, String message) {
    var zip = version("1.0").file(entry.replace("\\n", "\n"), "x");
    var refused =
        catchThrowableOfType(InvalidRequestException.class, () -> server.upload("p", zip));
    assertThat(refused.reason()).isEqualTo("INVALID_PLUGIN_PACKAGE");
    assertThat(refused).hasMessageContaining(message);
    assertThat(server.dataDirectory().resolve("packages")).isEmptyDirectory();
    assertThat(server.staged()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"MANIFEST", "main.py"})
  void a_zip_without_a_required_file_names_it(String missing) {
    assertThatThrownBy(() -> server.upload("p", version("1.0").without(missing)))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining(missing + ": missing (expected: a file of this name in the root");
  }

  @Test
  void all_problems_of_a_manifest_are_named_at_once() {
    var zip = version("1.0").file("MANIFEST", "name: 1bad\nversion: beta\ntype: other\n");
    var refused =
        catchThrowableOfType(InvalidRequestException.class, () -> server.upload("p", zip));
    assertThat(refused.violations())
        .extracting(FieldViolation::field)
        .containsExactlyInAnyOrder(
            "MANIFEST.name",
            "MANIFEST.version",
            "MANIFEST.type",
            "MANIFEST.api",
            "MANIFEST.description");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: [",
        "just text",
        "!!javax.script.ScriptEngineManager {}",
        "a: &a [*a]",
        "name: x\nname: y"
      })
  void a_manifest_that_is_no_harmless_yaml_is_refused(String manifest) {
    assertThatThrownBy(() -> server.upload("p", version("1.0").file("MANIFEST", manifest)))
        .isInstanceOf(InvalidRequestException.class);
  }

  @Test
  void a_deeply_nested_manifest_is_refused_at_once() {
    var zip = version("1.0").file("MANIFEST", "a: " + "[".repeat(10_000));
    assertThatThrownBy(() -> server.upload("p", zip)).isInstanceOf(InvalidRequestException.class);
  }

  @Test
  void a_main_py_that_does_not_compile_is_refused_with_the_line() {
    var zip = version("1.0").file("main.py", "#!/usr/bin/env pluginwrapper3\n\nclass Plugin\n");
    assertThatThrownBy(() -> server.upload("p", zip))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("main.py: line 3, column ")
        .hasMessageContaining("does not compile");
  }

  @Test
  void a_main_py_without_the_class_is_refused() {
    var zip = version("1.0").file("main.py", "#!/usr/bin/env pluginwrapper3\nx = 1\n");
    assertThatThrownBy(() -> server.upload("p", zip))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("main.py: no Plugin (expected: a class Plugin");
  }

  @Test
  void a_main_py_that_no_compiler_survives_is_refused_and_the_next_upload_works() {
    for (var source : List.of("(".repeat(100_000), "-".repeat(1_000_000) + "1", "x = 1\0")) {
      var zip = version("1.0").file("main.py", "#!/usr/bin/env pluginwrapper3\n" + source);
      assertThatThrownBy(() -> server.upload("p", zip))
          .isInstanceOf(InvalidRequestException.class)
          .hasMessageContaining("main.py: ");
    }
    server.upload("p", version("1.0"));
    assertThat(run("")).isEqualTo("s-1: 1.0");
  }

  @Test
  void nothing_of_a_package_is_run_by_an_upload_and_its_byte_code_is_there() throws IOException {
    var mark = server.dataDirectory().resolve("mark");
    server.upload(
        "p",
        version("1.0")
            .file(
                "main.py",
                "#!/usr/bin/env pluginwrapper3\nopen('" + mark + "', 'w')\nclass Plugin: pass\n")
            .file("sitecustomize.py", "open('" + mark + "', 'w')\n")
            .file("json.py", "open('" + mark + "', 'w')\n"));
    assertThat(mark).doesNotExist();
    try (var paths = Files.walk(server.dataDirectory().resolve("packages"))) {
      assertThat(paths.map(path -> String.valueOf(path.getFileName())))
          .anyMatch(name -> name.matches("main\\.cpython-3\\d+\\.pyc"));
    }
  }

  @Test
  void warnings_come_back_with_the_upload() throws IOException {
    var manifest = PluginZip.manifest("aa", "p", "1.0") + "entry_point: main.py\nauthor: me\n";
    var result =
        server.client().plugins().upload(version("1.0").file("MANIFEST", manifest).stream());
    assertThat(result.warnings())
        .extracting(warning -> warning.toString())
        .containsExactly("MANIFEST:7:1: author: not a key of a MANIFEST; it is ignored");
  }

  @Test
  void what_is_no_zip_is_refused() {
    assertThatThrownBy(() ->
            server
                .client()
                .plugins()
                .upload(new ByteArrayInputStream("no zip".getBytes(StandardCharsets.UTF_8))))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("not a zip file");
  }

  @Test
  void a_zip_that_unpacks_to_too_much_is_refused() {
    var zip = version("1.0").file("zeros", new byte[201 << 20]);
    assertThatThrownBy(() -> server.upload("p", zip))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("unpacks to");
    assertThat(server.staged()).isEmpty();
  }

  @Test
  void an_upload_beyond_20_mib_is_refused_and_leaves_nothing() {
    assertThatThrownBy(() ->
            server.client().plugins().upload(new ByteArrayInputStream(new byte[(20 << 20) + 1])))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("archive.size_bytes");
    Eventually.within(Duration.ofSeconds(3), () -> assertThat(server.staged()).isEmpty());
  }

  @Test
  void files_of_a_stored_package_are_read_only() throws IOException {
    server.upload("p", version("1.0"));
    List<Path> files;
    try (var paths = Files.walk(server.dataDirectory().resolve("packages"))) {
      files = paths.filter(path -> path.endsWith("main.py")).toList();
    }
    assertThat(files).hasSize(1);
    assertThat(Files.getPosixFilePermissions(files.getFirst()).toString()).doesNotContain("WRITE");
  }
}
