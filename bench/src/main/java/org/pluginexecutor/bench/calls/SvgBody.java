// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench.calls;

import java.util.Locale;

/** Collects the shapes of a drawing, each with a class of its style. Confined to one thread. */
final class SvgBody {
  private final StringBuilder shapes = new StringBuilder();

  void rect(String style, double x, double y, double width, double height) {
    shapes.append(
        String.format(
            Locale.ROOT,
            "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>\n",
            style,
            x,
            y,
            width,
            height));
  }

  /** A level one. */
  void line(double from, double to, double y) {
    shapes.append(
        String.format(
            Locale.ROOT,
            "<line class=\"line\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>\n",
            from,
            y,
            to,
            y));
  }

  /** An upright one of a scale. */
  void grid(double x, double top, double bottom) {
    shapes.append(
        String.format(
            Locale.ROOT, "<path class=\"grid\" d=\"M%.1f %.1fV%.1f\"/>\n", x, top, bottom));
  }

  void text(String style, double x, double y, String text) {
    shapes.append(
        String.format(
            Locale.ROOT,
            "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>\n",
            style,
            x,
            y,
            text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")));
  }

  /** All of them, as they stand in the file. */
  String text() {
    return shapes.toString();
  }
}
