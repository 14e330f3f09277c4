// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PemKeysTest {
  private static final KeyPair PAIR = PackageSignature.newKeyPair();

  @TempDir Path directory;

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("key"), text);
  }

  private static String labelled(String label) {
    return PemKeys.text(PAIR.getPrivate()).replace("PRIVATE KEY", label);
  }

  @Test
  void reads_what_it_writes() throws IOException {
    assertThat(PemKeys.readPrivate(file(PemKeys.text(PAIR.getPrivate()))))
        .isEqualTo(PAIR.getPrivate());
    assertThat(PemKeys.readPublic(file(PemKeys.text(PAIR.getPublic()))))
        .isEqualTo(PAIR.getPublic());
  }

  @Test
  void takes_other_line_ends_and_text_around_the_key() throws IOException {
    var text = "Our release key\n\n" + PemKeys.text(PAIR.getPublic()) + "of 2026\n";

    assertThat(PemKeys.readPublic(file(text))).isEqualTo(PAIR.getPublic());
    assertThat(PemKeys.readPublic(file(text.replace("\n", "\r\n")))).isEqualTo(PAIR.getPublic());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "RSA PRIVATE KEY | RSA PRIVATE KEY (expected: PRIVATE KEY, Ed25519)",
        "EC PRIVATE KEY | EC PRIVATE KEY (expected: PRIVATE KEY, Ed25519)",
        "OPENSSH PRIVATE KEY | OPENSSH PRIVATE KEY (expected: PRIVATE KEY, Ed25519)",
        "CERTIFICATE | CERTIFICATE (expected: PRIVATE KEY, Ed25519)",
        "ENCRYPTED PRIVATE KEY | an encrypted key (expected: one without a passphrase)",
        "PUBLIC KEY | a public key (expected: the private one)",
      })
  void names_what_is_no_private_key(String label, String problem) throws IOException {
    var file = file(labelled(label));

    assertThatThrownBy(() -> PemKeys.readPrivate(file))
        .isInstanceOf(IOException.class)
        .hasMessage(file + ": " + problem);
  }

  @Test
  void a_private_key_is_no_trusted_key() throws IOException {
    var file = file(PemKeys.text(PAIR.getPrivate()));

    assertThatThrownBy(() -> PemKeys.readPublic(file))
        .hasMessage(
            file
                + ": a private key, which should be nowhere but with its owner (expected: the"
                + " public one)");
  }

  @Test
  void names_the_kind_of_a_key() throws Exception {
    var ec = KeyPairGenerator.getInstance("EC").generateKeyPair();
    var x25519 = KeyPairGenerator.getInstance("X25519").generateKeyPair();

    var file = file(PemKeys.text(ec.getPublic()));
    assertThatThrownBy(() -> PemKeys.readPublic(file))
        .hasMessage(file + ": a key for EC (expected: Ed25519)");
    file(PemKeys.text(x25519.getPrivate()));
    assertThatThrownBy(() -> PemKeys.readPrivate(file))
        .hasMessage(file + ": a key for X25519 (expected: Ed25519)");
  }

  @Test
  void names_what_is_wrong_with_a_file() throws IOException {
    var pem = PemKeys.text(PAIR.getPublic());

    refuses("", "no key (expected: PEM)");
    refuses("garbage\n", "no key (expected: PEM)");
    refuses(pem + pem, "2 keys (expected: one)");
    refuses(pem.substring(0, 60), "a key that is cut off (expected: PEM)");
    refuses(pem.replace("MCow", "M!ow"), "a damaged key (expected: Base64 between the lines)");
    refuses(
        pem.replace("MCow", "AAAA"),
        "a key that is damaged or of an unknown kind (expected: Ed25519)");
    refuses(pem + "#".repeat(16 << 10), "too large (expected: at most 16384 B)");
  }

  private void refuses(String text, String problem) throws IOException {
    var file = file(text);
    assertThatThrownBy(() -> PemKeys.readPublic(file))
        .isInstanceOf(IOException.class)
        .hasMessage(file + ": " + problem);
  }

  @Test
  void names_a_file_that_cannot_be_read() throws IOException {
    var missing = directory.resolve("missing");
    assertThatThrownBy(() -> PemKeys.readPublic(missing)).hasMessage(missing + ": no such file");
    assertThatThrownBy(() -> PemKeys.readPublic(directory))
        .hasMessage(directory + ": not a regular file (expected: a text file)");
    var binary = Files.write(directory.resolve("key"), new byte[] {(byte) 0xff});
    assertThatThrownBy(() -> PemKeys.readPublic(binary))
        .hasMessage(binary + ": not UTF-8 (expected: a text)");
  }
}
