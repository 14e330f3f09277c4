// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.services;

import java.io.IOException;
import java.util.List;

/** Says everything at once that is wrong with a services file, none of it a secret. */
public final class ServicesFileException extends IOException {
  private static final long serialVersionUID = 1L;

  private final List<String> errors;

  ServicesFileException(List<String> errors) {
    super(String.join("\n", errors));
    this.errors = List.copyOf(errors);
  }

  /** One text for each error, with its place. */
  public List<String> errors() {
    return errors;
  }
}
