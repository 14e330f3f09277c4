// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench.calls;

import com.fasterxml.jackson.core.JsonFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A plugin whose hook is called, the same for all contenders. Immutable.
 *
 * @param name lower-case letters, digits and underscores
 * @param description what it stands for
 * @param files the package, but for its MANIFEST
 * @param modules what a warm interpreter imports ahead
 * @param needs a module that not every Python has, without which there is nothing to measure
 */
record Workload(
    String name,
    String description,
    Map<String, byte[]> files,
    List<String> modules,
    Optional<String> needs) {
  static final String HOOK = "authenticate";

  /** What a gateway knows of somebody who connects. */
  static final Map<String, String> ARGUMENTS =
      Map.of(
          "protocol", "ssh",
          "connection_name", "bench",
          "client_ip", "192.0.2.7",
          "gateway_user", "alice",
          "server_username", "root");

  private static final LocalDateTime ENTRY_TIME = LocalDateTime.of(2026, 1, 1, 0, 0);

  Workload {
    files = Map.copyOf(files);
    modules = List.copyOf(modules);
  }

  /** A plugin that is a main.py alone. */
  static Workload of(String name, String description, List<String> modules, String main) {
    var files = Map.of("main.py", main.getBytes(StandardCharsets.UTF_8));
    return new Workload(name, description, files, modules, Optional.empty());
  }

  /** The name of the plugin, and of its only instance. */
  String plugin() {
    return "bench_" + name;
  }

  /** What the contenders without a server send: a hook, its arguments and a configuration. */
  static byte[] request() {
    var text = new StringWriter();
    try (var json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("hook", HOOK);
      json.writeStringField("configuration", "");
      json.writeObjectFieldStart("arguments");
      for (var argument : new TreeMap<>(ARGUMENTS).entrySet()) {
        json.writeStringField(argument.getKey(), argument.getValue());
      }
      json.writeObjectFieldStart("cookie");
      json.writeEndObject();
      json.writeObjectFieldStart("session_cookie");
      json.writeEndObject();
      json.writeStringField("session_id", "bench-1");
      json.writeEndObject();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** The package as it is uploaded. */
  byte[] zip() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (var file : withManifest().entrySet()) {
        var entry = new ZipEntry(file.getKey());
        entry.setTimeLocal(ENTRY_TIME);
        zip.putNextEntry(entry);
        zip.write(file.getValue());
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  /** Writes the package into a directory, for those who do not take zips. */
  void unpack(Path directory) throws IOException {
    for (var file : withManifest().entrySet()) {
      var path = directory.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
  }

  private Map<String, byte[]> withManifest() {
    var all = new TreeMap<>(files);
    all.put("MANIFEST", manifest().getBytes(StandardCharsets.UTF_8));
    return all;
  }

  private String manifest() {
    return """
    name: %s
    description: A plugin of the benchmark
    version: 1.0.0
    type: aa
    api: 1.9
    entry_point: main.py
    """
        .formatted(plugin());
  }
}
