// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/**
 * Brings everything that was written to a file system onto its disk by one system call: thousands
 * of small files one by one would take seconds. Stateless.
 */
public final class FileSystemSync {
  /** O_RDONLY | O_DIRECTORY | O_CLOEXEC of Linux, on x86-64; arm64 has another O_DIRECTORY. */
  private static final int OPEN_FLAGS =
      (System.getProperty("os.arch").equals("aarch64") ? 0x4000 : 0x10000) | 0x80000;

  private static final MethodHandle OPEN =
      function("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT), 2);
  private static final MethodHandle SYNCFS =
      function("syncfs", FunctionDescriptor.of(JAVA_INT, JAVA_INT), 1);
  private static final MethodHandle CLOSE =
      function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT), 1);

  private FileSystemSync() {}

  /**
   * Waits until everything is on the disk that was written to the file system of a directory.
   *
   * @throws IOException if the disk failed
   */
  public static void sync(Path directory) throws IOException {
    int fd;
    int result;
    try (var arena = Arena.ofConfined()) {
      fd = (int) OPEN.invokeExact(arena.allocateFrom(directory.toString()), OPEN_FLAGS);
      result = fd < 0 ? fd : (int) SYNCFS.invokeExact(fd);
      if (fd >= 0) {
        int _ = (int) CLOSE.invokeExact(fd);
      }
    } catch (Throwable e) {
      throw new IllegalStateException("a system call without exceptions threw one", e);
    }
    if (result < 0) {
      throw new IOException("syncfs of " + directory + " failed");
    }
  }

  @SuppressWarnings("restricted")
  private static MethodHandle function(String name, FunctionDescriptor type, int fixedArguments) {
    var linker = Linker.nativeLinker();
    // open(2) is variadic; naming the first variadic argument is right for the others as well.
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(name),
        type,
        Linker.Option.firstVariadicArg(fixedArguments));
  }
}
