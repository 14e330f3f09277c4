// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.gateway;

/** The user, as far as a login is concerned: somebody who can be asked, let in or sent away. */
interface Conversation {
  /**
   * Shows a prompt and waits for what is typed.
   *
   * @param isHidden whether what the user types must not be seen
   * @throws InterruptedException when the user is gone
   */
  String ask(String prompt, boolean isHidden) throws InterruptedException;

  /** Lets the user in. */
  void accept();

  /** Shows a sentence and ends the connection. */
  void refuse(String sentence);
}
