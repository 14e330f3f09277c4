// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.store;

import java.util.Locale;

/** What is done with the store, for messages and measurements. Immutable. */
enum StoreOperation {
  STAGE_PACKAGE("staging a package"),
  STORE_PACKAGE("storing a package"),
  READ_PACKAGE("reading a package"),
  ACTIVATE_PACKAGE("activating a package"),
  VERIFY_PACKAGE("verifying a package"),
  DELETE_PACKAGE("deleting a package"),
  STORE_INSTANCE("storing an instance"),
  DELETE_INSTANCE("deleting an instance"),
  TAKE_STATE("making a state directory"),
  CREATE_BACKUP("creating a backup"),
  STAGE_BACKUP("staging a backup"),
  RESTORE_BACKUP("restoring a backup"),
  READ_AUDIT_LOG("reading the audit log"),
  WRITE_AUDIT_LOG("writing the audit log");

  private final String words;

  StoreOperation(String words) {
    this.words = words;
  }

  /** For messages: a gerund. */
  String words() {
    return words;
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
