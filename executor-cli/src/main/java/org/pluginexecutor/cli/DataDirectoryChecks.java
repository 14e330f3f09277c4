// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.server.os.FileSystemInodes;
import org.pluginexecutor.server.store.StoreOverview;

/**
 * Looks at a server's data directory without opening it: a server may be at work there. Confined to
 * one thread.
 */
final class DataDirectoryChecks {
  private static final String SUBJECT = "data directory";

  /** A few of the largest packages, unpacked. */
  private static final long LOW_SPACE_BYTES = 1L << 30;

  private static final long NO_SPACE_BYTES = 64L << 20;
  private static final long LOW_INODES = 20_000;

  private final Path directory;
  private final List<CheckResult> results = new ArrayList<>();

  private DataDirectoryChecks(Path directory) {
    this.directory = directory;
  }

  static List<CheckResult> of(Path directory) {
    var checks = new DataDirectoryChecks(directory.toAbsolutePath());
    checks.run();
    return checks.results;
  }

  private void run() {
    if (!Files.exists(directory)) {
      missing();
      return;
    }
    if (!Files.isDirectory(directory)) {
      problem(directory + " is no directory", "name another one with --data-dir");
      return;
    }
    if (!Files.isReadable(directory) || !Files.isExecutable(directory)) {
      problem(
          directory + " cannot be read by the user " + System.getProperty("user.name"),
          "run this as the server's user, or give the directory to it");
      return;
    }
    boolean writable = Files.isWritable(directory);
    if (writable) {
      ok(directory + " can be read and written");
    } else {
      warn(
          directory + " cannot be written: a server serves what is there and refuses changes",
          "if changes are wanted: give the directory to the server's user");
    }
    content();
    space(directory);
    if (writable) {
      locks();
    }
  }

  private void missing() {
    @Nullable Path parent = directory.getParent();
    while (parent != null && !Files.exists(parent)) {
      parent = parent.getParent();
    }
    if (parent != null && Files.isDirectory(parent) && Files.isWritable(parent)) {
      ok(directory + " does not exist; 'plugin-executor serve' makes it");
      space(parent);
    } else {
      problem(
          directory + " does not exist and cannot be made",
          "make it, for the server's user alone: install -d -m 700 -o USER " + directory);
    }
  }

  private void content() {
    if (!StoreOverview.exists(directory)) {
      ok("no server has used it yet");
      return;
    }
    try {
      var store = StoreOverview.of(directory);
      ok(
          "format "
              + store.format()
              + ", "
              + Printing.count(store.plugins(), "plugin version")
              + ", "
              + Printing.count(store.instances(), "instance"));
      if (store.damagedLines() > 0) {
        problem(
            Printing.count(store.damagedLines(), "line")
                + " of the catalog cannot be read; what they were about is not served",
            "restore a backup, or upload and create again what is missing");
      }
      encryption(store);
    } catch (IOException e) {
      problem(
          e.getMessage() == null ? e.toString() : e.getMessage(),
          "look at the file 'catalog' there; a backup brings everything back");
    }
  }

  private void encryption(StoreOverview store) {
    if (store.encrypted()) {
      ok("configurations are encrypted");
    } else {
      warn(
          "configurations are not encrypted; they can hold passwords",
          "make a key with 'plugin-executor store create-key' and start the server with"
              + " --store-key-file");
    }
  }

  private void space(Path existing) {
    try {
      long bytes = Files.getFileStore(existing).getUsableSpace();
      var inodes = FileSystemInodes.of(existing);
      boolean fewFiles = inodes.total() > 0 && inodes.free() < LOW_INODES;
      String files =
          inodes.total() > 0
              ? String.format(Locale.ROOT, "%,d more files", inodes.free())
              : "any number of files";
      String text = Printing.bytes(bytes) + " are free, and room for " + files;
      if (bytes < NO_SPACE_BYTES || (inodes.total() > 0 && inodes.free() == 0)) {
        problem(text, "make room: uploads and changes are refused while the disk is full");
      } else if (bytes < LOW_SPACE_BYTES || fewFiles) {
        warn(text, "make room: one package may unpack to 200 MiB and 10,000 files");
      } else {
        ok(text);
      }
    } catch (IOException e) {
      warn("the free space is not known (" + e.getMessage() + ")", "look at it with df and df -i");
    }
  }

  private void locks() {
    @Nullable Path file = null;
    try {
      file = Files.createTempFile(directory, "doctor-", ".lock");
      try (var channel = FileChannel.open(file, StandardOpenOption.WRITE);
          var lock = channel.tryLock()) {
        if (lock != null) {
          ok("its file system (" + Files.getFileStore(directory).type() + ") has locks");
          return;
        }
      }
      problem("its file system gives no locks", "use a local file system");
    } catch (IOException e) {
      problem("no file can be made and locked there (" + e + ")", "use a local file system");
    } finally {
      remove(file);
    }
  }

  private void remove(@Nullable Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      warn(file + " was made for a moment and cannot be removed", "remove it");
    }
  }

  private void ok(String text) {
    results.add(CheckResult.ok(SUBJECT, text));
  }

  private void warn(String text, String remedy) {
    results.add(CheckResult.warning(SUBJECT, text, remedy));
  }

  private void problem(String text, String remedy) {
    results.add(CheckResult.problem(SUBJECT, text, remedy));
  }
}
