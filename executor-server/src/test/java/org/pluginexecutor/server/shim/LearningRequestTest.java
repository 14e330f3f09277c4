// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.shim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pluginexecutor.server.value.PluginValue;

class LearningRequestTest {
  @Test
  void modules_of_the_runtime_and_sources_of_the_package_are_taken_in_their_order() {
    assertThat(modulesIn("ssl", "xml.dom", "./own.py", "./lib/sub_2/part.py", "_abc"))
        .containsExactly("ssl", "xml.dom", "./own.py", "./lib/sub_2/part.py", "_abc");
  }

  @Test
  void whatever_leaves_the_package_or_is_no_name_is_left_out() {
    assertThat(
            modulesIn(
                "../own.py",
                "./../own.py",
                "./lib/../../own.py",
                "./.hidden.py",
                "/etc/own.py",
                "lib/own.py",
                ".//own.py",
                "./own.pyc",
                "./own.so",
                "./own.py\n",
                "a b",
                "a..b",
                ""))
        .isEmpty();
  }

  private static List<String> modulesIn(String... names) {
    var fields = new LinkedHashMap<String, PluginValue>();
    fields.put(
        "modules",
        new PluginValue.Items(
            Arrays.stream(names).<PluginValue>map(PluginValue.Text::new).toList()));
    return LearningRequest.modulesIn(new PluginValue.Dict(fields));
  }
}
