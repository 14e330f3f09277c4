// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pluginexecutor.server.config.TrustConfig;
import org.pluginexecutor.server.files.Digests;
import org.pluginexecutor.server.trust.TrustDecision.Trusted;
import org.pluginexecutor.server.trust.TrustPolicy;

/** How an author signs a package before there is a server. */
class SigningVerbsTest {
  @TempDir Path directory;
  private Path key = Path.of("");
  private Path zip = Path.of("");

  @BeforeEach
  void make_a_zip() throws IOException {
    key = directory.resolve("release-key.pem");
    zip = directory.resolve("obedient.zip");
    try (var packed = Packer.open(Samples.obedient(directory.resolve("plugin")))) {
      Files.write(zip, packed.readAllBytes());
    }
  }

  private Captured createKey() {
    return Captured.run("plugin", "create-signing-key", key.toString());
  }

  private Captured sign(String... more) {
    var all =
        new java.util.ArrayList<>(
            List.of("plugin", "sign", zip.toString(), "--key", key.toString()));
    all.addAll(List.of(more));
    return Captured.run(all.toArray(String[]::new));
  }

  private Path beside(Path file, String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }

  private String digest() throws IOException {
    return Digests.ofFile(zip);
  }

  @Test
  void a_new_key_is_for_its_owner_alone() throws IOException {
    var created = createKey();

    assertThat(created.exitCode()).as(created.err()).isEqualTo(ExitCode.OK);
    assertThat(created.out())
        .isEqualTo(
            "private key: "
                + key
                + ", keep it secret\npublic key: "
                + key
                + ".pub, for: plugin-executor serve --trusted-key\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");
    assertThat(Files.readString(key)).startsWith("-----BEGIN PRIVATE KEY-----\n");
    assertThat(Files.readString(beside(key, ".pub"))).startsWith("-----BEGIN PUBLIC KEY-----\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".pub"})
  void a_key_that_is_there_is_never_overwritten(String suffix) throws IOException {
    var mine = Files.writeString(beside(key, suffix), "mine");

    var created = createKey();

    assertThat(created.exitCode()).isEqualTo(ExitCode.OUTPUT);
    assertThat(created.err())
        .isEqualTo(
            "plugin-executor: "
                + mine
                + ": is there already (expected: a file that is not there)\n");
    assertThat(mine).hasContent("mine");
    assertThat(beside(key, suffix.isEmpty() ? ".pub" : "")).doesNotExist();
  }

  @Test
  void a_key_that_cannot_be_written_leaves_nothing_behind() {
    key = directory.resolve("no-such-directory").resolve("key");

    var created = createKey();

    assertThat(created.exitCode()).isEqualTo(ExitCode.OUTPUT);
    assertThat(created.err()).contains("key.pub: cannot be written");
  }

  @Test
  void what_is_signed_is_trusted_by_a_server_with_the_public_key() throws IOException {
    createKey();

    var signed = sign();

    assertThat(signed.exitCode()).as(signed.err()).isEqualTo(ExitCode.OK);
    assertThat(signed.out()).isEqualTo("signed: " + digest() + " to " + zip + ".sig\n");
    var file = beside(zip, ".sig");
    assertThat(Files.readString(file)).matches("[A-Za-z0-9+/]{86}==\n");
    var policy =
        TrustPolicy.open(new TrustConfig(true, Optional.empty(), List.of(beside(key, ".pub"))));
    assertThat(policy.judge(digest(), List.of(SignatureFile.read(file))))
        .isEqualTo(new Trusted("signed by release-key.pem.pub"));
  }

  @Test
  void signing_overwrites_only_when_it_is_told_to() throws IOException {
    createKey();
    var out = Files.writeString(directory.resolve("s"), "mine");

    assertThat(sign("--out", out.toString()).exitCode()).isEqualTo(ExitCode.OUTPUT);
    assertThat(out).hasContent("mine");
    assertThat(sign("--out", out.toString(), "--force").exitCode()).isEqualTo(ExitCode.OK);
    assertThat(SignatureFile.read(out)).hasSize(64);
    assertThat(beside(zip, ".sig")).doesNotExist();
  }

  @Test
  void only_a_zip_is_signed() {
    createKey();
    zip = directory.resolve("plugin");
    assertThat(sign().exitCode()).isEqualTo(ExitCode.DATA);
    assertThat(sign().err())
        .isEqualTo(
            "plugin-executor: "
                + zip
                + ": a directory (expected: a zip; 'plugin pack' makes one)\n");
    zip = key;
    assertThat(sign().err()).contains("neither a directory nor a zip file");
  }

  @Test
  void a_key_that_cannot_sign_is_named() throws IOException {
    assertThat(sign().exitCode()).isEqualTo(ExitCode.MISSING);
    assertThat(sign().err()).isEqualTo("plugin-executor: --key: " + key + ": no such file\n");
    createKey();
    assertThat(sign("--out", directory.toString()).exitCode()).isEqualTo(ExitCode.OUTPUT);
    Files.move(beside(key, ".pub"), key, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertThat(sign().exitCode()).isEqualTo(ExitCode.DATA);
    assertThat(sign().err())
        .isEqualTo(
            "plugin-executor: --key: " + key + ": a public key (expected: the private one)\n");
    assertThat(beside(zip, ".sig")).doesNotExist();
  }

  @Test
  void a_signature_is_read_as_base64_or_as_its_bytes() throws IOException {
    var bytes = new byte[64];
    bytes[0] = 'x';
    var file = directory.resolve("s");

    Files.write(file, bytes);
    assertThat(SignatureFile.read(file)).isEqualTo(bytes);
    Files.writeString(file, Base64.getEncoder().encodeToString(bytes) + "\r\n");
    assertThat(SignatureFile.read(file)).isEqualTo(bytes);
  }

  @Test
  void the_signature_beside_a_zip_is_found_and_a_directory_has_none() throws IOException {
    assertThat(SignatureFile.beside(zip)).isEmpty();
    createKey();
    sign();
    assertThat(SignatureFile.beside(zip)).isPresent();

    var plugin = directory.resolve("plugin");
    Files.copy(beside(zip, ".sig"), beside(plugin, ".sig"));
    assertThat(SignatureFile.beside(plugin)).isEmpty();
  }

  @Test
  void an_upload_takes_the_signature_beside_the_zip_by_itself() throws IOException {
    Files.writeString(beside(zip, ".sig"), "garbage!");

    var upload = Captured.run("plugin", "upload", zip.toString());

    assertThat(upload.exitCode()).isEqualTo(ExitCode.DATA);
    assertThat(upload.err()).startsWith("plugin-executor: " + zip + ".sig: no signature");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "garbage!", "AAAA"})
  void a_signature_that_is_none_is_named_before_anything_is_sent(String text) throws IOException {
    var file = Files.writeString(directory.resolve("s"), text);

    var upload = Captured.run("plugin", "upload", zip.toString(), "--signature", file.toString());

    assertThat(upload.exitCode()).isEqualTo(ExitCode.DATA);
    assertThat(upload.err())
        .isEqualTo(
            "plugin-executor: "
                + file
                + ": no signature (expected: what 'plugin sign' writes, 64 bytes in Base64)\n");
    Files.delete(file);
    assertThat(
            Captured.run("plugin", "upload", zip.toString(), "--signature", file.toString())
                .exitCode())
        .isEqualTo(ExitCode.MISSING);
  }
}
