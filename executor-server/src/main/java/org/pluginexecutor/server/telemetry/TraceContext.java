// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.telemetry;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A place in a trace, as the W3C's Trace Context has it. Immutable.
 *
 * @param traceId 32 hexadecimal digits
 * @param spanId what the next spans are children of: 16 hexadecimal digits
 * @param flags two hexadecimal digits
 * @param state what tracing systems pass along for themselves; empty: nothing
 */
public record TraceContext(String traceId, String spanId, String flags, String state) {
  /** The names of the headers. */
  public static final String PARENT_HEADER = "traceparent";

  public static final String STATE_HEADER = "tracestate";

  private static final String VERSION = "00";

  /** Version, trace, span and flags; a trace of zeros is none, nor is such a span. */
  private static final Pattern PARENT =
      Pattern.compile(
          "(?!ff)[0-9a-f]{2}-((?!0{32})[0-9a-f]{32})-((?!0{16})[0-9a-f]{16})-([0-9a-f]{2})");

  private static final int MAX_STATE_LENGTH = 512;
  private static final int MAX_STATE_MEMBERS = 32;

  /** One member: a key, perhaps of a tenant, and a value without comma and equals sign. */
  private static final String MEMBER =
      "[a-z0-9][a-z0-9_*/@-]{0,255}=[\\x20-\\x2b\\x2d-\\x3c\\x3e-\\x7e]{0,255}[\\x21-\\x2b\\x2d-\\x3c\\x3e-\\x7e]";

  private static final Pattern STATE =
      Pattern.compile(
          "[ \t]*(?:%s)?[ \t]*(?:,[ \t]*(?:%s)?[ \t]*){0,%d}"
              .formatted(MEMBER, MEMBER, MAX_STATE_MEMBERS - 1));

  private static final int SAMPLED = 1;

  /** What is known of version 00: sampled, and a random trace id. */
  private static final int KNOWN_FLAGS = 3;

  /**
   * Reads the headers; absent: they name no trace. A state that is not valid is left out.
   *
   * @param parent the header {@code traceparent}
   * @param state the header {@code tracestate}
   */
  public static Optional<TraceContext> parse(@Nullable String parent, @Nullable String state) {
    if (parent == null) {
      return Optional.empty();
    }
    var found = PARENT.matcher(parent);
    return found.matches()
        ? Optional.of(
            new TraceContext(
                found.group(1),
                found.group(2),
                "0" + (Integer.parseInt(found.group(3), 16) & KNOWN_FLAGS),
                validState(state)))
        : Optional.empty();
  }

  private static String validState(@Nullable String state) {
    return state != null && state.length() <= MAX_STATE_LENGTH && STATE.matcher(state).matches()
        ? state.strip()
        : "";
  }

  /** Whether who began the trace, or who had it before, wants it recorded. */
  public boolean isSampled() {
    return (Integer.parseInt(flags, 16) & SAMPLED) != 0;
  }

  /** As the header {@code traceparent} has it. */
  public String parent() {
    return VERSION + "-" + traceId + "-" + spanId + "-" + flags;
  }
}
