// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.otlp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The headers that a collector wants, its token among them. The file is read for each request, so
 * that a new token needs no restart; while it cannot be read, the former ones hold. Thread-safe.
 */
final class CollectorHeaders {
  private static final Logger log = LoggerFactory.getLogger(CollectorHeaders.class);
  private static final Pattern HEADER =
      Pattern.compile(
          "([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \\t]*([\\x21-\\x7e](?:[\\x20-\\x7e]*[\\x21-\\x7e])?)["
              + " \\t]*");

  private final Optional<Path> file;
  private volatile Map<String, String> last;

  private CollectorHeaders(Optional<Path> file, Map<String, String> first) {
    this.file = file;
    this.last = first;
  }

  /**
   * Reads them for the first time.
   *
   * @throws IOException if the file cannot be read or has something else in it
   */
  static CollectorHeaders open(Optional<Path> file) throws IOException {
    return new CollectorHeaders(file, file.isPresent() ? read(file.get()) : Map.of());
  }

  /** Those of now. */
  Map<String, String> current() {
    if (file.isPresent()) {
      try {
        last = read(file.get());
      } catch (IOException e) {
        log.warn("{}; the former headers are sent", e.getMessage());
      }
    }
    return last;
  }

  private static Map<String, String> read(Path file) throws IOException {
    String text;
    try {
      text = Files.readString(file, StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new IOException(
          "telemetry.otlp-headers-file: "
              + file
              + " (expected: a file of ASCII text that can be read)",
          e);
    }
    var headers = new LinkedHashMap<String, String>();
    int number = 0;
    for (var line : text.lines().toList()) {
      number++;
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      var header = HEADER.matcher(line);
      if (!header.matches()) {
        // What stands there may be half a token.
        throw new IOException(
            "telemetry.otlp-headers-file: line " + number + " (expected: Name: value)");
      }
      headers.put(header.group(1), header.group(2));
    }
    return Map.copyOf(headers);
  }
}
