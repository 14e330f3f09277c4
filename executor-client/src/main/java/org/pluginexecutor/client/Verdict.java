// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import java.util.List;
import java.util.Optional;

/**
 * What {@code authenticate} or {@code authorize} means for the gateway. Immutable.
 *
 * <p>Fails closed: whatever is not a well-formed answer is a {@link Deny}.
 */
public sealed interface Verdict {
  /** Whether the user may go on. True for {@link Accept} only. */
  boolean grantsAccess();

  /**
   * The user may go on.
   *
   * @param gatewayUser the user name that replaces what the gateway knew; empty: nothing is
   *     replaced. Always empty for {@code authorize}
   * @param gatewayGroups the groups that replace what the gateway knew, possibly none; empty:
   *     nothing is replaced. Always empty for {@code authorize}
   * @param additionalMetadata text for the session's record
   */
  record Accept(
      Optional<String> gatewayUser,
      Optional<List<String>> gatewayGroups,
      Optional<String> additionalMetadata)
      implements Verdict {
    @Override
    public boolean grantsAccess() {
      return true;
    }
  }

  /**
   * The user is refused.
   *
   * @param reason text from the plugin that may be shown to the user
   * @param failure the outcome, when the refusal is not an answer of the plugin but follows from
   *     its failing to give a well-formed one
   */
  record Deny(Optional<String> reason, Optional<Outcome> failure) implements Verdict {
    @Override
    public boolean grantsAccess() {
      return false;
    }
  }

  /**
   * The plugin wants an answer: show the prompt, add the answer to the argument {@code
   * key_value_pairs} under the key, and call the hook again.
   *
   * @param key the key of the answer
   * @param prompt what to show to the user
   * @param disableEcho whether what the user types is to be hidden
   */
  record NeedInfo(String key, String prompt, boolean disableEcho) implements Verdict {
    @Override
    public boolean grantsAccess() {
      return false;
    }
  }

  /** The plugin abstains. Not a grant: the gateway's own policy decides. */
  record Abstain() implements Verdict {
    @Override
    public boolean grantsAccess() {
      return false;
    }
  }
}
