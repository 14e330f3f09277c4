// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.shim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pluginexecutor.server.shim.ReachedWall.Kind;
import org.pluginexecutor.server.value.PluginValue;
import org.pluginexecutor.server.value.ValueJson;

class ReportedWallsTest {
  private static final String WALL =
      """
      {"kind": "open_files", "limit": 256, "reached": 256, "where": "main.py:7", "subject": "x",
       "message": "close some", "count": 3}
      """;

  private static List<ReachedWall> in(String walls) throws Exception {
    var reply = ValueJson.read(("{\"walls\": " + walls + "}").getBytes(StandardCharsets.UTF_8));
    return ReportedWalls.in((PluginValue.Dict) reply);
  }

  @Test
  void reads_what_the_shim_writes() throws Exception {
    assertThat(in("[" + WALL + "]"))
        .containsExactly(
            new ReachedWall(Kind.OPEN_FILES, 256, 256, "main.py:7", "x", "close some", 3));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "{}",
        "[1, \"x\", null, []]",
        "[{}]",
        "[{\"kind\": 1}]",
        "[{\"kind\": \"nonsense\"}]",
        "[{\"kind\": \"cpu_time\"}]",
        "[{\"kind\": \"wall_time\"}]"
      })
  void what_no_shim_writes_is_no_wall(String walls) throws Exception {
    assertThat(in(walls)).isEmpty();
  }

  @Test
  void fields_of_another_type_or_size_are_empty() throws Exception {
    var wall =
        "{\"kind\": \"path\", \"limit\": -1, \"reached\": \"x\", \"where\": 1, \"message\": \""
            + "x".repeat(1025)
            + "\", \"count\": 99999999999}";

    assertThat(in("[" + wall + "]"))
        .containsExactly(new ReachedWall(Kind.PATH, 0, 0, "", "", "", Integer.MAX_VALUE));
  }

  @Test
  void their_number_is_bounded() throws Exception {
    assertThat(in(Collections.nCopies(1000, WALL).toString())).hasSize(33);
  }

  @Test
  void a_reply_without_walls_has_none() {
    assertThat(ReportedWalls.in(PluginValue.Dict.EMPTY)).isEmpty();
  }
}
