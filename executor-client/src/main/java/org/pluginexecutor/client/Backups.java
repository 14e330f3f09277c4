// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * Saves the server's whole store to one file, and brings it back. Thread-safe. Each call takes at
 * most one hour.
 *
 * <p>A backup holds the configurations of all instances, which are secrets: treat the file as one.
 *
 * <p>Every method throws an {@link ExecutorClientException} when the server refuses or cannot be
 * asked, and {@link CallCancelledException} when the calling thread is interrupted.
 */
public interface Backups {
  /**
   * Writes a backup. Leaves the stream open. What is written before an exception is no backup.
   *
   * @throws IOException when the stream cannot be written
   */
  void create(OutputStream to) throws IOException;

  /**
   * Writes a backup to a file that only its owner may read (mode 0600, where the file system has
   * modes). The file is complete or not there: it is written aside and renamed.
   *
   * @throws java.nio.file.FileAlreadyExistsException when the file is there already; it is left
   *     alone
   * @throws IOException when the file cannot be written
   */
  void create(Path file) throws IOException;

  /**
   * Makes the store what it was when the backup was made, or changes nothing at all. Reads the
   * stream to its end and leaves it open.
   *
   * @param replace whether to replace what is stored now: plugins and instances that are not in the
   *     backup are gone afterwards. Without it a store that has plugins or instances is left alone,
   *     and the call fails with {@link PreconditionException} and the reason {@code
   *     STORE_NOT_EMPTY}
   * @throws IOException when the stream cannot be read; nothing is changed then
   */
  RestoreResult restore(InputStream backup, boolean replace) throws IOException;

  /**
   * Makes the store what it was when the backup was made, or changes nothing at all.
   *
   * @param replace as in {@link #restore(InputStream, boolean)}
   * @throws IOException when the file cannot be read; nothing is changed then
   */
  RestoreResult restore(Path backup, boolean replace) throws IOException;
}
