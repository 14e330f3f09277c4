// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pluginexecutor.server.secret.StoreCipher;
import org.pluginexecutor.server.value.PluginValue;

class SealedTextTest {
  @TempDir Path directory;

  private SealedText sealed(String text, StoreCipher cipher) throws IOException {
    return SealedText.of(TestServices.write(directory, text), cipher);
  }

  private ServiceEntries entries(String text, StoreCipher cipher) throws IOException {
    var file = TestServices.write(directory, text, "rw-r--r--");
    return ServicesFile.open(file, cipher, InstantSource.system()).entries();
  }

  @Test
  void secrets_are_sealed_and_everything_else_stays() throws IOException {
    var cipher = TestServices.cipher(directory);

    var sealed = sealed(TestServices.ALL, cipher);

    assertThat(sealed.count()).isEqualTo(6);
    assertThat(sealed.text())
        .doesNotContain("s3cret")
        .contains(
            "# what the gateway had",
            "# with a comment",
            "Jürgen",
            TestServices.CERTIFICATE.lines().toList().get(1));
    assertThat(sealed.text().replaceAll("sealed:[A-Za-z0-9+/=]+", "SEALED"))
        .contains("- {host: auth, user: api_key, password: \"SEALED\"}")
        .contains("key: \"SEALED\"\n  empty: []");
  }

  @Test
  void what_was_sealed_opens_in_its_place() throws IOException {
    var cipher = TestServices.cipher(directory);

    var entries = entries(sealed(TestServices.ALL, cipher).text(), cipher);

    var store = TestServices.named(entries.credentialStores(), "secrets");
    assertThat(store.get(0).reveal()).isEqualTo(new PluginValue.Text("first-s3cret"));
    assertThat(store.get(1).reveal()).isEqualTo(new PluginValue.Text("second-s3cret"));
    assertThat(store.get(2).secret().reveal()).contains("third-s3cret\n-----END");
    assertThat(
            TestServices.named(entries.ldapServers(), "corp").bindPassword().orElseThrow().reveal())
        .isEqualTo("fourth-s3cret");
    assertThat(
            TestServices.named(entries.boxSecrets(), "starling_join_credential_string")
                .value()
                .reveal())
        .isEqualTo("sixth-s3cret");
  }

  @Test
  void what_is_sealed_already_is_left_alone() throws IOException {
    var cipher = TestServices.cipher(directory);
    var once = sealed(TestServices.ALL, cipher);

    var twice = sealed(once.text(), cipher);

    assertThat(twice).isEqualTo(new SealedText(once.text(), 0));
  }

  @Test
  void a_sealed_secret_opens_at_no_other_place_and_with_no_other_key() throws IOException {
    var cipher = TestServices.cipher(directory);
    var text = sealed(TestServices.ALL, cipher).text();

    for (var change : new String[][] {{"host: vault", "host: other"}, {"secrets:", "others:"}}) {
      assertThatThrownBy(() -> entries(text.replaceFirst(change[0], change[1]), cipher))
          .hasMessageContaining("sealed with this store's key, for this very place")
          .hasMessageNotContaining("s3cret");
    }
    var otherCipher = TestServices.cipher(directory);
    assertThatThrownBy(() -> entries(text, otherCipher)).hasMessageContaining("cannot be opened");
  }

  @Test
  void signs_beyond_the_basic_plane_do_not_move_the_places() throws IOException {
    var cipher = TestServices.cipher(directory);
    var text =
        """
        # 🔑🔑🔑
        box-secrets:
          a: {value: 🔒secret, plugins: [p]}   # 🔑
          b:
            value: >
              folded
              text
            plugins: [p]
        """;

    var sealed = sealed(text, cipher);

    assertThat(sealed.text())
        .startsWith("# 🔑🔑🔑\nbox-secrets:\n  a: {value: \"sealed:")
        .contains(", plugins: [p]}   # 🔑\n");
    var entries = entries(sealed.text(), cipher);
    assertThat(TestServices.named(entries.boxSecrets(), "a").value().reveal())
        .isEqualTo("🔒secret");
    assertThat(TestServices.named(entries.boxSecrets(), "b").value().reveal())
        .isEqualTo("folded text\n");
  }

  @Test
  void nothing_is_sealed_in_a_file_that_cannot_be_used() {
    assertThatThrownBy(() -> sealed("box-secrets: {a: {valve: x}}\n", StoreCipher.none()))
        .isInstanceOf(ServicesFileException.class);
  }
}
