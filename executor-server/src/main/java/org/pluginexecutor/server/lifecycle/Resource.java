// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.lifecycle;

/** Something that its one owner closes. Closing twice does no harm and no checked exception. */
public interface Resource extends AutoCloseable {
  @Override
  void close();
}
