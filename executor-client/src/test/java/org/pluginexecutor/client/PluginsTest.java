// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.rpc.Code;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PluginsTest {
  private final ScriptedPluginService service = new ScriptedPluginService();
  private final ScriptedServer server = new ScriptedServer(service);
  private final Plugins plugins = server.client.plugins();

  @AfterEach
  void close() {
    server.close();
  }

  private static byte[] zip() {
    byte[] zip = new byte[(2 << 20) + 7];
    new Random(1).nextBytes(zip);
    return zip;
  }

  @Test
  void uploads_in_pieces_of_at_most_1_mib_with_the_digest(@TempDir Path directory)
      throws Exception {
    Path file = Files.write(directory.resolve("door.zip"), zip());

    UploadResult result = plugins.upload(file);

    assertThat(result.plugin().name()).isEqualTo("door");
    assertThat(result.plugin().type()).contains(PluginType.AA);
    assertThat(service.content().toByteArray()).isEqualTo(zip());
    assertThat(service.pieces).allMatch(piece -> piece.getChunk().size() <= 1 << 20);
    assertThat(service.pieces.get(service.pieces.size() - 1).getExpectedDigest())
        .isEqualTo(
            "sha256:"
                + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(zip())));
  }

  @Test
  void sends_signature_and_options_with_the_first_piece_alone(@TempDir Path directory)
      throws IOException {
    Path file = Files.write(directory.resolve("door.zip"), zip());
    byte[] signature = new byte[64];
    new Random(2).nextBytes(signature);
    var options = UploadOptions.newBuilder().signature(signature).withoutActivation(true).build();
    byte[] expected = signature.clone();
    signature[0] ^= 1;

    plugins.upload(file, options);

    var first = service.pieces.get(0);
    assertThat(first.getSignature().toByteArray()).isEqualTo(expected);
    assertThat(first.getWithoutActivation()).isTrue();
    assertThat(service.pieces.stream().skip(1))
        .isNotEmpty()
        .allMatch(piece -> piece.getSignature().isEmpty() && !piece.getWithoutActivation());
    assertThat(service.content().toByteArray()).isEqualTo(zip());
  }

  @Test
  void sends_the_options_of_an_empty_stream_too() throws IOException {
    var options = UploadOptions.newBuilder().withoutActivation(true).build();

    plugins.upload(new ByteArrayInputStream(new byte[0]), options);

    assertThat(service.pieces)
        .singleElement()
        .matches(piece -> piece.getWithoutActivation() && !piece.getExpectedDigest().isEmpty());
  }

  @Test
  void signs_nothing_and_activates_by_default() throws IOException {
    plugins.upload(new ByteArrayInputStream(zip()));

    assertThat(UploadOptions.defaults().signature()).isEmpty();
    assertThat(service.pieces)
        .allMatch(piece -> piece.getSignature().isEmpty() && !piece.getWithoutActivation());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 63, 65})
  void a_signature_has_64_bytes(int length) {
    assertThatThrownBy(() -> UploadOptions.newBuilder().signature(new byte[length]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("signature: " + length + " B (expected: 64 B)");
  }

  @Test
  void nobody_changes_the_signature_of_options_that_are_made() {
    var options = UploadOptions.newBuilder().signature(new byte[64]).build();

    options.signature().orElseThrow()[0] = 1;

    assertThat(options.signature().orElseThrow()).containsOnly(0);
  }

  @Test
  void tells_what_is_wrong_with_a_package() {
    service.failure =
        Answers.failure(
            Code.INVALID_ARGUMENT,
            Answers.info("INVALID_PLUGIN_PACKAGE", ""),
            Answers.badRequest("manifest.api", "missing"));

    assertThatThrownBy(() -> plugins.upload(new ByteArrayInputStream(zip())))
        .isInstanceOfSatisfying(
            InvalidRequestException.class,
            e -> {
              assertThat(e.reason()).isEqualTo("INVALID_PLUGIN_PACKAGE");
              assertThat(e.violations())
                  .containsExactly(new FieldViolation("manifest.api", "missing"));
              assertThat(e.hookMayHaveRun()).isFalse();
            });
  }

  @Test
  void passes_on_that_the_stream_cannot_be_read() {
    var broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("broken");
          }

          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            return read();
          }
        };

    assertThatThrownBy(() -> plugins.upload(broken))
        .isInstanceOf(IOException.class)
        .hasMessage("broken");
  }

  @Test
  void downloads_byte_for_byte() throws IOException {
    plugins.upload(new ByteArrayInputStream(zip()));
    var bytes = new ByteArrayOutputStream();

    plugins.download(PluginName.of("door"), bytes);

    assertThat(bytes.toByteArray()).isEqualTo(zip());
  }

  @Test
  void lists_and_gets() {
    assertThat(plugins.list()).hasSize(1);
    assertThat(plugins.list(PluginType.CREDENTIALSTORE)).isEmpty();
    assertThat(plugins.get(PluginName.of("door")).version()).isEqualTo("1.10");
  }

  @Test
  void says_whether_the_files_are_as_they_were_uploaded() {
    assertThat(plugins.get(PluginName.of("door")).health()).isEqualTo(PluginHealth.UNKNOWN);

    service.health = org.pluginexecutor.v1.PluginHealth.PLUGIN_HEALTH_INTACT;
    assertThat(plugins.get(PluginName.of("door")).health()).isEqualTo(PluginHealth.INTACT);

    service.health = org.pluginexecutor.v1.PluginHealth.PLUGIN_HEALTH_DAMAGED;
    Plugin damaged = plugins.get(PluginName.of("door"));
    assertThat(damaged.health()).isEqualTo(PluginHealth.DAMAGED);
    assertThat(damaged.healthMessage()).isEqualTo("found");
  }

  @Test
  void deletes_nothing_by_omission() {
    assertThatThrownBy(() -> plugins.delete(PluginName.of("door")))
        .isInstanceOf(IllegalArgumentException.class);
    plugins.delete(PluginName.of(PluginType.AA, "door").withVersion("1.10"));
  }

  @Test
  void says_when_the_server_does_not_know_the_call() {
    assertThatThrownBy(
            () -> server.client.instances().create("i", PluginName.of("door"), Optional.of("c")))
        .isInstanceOf(UnsupportedException.class);
  }
}
