// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.plugin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Builds plugin packages for tests. Confined to one thread. */
public final class TestPackage {
  private final Map<String, byte[]> files = new LinkedHashMap<>();

  /** A package for Python 3 of type aa. */
  public static TestPackage aa(String name, String version) {
    return of("aa", name, version);
  }

  /** A package for Python 3. */
  public static TestPackage of(String type, String name, String version) {
    return new TestPackage()
        .file("MANIFEST", manifest(type, name, version) + "entry_point: main.py\n")
        .file("main.py", "class Plugin: pass\n");
  }

  static String manifest(String type, String name, String version) {
    return "name: "
        + name
        + "\ndescription: made by a test\nversion: "
        + version
        + "\ntype: "
        + type
        + "\napi: 1.0\n";
  }

  /** Adds a file, or changes it. */
  public TestPackage file(String name, String text) {
    return file(name, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Adds a file, or changes it. */
  public TestPackage file(String name, byte[] content) {
    files.put(name, content);
    return this;
  }

  TestPackage without(String name) {
    files.remove(name);
    return this;
  }

  /** The zip, always of the same bytes. */
  public byte[] zip() {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (var file : files.entrySet()) {
        var entry = new ZipEntry(file.getKey());
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(file.getValue());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
