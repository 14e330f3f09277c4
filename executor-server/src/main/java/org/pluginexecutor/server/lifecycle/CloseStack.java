// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.lifecycle;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Closes resources in the reverse order of their acquisition. A failure does not keep the others
 * from being closed; later failures are suppressed exceptions of the first. Confined to one thread.
 */
public final class CloseStack implements Resource {
  private final Deque<Resource> resources = new ArrayDeque<>();

  /** Adds a resource and hands it back. */
  @CanIgnoreReturnValue
  public <T extends Resource> T push(T resource) {
    resources.push(resource);
    return resource;
  }

  /** Moves everything into a new stack; closing this one then does nothing. */
  public CloseStack release() {
    var released = new CloseStack();
    while (!resources.isEmpty()) {
      released.resources.addFirst(resources.removeLast());
    }
    return released;
  }

  @Override
  public void close() {
    @Nullable RuntimeException first = null;
    while (!resources.isEmpty()) {
      try {
        resources.pop().close();
      } catch (RuntimeException e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
