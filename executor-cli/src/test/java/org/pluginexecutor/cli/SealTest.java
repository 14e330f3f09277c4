// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pluginexecutor.server.secret.KeyEncryption;
import org.pluginexecutor.server.secret.KeyFiles;
import org.pluginexecutor.server.store.Store;

class SealTest {
  private static final String SERVICES =
      """
      # of the gateway
      credential-stores:
        secrets:
          - {host: auth, user: api_key, password: s3cret}
      """;

  @TempDir Path directory;
  private Path services = Path.of("");
  private Path key = Path.of("");
  private Path data = Path.of("");

  @BeforeEach
  void write() throws IOException {
    services = Files.writeString(directory.resolve("services.yaml"), SERVICES);
    Files.setPosixFilePermissions(services, PosixFilePermissions.fromString("rw-r-----"));
    key = directory.resolve("store.key");
    KeyFiles.create(key);
    data = directory.resolve("data");
  }

  private void startOnce() throws IOException {
    Store.open(data, Optional.of(KeyEncryption.byFile(key)), InstantSource.system(), false).close();
  }

  private Captured seal() {
    return Captured.run(
        "store",
        "seal",
        services.toString(),
        "--data-dir",
        data.toString(),
        "--store-key-file",
        key.toString());
  }

  @Test
  void seal_replaces_secrets_and_keeps_everything_else() throws IOException {
    startOnce();

    var sealed = seal();

    assertThat(sealed.err()).isEmpty();
    assertThat(sealed.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(sealed.out()).isEqualTo("sealed: 1\n");
    assertThat(Files.readString(services))
        .startsWith("# of the gateway\n")
        .contains("{host: auth, user: api_key, password: \"sealed:")
        .doesNotContain("s3cret");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(services)))
        .isEqualTo("rw-r-----");
    assertThat(seal().out()).isEqualTo("sealed: 0\n");
  }

  @Test
  void seal_needs_a_store_that_has_a_key() {
    var sealed = seal();

    assertThat(sealed.exitCode()).isEqualTo(ExitCode.OUTPUT);
    assertThat(sealed.err()).contains("the store has no key yet (expected: a data directory");
    assertThat(services).hasContent(SERVICES);
    var without = Captured.run("store", "seal", services.toString(), "--data-dir", "" + data);
    assertThat(without.exitCode()).isEqualTo(ExitCode.OUTPUT);
    assertThat(without.err()).contains("no key (expected: --store-key-file");
  }

  @Test
  void seal_says_everything_that_is_wrong_with_the_file() throws IOException {
    startOnce();
    Files.writeString(services, "box: 1\nuser-lists: {a: {}}\n");

    var sealed = seal();

    assertThat(sealed.exitCode()).isEqualTo(ExitCode.DATA);
    assertThat(sealed.err()).contains("services.yaml:1: box: text").contains(":2: user-lists.a");
  }
}
