// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.shim;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pluginexecutor.server.config.IsolationLevel;
import org.pluginexecutor.server.config.WorkerLimits;
import org.pluginexecutor.server.config.WorkerNetwork;
import org.pluginexecutor.server.config.WorkerUser;
import org.pluginexecutor.server.value.PluginValue;
import org.pluginexecutor.server.value.ValueJson;

/**
 * The setup line: the first that a zygote reads. Immutable.
 *
 * @param level which walls stand around its workers
 * @param socket where it listens; only the server's user can enter the directory
 * @param token what each connection shows first; a secret
 * @param directories what it and its workers work with
 * @param user whom to become; only when the server is root
 * @param network what its workers reach
 * @param cells how many workers may be there at once
 * @param preload modules of the runtime to import before the first worker
 * @param limits of each worker
 */
public record ZygoteStart(
    IsolationLevel level,
    Path socket,
    String token,
    Directories directories,
    Optional<WorkerUser> user,
    WorkerNetwork network,
    int cells,
    List<String> preload,
    WorkerLimits limits) {

  /**
   * Where a zygote and its workers find things. Immutable.
   *
   * @param plugin root of the unpacked package
   * @param persistentState where the plugin keeps what outlives the server
   * @param ephemeralState where it keeps what outlives the call, but not the server
   * @param work private to the zygote
   */
  public record Directories(Path plugin, Path persistentState, Path ephemeralState, Path work) {}

  public ZygoteStart {
    preload = List.copyOf(preload);
  }

  /** The line with its end. */
  public byte[] toLine() {
    var fields = new LinkedHashMap<String, PluginValue>();
    fields.put("type", text("setup"));
    fields.put("level", text(level.label()));
    fields.put("socket", text(socket.toString()));
    fields.put("token", text(token));
    fields.put("plugin_directory", text(directories.plugin().toString()));
    fields.put("persistent_state", text(directories.persistentState().toString()));
    fields.put("ephemeral_state", text(directories.ephemeralState().toString()));
    fields.put("work_directory", text(directories.work().toString()));
    fields.put("user", user.map(ZygoteStart::user).orElse(PluginValue.Null.INSTANCE));
    fields.put("network", network(network));
    fields.put("cells", number(cells));
    fields.put("preload", new PluginValue.Items(preload.stream().map(ZygoteStart::text).toList()));
    fields.put("limits", limits(limits));
    return line(new PluginValue.Dict(fields));
  }

  /** The line that has a worker killed, with its end. */
  public static byte[] killLine(long id) {
    return line(new PluginValue.Dict(Map.of("type", text("kill"), "id", number(id))));
  }

  private static byte[] line(PluginValue.Dict message) {
    return (new String(ValueJson.write(message), StandardCharsets.UTF_8) + "\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static PluginValue user(WorkerUser user) {
    return new PluginValue.Dict(Map.of("uid", number(user.uid()), "gid", number(user.gid())));
  }

  private static PluginValue network(WorkerNetwork network) {
    return switch (network) {
      case WorkerNetwork.Open() -> text("open");
      case WorkerNetwork.None() -> text("none");
      case WorkerNetwork.Ports(var tcp) ->
          new PluginValue.Items(tcp.stream().map(ZygoteStart::number).toList());
    };
  }

  private static PluginValue limits(WorkerLimits limits) {
    var fields = new LinkedHashMap<String, PluginValue>();
    fields.put("cpu_s", number(limits.cpuTime().toSeconds()));
    fields.put("memory_bytes", number(limits.memoryBytes()));
    fields.put("processes", number(limits.processes()));
    fields.put("open_files", number(limits.openFiles()));
    fields.put("tmp_bytes", number(limits.temporaryBytes()));
    fields.put("tmp_files", number(limits.temporaryFiles()));
    return new PluginValue.Dict(fields);
  }

  private static PluginValue text(String text) {
    return new PluginValue.Text(text);
  }

  private static PluginValue number(long number) {
    return new PluginValue.Int(number);
  }

  @Override
  public String toString() {
    return "ZygoteStart[level=" + level + "]";
  }
}
