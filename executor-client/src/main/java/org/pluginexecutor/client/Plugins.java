// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;

/**
 * Stores and lists plugins on the server. Thread-safe. Each call takes at most one minute.
 *
 * <p>Every method throws an {@link ExecutorClientException} when the server refuses or cannot be
 * asked, and {@link CallCancelledException} when the calling thread is interrupted.
 */
public interface Plugins {
  /**
   * Uploads a zip and makes its version the active one.
   *
   * @throws IOException when the file cannot be read
   */
  UploadResult upload(Path zip) throws IOException;

  /**
   * Uploads a zip and makes its version the active one. Reads the stream to its end and leaves it
   * open.
   *
   * @throws IOException when the stream cannot be read; nothing is stored then
   */
  UploadResult upload(InputStream zip) throws IOException;

  /**
   * Uploads a zip with a signature, or without making its version the active one.
   *
   * @throws IOException when the file cannot be read
   */
  UploadResult upload(Path zip, UploadOptions options) throws IOException;

  /**
   * Uploads a zip with a signature, or without making its version the active one. Reads the stream
   * to its end and leaves it open.
   *
   * @throws IOException when the stream cannot be read; nothing is stored then
   */
  UploadResult upload(InputStream zip, UploadOptions options) throws IOException;

  /** Lists every stored version, ordered by type, name and time of upload. */
  List<Plugin> list();

  /** Lists every stored version of the plugins of one type, in the same order. */
  List<Plugin> list(PluginType type);

  /** Describes one version. */
  Plugin get(PluginName plugin);

  /**
   * Makes a stored version the active one. Hooks that run keep theirs.
   *
   * @throws IllegalArgumentException when no version is named
   */
  Plugin activate(PluginName plugin);

  /**
   * Holds the files that the server stores of one version against what was uploaded.
   *
   * @return one entry per check; all have to have passed
   */
  List<IntegrityCheck> verify(PluginName plugin);

  /**
   * Deletes one version.
   *
   * @throws IllegalArgumentException when no version is named: nothing is deleted by omission
   */
  void delete(PluginName plugin);

  /**
   * Writes the uploaded zip, byte for byte. Leaves the stream open.
   *
   * @throws IOException when the stream cannot be written
   */
  void download(PluginName plugin, OutputStream to) throws IOException;
}
