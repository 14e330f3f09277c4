// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pluginexecutor.server.files.Digests;

class PackageSignatureTest {
  /** Made by openssl 3.0: genpkey, pkey -pubout, and pkeyutl -sign -rawin. */
  private static final String PRIVATE_KEY =
      """
      -----BEGIN PRIVATE KEY-----
      MC4CAQAwBQYDK2VwBCIEIIj/8ZjolFi+tnffoGnuAhJCCJMqATPdJp1gKrl5o0/w
      -----END PRIVATE KEY-----
      """;

  private static final String PUBLIC_KEY =
      """
      -----BEGIN PUBLIC KEY-----
      MCowBQYDK2VwAyEAtlbc0T8Q8/KhSh72MHGl9k5ecuIMsXR7rR/EBxYkGbo=
      -----END PUBLIC KEY-----
      """;

  private static final String DIGEST =
      "sha256:e8dafd24370f469a0331b981795d8fa533a0c1e69640cc3621abc982073559fe";
  private static final byte[] SIGNATURE =
      Base64.getDecoder()
          .decode(
              "f1fukfJ09z0TRr2I/SkrvMVfbNv6mjmL7iO7VxZW9pitVc/C+LI+45uHDnxGMAaL"
                  + "+ZPArhHOmPgD/rDkfpaUCw==");

  @TempDir Path directory;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  @Test
  void signs_and_checks_as_openssl_does() throws IOException {
    var privateKey = PemKeys.readPrivate(file("key.pem", PRIVATE_KEY));
    var publicKey = PemKeys.readPublic(file("key.pub", PUBLIC_KEY));
    var zip = "PK vector".getBytes(StandardCharsets.US_ASCII);

    assertThat(Digests.of(zip)).isEqualTo(DIGEST);
    assertThat(PackageSignature.sign(DIGEST, privateKey)).isEqualTo(SIGNATURE);
    assertThat(PackageSignature.isBy(publicKey, DIGEST, SIGNATURE)).isTrue();
    assertThat(PemKeys.text(privateKey)).isEqualTo(PRIVATE_KEY);
    assertThat(PemKeys.text(publicKey)).isEqualTo(PUBLIC_KEY);
  }

  @Test
  void no_bit_of_a_signature_can_be_changed() {
    var pair = PackageSignature.newKeyPair();
    var signature = PackageSignature.sign(DIGEST, pair.getPrivate());

    assertThat(signature).hasSize(PackageSignature.BYTES);
    assertThat(PackageSignature.isBy(pair.getPublic(), DIGEST, signature)).isTrue();
    for (int bit = 0; bit < signature.length * Byte.SIZE; bit++) {
      var tampered = signature.clone();
      tampered[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
      assertThat(PackageSignature.isBy(pair.getPublic(), DIGEST, tampered))
          .as("bit %s", bit)
          .isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 63, 65, 128})
  void a_signature_has_64_bytes(int length) {
    var key = PackageSignature.newKeyPair().getPublic();

    assertThat(PackageSignature.isBy(key, DIGEST, new byte[length])).isFalse();
  }

  @Test
  void a_signature_is_for_one_digest_and_by_one_key() {
    var pair = PackageSignature.newKeyPair();
    var signature = PackageSignature.sign(DIGEST, pair.getPrivate());
    var other = DIGEST.replace('e', 'f');

    assertThat(PackageSignature.isBy(pair.getPublic(), other, signature)).isFalse();
    assertThat(PackageSignature.isBy(pair.getPublic(), DIGEST + "\n", signature)).isFalse();
    assertThat(PackageSignature.isBy(PackageSignature.newKeyPair().getPublic(), DIGEST, signature))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "sha256:", "sha256:00", "md5:00", "sha256:x\n"})
  void what_is_no_digest_is_not_signed(String text) {
    var key = PackageSignature.newKeyPair().getPrivate();

    assertThatThrownBy(() -> PackageSignature.sign(text, key))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("digest: " + text + " (expected: sha256: and 64 hexadecimal");
    var upper = DIGEST.replace("sha256:e8dafd", "sha256:E8DAFD");
    assertThatThrownBy(() -> PackageSignature.sign(upper, key))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_key_of_another_kind_neither_signs_nor_vouches() throws NoSuchAlgorithmException {
    var ec = KeyPairGenerator.getInstance("EC").generateKeyPair();

    assertThatThrownBy(() -> PackageSignature.sign(DIGEST, ec.getPrivate()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("key: for EC (expected: a private key for Ed25519)");
    assertThat(PackageSignature.isBy(ec.getPublic(), DIGEST, SIGNATURE)).isFalse();
  }

  @Nested
  class WithOpenssl {
    @BeforeEach
    void needs_openssl() {
      var path = System.getenv().getOrDefault("PATH", "");
      assumeTrue(
          List.of(path.split(":", -1)).stream()
              .anyMatch(bin -> Files.isExecutable(Path.of(bin, "openssl"))),
          "there is no openssl on the search path");
      assumeTrue(knowsRawInput(), "this openssl is older than 3.0");
    }

    private boolean knowsRawInput() {
      try {
        return run("version").startsWith("OpenSSL 3");
      } catch (IOException | InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    private String run(String... arguments) throws IOException, InterruptedException {
      var command = new java.util.ArrayList<>(List.of("openssl"));
      command.addAll(List.of(arguments));
      var process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .start();
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(output).isZero();
      return output;
    }

    @Test
    void what_openssl_signs_is_trusted_here() throws Exception {
      run("genpkey", "-algorithm", "ed25519", "-out", "key.pem");
      run("pkey", "-in", "key.pem", "-pubout", "-out", "key.pub");
      file("text", "plugin-executor-package 1\n" + DIGEST + "\n");
      run("pkeyutl", "-sign", "-rawin", "-inkey", "key.pem", "-in", "text", "-out", "sig");

      var publicKey = PemKeys.readPublic(directory.resolve("key.pub"));
      var signature = Files.readAllBytes(directory.resolve("sig"));
      assertThat(PackageSignature.isBy(publicKey, DIGEST, signature)).isTrue();
      var privateKey = PemKeys.readPrivate(directory.resolve("key.pem"));
      assertThat(PackageSignature.sign(DIGEST, privateKey)).isEqualTo(signature);
    }

    @Test
    void what_is_signed_here_passes_openssl() throws Exception {
      var pair = PackageSignature.newKeyPair();
      file("key.pub", PemKeys.text(pair.getPublic()));
      file("text", "plugin-executor-package 1\n" + DIGEST + "\n");
      Files.write(directory.resolve("sig"), PackageSignature.sign(DIGEST, pair.getPrivate()));

      assertThat(
              run(
                  "pkeyutl",
                  "-verify",
                  "-rawin",
                  "-pubin",
                  "-inkey",
                  "key.pub",
                  "-in",
                  "text",
                  "-sigfile",
                  "sig"))
          .contains("Verified Successfully");
      file("key.pem", PemKeys.text(pair.getPrivate()));
      run("pkey", "-in", "key.pem", "-noout", "-check");
    }

    @Test
    void keys_of_other_kinds_are_named() throws Exception {
      run("genpkey", "-algorithm", "RSA", "-out", "rsa.pem");
      run("pkey", "-in", "rsa.pem", "-pubout", "-out", "rsa.pub");
      run("genpkey", "-algorithm", "ed448", "-out", "ed448.pem");
      run("genpkey", "-algorithm", "ed25519", "-aes256", "-pass", "pass:x", "-out", "locked.pem");

      assertThatThrownBy(() -> PemKeys.readPrivate(directory.resolve("rsa.pem")))
          .hasMessageEndingWith("rsa.pem: a key for RSA (expected: Ed25519)");
      assertThatThrownBy(() -> PemKeys.readPublic(directory.resolve("rsa.pub")))
          .hasMessageEndingWith("rsa.pub: a key for RSA (expected: Ed25519)");
      assertThatThrownBy(() -> PemKeys.readPrivate(directory.resolve("ed448.pem")))
          .hasMessageEndingWith("ed448.pem: a key for Ed448 (expected: Ed25519)");
      assertThatThrownBy(() -> PemKeys.readPrivate(directory.resolve("locked.pem")))
          .hasMessageEndingWith(
              "locked.pem: an encrypted key (expected: one without a passphrase)");
    }
  }
}
