// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** The program: hands the process's streams to {@link Cli} and ends with its exit code. */
public final class Main {
  private static final int BUFFER_BYTES = 8 << 10;

  private Main() {}

  /** Runs one command line. */
  public static void main(String[] args) {
    tuneVirtualThreads();
    var out = stream(FileDescriptor.out);
    var err = stream(FileDescriptor.err);
    var home = Optional.ofNullable(System.getProperty("pluginexecutor.home")).map(Path::of);
    var style = Style.ofProcess(System.getenv());
    var terminal =
        new Terminal(out, err, style, System.getenv(), home, new ProcessKeyboard(System.in));
    System.exit(Cli.run(terminal, args).code());
  }

  /**
   * Each handing over of work from one thread to another costs a call some 20 µs. So virtual
   * threads are carried by half of the processors, as workers need the others, and a thread of the
   * system's own wakes those that wait for a socket, instead of one more virtual thread. Both are
   * read when the first virtual thread starts; who names them on the command line of Java has
   * precedence.
   */
  private static void tuneVirtualThreads() {
    int carriers = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    setUnlessSet("jdk.virtualThreadScheduler.parallelism", Integer.toString(carriers));
    setUnlessSet("jdk.pollerMode", "1");
  }

  private static void setUnlessSet(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /** UTF-8 in every locale, because JSON has no other encoding; each line leaves at once. */
  private static PrintStream stream(FileDescriptor descriptor) {
    var file = new BufferedOutputStream(new FileOutputStream(descriptor), BUFFER_BYTES);
    return new PrintStream(file, true, StandardCharsets.UTF_8);
  }
}
