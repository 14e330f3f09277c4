// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.pluginexecutor.client.PluginName;

/** Builds plugin packages for tests. Confined to one thread. */
public final class PluginZip {
  private static final LocalDateTime TIME = LocalDateTime.of(2026, 1, 1, 0, 0);

  private final Map<String, byte[]> files = new LinkedHashMap<>();

  /** A package for Python 3 of type aa. */
  public static PluginZip aa(String name, String mainPy) {
    return python3("aa", name, mainPy);
  }

  /** A package for Python 3 of type credentialstore. */
  public static PluginZip credentialStore(String name, String mainPy) {
    return python3("credentialstore", name, mainPy);
  }

  private static PluginZip python3(String type, String name, String mainPy) {
    return new PluginZip()
        .file("MANIFEST", manifest(type, name, "1.0.0") + "entry_point: main.py\n")
        .file("main.py", "#!/usr/bin/env pluginwrapper3\n" + mainPy);
  }

  public static String manifest(String type, String name, String version) {
    return "name: "
        + name
        + "\ndescription: made by a test\nversion: "
        + version
        + "\ntype: "
        + type
        + "\napi: 1.0\n";
  }

  /** The name in the MANIFEST. */
  public String name() {
    var manifest =
        new String(Objects.requireNonNull(files.get("MANIFEST")), StandardCharsets.UTF_8);
    return manifest
        .lines()
        .filter(line -> line.startsWith("name: "))
        .map(line -> line.substring("name: ".length()))
        .findFirst()
        .orElseThrow();
  }

  /** The active version of the plugin of that name, of whichever type. */
  public PluginName pluginName() {
    return new PluginName(Optional.empty(), name(), Optional.empty());
  }

  /** The package that lies unpacked in a directory of this project. */
  public static PluginZip ofDirectory(Path directory) {
    var zip = new PluginZip();
    try (var paths = Files.walk(directory)) {
      for (var path : paths.filter(Files::isRegularFile).sorted().toList()) {
        zip.files.put(directory.relativize(path).toString(), Files.readAllBytes(path));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return zip;
  }

  public PluginZip file(String name, String text) {
    return file(name, text.getBytes(StandardCharsets.UTF_8));
  }

  public PluginZip file(String name, byte[] content) {
    files.put(name, content);
    return this;
  }

  public PluginZip without(String name) {
    files.remove(name);
    return this;
  }

  public byte[] bytes() {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (var file : files.entrySet()) {
        var entry = new ZipEntry(file.getKey());
        // The same files must be the same bytes, or a second upload is a conflict.
        entry.setTimeLocal(TIME);
        zip.putNextEntry(entry);
        zip.write(file.getValue());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  public InputStream stream() {
    return new ByteArrayInputStream(bytes());
  }
}
