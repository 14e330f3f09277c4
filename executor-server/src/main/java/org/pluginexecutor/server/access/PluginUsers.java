// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import org.pluginexecutor.server.config.WorkerUser;

/**
 * The users and groups that code of plugins may run as. None of them says who a caller is: a plugin
 * has the same. Immutable.
 */
record PluginUsers(Set<Integer> uids, Set<Integer> gids) {
  private static final Path SELF = Path.of("/proc/self");
  private static final int ROOT = 0;

  PluginUsers {
    uids = Set.copyOf(uids);
    gids = Set.copyOf(gids);
  }

  /**
   * Workers of a server of root are of the user that is configured, those of any other server are
   * of that server's.
   */
  static PluginUsers of(WorkerUser workerUser) throws IOException {
    var own = Files.readAttributes(SELF, "unix:uid,gid");
    int uid = (int) Objects.requireNonNull(own.get("uid"));
    int gid = (int) Objects.requireNonNull(own.get("gid"));
    return uid == ROOT
        ? new PluginUsers(Set.of(workerUser.uid()), Set.of(workerUser.gid()))
        : new PluginUsers(Set.of(uid), Set.of(gid));
  }

  int requireOtherUser(int uid) {
    if (uids.contains(uid)) {
      throw AccessLines.wrong("uid:" + uid, "a user that no plugin runs as; a token serves it too");
    }
    return uid;
  }

  int requireOtherGroup(int gid) {
    if (gids.contains(gid)) {
      throw AccessLines.wrong(
          "gid:" + gid, "a group that no plugin runs in; a token serves it too");
    }
    return gid;
  }
}
