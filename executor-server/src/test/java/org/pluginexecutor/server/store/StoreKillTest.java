// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pluginexecutor.server.plugin.FakeSourceCheck;
import org.pluginexecutor.server.secret.KeyEncryption;
import org.pluginexecutor.server.secret.KeyFiles;

/**
 * A server that is killed at any moment leaves a store in which every answered change is there, and
 * the unanswered one wholly or not at all. The seed is printed on failure; {@code -Dseed=} makes
 * the same random choices, {@code -Dkills=} makes a campaign of it.
 */
class StoreKillTest {
  /** So many kills a store lives through; in the second half it is encrypted. */
  private static final int KILLS_PER_STORE = 10;

  private static final int MAX_START_MILLIS = 600;

  /** In which changes it is killed; empty: in any. */
  private static final List<String> KINDS =
      List.of("", "activate", "create", "delete", "restore", "restore", "update", "upload");

  /** How many lines to wait for a change of the kind. */
  private static final int PATIENCE = 400;

  /** Between 0.25 ms and 131 ms, short times more often than long ones. */
  private static final int MIN_MICROS_BITS = 8;

  private static final int MORE_BITS = 10;

  @TempDir Path directory;

  @Test
  void a26_kill_9_at_any_moment_loses_nothing_that_was_answered() throws Exception {
    long seed = Long.getLong("seed", System.nanoTime());
    int kills = Integer.getInteger("kills", 15);
    var random = new Random(seed);
    var keyFile = directory.resolve("key");
    KeyFiles.create(keyFile);
    var answered = "{}";
    for (int kill = 0; kill < kills; kill++) {
      int age = kill % KILLS_PER_STORE;
      var data = directory.resolve("store-" + kill / KILLS_PER_STORE);
      answered = age == 0 ? "{}" : answered;
      var key = age < KILLS_PER_STORE / 2 ? "" : keyFile.toString();
      try {
        answered = killed(data, key, random, answered);
      } catch (AssertionError | RuntimeException | IOException e) {
        throw new AssertionError("seed " + seed + ", kill " + kill + " of " + data, e);
      }
    }
  }

  /** Kills a writer and returns what is stored then. */
  private String killed(Path data, String key, Random random, String answered) throws Exception {
    var log = Files.createTempFile(directory, "writer", ".log");
    var said = log.resolveSibling(log.getFileName() + ".said");
    var arguments =
        new String[] {data.toString(), key, "" + random.nextLong(), "p", "true", said.toString()};
    try (var writer = StoreChild.start(log, List.of(), StoreWriter.class, arguments)) {
      if (random.nextInt(5) == 0) {
        writer.killAfter(Duration.ofMillis(random.nextInt(MAX_START_MILLIS)));
      } else {
        var begin = "begin " + KINDS.get(random.nextInt(KINDS.size()));
        var line = writer.line();
        for (int i = 0; i < PATIENCE && !line.startsWith(begin); i++) {
          line = writer.line();
        }
        long micros = random.nextInt(1 << (MIN_MICROS_BITS + random.nextInt(MORE_BITS)));
        writer.killAfter(Duration.of(micros, ChronoUnit.MICROS));
      }
    }
    var encryption =
        key.isEmpty()
            ? Optional.<KeyEncryption>empty()
            : Optional.of(KeyEncryption.byFile(Path.of(key)));
    try (var store = TestStore.open(data, encryption, FakeSourceCheck.FINE)) {
      var found = StoreModel.of(store, "").text();
      new Promise(answered, null).after(said).requireKept(found);
      StoreSoundness.assertSound(store, data);
      StoreSoundness.assertNothingStaged(data, 1);
      return found;
    }
  }
}
