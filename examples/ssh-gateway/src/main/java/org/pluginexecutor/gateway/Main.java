// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.gateway;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** The program: a gateway from a YAML file, until the process is told to end. */
public final class Main {
  private static final int USAGE = 64;
  private static final int UNAVAILABLE = 69;
  private static final int CONFIG = 78;

  private Main() {}

  /** Runs the gateway; the only argument is the file. */
  public static void main(String[] args) throws InterruptedException {
    if (args.length != 1) {
      fail(USAGE, "usage: ssh-gateway CONFIG.yaml");
    }
    try {
      var gateway = SshGateway.start(ConfigFile.read(Path.of(args[0])));
      Runtime.getRuntime().addShutdownHook(new Thread(gateway::close, "ssh-gateway-shutdown"));
      System.out.println("listening on port " + gateway.port());
      new CountDownLatch(1).await();
    } catch (IllegalArgumentException e) {
      fail(CONFIG, args[0] + ": " + e.getMessage());
    } catch (IOException e) {
      fail(UNAVAILABLE, "ssh-gateway: " + e.getMessage());
    }
  }

  private static void fail(int exitCode, String sentence) {
    System.err.println(sentence);
    System.exit(exitCode);
  }
}
