// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An authority whose certificates openssl makes, with the files as an operator has them. */
record TestAuthority(Path directory) {
  private static final String KEY = "ec -pkeyopt ec_paramgen_curve:P-256 -nodes";

  static TestAuthority in(Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var authority = new TestAuthority(directory);
    authority.openssl(
        "req -x509 -newkey "
            + KEY
            + " -days 30 -subj /CN="
            + directory.getFileName()
            + " -addext basicConstraints=critical,CA:TRUE -keyout ca.key -out ca.pem");
    return authority;
  }

  /** Makes NAME.pem and NAME.key, for these alternative names, valid for so many days. */
  TestAuthority issue(String name, String alternativeNames, int days) {
    try {
      Files.writeString(
          directory.resolve(name + ".ext"), "subjectAltName=" + alternativeNames + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    openssl("req -newkey %s -subj /CN=%s -keyout %s.key -out csr".formatted(KEY, name, name));
    openssl(
        "x509 -req -in csr -CA ca.pem -CAkey ca.key -CAcreateserial -days %d -extfile %s.ext"
                .formatted(days, name)
            + " -out %s.pem".formatted(name));
    return this;
  }

  String ca() {
    return directory.resolve("ca.pem").toString();
  }

  Path certificate(String name) {
    return directory.resolve(name + ".pem");
  }

  Path key(String name) {
    return directory.resolve(name + ".key");
  }

  private void openssl(String words) {
    var command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(words.split(" ", -1)));
    try {
      var process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .start();
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError(command + ": " + output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
