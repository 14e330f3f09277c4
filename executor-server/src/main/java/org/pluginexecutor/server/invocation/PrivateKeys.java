// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.pluginexecutor.server.value.PluginValue;

/**
 * The keys that a plugin hands out, by the rules of the contract (2.5): those that a gateway could
 * not use are left out and remarked on (Q35). No part of a key ever gets into a remark. Stateless.
 */
final class PrivateKeys {
  private static final int LINE_LENGTH = 64;

  /** A plugin must not fill the log with remarks. */
  private static final int MAX_REMARKS = 10;

  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]+={0,2}");
  private static final Pattern LABEL = Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----");
  private static final String PKCS8 = "PRIVATE KEY";
  private static final String RSA = "RSA PRIVATE KEY";
  private static final String DSA = "DSA PRIVATE KEY";
  private static final Set<String> LABELS = Set.of(PKCS8, RSA, DSA);

  private PrivateKeys() {}

  /**
   * Returns those keys that follow the rules, in their order.
   *
   * @param remarks gets a line for each of the others, with its index and the reason
   */
  static PluginValue.Items keepUsable(String path, List<PluginValue> keys, List<String> remarks)
      throws BadResultException {
    var usable = new ArrayList<PluginValue>();
    int leftOut = 0;
    for (int i = 0; i < keys.size(); i++) {
      if (!(keys.get(i) instanceof PluginValue.Items(var pair)
          && pair.size() == 2
          && pair.get(0) instanceof PluginValue.Text(var type)
          && pair.get(1) instanceof PluginValue.Text(var pem))) {
        throw new BadResultException(
            path + "[" + i + "]", keys.get(i).typeName(), "a pair of texts: type, key");
      }
      var problem = problem(type, pem);
      if (problem.isEmpty()) {
        usable.add(keys.get(i));
      } else if (++leftOut <= MAX_REMARKS) {
        remarks.add("private_keys[" + i + "] was left out: " + problem.get());
      }
    }
    if (leftOut > MAX_REMARKS) {
      remarks.add((leftOut - MAX_REMARKS) + " more of private_keys were left out");
    }
    return new PluginValue.Items(usable);
  }

  private static Optional<String> problem(String type, String pem) {
    if (!type.equals("ssh-rsa") && !type.equals("ssh-dss")) {
      return of("type", "another text", "ssh-rsa or ssh-dss");
    }
    var lines = pem.strip().lines().toList();
    var header = LABEL.matcher(lines.isEmpty() ? "" : lines.getFirst());
    if (!header.matches() || !LABELS.contains(header.group(1))) {
      return of(
          "first line",
          header.matches() ? "not of a private key in the clear" : "no PEM header",
          "BEGIN RSA PRIVATE KEY, BEGIN DSA PRIVATE KEY or BEGIN PRIVATE KEY between five hyphens");
    }
    var label = header.group(1);
    if (label.equals(type.equals("ssh-rsa") ? DSA : RSA)) {
      return of("first line", label, "a key of the type " + type);
    }
    if (!lines.getLast().equals("-----END " + label + "-----")) {
      return of("last line", "another one", "END " + label + " between five hyphens");
    }
    return bodyProblem(lines.subList(1, lines.size() - 1));
  }

  private static Optional<String> bodyProblem(List<String> body) {
    if (body.isEmpty()) {
      return of("body", "empty", "lines of base64");
    }
    for (int i = 0; i < body.size(); i++) {
      boolean last = i == body.size() - 1;
      var line = body.get(i);
      var place = "line " + (i + 1) + " of the body";
      if (line.length() > LINE_LENGTH || (!last && line.length() < LINE_LENGTH)) {
        return of(
            place,
            line.length() + " characters",
            (last ? "at most " : "exactly ") + LINE_LENGTH + " characters");
      }
      if (!BASE64.matcher(line).matches() || (!last && line.endsWith("="))) {
        return of(place, "another text", "base64");
      }
    }
    return Optional.empty();
  }

  private static Optional<String> of(String subject, String found, String expected) {
    return Optional.of(subject + ": " + found + " (expected: " + expected + ")");
  }
}
