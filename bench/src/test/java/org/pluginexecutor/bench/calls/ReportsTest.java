// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench.calls;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportsTest {
  private static final String PRODUCT = "full, fork";

  /** The legend of the drawing has one of each shape. */
  private static final int LEGEND = 1;

  private static final Report REPORT =
      new Report(
          Map.of("processors", "2"),
          Map.of("bare", "a plugin <that> imports & does nothing"),
          List.of(row(ContenderNames.PLAIN, 10, 100), row(PRODUCT, 2.5, 400)),
          List.of(new Row.OfMemory(PRODUCT, new Memory(200 << 20, 30 << 20), 2 << 20)),
          PRODUCT,
          List.of("bubblewrap: not installed"));

  private static Row row(String contender, double p50, double rate) {
    return new Row(
        "bare",
        contender,
        new Latency(p50, p50 * 2, p50 * 3, p50 * 4),
        Map.of(1, rate / 2, 8, rate, 32, rate * 1.5),
        new Latency(p50, p50, p50, p50),
        new CpuTime(1, 2, 3),
        1_000,
        0);
  }

  @Test
  void ratios_are_to_the_same_plugin_of_the_same_run() {
    assertThat(REPORT.latencyRatio("bare", PRODUCT, ContenderNames.PLAIN)).hasValue(0.25);
    assertThat(REPORT.rateRatio("bare", PRODUCT, ContenderNames.PLAIN)).hasValue(4);
    assertThat(REPORT.latencyRatio("bare", PRODUCT, ContenderNames.BUBBLEWRAP))
        .isEqualTo(OptionalDouble.empty());
  }

  @Test
  void the_table_ends_with_one_sentence() {
    var bytes = new ByteArrayOutputStream();
    TableReport.print(REPORT, new PrintStream(bytes, false, StandardCharsets.UTF_8));
    var lines = bytes.toString(StandardCharsets.UTF_8).lines().toList();

    assertThat(lines).contains("bubblewrap: not installed");
    assertThat(lines)
        .anySatisfy(line ->
            assertThat(line).startsWith(PRODUCT).contains("2.50").contains("0.25").endsWith("-"));
    assertThat(lines.getLast())
        .isEqualTo(
            "A call of a bare plugin (full, fork) takes 2.50 ms (p50), and 400 calls/s are made"
                + " with 8 in flight; it takes 0.25 times as long as a plain interpreter per call"
                + " (p50 10.0 ms) in the same run.");
  }

  @Test
  void columns_stand_below_each_other() {
    var bytes = new ByteArrayOutputStream();
    TableReport.print(
        List.of(List.of("name", "n"), List.of("a longer name", "100")),
        new PrintStream(bytes, false, StandardCharsets.UTF_8));

    assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
        .containsExactly("name             n", "a longer name  100");
  }

  @Test
  void the_json_has_all_numbers(@TempDir Path directory) throws Exception {
    var file = directory.resolve("bench.json");
    JsonReport.write(REPORT, file);

    var names = new ArrayList<String>();
    try (var json = new JsonFactory().createParser(file.toFile())) {
      while (json.nextToken() != null) {
        if (json.currentName() != null) {
          names.add(json.currentName());
        }
      }
    }
    assertThat(names)
        .contains(
            "facts",
            "one_in_flight_ms",
            "open_loop_ms",
            "p99",
            "cpu_ms_per_call",
            "ratios",
            "pss_bytes_per_call_in_flight",
            "summary");
    assertThat(Files.readString(file)).contains("\"p50\" : 0.25");
  }

  @Test
  void the_drawing_is_well_formed_and_names_everybody() throws Exception {
    var svg = SvgReport.draw(REPORT);

    var document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    assertThat(document.getDocumentElement().getTagName()).isEqualTo("svg");
    assertThat(document.getElementsByTagName("line").getLength()).isEqualTo(2 + LEGEND);
    assertThat(document.getDocumentElement().getTextContent())
        .contains("bare: a plugin <that> imports & does nothing", PRODUCT, ContenderNames.PLAIN)
        .contains("p50 2.50 ms, p99 7.50 ms", "processors: 2");
  }

  @Test
  void the_drawing_has_a_bar_in_the_colour_of_the_product_for_the_product_alone() {
    assertThat(SvgReport.draw(REPORT).split("<rect class=\"product\"", -1)).hasSize(1 + 1 + LEGEND);
  }

  @Test
  void the_drawing_stays_within_its_frame_and_says_who_never_answered() {
    var rows = List.of(row(ContenderNames.PLAIN, 1e4, 1), row(PRODUCT, 0, 0));
    var svg =
        SvgReport.draw(
            new Report(REPORT.facts(), REPORT.workloads(), rows, List.of(), PRODUCT, List.of()));

    assertThat(svg).contains("no call was answered").doesNotContain("NaN", "Infinity");
    var ends = Pattern.compile("x2=\"([0-9.]+)\"").matcher(svg).results().map(end -> end.group(1));
    assertThat(ends.map(Double::valueOf)).allSatisfy(end -> assertThat(end).isLessThan(900.0));
  }

  @Test
  void a_report_like_this_is_within_the_limits() {
    assertThat(RatioLimits.broken(REPORT)).isEmpty();
  }

  @Test
  void calls_that_are_far_slower_than_an_interpreter_are_a_regression() {
    var slow =
        new Report(
            REPORT.facts(),
            REPORT.workloads(),
            List.of(row(ContenderNames.PLAIN, 10, 100), row(PRODUCT, 31, 30)),
            List.of(),
            PRODUCT,
            List.of());

    assertThat(RatioLimits.broken(slow))
        .containsExactly(
            "bare: p50 3.10 times a plain interpreter (expected: <= 3.00)",
            "bare: calls/s 0.30 times a plain interpreter (expected: >= 0.33)");
  }

  @Test
  void what_was_not_measured_is_a_regression() {
    var empty =
        new Report(REPORT.facts(), REPORT.workloads(), List.of(), List.of(), PRODUCT, List.of());

    assertThat(RatioLimits.broken(empty)).hasSize(2);
    assertThat(empty.summary()).isEqualTo("The product was not measured.");
  }
}
