// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.store;

import static org.pluginexecutor.server.store.TestStore.ref;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import org.pluginexecutor.server.plugin.TestPackage;

/** A process that does to a store what it is told, line by line. Confined to one thread. */
final class StoreServant {
  private final TestStore store;
  private final ArrayDeque<PluginLease> leases = new ArrayDeque<>();

  private StoreServant(TestStore store) {
    this.store = store;
  }

  /** Takes the directory. */
  public static void main(String[] args) throws IOException {
    var servant = new StoreServant(TestStore.open(Path.of(args[0])));
    System.out.println("ready");
    try (var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (var line = in.readLine(); line != null; line = in.readLine()) {
        System.out.println(servant.run(List.of(line.split(" ", -1))));
      }
    }
  }

  private String run(List<String> words) {
    var name = words.size() > 1 ? words.get(1) : "";
    switch (words.getFirst()) {
      case "upload" -> store.upload(TestPackage.aa(name, words.get(2)));
      case "delete" -> store.delete(ref(name, words.get(2)));
      case "lease" -> leases.push(store.plugins().lease(ref(name, words.get(2))));
      case "release" -> leases.pop().close();
      case "show" -> {}
      default -> throw new IllegalArgumentException(name);
    }
    return StoreModel.of(store, "").text();
  }
}
