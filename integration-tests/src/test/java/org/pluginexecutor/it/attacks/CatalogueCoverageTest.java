// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;
import org.pluginexecutor.it.TestServer;

/**
 * Holds the tests against the attack catalogue, {@code lines.txt}, and the table of {@code
 * docs/SECURITY.md} against both.
 */
class CatalogueCoverageTest {
  private static final Pattern ID = Pattern.compile("([bcdef][0-9]+)_.*");
  private static final Pattern REFERENCE = Pattern.compile("`(\\w+)\\.(\\w+)`");
  private static final List<String> SOURCES =
      List.of(
          "integration-tests/src/test/java", "executor-server/src/test/java", "python-shim/tests");

  /**
   * One line of the catalogue.
   *
   * @param more tests of other names, or why there is none; may be empty
   */
  private record Line(String id, String title, String full, String portable, String more) {
    boolean isLeftOut() {
      return more.startsWith("none: ");
    }
  }

  private static List<Line> lines() throws IOException {
    try (var list = CatalogueCoverageTest.class.getResourceAsStream("lines.txt")) {
      var text = new String(Objects.requireNonNull(list).readAllBytes(), StandardCharsets.UTF_8);
      return text.lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> (line + " ").split(" \\| ", 5))
          .map(p -> new Line(p[0], p[1], p[2], p[3], p[4].strip()))
          .toList();
    }
  }

  /** Names of the tests of this package by the id that they begin with. */
  private static Map<String, SortedSet<String>> tests() {
    var tests = new TreeMap<String, SortedSet<String>>();
    for (var type :
        ReflectionSupport.findAllClassesInPackage(
            "org.pluginexecutor.it.attacks", _ -> true, name -> name.endsWith("Test"))) {
      for (var method :
          AnnotationSupport.findAnnotatedMethods(
              type, Testable.class, HierarchyTraversalMode.TOP_DOWN)) {
        var id = ID.matcher(method.getName());
        if (id.matches()) {
          tests
              .computeIfAbsent(id.group(1).toUpperCase(Locale.ROOT), _ -> new TreeSet<>())
              .add("`" + type.getSimpleName() + "." + method.getName() + "`");
        }
      }
    }
    return tests;
  }

  @Test
  void every_line_has_a_test_or_a_reason_why_not() throws IOException {
    var tests = tests();
    assertThat(lines())
        .as("lines with neither a test nor a reason, or with both")
        .filteredOn(line ->
            line.isLeftOut() == (tests.containsKey(line.id()) || line.more().startsWith("see ")))
        .isEmpty();
  }

  @Test
  void every_test_that_names_a_line_names_one_of_the_catalogue() throws IOException {
    assertThat(lines().stream().map(Line::id)).containsAll(tests().keySet());
  }

  @Test
  void every_test_that_is_referred_to_exists() throws IOException {
    for (var line : lines()) {
      for (var reference : REFERENCE.matcher(line.more()).results().toList()) {
        assertThat(exists(reference)).as("%s: %s", line.id(), reference.group()).isTrue();
      }
    }
  }

  private static boolean exists(MatchResult reference) throws IOException {
    var names = List.of(reference.group(1) + ".java", reference.group(1) + ".py");
    for (var directory : SOURCES) {
      try (var files = Files.walk(TestServer.home().resolve(directory))) {
        for (Path file :
            files.filter(path -> names.contains(path.getFileName().toString())).toList()) {
          if (Files.readString(file).contains(" " + reference.group(2) + "(")) {
            return true;
          }
        }
      }
    }
    return false;
  }

  @Test
  void the_page_shows_the_catalogue_with_the_tests() throws IOException {
    var page = Files.readString(TestServer.home().resolve("docs/SECURITY.md"));
    var expected = table();
    // What to put there when it differs.
    var proposal = TestServer.home().resolve("integration-tests/target/attack-table.md");
    Files.writeString(proposal, expected);
    assertThat(page).as("see %s", proposal).endsWith(expected);
  }

  private static String table() throws IOException {
    var tests = tests();
    var table =
        new StringBuilder(
            "| line | what is tried | at `full` | at `portable` | shown by |\n"
                + "| --- | --- | --- | --- | --- |\n");
    for (var line : lines()) {
      var shown = new ArrayList<>(tests.getOrDefault(line.id(), new TreeSet<>()));
      REFERENCE.matcher(line.more()).results().map(MatchResult::group).forEach(shown::add);
      table.append(
          "| %s | %s | %s | %s | %s |\n"
              .formatted(
                  line.id(),
                  line.title(),
                  line.full(),
                  line.portable(),
                  String.join("<br>", line.isLeftOut() ? List.of(line.more()) : shown)));
    }
    return table.toString();
  }
}
