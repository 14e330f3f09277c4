// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pluginexecutor.server.value.TestValues.dict;
import static org.pluginexecutor.server.value.TestValues.items;
import static org.pluginexecutor.server.value.TestValues.value;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PluginValueTest {
  static Stream<Arguments> types() {
    return Stream.of(
        Arguments.of(null, "None"),
        Arguments.of(true, "bool"),
        Arguments.of(1, "int"),
        Arguments.of(new PluginValue.BigInt("18446744073709551616"), "int"),
        Arguments.of(1.0, "float"),
        Arguments.of("", "str"),
        Arguments.of(items(), "list"),
        Arguments.of(dict(), "dict"));
  }

  @ParameterizedTest
  @MethodSource("types")
  void names_its_python_type(@Nullable Object object, String expected) {
    assertThat(value(object).typeName()).isEqualTo(expected);
  }

  @Test
  void does_not_change_with_the_list_or_map_it_was_made_of() {
    var list = new ArrayList<PluginValue>();
    var map = new LinkedHashMap<String, PluginValue>();
    var items = new PluginValue.Items(list);
    var dict = new PluginValue.Dict(map);

    list.add(value(1));
    map.put("a", value(1));

    assertThat(items).isEqualTo(items());
    assertThat(dict).isEqualTo(dict());
    Map<String, PluginValue> fields = dict.fields();
    assertThatThrownBy(() -> fields.put("a", value(1)))
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
