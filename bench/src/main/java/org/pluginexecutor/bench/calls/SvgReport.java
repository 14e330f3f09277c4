// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench.calls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Draws the latencies of a report: for each plugin one bar per contender up to its p50, and a line
 * to its p99. Stateless.
 */
final class SvgReport {
  private static final int WIDTH = 900;
  private static final int LEFT = 190;
  private static final int RIGHT = 190;
  private static final int BAR = 14;
  private static final int STEP = 20;
  private static final int GAP = 30;
  private static final int MARGIN = 16;

  /** Lines of the scale below the bars of a plugin, more or less. */
  private static final int SCALE_LINES = 5;

  private SvgReport() {}

  static void write(Report report, Path file) throws IOException {
    Files.writeString(file, draw(report));
  }

  static String draw(Report report) {
    var body = new SvgBody();
    int y = MARGIN + STEP;
    body.text("heading", MARGIN, y, "How long a call takes, one in flight");
    y = legend(body, y + STEP, report) + GAP;
    for (var workload : report.workloads().entrySet()) {
      var rows =
          report.rows().stream().filter(row -> row.workload().equals(workload.getKey())).toList();
      body.text("title", LEFT, y, workload.getKey() + ": " + workload.getValue());
      y = bars(body, y + STEP / 2, report.product(), rows) + GAP;
    }
    return """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" role="img" font-family="sans-serif" font-size="12">
    <title>How long a call takes, by plugin and by the way it is run</title>
    <style>text{paint-order:stroke;stroke:white;stroke-width:3}.heading{font-size:16px;font-weight:bold}.title{font-weight:bold}.name{text-anchor:end}.tick{text-anchor:middle}
    .tick,.note{fill:#666}.bar{fill:#8a9bb0}.product{fill:#1b6ca8}.line{stroke:#222;stroke-width:1.5}.grid{stroke:#ddd;fill:none}</style>
    <rect width="100%%" height="100%%" fill="white"/>
    %3$s</svg>
    """
        .formatted(WIDTH, y, body.text());
  }

  /** What bars, colours and lines stand for, and where that was measured. */
  private static int legend(SvgBody body, int top, Report report) {
    int y = top;
    body.rect("product", MARGIN, y - BAR + 3, 2 * BAR, BAR);
    body.text("", MARGIN + 3 * BAR, y, "p50 of the product as it is by default");
    body.rect("bar", WIDTH / 2, y - BAR + 3, 2 * BAR, BAR);
    body.text(
        "", WIDTH / 2 + 3 * BAR, y, "p50 of other settings, and of other ways to run plugins");
    y += STEP;
    body.line(MARGIN, MARGIN + 2 * BAR, y - BAR / 2 + 3);
    body.text("", MARGIN + 3 * BAR, y, "from p50 to p99");
    body.text("", WIDTH / 2, y, "Each plugin has a scale of its own, in milliseconds.");
    y += STEP;
    var facts =
        report.facts().entrySet().stream()
            .map(fact -> fact.getKey() + ": " + fact.getValue())
            .collect(Collectors.joining(", "));
    body.text("note", MARGIN, y, facts);
    return y;
  }

  private static int bars(SvgBody body, int top, String product, List<Row> rows) {
    double most = Math.max(1e-3, rows.stream().mapToDouble(SvgReport::end).max().orElse(1));
    double scale = (WIDTH - LEFT - RIGHT) / most;
    int bottom = top + rows.size() * STEP;
    double step = scaleStep(most);
    for (int i = 0; i * step <= most; i++) {
      double x = LEFT + i * step * scale;
      body.grid(x, top - 2, bottom);
      body.text("tick", x, bottom + BAR, shortest(i * step));
    }
    int y = top;
    for (var row : rows) {
      bar(body, y, scale, row, row.contender().equals(product) ? "product" : "bar");
      y += STEP;
    }
    return bottom + BAR;
  }

  private static double end(Row row) {
    return Math.max(row.oneInFlight().p50(), row.oneInFlight().p99());
  }

  private static void bar(SvgBody body, int y, double scale, Row row, String style) {
    var latency = row.oneInFlight();
    int base = y + BAR - 3;
    body.text("name", LEFT - 8, base, row.contender());
    if (end(row) <= 0) {
      body.text("note", LEFT + 8, base, "no call was answered");
      return;
    }
    double bar = LEFT + latency.p50() * scale;
    double line = LEFT + latency.p99() * scale;
    body.rect(style, LEFT, y, bar - LEFT, BAR);
    body.line(bar, line, y + BAR / 2);
    var numbers =
        "p50 %s ms, p99 %s ms".formatted(Numbers.of(latency.p50()), Numbers.of(latency.p99()));
    body.text("", Math.max(bar, line) + 8, base, numbers);
  }

  /** 1, 2 or 5, or ten times as much, and so on. */
  private static double scaleStep(double most) {
    double power = Math.pow(10, Math.floor(Math.log10(most / SCALE_LINES)));
    double lines = most / power / SCALE_LINES;
    return power * (lines > 5 ? 10 : lines > 2 ? 5 : lines > 1 ? 2 : 1);
  }

  private static String shortest(double value) {
    return value == Math.rint(value) ? Long.toString(Math.round(value)) : Numbers.of(value);
  }
}
