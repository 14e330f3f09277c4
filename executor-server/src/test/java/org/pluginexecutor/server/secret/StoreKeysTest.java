// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreKeysTest {
  private static final byte[] PLAIN = "host=198.51.100.7".getBytes(StandardCharsets.UTF_8);
  private static final String CONTEXT = "instances/access 3";

  @TempDir Path directory;
  private KeyEncryption encryption = KeyEncryption.byFile(Path.of(""));

  @BeforeEach
  void create_a_key() throws IOException {
    KeyFiles.create(directory.resolve("store.key"));
    encryption = KeyEncryption.byFile(directory.resolve("store.key"));
  }

  private StoreCipher cipher() throws IOException {
    return StoreKeys.generate(encryption).cipher();
  }

  private static byte[] flipped(byte[] bytes, int at) {
    var flipped = bytes.clone();
    flipped[at] ^= 1;
    return flipped;
  }

  @Nested
  class Keys {
    @Test
    void what_a_key_sealed_is_opened_by_the_same_key_read_again() throws IOException {
      var made = StoreKeys.generate(encryption);
      var read = StoreKeys.read(made.wrapped(), encryption);

      assertThat(made.cipher().isEncrypting()).isTrue();
      assertThat(read.cipher().open(made.cipher().seal(PLAIN, CONTEXT), CONTEXT)).isEqualTo(PLAIN);
      assertThat(opened(read.cipher(), sealed(made.cipher(), PLAIN))).isEqualTo(PLAIN);
      assertThat(read.wrapped()).isEqualTo(made.wrapped());
    }

    @Test
    void the_wrapped_form_says_what_it_is() throws IOException {
      var text = new String(StoreKeys.generate(encryption).wrapped(), StandardCharsets.UTF_8);

      assertThat(text)
          .matches("plugin-executor-store-key 1\n[A-Za-z0-9+/=]+\nsha256:[0-9a-f]{64}\n")
          .hasSizeLessThan(600);
    }

    @Test
    void another_key_is_told_from_damage() throws IOException {
      var wrapped = StoreKeys.generate(encryption).wrapped();
      var otherFile = directory.resolve("other.key");
      KeyFiles.create(otherFile);

      assertThatThrownBy(() -> StoreKeys.read(wrapped, KeyEncryption.byFile(otherFile)))
          .isInstanceOf(WrongKeyException.class);
      for (int i = 0; i < wrapped.length; i++) {
        var damaged = flipped(wrapped, i);
        assertThatThrownBy(() -> StoreKeys.read(damaged, encryption))
            .as("byte %s", i)
            .isInstanceOf(BrokenSealException.class);
        var cut = Arrays.copyOf(wrapped, i);
        assertThatThrownBy(() -> StoreKeys.read(cut, encryption))
            .as("the first %s bytes", i)
            .isInstanceOf(BrokenSealException.class);
      }
    }

    @Test
    void a_form_of_a_later_release_says_what_is_expected() {
      var later = "plugin-executor-store-key 2\nAAAA\n".getBytes(StandardCharsets.UTF_8);

      assertThatThrownBy(() -> StoreKeys.read(later, encryption))
          .isInstanceOf(BrokenSealException.class)
          .hasMessageContaining("of a later release (expected")
          .hasMessageContaining("plugin-executor-store-key 1");
    }

    @Test
    void a_key_that_cannot_be_unwrapped_again_is_not_used() {
      var forgetful = new FakeEncryption(new byte[] {1, 2, 3});

      assertThatThrownBy(() -> StoreKeys.generate(forgetful))
          .isInstanceOf(IOException.class)
          .hasMessage("key encryption: unwraps to another key than it wrapped");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AAA=", "AAAAAA==", "/////w==", "AAAAAQ==", "AAAAAAAA"})
    void what_unwraps_to_nonsense_was_wrapped_with_another_key(String unwrapped)
        throws IOException {
      var wrapped = StoreKeys.generate(encryption).wrapped();
      var nonsense = new FakeEncryption(Base64.getDecoder().decode(unwrapped));

      assertThatThrownBy(() -> StoreKeys.read(wrapped, nonsense))
          .isInstanceOf(WrongKeyException.class)
          .hasNoCause();
    }

    @Test
    void their_text_form_says_nothing() throws IOException {
      var keys = StoreKeys.generate(encryption);

      assertThat(keys).hasToString("StoreKeys[***]");
      assertThat(keys.cipher()).hasToString("StoreCipher[***]");
    }
  }

  @Nested
  class Sealing {
    @Test
    void a_context_cannot_be_swapped() throws IOException {
      var cipher = cipher();
      var sealed = cipher.seal(PLAIN, CONTEXT);

      assertThatThrownBy(() -> cipher.open(sealed, "instances/access 4"))
          .isInstanceOf(BrokenSealException.class);
    }

    @Test
    void every_flipped_byte_and_every_cut_is_seen() throws IOException {
      var cipher = cipher();
      var sealed = cipher.seal(PLAIN, CONTEXT);
      for (int i = 0; i < sealed.length; i++) {
        var damaged = flipped(sealed, i);
        assertThatThrownBy(() -> cipher.open(damaged, CONTEXT))
            .isInstanceOf(BrokenSealException.class)
            .hasNoCause();
        var cut = Arrays.copyOf(sealed, i);
        assertThatThrownBy(() -> cipher.open(cut, CONTEXT)).isInstanceOf(BrokenSealException.class);
      }
    }

    @Test
    void another_store_cannot_open_it() throws IOException {
      var sealed = cipher().seal(PLAIN, CONTEXT);
      var other = cipher();

      assertThatThrownBy(() -> other.open(sealed, CONTEXT)).isInstanceOf(BrokenSealException.class);
    }

    @Test
    void nothing_of_the_content_can_be_read() throws IOException {
      var sealed = new String(cipher().seal(PLAIN, CONTEXT), StandardCharsets.ISO_8859_1);

      assertThat(sealed).doesNotContain("198").doesNotContain("host");
    }
  }

  @Nested
  class Streams {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1_048_000, 1 << 20, (3 << 20) + 17})
    void content_of_any_size_comes_back(int size) throws IOException {
      var cipher = cipher();
      var content = new byte[size];
      new Random(size).nextBytes(content);

      assertThat(opened(cipher, sealed(cipher, content))).isEqualTo(content);
    }

    @Test
    void a_context_cannot_be_swapped() throws IOException {
      var cipher = cipher();
      var sealed = sealed(cipher, PLAIN);

      assertThatThrownBy(
              () -> cipher.opening(new ByteArrayInputStream(sealed), "other").readAllBytes())
          .isInstanceOf(BrokenSealException.class);
    }

    @Test
    void every_flipped_byte_and_every_cut_is_seen() throws IOException {
      var cipher = cipher();
      var sealed = sealed(cipher, PLAIN);
      for (int i = 0; i < sealed.length; i++) {
        var damaged = flipped(sealed, i);
        assertThatThrownBy(() -> opened(cipher, damaged)).isInstanceOf(BrokenSealException.class);
        var cut = Arrays.copyOf(sealed, i);
        assertThatThrownBy(() -> opened(cipher, cut)).isInstanceOf(BrokenSealException.class);
      }
      var longer = Arrays.copyOf(sealed, sealed.length + 1);
      assertThatThrownBy(() -> opened(cipher, longer)).isInstanceOf(BrokenSealException.class);
    }

    @Test
    void a_cut_between_two_segments_is_seen() throws IOException {
      var cipher = cipher();
      var sealed = sealed(cipher, new byte[(2 << 20) + 5]);

      assertThatThrownBy(() -> opened(cipher, Arrays.copyOf(sealed, 1 << 20)))
          .isInstanceOf(BrokenSealException.class);
      assertThatThrownBy(() -> opened(cipher, Arrays.copyOf(sealed, 2 << 20)))
          .isInstanceOf(BrokenSealException.class);
    }

    @Test
    void a_disk_that_fails_is_no_broken_seal() throws IOException {
      var cipher = cipher();
      var sealed = sealed(cipher, new byte[3 << 20]);
      for (int good : new int[] {0, 10, 2 << 20}) {
        var in = cipher.opening(new FailingInput(sealed, good), CONTEXT);
        assertThatThrownBy(in::readAllBytes)
            .isNotInstanceOf(BrokenSealException.class)
            .hasMessage("disk failed");
      }
    }
  }

  @Nested
  class WithoutKey {
    @Test
    void everything_passes_as_it_is() throws IOException {
      var none = StoreCipher.none();

      assertThat(none.isEncrypting()).isFalse();
      assertThat(none.seal(PLAIN, CONTEXT)).isEqualTo(PLAIN);
      assertThat(none.open(PLAIN, "other")).isEqualTo(PLAIN);
      assertThat(sealed(none, PLAIN)).isEqualTo(PLAIN);
      assertThat(opened(none, PLAIN)).isEqualTo(PLAIN);
      assertThat(none).hasToString("StoreCipher[none]");
    }
  }

  private static byte[] sealed(StoreCipher cipher, byte[] content) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = cipher.sealing(bytes, CONTEXT)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  private static byte[] opened(StoreCipher cipher, byte[] sealed) throws IOException {
    try (var in = cipher.opening(new ByteArrayInputStream(sealed), CONTEXT)) {
      return in.readAllBytes();
    }
  }

  /** Wraps anything and unwraps always to the same. */
  private static final class FakeEncryption implements KeyEncryption {
    private final byte[] unwrapped;

    FakeEncryption(byte[] unwrapped) {
      this.unwrapped = unwrapped;
    }

    @Override
    public byte[] wrap(byte[] key) {
      return new byte[] {42};
    }

    @Override
    public byte[] unwrap(byte[] wrapped) {
      return unwrapped.clone();
    }
  }

  /** Fails after so many good bytes. */
  private static final class FailingInput extends FilterInputStream {
    private int good;

    FailingInput(byte[] bytes, int good) {
      super(new ByteArrayInputStream(bytes));
      this.good = good;
    }

    @Override
    public int read() throws IOException {
      spend(1);
      return super.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      spend(length);
      return super.read(bytes, offset, length);
    }

    private void spend(int bytes) throws IOException {
      good -= bytes;
      if (good < 0) {
        throw new IOException("disk failed");
      }
    }
  }
}
