// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.services;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import org.pluginexecutor.server.secret.StoreCipher;
import org.pluginexecutor.server.services.ServiceReader.PlainSecret;
import org.snakeyaml.engine.v2.exceptions.Mark;

/**
 * The text of a services file with its secrets sealed and everything else as it was. Immutable.
 *
 * @param count how many secrets were sealed that were not before
 */
public record SealedText(String text, int count) {

  /**
   * Seals what stands in a file; the file stays as it is.
   *
   * @throws IOException if the file cannot be used, or not be sealed as it is written
   */
  public static SealedText of(Path file, StoreCipher cipher) throws IOException {
    var text = ServicesFile.text(file);
    var secrets = new ArrayList<>(read(file, text, cipher).plainSecrets());
    // From the end, so that the places of those before stay what they are.
    secrets.sort(Comparator.comparingInt((PlainSecret secret) -> start(text, secret)).reversed());
    var sealed = new StringBuilder(text);
    for (var secret : secrets) {
      int start = start(text, secret);
      int end = offset(text, secret.node().getEndMark().orElseThrow());
      var lineEnd = text.startsWith("\n", end - 1) ? "\n" : "";
      var value = Secret.seal(secret.node().getValue(), secret.context(), cipher);
      sealed.replace(start, end, '"' + value + '"' + lineEnd);
    }
    var result = sealed.toString();
    if (!read(file, result, cipher).plainSecrets().isEmpty()) {
      throw new IOException(file + ": a secret that cannot be replaced (expected: plain YAML)");
    }
    return new SealedText(result, secrets.size());
  }

  private static ServiceReader read(Path file, String text, StoreCipher cipher)
      throws ServicesFileException {
    var errors = new ServiceErrors(file.toString());
    var reader = new ServiceReader(cipher, true, errors);
    var _ = reader.read(text);
    errors.requireNone();
    return reader;
  }

  private static int start(String text, PlainSecret secret) {
    return offset(text, secret.node().getStartMark().orElseThrow());
  }

  /** Marks count code points. */
  private static int offset(String text, Mark mark) {
    return text.offsetByCodePoints(0, mark.getIndex());
  }

  @Override
  public String toString() {
    return "SealedText[" + count + "]";
  }
}
