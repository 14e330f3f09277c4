// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the code against the table of packages in docs/ARCHITECTURE.md. */
class ArchitectureTest {
  private static final String ROOT = "org.pluginexecutor.server";
  private static final String ROOT_ROW = "(root)";
  private static final Set<String> FOR_ALL = Set.of("error", "lifecycle", "telemetry");
  private static final Pattern ROW =
      Pattern.compile(
          "^\\| *((?!package )[a-z]+|\\(root\\)) *\\|.*\\| *([a-z, ]+|-) *\\|$", Pattern.MULTILINE);

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  private static Map<String, Set<String>> table() throws IOException {
    return parse(Files.readString(Path.of("..", "docs", "ARCHITECTURE.md")));
  }

  /** The rows of section 3: each package with what it may depend on. */
  private static Map<String, Set<String>> parse(String page) {
    int start = page.indexOf("\n## 3. ");
    int end = page.indexOf("\n## 4. ");
    assertThat(start).as("section 3").isPositive().isLessThan(end);
    var table = new TreeMap<String, Set<String>>();
    for (var row : ROW.matcher(page.substring(start, end)).results().toList()) {
      var allowed =
          row.group(2).equals("-") ? Set.<String>of() : Set.of(row.group(2).strip().split(" *, *"));
      assertThat(table.put(row.group(1), allowed)).as("second row %s", row.group(1)).isNull();
    }
    return table;
  }

  private static String row(JavaClass type) {
    var name = type.getPackageName();
    return name.equals(ROOT) ? ROOT_ROW : name.substring(ROOT.length() + 1);
  }

  /** Every dependency between packages that its row does not allow. */
  private static Set<String> violations(Map<String, Set<String>> table) {
    var violations = new TreeSet<String>();
    for (var type : CLASSES) {
      for (var dependency : type.getDirectDependenciesFromSelf()) {
        var target = dependency.getTargetClass().getBaseComponentType();
        if (target.getPackageName().equals(ROOT)
            || target.getPackageName().startsWith(ROOT + ".")) {
          var from = row(type);
          var to = row(target);
          boolean allowed =
              from.equals(to)
                  || FOR_ALL.contains(to)
                  || table.getOrDefault(from, Set.of()).contains(to);
          if (!allowed) {
            violations.add(from + " -> " + to);
          }
        }
      }
    }
    return violations;
  }

  @Test
  void every_package_depends_only_on_those_in_its_row() throws IOException {
    assertThat(violations(table())).isEmpty();
  }

  @Test
  void every_package_has_a_row_and_every_row_a_package() throws IOException {
    var packages =
        Stream.concat(CLASSES.stream().map(ArchitectureTest::row), Stream.of(ROOT_ROW))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(table().keySet()).isEqualTo(packages);
  }

  @Test
  void every_row_names_only_packages_that_are_used() throws IOException {
    for (var row : table().entrySet()) {
      for (var allowed : row.getValue()) {
        var without = new TreeMap<>(table());
        var rest = new TreeSet<>(row.getValue());
        rest.remove(allowed);
        without.put(row.getKey(), rest);

        assertThat(violations(without)).containsExactly(row.getKey() + " -> " + allowed);
      }
    }
  }

  @Test
  void a_table_that_forbids_everything_is_seen_to_be_broken() {
    var table =
        parse("# A\n\n## 3. P\n| package | x | may depend on |\n| api | y | - |\n\n## 4. L\n");

    assertThat(table).isEqualTo(Map.of("api", Set.of()));
    assertThat(violations(table)).contains("api -> invocation", "invocation -> worker");
  }

  @Test
  void the_table_is_read_row_by_row() {
    var page =
        "# A\n\n## 2. M\n| proto | m | grpc |\n## 3. P\n| package | lives | may depend on |\n"
            + "| --- | --- | --- |\n| (root) | r | api, worker |\n| value | v, w | - |\n"
            + "\n## 4. L\n| later | l | value |\n";

    assertThat(parse(page)).isEqualTo(Map.of(ROOT_ROW, Set.of("api", "worker"), "value", Set.of()));
  }

  @Test
  void packages_form_no_cycle() {
    slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".*")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT)
        .check(CLASSES);
  }

  @Test
  void only_the_api_knows_grpc_and_generated_classes() {
    for (var known : List.of("io.grpc..", "org.pluginexecutor.v1..", "com.google.protobuf..")) {
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + ".api")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(known)
          .check(CLASSES);
    }
  }

  @Test
  void nothing_writes_to_standard_streams_or_to_another_logging_library() {
    NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(CLASSES);
    NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(CLASSES);
  }
}
