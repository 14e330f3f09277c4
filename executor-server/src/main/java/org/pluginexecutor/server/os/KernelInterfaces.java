// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.OptionalInt;

/** Asks the kernel what it offers, and changes nothing. Stateless. */
public final class KernelInterfaces {
  /** The number of landlock_create_ruleset, the same on every 64-bit Linux. */
  private static final long LANDLOCK_CREATE_RULESET = 444;

  private static final int LANDLOCK_VERSION = 1;

  /** Larger than the kernel's struct timex. */
  private static final int TIMEX_BYTES = 512;

  private static final int TIME_ERROR = 5;
  private static final Linker LINKER = Linker.nativeLinker();

  private KernelInterfaces() {}

  /** The version of Landlock's interface; absent: there is none, or it is off. */
  public static OptionalInt landlockVersion() {
    var handle =
        handle(
            "syscall",
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_INT),
            Linker.Option.firstVariadicArg(1));
    try {
      long version =
          (long)
              handle.invokeExact(LANDLOCK_CREATE_RULESET, MemorySegment.NULL, 0L, LANDLOCK_VERSION);
      return version > 0 ? OptionalInt.of((int) version) : OptionalInt.empty();
    } catch (Throwable e) {
      throw new IllegalStateException("a system call without exceptions threw one", e);
    }
  }

  /** Whether somebody keeps the kernel's clock at the right time. */
  public static boolean isClockSynchronised() {
    var handle = handle("adjtimex", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    try (var arena = Arena.ofConfined()) {
      // Of zeros, so that it asks and sets nothing.
      int state = (int) handle.invokeExact(arena.allocate(TIMEX_BYTES, Long.BYTES));
      return state >= 0 && state != TIME_ERROR;
    } catch (Throwable e) {
      throw new IllegalStateException("a system call without exceptions threw one", e);
    }
  }

  @SuppressWarnings("restricted")
  private static MethodHandle handle(
      String name, FunctionDescriptor descriptor, Linker.Option... options) {
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor, options);
  }
}
