// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.shim;

/** Numbers of the protocol, each with its meaning in docs/SHIM_PROTOCOL.md. */
public final class ShimProtocol {
  /** Version that both sides must speak. */
  public static final int VERSION = 1;

  /** Largest hello or ended frame in bytes. */
  public static final int MAX_SMALL_FRAME_BYTES = 4 << 10;

  /**
   * Largest call frame in bytes: arguments and two cookies of 4 MiB each, and a configuration of 1
   * MiB that becomes six times as long when all of it has to be escaped.
   */
  public static final int MAX_CALL_FRAME_BYTES = 20 << 20;

  /** What a reply frame may have besides the result, in bytes. */
  public static final int REPLY_OVERHEAD_BYTES = 64 << 10;

  /** Largest ask frame in bytes. */
  public static final int MAX_ASK_FRAME_BYTES = 64 << 10;

  /** Largest answer frame in bytes. */
  public static final int MAX_ANSWER_FRAME_BYTES = 4 << 20;

  /** How often a plugin may ask in one call. */
  public static final int MAX_ASKS = 1000;

  private ShimProtocol() {}
}
