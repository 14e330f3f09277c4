// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.store;

import java.io.IOException;

/** The server may not write its data directory. */
final class ReadOnlyStoreException extends IOException {
  ReadOnlyStoreException() {
    super("the data directory is not writable");
  }
}
