// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.services;

/** Says that something is not in a plugin's reach, and what would bring it there. */
final class DeskRefusal extends Exception {
  private static final long serialVersionUID = 1L;

  private final ServiceMeters.Result result;

  DeskRefusal(String subject, String found, String expected) {
    this(ServiceMeters.Result.REFUSED, subject, found, expected);
  }

  private DeskRefusal(ServiceMeters.Result result, String subject, String found, String expected) {
    super(subject + ": " + found + " (expected: " + expected + ")");
    this.result = result;
  }

  /** For what is in the plugin's reach, if only it were there. */
  static DeskRefusal notFound(String subject, String found, String expected) {
    return new DeskRefusal(ServiceMeters.Result.NOT_FOUND, subject, found, expected);
  }

  ServiceMeters.Result result() {
    return result;
  }
}
