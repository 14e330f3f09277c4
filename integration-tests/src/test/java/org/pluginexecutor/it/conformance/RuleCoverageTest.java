// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;
import org.pluginexecutor.it.TestServer;

/**
 * Holds the tests against the list of the contract's rules, {@code rules.txt}, and the table of
 * {@code docs/CONFORMANCE.md} against both.
 */
class RuleCoverageTest {
  private static final Pattern IDS = Pattern.compile("((?:[pmcqvlx][0-9]+_)+).*");

  /**
   * One rule.
   *
   * @param reason why no test has its name; empty where one must
   */
  private record Rule(String id, String title, String reason) {}

  private static List<Rule> rules() throws IOException {
    try (var list = RuleCoverageTest.class.getResourceAsStream("rules.txt")) {
      var text = new String(Objects.requireNonNull(list).readAllBytes(), StandardCharsets.UTF_8);
      var rules = new ArrayList<Rule>();
      for (var line : text.lines().filter(l -> !l.startsWith("#")).toList()) {
        var parts = line.split(" \\| ", 3);
        rules.add(new Rule(parts[0], parts[1], parts.length == 3 ? parts[2] : ""));
      }
      return rules;
    }
  }

  /** Names of the tests by the ids of rules in them. */
  private static Map<String, SortedSet<String>> tests() {
    var tests = new TreeMap<String, SortedSet<String>>();
    for (var type :
        ReflectionSupport.findAllClassesInPackage(
            "org.pluginexecutor.it",
            _ -> true,
            // Attacks are named after lines of their own catalogue.
            name -> name.endsWith("Test") && !name.contains(".attacks."))) {
      for (var method :
          AnnotationSupport.findAnnotatedMethods(
              type, Testable.class, HierarchyTraversalMode.TOP_DOWN)) {
        for (var id : ids(method)) {
          tests
              .computeIfAbsent(id, _ -> new TreeSet<>())
              .add("`" + type.getSimpleName() + "." + method.getName() + "`");
        }
      }
    }
    return tests;
  }

  private static List<String> ids(Method method) {
    var match = IDS.matcher(method.getName());
    return match.matches()
        ? Stream.of(match.group(1).split("_", -1))
            .filter(id -> !id.isEmpty())
            .map(id -> id.toUpperCase(Locale.ROOT))
            .toList()
        : List.of();
  }

  @Test
  void every_rule_has_a_test_or_a_reason_why_not() throws IOException {
    var tests = tests();
    assertThat(rules())
        .as("rules with neither a test nor a reason, or with both")
        .filteredOn(rule -> tests.containsKey(rule.id()) != rule.reason().isEmpty())
        .isEmpty();
  }

  @Test
  void every_test_that_names_a_rule_names_one_of_the_list() throws IOException {
    assertThat(rules().stream().map(Rule::id)).containsAll(tests().keySet());
  }

  @Test
  void the_list_has_every_rule_of_the_contract_in_order() throws IOException {
    var expected = new ArrayList<String>();
    for (var group : List.of("P9", "M8", "C10", "Q38", "V28", "L18", "X7")) {
      for (int i = 1; i <= Integer.parseInt(group.substring(1)); i++) {
        expected.add(group.substring(0, 1) + i);
      }
    }
    assertThat(rules().stream().map(Rule::id)).containsExactlyElementsOf(expected);
  }

  @Test
  void the_page_shows_the_list_with_the_tests() throws IOException {
    var page = Files.readString(TestServer.home().resolve("docs/CONFORMANCE.md"));
    var expected = table();
    // What to put there when it differs.
    var proposal = TestServer.home().resolve("integration-tests/target/conformance-table.md");
    Files.writeString(proposal, expected);
    assertThat(page).as("see %s", proposal).endsWith(expected);
  }

  private static String table() throws IOException {
    var tests = tests();
    var table = new StringBuilder("| rule | what it is about | tests |\n| --- | --- | --- |\n");
    for (var rule : rules()) {
      var cell =
          rule.reason().isEmpty()
              ? String.join("<br>", tests.getOrDefault(rule.id(), new TreeSet<>()))
              : "none: " + rule.reason();
      table.append("| %s | %s | %s |\n".formatted(rule.id(), rule.title(), cell));
    }
    return table.toString();
  }
}
