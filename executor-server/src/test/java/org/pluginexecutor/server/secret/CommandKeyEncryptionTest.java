// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs tiny scripts in the place of what asks a key management service. */
@Timeout(60)
class CommandKeyEncryptionTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final byte[] KEY =
      "a key that nobody may see, 4711".getBytes(StandardCharsets.UTF_8);
  private static final String BASE64 = Base64.getEncoder().encodeToString(KEY);

  @TempDir Path directory;

  private Path script(String lines) throws IOException {
    var file = Files.writeString(directory.resolve("keys.sh"), "#!/bin/sh\n" + lines + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  /** A command whose script is read by a shell, so that no file is executed while it is written. */
  private KeyEncryption command(String lines) throws IOException {
    return command(lines, LONG);
  }

  private KeyEncryption command(String lines, Duration timeout) throws IOException {
    return KeyEncryption.byCommand(List.of("sh", script(lines).toString()), timeout);
  }

  @Test
  void a_key_is_wrapped_and_unwrapped() throws IOException {
    var encryption =
        command("read line\ncase $1 in wrap) echo AAAA$line;; *) echo ${line#AAAA};; esac");

    var wrapped = encryption.wrap(KEY);

    assertThat(wrapped).startsWith(0, 0, 0).hasSize(KEY.length + 3);
    assertThat(encryption.unwrap(wrapped)).isEqualTo(KEY);
  }

  @Test
  void a_store_key_goes_through_a_command() throws IOException {
    var encryption = command("cat");
    var keys = StoreKeys.generate(encryption);
    var sealed = keys.cipher().seal(KEY, "c");

    assertThat(StoreKeys.read(keys.wrapped(), encryption).cipher().open(sealed, "c"))
        .isEqualTo(KEY);
  }

  @Test
  void a_failure_names_program_exit_code_and_the_first_line_of_the_reason() throws IOException {
    var encryption = command("echo >&2; echo 'no permission \033[31m' >&2; echo more >&2; exit 3");

    assertThatThrownBy(() -> encryption.unwrap(KEY))
        .isInstanceOf(IOException.class)
        .hasMessage("key command: sh unwrap: exit code 3: no permission \\u001b[31m");
  }

  @Test
  void a_failure_without_a_reason_is_one_too() throws IOException {
    var encryption = command("exit 1");

    assertThatThrownBy(() -> encryption.wrap(KEY)).hasMessage("key command: sh wrap: exit code 1");
  }

  @Test
  void a_long_reason_is_cut_and_does_not_block_the_program() throws IOException {
    var encryption = command("head -c 300000 /dev/zero | tr '\\0' x >&2; exit 1");

    assertThatThrownBy(() -> encryption.wrap(KEY))
        .hasMessage("key command: sh wrap: exit code 1: " + "x".repeat(200) + "…");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "read line; echo \"bad input: $line\" >&2; exit 1",
        "read line; echo \"bad input: ${line%??????????????}\" >&2; exit 1",
        "read line; echo \"bad input: $line\" | tr '+/' '_-' >&2; exit 1",
        "read line; echo \"bad input: $(echo $line | base64 -d)\" >&2; exit 1",
        "read line; echo \"bad input: $(echo $line | base64 -d | od -An -v -tx1 | tr -d ' \\n')\""
            + " >&2; exit 1",
      })
  void a_reason_that_quotes_the_key_is_masked(String lines) throws IOException {
    var encryption = command(lines);

    assertThatThrownBy(() -> encryption.wrap(KEY))
        .hasMessageMatching("key command: sh wrap: exit code 1: bad input: \\*\\*\\*.{0,3}")
        .extracting(Throwable::getMessage)
        .asString()
        .doesNotContain(BASE64.substring(0, 12))
        .doesNotContain("nobody")
        .doesNotContain(HexFormat.of().formatHex(KEY).substring(0, 12));
  }

  @Test
  void a_reason_that_quotes_what_was_unwrapped_is_masked() throws IOException {
    var encryption = command("echo " + BASE64 + "; echo 'wrapped " + BASE64 + "' >&2; exit 1");

    assertThatThrownBy(() -> encryption.unwrap(new byte[] {1}))
        .hasMessage("key command: sh unwrap: exit code 1: wrapped ***");
  }

  @Test
  void a_program_that_hangs_is_killed_with_its_children() throws IOException {
    var pid = directory.resolve("pid");
    var encryption = command("sleep 600 & echo $! > " + pid + "; wait", Duration.ofSeconds(2));

    assertThatThrownBy(() -> encryption.wrap(KEY))
        .hasMessage("key command: sh wrap: did not end (expected: within PT2S)");

    var child = ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()));
    child.ifPresent(process -> process.onExit().join());
  }

  @Test
  void a_program_that_closes_its_output_and_hangs_is_killed() throws IOException {
    var encryption = command("exec >&- 2>&-; sleep 600", Duration.ofMillis(500));

    assertThatThrownBy(() -> encryption.wrap(KEY)).hasMessageContaining("did not end");
  }

  @Test
  void output_without_end_is_not_read_to_its_end() throws IOException {
    var encryption = command("yes AAAA");

    assertThatThrownBy(() -> encryption.wrap(KEY))
        .hasMessage("key command: sh wrap: printed too much (expected: at most 16384 B)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "echo", "echo 'no base64'", "echo AAAA; echo AAAA", "printf A"})
  void what_is_not_one_line_of_base64_is_refused_and_not_quoted(String lines) throws IOException {
    var encryption = command(lines);

    assertThatThrownBy(() -> encryption.wrap(KEY))
        .hasMessage("key command: sh wrap: printed no Base64 (expected: one line of it)")
        .hasNoCause();
  }

  @Test
  void a_program_that_is_missing_is_named() {
    var encryption = KeyEncryption.byCommand(List.of("no-such-program", "secret-token"), LONG);

    assertThatThrownBy(() -> encryption.wrap(KEY))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("key command: no-such-program wrap: cannot be started (expected");
    assertThat(encryption).hasToString("KeyEncryption[by no-such-program]");
  }

  @Test
  void an_interrupt_ends_the_program_and_is_kept() throws IOException {
    var encryption = command("sleep 600");
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> encryption.wrap(KEY)).isInstanceOf(InterruptedIOException.class);

    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void a_command_has_a_program_and_time() {
    assertThatThrownBy(() -> KeyEncryption.byCommand(List.of(), LONG))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("key command: empty (expected: a program)");
    assertThatThrownBy(() -> KeyEncryption.byCommand(List.of("sh"), Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("key command timeout: PT0S (expected: > 0)");
  }
}
