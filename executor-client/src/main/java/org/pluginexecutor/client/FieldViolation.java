// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import java.io.Serializable;

/**
 * One rule that a request or a package breaks. Immutable.
 *
 * @param field path of the field, for example {@code manifest.api}
 * @param description what was found and what is expected
 */
public record FieldViolation(String field, String description) implements Serializable {
  private static final long serialVersionUID = 1L;
}
