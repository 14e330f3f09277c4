// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PluginTestCommandTest {
  @RegisterExtension final TemporaryDirectory temporary = new TemporaryDirectory();

  @ParameterizedTest
  @ValueSource(strings = {"aa", "credentialstore"})
  void the_tests_of_a_new_plugin_pass(String type, @TempDir Path directory) throws IOException {
    var root = directory.resolve("mine");
    Captured.run("plugin", "new", "mine", "--type", type, "--directory", root.toString());

    var test = Captured.run("plugin", "test", root.toString());

    assertThat(test.exitCode()).as(test.out() + test.err()).isEqualTo(ExitCode.OK);
    assertThat(test.out() + test.err()).containsAnyOf("4 passed", "Ran 4 tests");
    assertThat(temporary.leftovers()).isEmpty();
    try (var files = Files.walk(root)) {
      assertThat(files.map(file -> String.valueOf(file.getFileName())))
          .doesNotContain("__pycache__", ".pytest_cache");
    }
  }

  @Test
  void a_test_that_fails_is_the_exit_code(@TempDir Path directory) throws IOException {
    var plugin = plugin(directory, "self.assertEqual(1, 2)");

    var test = Captured.run("plugin", "test", plugin.toString());

    assertThat(test.exitCode()).isEqualTo(ExitCode.FAILURE);
    assertThat(test.out() + test.err()).contains("1 != 2");
  }

  @Test
  void tests_have_the_environment_of_a_worker(@TempDir Path directory) throws IOException {
    var plugin =
        plugin(
            directory,
            """
            import os
            # Python and pytest add theirs.
            own = {n: v for n, v in os.environ.items() if not n.startswith(("PYTEST", "LC_", "PWD"))}
            self.assertEqual(
                {"LANG", "PATH", "HOME", "TMPDIR", "PYTHONPATH",
                 "SCB_PLUGIN_STATE_DIRECTORY", "EPHEMERAL_PLUGIN_STATE_DIRECTORY"}, set(own))
            self.assertTrue(os.path.isdir(os.environ["SCB_PLUGIN_STATE_DIRECTORY"]))
            self.assertEqual(os.getcwd(), os.environ["PYTHONPATH"].split(":")[0])
            """);

    var test = Captured.run("plugin", "test", plugin.toString());

    assertThat(test.exitCode()).as(test.out() + test.err()).isEqualTo(ExitCode.OK);
  }

  @Test
  void arguments_after_the_dashes_reach_the_tests(@TempDir Path directory) throws IOException {
    var plugin = plugin(directory, "self.fail()");

    var test = Captured.run("plugin", "test", plugin.toString(), "--", "-k", "no_such_test");

    assertThat(test.out() + test.err()).containsAnyOf("1 deselected", "Ran 0 tests");
  }

  @Test
  void says_which_python_is_none(@TempDir Path directory) throws IOException {
    var plugin = plugin(directory, "pass");

    var test = Captured.run("plugin", "test", plugin.toString(), "--python", "/bin/true");

    assertThat(test.exitCode()).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(test.err())
        .startsWith("plugin-executor: the Python for the tests: ")
        .contains("/bin/true");
  }

  @Test
  void says_what_is_no_plugin(@TempDir Path directory) {
    var test = Captured.run("plugin", "test", directory.toString());

    assertThat(test.exitCode()).isEqualTo(ExitCode.DATA);
    assertThat(test.err()).contains("MANIFEST is missing (expected: a plugin)");
  }

  private static Path plugin(Path directory, String test) throws IOException {
    var plugin = Samples.obedient(directory.resolve("plugin"));
    Files.createDirectories(plugin.resolve("tests"));
    Files.writeString(
        plugin.resolve("tests/test_it.py"),
        """
        import unittest

        class It(unittest.TestCase):
            def test_it(self):
        %s
        """
            .formatted(test.indent(8)));
    return plugin;
  }
}
