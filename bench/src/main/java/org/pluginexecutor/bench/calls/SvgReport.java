// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench.calls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Draws the latencies of a report: for each plugin one bar per contender up to its p50, and a line
 * to its p99. Stateless.
 */
final class SvgReport {
  private static final int WIDTH = 900;
  private static final int LEFT = 210;
  private static final int RIGHT = 170;
  private static final int BAR = 14;
  private static final int STEP = 20;
  private static final int TITLE = 34;

  private SvgReport() {}

  static void write(Report report, Path file) throws IOException {
    Files.writeString(file, draw(report));
  }

  static String draw(Report report) {
    var body = new StringBuilder();
    int y = TITLE;
    for (var workload : report.workloads().entrySet()) {
      var rows =
          report.rows().stream().filter(row -> row.workload().equals(workload.getKey())).toList();
      text(body, LEFT, y, "start", "title", workload.getKey() + ": " + workload.getValue());
      y += STEP / 2;
      y = bars(body, y, report.product(), rows) + TITLE;
    }
    text(
        body,
        LEFT,
        y,
        "start",
        "",
        "Bar: p50, line: p99, one call in flight. Each plugin has a scale of its own.");
    return """
    <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" font-size="12">
    <style>.title{font-weight:bold}.bar{fill:#8a9bb0}.product{fill:#1b6ca8}.line{stroke:#444}</style>
    <rect width="100%%" height="100%%" fill="white"/>
    %s</svg>
    """
        .formatted(WIDTH, y + STEP, body);
  }

  private static int bars(StringBuilder body, int top, String product, List<Row> rows) {
    double most = rows.stream().mapToDouble(row -> row.oneInFlight().p99()).max().orElse(1);
    double scale = (WIDTH - LEFT - RIGHT) / Math.max(most, 1e-3);
    int y = top;
    for (var row : rows) {
      var latency = row.oneInFlight();
      double bar = latency.p50() * scale;
      double line = latency.p99() * scale;
      var style = row.contender().equals(product) ? "product" : "bar";
      text(body, LEFT - 8, y + BAR - 3, "end", "", row.contender());
      body.append(
          String.format(
              Locale.ROOT,
              "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>\n",
              style,
              LEFT,
              y,
              bar,
              BAR));
      int middle = y + BAR / 2;
      body.append(
          String.format(
              Locale.ROOT,
              "<line class=\"line\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>\n",
              LEFT + bar,
              middle,
              LEFT + line,
              middle));
      var numbers = Numbers.of(latency.p50()) + " ms, p99 " + Numbers.of(latency.p99());
      text(body, (int) (LEFT + Math.max(bar, line) + 8), y + BAR - 3, "start", "", numbers);
      y += STEP;
    }
    return y;
  }

  private static void text(
      StringBuilder body, int x, int y, String anchor, String style, String text) {
    body.append(
        String.format(
            Locale.ROOT,
            "<text class=\"%s\" x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>\n",
            style,
            x,
            y,
            anchor,
            escaped(text)));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
