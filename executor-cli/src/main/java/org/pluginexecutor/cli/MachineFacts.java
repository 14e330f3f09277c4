// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * What the kernel says of this machine in its files. Immutable; the files are read when they are
 * asked for.
 *
 * @param root where the machine's files begin: / but in tests
 */
record MachineFacts(Path root) {
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,18}");

  /** The text of a file; absent: it is not there, or cannot be read. */
  Optional<String> text(String path) {
    try {
      return Optional.of(Files.readString(root.resolve(path)).strip());
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  List<String> lines(String path) {
    return text(path).map(String::lines).map(lines -> lines.toList()).orElse(List.of());
  }

  /** The number that a file holds. */
  OptionalLong number(String path) {
    var text = text(path);
    return text.isPresent() && NUMBER.matcher(text.get()).matches()
        ? OptionalLong.of(Long.parseLong(text.get()))
        : OptionalLong.empty();
  }

  boolean exists(String path) {
    return Files.exists(root.resolve(path));
  }

  boolean isWritable(String path) {
    return Files.isWritable(root.resolve(path));
  }

  /** The soft limit of this process, as /proc/self/limits names it; none: there is no limit. */
  OptionalLong limit(String name) {
    for (var line : lines("proc/self/limits")) {
      if (line.startsWith(name + " ")) {
        var words = line.substring(name.length()).strip().split(" +", 2);
        return NUMBER.matcher(words[0]).matches()
            ? OptionalLong.of(Long.parseLong(words[0]))
            : OptionalLong.empty();
      }
    }
    return OptionalLong.empty();
  }
}
