// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.shim;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.pluginexecutor.server.shim.ReachedWall.Kind;
import org.pluginexecutor.server.value.PluginValue;

/**
 * Reads the walls in a reply. It was written where the plugin ran, so what does not look as the
 * shim writes it is left out, and nothing in it is more than something to show. Stateless.
 */
public final class ReportedWalls {
  private static final String WALLS = "walls";
  private static final int MAX_WALLS = 33;
  private static final int MAX_TEXT_LENGTH = 1024;

  /** Those that a worker can notice itself. */
  private static final Map<String, Kind> KINDS =
      Set.of(
              Kind.MEMORY,
              Kind.PROCESSES,
              Kind.OPEN_FILES,
              Kind.FILE_SIZE,
              Kind.TMP_BYTES,
              Kind.TMP_FILES,
              Kind.RESULT,
              Kind.PATH,
              Kind.NETWORK,
              Kind.SYSTEM_CALL)
          .stream()
          .collect(Collectors.toMap(kind -> kind.name().toLowerCase(Locale.ROOT), kind -> kind));

  private ReportedWalls() {}

  public static List<ReachedWall> in(PluginValue.Dict reply) {
    var walls = new ArrayList<ReachedWall>();
    if (reply.get(WALLS) instanceof PluginValue.Items(var items)) {
      for (var item : items) {
        if (walls.size() < MAX_WALLS
            && item instanceof PluginValue.Dict wall
            && wall.get("kind") instanceof PluginValue.Text(var name)
            && KINDS.containsKey(name)) {
          walls.add(
              new ReachedWall(
                  KINDS.get(name),
                  number(wall, "limit"),
                  number(wall, "reached"),
                  text(wall, "where"),
                  text(wall, "subject"),
                  text(wall, "message"),
                  Math.clamp(number(wall, "count"), 1, Integer.MAX_VALUE)));
        }
      }
    }
    return List.copyOf(walls);
  }

  private static long number(PluginValue.Dict wall, String field) {
    return wall.get(field) instanceof PluginValue.Int(var number) ? Math.max(0, number) : 0;
  }

  private static String text(PluginValue.Dict wall, String field) {
    return wall.get(field) instanceof PluginValue.Text(var text) && text.length() <= MAX_TEXT_LENGTH
        ? text
        : "";
  }
}
