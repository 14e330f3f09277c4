// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.config;

import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Set;

/** Whom the file system lets connect to the Unix socket. Immutable. */
public enum SocketAccess {
  /** The server's user: mode 0600. */
  OWNER("rw-------"),
  /** The group of the socket's file as well: mode 0660. */
  GROUP("rw-rw----");

  private final String permissions;

  SocketAccess(String permissions) {
    this.permissions = permissions;
  }

  /** As settings name it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  public Set<PosixFilePermission> permissions() {
    return PosixFilePermissions.fromString(permissions);
  }
}
