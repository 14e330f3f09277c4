// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pluginexecutor.server.config.TrustConfig;
import org.pluginexecutor.server.error.ExecutorError.PluginNotTrusted;
import org.pluginexecutor.server.error.ExecutorException;
import org.pluginexecutor.server.files.WatchedFile;
import org.pluginexecutor.server.telemetry.RecordedLog;
import org.pluginexecutor.server.trust.TrustDecision.NotTrusted;
import org.pluginexecutor.server.trust.TrustDecision.Trusted;

class TrustPolicyTest {
  private static final String DIGEST = "sha256:" + "1".repeat(64);
  private static final String OTHER_DIGEST = "sha256:" + "2".repeat(64);
  private static final TrustDecision IN_LIST =
      new Trusted("its digest is in the list of trusted ones");
  private static final TrustDecision NOT_SIGNED = new NotTrusted("it is not signed");
  private static final TrustDecision NOT_LISTED =
      new NotTrusted("its digest is not in the list of trusted ones");
  private static final TrustDecision NO_TRUSTED_KEY =
      new NotTrusted("its signature is by no trusted key");
  private static final KeyPair RELEASE = PackageSignature.newKeyPair();
  private static final KeyPair STRANGER = PackageSignature.newKeyPair();

  @TempDir Path directory;

  private Path list(String text) throws IOException {
    return Files.writeString(directory.resolve("trusted-digests"), text);
  }

  private Path key(String name, KeyPair pair) throws IOException {
    return Files.writeString(directory.resolve(name), PemKeys.text(pair.getPublic()));
  }

  private static TrustPolicy listed(Path list) throws IOException {
    return TrustPolicy.open(new TrustConfig(false, Optional.of(list), List.of()));
  }

  private static TrustPolicy keyed(Path... keys) throws IOException {
    return TrustPolicy.open(new TrustConfig(false, Optional.empty(), List.of(keys)));
  }

  private static byte[] signed(String digest, KeyPair by) {
    return PackageSignature.sign(digest, by.getPrivate());
  }

  @Test
  void trusts_nothing_without_a_list_and_without_keys() throws IOException {
    var policy = TrustPolicy.open(TrustConfig.defaults());

    assertThat(policy.isConfigured()).isFalse();
    assertThat(policy.isRequired()).isFalse();
    assertThat(policy.judge(DIGEST, List.of(signed(DIGEST, RELEASE))))
        .isEqualTo(
            new NotTrusted("this server has neither a list of trusted digests nor trusted keys"));
  }

  @Test
  void trusts_what_a_trusted_key_has_signed_and_names_the_key() throws IOException {
    var policy = keyed(key("other.pem", STRANGER), key("release-key.pem", RELEASE));
    var signature = signed(DIGEST, RELEASE);

    for (int again = 0; again < 3; again++) {
      assertThat(policy.judge(DIGEST, List.of(signature)))
          .isEqualTo(new Trusted("signed by release-key.pem"));
    }
    assertThat(policy.isConfigured()).isTrue();
    assertThat(policy.judge(DIGEST, List.of(new byte[64], signature)))
        .isEqualTo(new Trusted("signed by release-key.pem"));
  }

  @Test
  void trusts_neither_unsigned_nor_tampered_nor_foreign_packages() throws IOException {
    var policy = keyed(key("release-key.pem", RELEASE));
    var signature = signed(DIGEST, RELEASE);
    assertThat(policy.judge(DIGEST, List.of(signature))).isInstanceOf(Trusted.class);
    var tampered = signature.clone();
    tampered[7] ^= 1;

    for (int again = 0; again < 2; again++) {
      assertThat(policy.judge(DIGEST, List.of())).isEqualTo(NOT_SIGNED);
      assertThat(policy.judge(DIGEST, List.of(tampered))).isEqualTo(NO_TRUSTED_KEY);
      assertThat(policy.judge(OTHER_DIGEST, List.of(signature))).isEqualTo(NO_TRUSTED_KEY);
      assertThat(policy.judge(DIGEST, List.of(signed(DIGEST, STRANGER)))).isEqualTo(NO_TRUSTED_KEY);
      assertThat(policy.judge(DIGEST, List.of(new byte[0]))).isEqualTo(NO_TRUSTED_KEY);
    }
  }

  @Test
  void a_remembered_answer_does_not_change_with_the_callers_bytes() throws IOException {
    var policy = keyed(key("release-key.pem", RELEASE));
    var signature = signed(DIGEST, RELEASE);
    assertThat(policy.judge(DIGEST, List.of(signature))).isInstanceOf(Trusted.class);

    signature[0] ^= 1;

    assertThat(policy.judge(DIGEST, List.of(signature))).isEqualTo(NO_TRUSTED_KEY);
  }

  @Test
  void more_signatures_than_are_remembered_change_nothing() throws IOException {
    var policy = keyed(key("release-key.pem", RELEASE));
    var signature = signed(DIGEST, RELEASE);
    var strange = new byte[64];
    for (int n = 0; n < 5000; n++) {
      strange[0] = (byte) n;
      strange[1] = (byte) (n >> 8);
      // S above the order of the group: refused before any computing.
      strange[63] = (byte) 0xff;
      assertThat(policy.judge(DIGEST, List.of(strange))).isEqualTo(NO_TRUSTED_KEY);
    }

    assertThat(policy.judge(DIGEST, List.of(signature))).isInstanceOf(Trusted.class);
  }

  @Test
  void trusts_the_digests_of_the_list() throws IOException {
    var policy =
        listed(list("# trusted by us\n\n  " + DIGEST + "  \r\n" + OTHER_DIGEST + " # door 1.2\n"));

    assertThat(policy.judge(DIGEST, List.of())).isEqualTo(IN_LIST);
    assertThat(policy.judge(OTHER_DIGEST, List.of(new byte[64]))).isEqualTo(IN_LIST);
    assertThat(policy.judge("sha256:" + "3".repeat(64), List.of())).isEqualTo(NOT_LISTED);
    assertThat(policy.judge("", List.of())).isEqualTo(NOT_LISTED);
  }

  @Test
  void an_empty_list_trusts_nothing() throws IOException {
    assertThat(listed(list("")).judge(DIGEST, List.of())).isEqualTo(NOT_LISTED);
  }

  @Test
  void notices_what_is_added_and_removed_while_it_runs() throws IOException {
    var policy = listed(list(""));

    for (int again = 0; again < 20; again++) {
      list(DIGEST + "\n");
      assertThat(policy.judge(DIGEST, List.of())).isEqualTo(IN_LIST);
      // The same size, and perhaps the same time in the file system.
      list(OTHER_DIGEST + "\n");
      assertThat(policy.judge(DIGEST, List.of())).isEqualTo(NOT_LISTED);
      assertThat(policy.judge(OTHER_DIGEST, List.of())).isEqualTo(IN_LIST);
    }
  }

  @Test
  void notices_another_file_of_the_same_size_and_time() throws IOException {
    var file = list(DIGEST + "\n");
    var time = Files.getLastModifiedTime(file);
    var later = InstantSource.fixed(Instant.now().plus(Duration.ofHours(1)));
    var digests = TrustedDigests.open(file, later);
    assertThat(digests.contains(DIGEST)).isTrue();

    var other = Files.writeString(directory.resolve("other"), OTHER_DIGEST + "\n");
    Files.setLastModifiedTime(other, time);
    Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);

    assertThat(digests.contains(DIGEST)).isFalse();
    assertThat(digests.contains(OTHER_DIGEST)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sha256:00", "md5 x", "sha256:A\u001b[2J", "\ufeffsha256:"})
  void a_list_that_breaks_trusts_nothing_until_it_is_mended(String broken) throws IOException {
    var file = list(DIGEST + "\n");
    var policy = listed(file);

    list(DIGEST + "\n# more\n" + broken + "\n");

    for (int again = 0; again < 3; again++) {
      assertThat(policy.judge(DIGEST, List.of())).isEqualTo(NOT_LISTED);
    }
    assertThat(RecordedLog.of(WatchedFile.class.getName(), file + ", line 3: "))
        .singleElement()
        .asString()
        .contains("trusts nothing until it is mended", "(expected: sha256: and 64 hexadecimal")
        .doesNotContain("\u001b");
    list(DIGEST + "\n");
    assertThat(policy.judge(DIGEST, List.of())).isEqualTo(IN_LIST);
  }

  @Test
  void a_list_that_disappears_trusts_nothing_until_it_is_back() throws IOException {
    var file = list(DIGEST + "\n");
    var policy =
        TrustPolicy.open(
            new TrustConfig(false, Optional.of(file), List.of(key("key.pem", RELEASE))));
    Files.delete(file);

    for (int again = 0; again < 3; again++) {
      assertThat(policy.judge(DIGEST, List.of())).isEqualTo(NOT_SIGNED);
    }
    assertThat(RecordedLog.of(WatchedFile.class.getName(), file + ": no such file")).hasSize(1);
    assertThat(policy.judge(DIGEST, List.of(signed(DIGEST, RELEASE))))
        .isEqualTo(new Trusted("signed by key.pem"));

    Files.createDirectory(file);
    assertThat(policy.judge(DIGEST, List.of())).isEqualTo(NOT_SIGNED);
    Files.delete(file);
    list(DIGEST + "\n");
    assertThat(policy.judge(DIGEST, List.of())).isEqualTo(IN_LIST);
  }

  @Test
  void a_list_that_grows_too_large_trusts_nothing() throws IOException {
    var policy = listed(list(DIGEST + "\n"));

    list(DIGEST + "\n" + "#".repeat(1 << 20));

    assertThat(policy.judge(DIGEST, List.of())).isEqualTo(NOT_LISTED);
  }

  @Test
  void does_not_open_with_files_that_are_wrong() throws IOException {
    var file = list("# fine\nnot a digest\n");

    assertThatThrownBy(() -> listed(file))
        .isInstanceOf(IOException.class)
        .hasMessage(
            file
                + ", line 2: not a digest (expected: sha256: and 64 hexadecimal digits in lower"
                + " case)");
    var missing = directory.resolve("missing");
    assertThatThrownBy(() -> listed(missing)).hasMessage(missing + ": no such file");
    assertThatThrownBy(() -> keyed(missing)).hasMessage(missing + ": no such file");
    list("#".repeat((1 << 20) + 1));
    assertThatThrownBy(() -> listed(file))
        .hasMessage(file + ": too large (expected: at most 1048576 B)");
  }

  @Test
  void refuses_only_when_it_is_required() throws IOException {
    var keys = List.of(key("release-key.pem", RELEASE));
    var strict = TrustPolicy.open(new TrustConfig(true, Optional.empty(), keys));

    assertThat(strict.isRequired()).isTrue();
    assertThatThrownBy(() -> strict.requireTrusted("aa/door/1.2", DIGEST, List.of()))
        .isInstanceOfSatisfying(
            ExecutorException.class,
            e ->
                assertThat(e.error())
                    .isEqualTo(new PluginNotTrusted("aa/door/1.2", DIGEST, "it is not signed")));
    assertThatCode(
            () -> {
              strict.requireTrusted("aa/door/1.2", DIGEST, List.of(signed(DIGEST, RELEASE)));
              keyed(keys.getFirst()).requireTrusted("aa/door/1.2", DIGEST, List.of());
            })
        .doesNotThrowAnyException();
  }
}
