// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pluginexecutor.server.config.StateLimits;

/**
 * What is left for a plugin to write into its state directories. Immutable.
 *
 * @param bytes the smaller rest of the two directories; 0 when one of them is full
 * @param remarks a sentence about each that is full
 */
public record StateRoom(long bytes, List<String> remarks) {
  public StateRoom {
    remarks = List.copyOf(remarks);
  }

  /** Looks at the directories; takes longer the more is in them, up to the limit of files. */
  public static StateRoom of(StateLease lease, StateLimits limits) {
    var persistent = Usage.of(lease.persistent(), limits);
    var ephemeral = Usage.of(lease.ephemeral(), limits);
    return new StateRoom(
        Math.min(persistent.room(limits), ephemeral.room(limits)),
        Stream.of(persistent.remark("persistent", limits), ephemeral.remark("ephemeral", limits))
            .flatMap(Optional::stream)
            .toList());
  }

  /**
   * What was seen in a directory.
   *
   * @param hidden whether a part of it cannot be looked at
   */
  private record Usage(long bytes, int files, boolean hidden) {

    /** Counts until the limit of files is reached. Follows no link. */
    static Usage of(Path root, StateLimits limits) {
      long bytes = 0;
      int files = 0;
      var pending = new ArrayDeque<Path>();
      pending.push(root);
      try {
        while (!pending.isEmpty() && files < limits.files()) {
          try (var entries = Files.newDirectoryStream(pending.pop())) {
            for (var entry : entries) {
              var attributes = attributes(entry);
              if (attributes.isEmpty()) {
                continue;
              }
              if (attributes.get().isDirectory()) {
                pending.push(entry);
              } else {
                bytes = Math.addExact(bytes, attributes.get().size());
              }
              if (++files >= limits.files()) {
                break;
              }
            }
          } catch (NoSuchFileException _) {
            // A call that runs has removed it.
          }
        }
        return new Usage(bytes, files, false);
      } catch (IOException | RuntimeException _) {
        // Locked, or deeper than a path is long: only the plugin can have made it so.
        return new Usage(bytes, files, true);
      }
    }

    private static Optional<BasicFileAttributes> attributes(Path entry) throws IOException {
      try {
        return Optional.of(
            Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
      } catch (NoSuchFileException _) {
        return Optional.empty();
      }
    }

    private boolean isFull(StateLimits limits) {
      return hidden || bytes >= limits.bytes() || files >= limits.files();
    }

    long room(StateLimits limits) {
      return isFull(limits) ? 0 : limits.bytes() - bytes;
    }

    Optional<String> remark(String which, StateLimits limits) {
      if (!isFull(limits)) {
        return Optional.empty();
      }
      return Optional.of(
          "the "
              + which
              + " state directory has "
              + (hidden ? "parts that cannot be read" : bytes + " B in " + files + " files")
              + " (expected: less than "
              + limits.bytes()
              + " B and "
              + limits.files()
              + " files); until the plugin has removed some, it cannot write files");
    }
  }
}
