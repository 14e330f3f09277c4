// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.access;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.pluginexecutor.server.config.Role;
import org.pluginexecutor.server.files.WatchedFile;
import org.pluginexecutor.server.telemetry.VisibleText;

/**
 * Reads the list of callers: lines of a name, roles with commas between them, and a proof.
 * Stateless but for the users that nobody may be recognised by.
 *
 * @param pluginUsers users and groups that code of plugins may run as
 */
record AccessLines(PluginUsers pluginUsers) implements WatchedFile.Parser<List<AccessEntry>> {
  private static final int MAX_SHOWN = 80;
  private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,63}");
  private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,9}");

  /** Names that the server itself gives. */
  private static final Set<String> RESERVED = Set.of("local", "server", Identity.ANONYMOUS);

  @Override
  public List<AccessEntry> parse(String text) throws IOException {
    var entries = new ArrayList<AccessEntry>();
    int number = 0;
    for (var line : text.lines().toList()) {
      number++;
      int comment = line.indexOf('#');
      var entry = (comment < 0 ? line : line.substring(0, comment)).strip();
      if (!entry.isEmpty()) {
        try {
          entries.add(entry(entry));
        } catch (IllegalArgumentException e) {
          throw new IOException("line " + number + ": " + e.getMessage(), e);
        }
      }
    }
    return List.copyOf(entries);
  }

  private AccessEntry entry(String line) {
    var words = List.of(WHITE_SPACE.split(line, -1));
    if (words.size() != 3) {
      throw wrong(line, "NAME ROLES PROOF, such as: gateway-1 invoke sha256:…");
    }
    return new AccessEntry(name(words.get(0)), roles(words.get(1)), proof(words.get(2)));
  }

  static String name(String text) {
    if (!NAME.matcher(text).matches() || RESERVED.contains(text)) {
      throw wrong(
          text, "a name of letters, digits, '.', '_', '-' and '@' that the server does not use");
    }
    return text;
  }

  private static Set<Role> roles(String text) {
    var roles = EnumSet.noneOf(Role.class);
    for (var label : text.split(",", -1)) {
      roles.add(
          Role.named(label)
              .orElseThrow(() -> wrong(text, "invoke, manage and observe, with commas between")));
    }
    return roles;
  }

  private Proof proof(String text) {
    int colon = text.indexOf(':');
    var value = text.substring(colon + 1);
    return switch (text.substring(0, Math.max(colon, 0))) {
      case "sha256" -> tokenDigest(text);
      case "dns" -> new Proof.CertificateName(required(text, value).toLowerCase(Locale.ROOT));
      case "uri" -> new Proof.CertificateName(required(text, value));
      case "uid" -> new Proof.UnixUser(pluginUsers.requireOtherUser(number(text, value)));
      case "gid" -> new Proof.UnixGroup(pluginUsers.requireOtherGroup(number(text, value)));
      default -> throw wrong(text, "sha256:…, dns:NAME, uri:URI, uid:NUMBER or gid:NUMBER");
    };
  }

  private static Proof tokenDigest(String text) {
    if (!Tokens.isDigest(text)) {
      throw wrong(text, "sha256: and 64 hexadecimal digits in lower case");
    }
    return new Proof.TokenDigest(text);
  }

  private static String required(String text, String value) {
    if (value.isEmpty()) {
      throw wrong(text, "a name behind the colon");
    }
    return text;
  }

  private static int number(String text, String value) {
    try {
      if (NUMBER.matcher(value).matches()) {
        return Integer.parseInt(value);
      }
    } catch (NumberFormatException _) {
      // Too large, as below.
    }
    throw wrong(text, "a number behind the colon");
  }

  static IllegalArgumentException wrong(String found, String expected) {
    return new IllegalArgumentException(
        VisibleText.of(found, MAX_SHOWN) + " (expected: " + expected + ")");
  }
}
