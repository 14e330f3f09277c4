// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.pluginexecutor.server.error.ExecutorError;
import org.pluginexecutor.server.error.ExecutorError.StoreFailed;
import org.pluginexecutor.server.error.ExecutorError.StoreFull;
import org.pluginexecutor.server.error.ExecutorError.StoreReadOnly;
import org.pluginexecutor.server.error.ExecutorException;

/** Tells callers why the store failed. Stateless. */
final class StoreFaults {
  /** Less than this is no room: a file system keeps some blocks for itself. */
  private static final long MIN_USABLE_BYTES = 64 << 10;

  private StoreFaults() {}

  static ExecutorException toException(StoreOperation what, Path directory, IOException cause) {
    return new ExecutorException(toError(what.words(), directory, cause), cause);
  }

  private static ExecutorError toError(String what, Path directory, IOException cause) {
    if (cause instanceof ReadOnlyStoreException
        || says(cause, "read-only file system")
        || !Files.isWritable(directory)) {
      return new StoreReadOnly(what);
    }
    return isFull(directory, cause) ? new StoreFull(what) : new StoreFailed(what);
  }

  /** Whether something failed because there is no room. */
  static boolean isFull(Path directory, IOException cause) {
    // Java gives the kernel's error as text only, in the language of the machine; the free space
    // speaks for itself.
    return says(cause, "no space left") || says(cause, "quota exceeded") || isFull(directory);
  }

  private static boolean says(IOException cause, String text) {
    return String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT).contains(text);
  }

  private static boolean isFull(Path directory) {
    try {
      return Files.getFileStore(directory).getUsableSpace() < MIN_USABLE_BYTES;
    } catch (IOException _) {
      return false;
    }
  }
}
