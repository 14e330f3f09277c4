// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/**
 * How many more files a file system can hold: it can be full of files with room left for bytes.
 * Immutable.
 *
 * @param total how many files it can hold; 0: it has no such limit
 * @param free how many more the user may make
 */
public record FileSystemInodes(long total, long free) {
  /** Larger than the kernel's struct statvfs on any 64-bit Linux. */
  private static final int STRUCT_BYTES = 256;

  /** After two block sizes and three counts of blocks, each of 64 bits. */
  private static final int TOTAL_OFFSET = 5 * Long.BYTES;

  private static final int FREE_OFFSET = 7 * Long.BYTES;

  @SuppressWarnings("restricted")
  private static final MethodHandle STATVFS =
      Linker.nativeLinker()
          .downcallHandle(
              Linker.nativeLinker().defaultLookup().findOrThrow("statvfs"),
              FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));

  /**
   * Asks the file system that a file or directory is on.
   *
   * @throws IOException if it cannot be asked
   */
  public static FileSystemInodes of(Path path) throws IOException {
    try (var arena = Arena.ofConfined()) {
      var struct = arena.allocate(STRUCT_BYTES, Long.BYTES);
      int result = (int) STATVFS.invokeExact(arena.allocateFrom(path.toString()), struct);
      if (result != 0) {
        throw new IOException("statvfs of " + path + " failed");
      }
      return new FileSystemInodes(
          struct.get(JAVA_LONG, TOTAL_OFFSET), struct.get(JAVA_LONG, FREE_OFFSET));
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("a system call without exceptions threw one", e);
    }
  }
}
