// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Certificates for tests, made by openssl when they are needed. */
public final class TestCertificates {
  private final Path directory;

  private TestCertificates(Path directory) {
    this.directory = directory;
  }

  /** An authority of its own. */
  public static TestCertificates in(Path directory) {
    return in(directory, "authority");
  }

  /** The same with another name. */
  public static TestCertificates in(Path directory, String name) {
    var certificates = new TestCertificates(directory);
    openssl(
        directory,
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj /CN=%s"
                .formatted(name)
            + " -addext basicConstraints=critical,CA:TRUE -keyout ca.key -out ca.pem");
    return certificates;
  }

  public Path ca() {
    return directory.resolve("ca.pem");
  }

  public Path certificate(String name) {
    return directory.resolve(name + ".pem");
  }

  public Path key(String name) {
    return directory.resolve(name + ".key");
  }

  /** A certificate of the authority for 127.0.0.1, valid for so many days from now. */
  public TestCertificates issue(String name, int days) {
    return issue(name, "-days " + days, "ec -pkeyopt ec_paramgen_curve:P-256");
  }

  /** One that was valid once. */
  public TestCertificates issueExpired(String name) {
    return issue(name, -1);
  }

  /** One with a key of this kind. */
  public TestCertificates issueOfKind(String name, String kind) {
    return issue(name, "-days 3", kind);
  }

  private TestCertificates issue(String name, String validity, String kind) {
    write(directory.resolve(name + ".ext"), "subjectAltName=IP:127.0.0.1,DNS:localhost\n");
    openssl(
        directory,
        "req -newkey %s -nodes -subj /CN=%s -keyout %s.key -out %s.csr"
            .formatted(kind, name, name, name));
    openssl(
        directory,
        "x509 -req -in %s.csr -CA ca.pem -CAkey ca.key -CAcreateserial %s -extfile %s.ext -out"
                .formatted(name, validity, name)
            + " "
            + name
            + ".pem");
    return this;
  }

  /** Takes a certificate back; the next list says so. */
  public TestCertificates revoke(String name) {
    ca("-revoke " + name + ".pem");
    return this;
  }

  /**
   * Writes the list of what is revoked.
   *
   * @param validity in words of openssl, such as {@code -crldays 3}
   */
  public Path list(String name, String validity) {
    ca("-gencrl " + validity + " -out " + name + ".crl");
    return directory.resolve(name + ".crl");
  }

  private void ca(String words) {
    var settings = directory.resolve("ca.cnf");
    if (!Files.exists(settings)) {
      write(settings, "[ca]\ndefault_ca=a\n[a]\ndatabase=index\ndefault_md=sha256\n");
      write(directory.resolve("index"), "");
    }
    openssl(directory, "ca -config ca.cnf -keyfile ca.key -cert ca.pem " + words);
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a command; its words have no blanks in them. */
  public static void openssl(Path directory, String words) {
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
