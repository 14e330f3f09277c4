// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.plugin;

import java.util.Arrays;
import org.pluginexecutor.server.plugin.PackageFinding.Position;

/** The lines of a text, to say where in it something stands. Immutable. */
final class TextLines {
  private final int[] starts;
  private final int length;

  TextLines(String text) {
    var codePoints = text.codePoints().toArray();
    var found = new int[codePoints.length + 1];
    int lines = 1;
    for (int i = 0; i < codePoints.length; i++) {
      boolean isInPair =
          codePoints[i] == '\r' && i + 1 < codePoints.length && codePoints[i + 1] == '\n';
      if (codePoints[i] == '\n' || (codePoints[i] == '\r' && !isInPair)) {
        found[lines++] = i + 1;
      }
    }
    this.starts = Arrays.copyOf(found, lines);
    this.length = codePoints.length;
  }

  /**
   * The place of a character; the end of the text is a place too.
   *
   * @param index counted in code points; what is beyond the text counts as its end
   */
  Position positionOf(int index) {
    int at = Math.clamp(index, 0, length);
    int found = Arrays.binarySearch(starts, at);
    int line = found >= 0 ? found : -found - 2;
    return new Position(line + 1, at - starts[line] + 1);
  }
}
