// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Holds docs/METRICS.md and the files for Prometheus and Grafana against the metrics. */
class MetricsPageTest {
  private static final Path ROOT = Path.of("..");

  /** name, type, labels, unit, meaning. */
  private static final Pattern ROW =
      Pattern.compile("^\\| `((?:pluginexecutor|rpc_server)_\\w+)` \\|.*\\|$", Pattern.MULTILINE);

  private static final Pattern NAME = Pattern.compile("\\b(?:pluginexecutor|rpc_server)_\\w+");
  private static final Pattern OF_HISTOGRAM = Pattern.compile("_(bucket|count|sum|max)$");

  private static String row(Metric metric) {
    var labels =
        metric.labels().stream()
            .map(label -> "`" + label.key() + "`")
            .collect(Collectors.joining(", "));
    return "| `%s` | %s | %s | %s | %s |"
        .formatted(
            metric.exposedName(),
            metric.type().label(),
            labels.isEmpty() ? "-" : labels,
            metric.unit(),
            metric.meaning());
  }

  @Test
  void the_page_has_a_row_for_each_metric_in_their_order() throws IOException {
    var rows =
        ROW.matcher(Files.readString(ROOT.resolve("docs/METRICS.md")))
            .results()
            .map(row -> row.group())
            .toList();

    assertThat(rows)
        .containsExactlyElementsOf(
            Arrays.stream(Metric.values()).map(MetricsPageTest::row).toList());
  }

  @ParameterizedTest
  @EnumSource
  void is_exposed_under_its_own_name(Metric metric) {
    try (var metrics = Metrics.open()) {
      var values = metric.labels().stream().map(MetricLabel::key).toArray(String[]::new);
      switch (metric.type()) {
        case COUNTER -> metrics.counter(metric, values);
        case GAUGE -> metrics.gauge(metric, () -> 1, values);
        case HISTOGRAM -> {
          if (metric.unit().equals("seconds")) {
            metrics.timer(metric, values);
          } else {
            metrics.sizes(metric, values);
          }
        }
      }

      assertThat(metrics.text())
          .contains(
              "# HELP " + metric.exposedName() + " " + metric.meaning(),
              "# TYPE " + metric.exposedName() + " " + metric.type().label() + "\n");
    }
  }

  @Test
  void a_count_that_somebody_else_keeps_is_read_anew() {
    try (var metrics = Metrics.open()) {
      var count = new AtomicLong();
      metrics.counted(Metric.ZYGOTE_FAILURES, count::get);
      count.set(3);

      assertThat(metrics.text()).contains("pluginexecutor_zygote_failures_total 3.0\n");
    }
  }

  @Test
  void metrics_that_are_off_have_no_text() {
    try (var metrics = Metrics.off()) {
      metrics.counter(Metric.REFUSALS, "X").increment();
      metrics.timer(Metric.QUEUE_TIME).record(Duration.ofMillis(1));

      assertThat(metrics.text()).isEmpty();
    }
  }

  @Test
  void the_files_for_prometheus_and_grafana_use_metrics_that_exist() throws IOException {
    var known = Arrays.stream(Metric.values()).map(Metric::exposedName).toList();
    for (var file : List.of("deploy/alerts.yaml", "deploy/grafana-dashboard.json")) {
      var used =
          NAME.matcher(Files.readString(ROOT.resolve(file)))
              .results()
              .map(name -> name.group())
              .map(name -> known.contains(name) ? name : OF_HISTOGRAM.matcher(name).replaceAll(""))
              .distinct()
              .toList();

      assertThat(used).as(file).isNotEmpty().isSubsetOf(known);
    }
  }
}
