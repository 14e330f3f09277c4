// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.scrub;

import java.util.regex.Pattern;

/**
 * The values of a configuration text. It is what the plugin makes of it, mostly an INI file, so
 * this takes too much rather than too little: of every line what follows the first equals sign or
 * colon, and the whole line where there is none. Stateless.
 */
final class ConfigurationTexts {
  private static final Pattern SECTION = Pattern.compile("\\[[^\\]]*+\\]");
  private static final Pattern LIST = Pattern.compile("[,;]");
  private static final Pattern FRAME = Pattern.compile("^[\\s\"'\\[{(]++|[\\s\"',;\\])}]++$");
  private static final Pattern USER_INFO = Pattern.compile("://[^/@:\\s]*+:([^/@\\s]++)@");

  private ConfigurationTexts() {}

  static void collect(String configuration, SecretTexts secrets) {
    boolean secret = false;
    for (var line : configuration.lines().toList()) {
      boolean continued = !line.isEmpty() && Character.isWhitespace(line.charAt(0));
      var text = withoutCommentSign(line.strip());
      if (text.isEmpty() || SECTION.matcher(text).matches()) {
        continue;
      }
      int separator = separator(text);
      if (separator >= 0) {
        secret = CallSecrets.isNameOfSecret(text.substring(0, separator));
      } else if (!continued) {
        secret = false;
      }
      // A line that goes on from the one before may have a separator that is part of its value.
      if (continued || separator < 0) {
        addValue(text, secret, secrets);
      }
      addValue(text.substring(separator + 1).strip(), secret, secrets);
    }
  }

  /** A setting that was put out of action may still be the password of something. */
  private static String withoutCommentSign(String line) {
    boolean isComment = line.startsWith("#") || line.startsWith(";");
    return isComment && separator(line) < 0 ? "" : isComment ? line.substring(1).strip() : line;
  }

  private static int separator(String line) {
    int equals = line.indexOf('=');
    int colon = line.indexOf(':');
    return equals < 0 || colon < 0 ? Math.max(equals, colon) : Math.min(equals, colon);
  }

  private static void addValue(String value, boolean secret, SecretTexts secrets) {
    add(value, secret, secrets);
    add(FRAME.matcher(value).replaceAll(""), secret, secrets);
    for (var item : LIST.split(value, -1)) {
      add(FRAME.matcher(item).replaceAll(""), secret, secrets);
    }
    for (var comment : new String[] {" ;", " #"}) {
      int start = value.indexOf(comment);
      if (start > 0) {
        add(value.substring(0, start).strip(), secret, secrets);
      }
    }
    USER_INFO.matcher(value).results().forEach(match -> secrets.addPassword(match.group(1)));
  }

  private static void add(String value, boolean secret, SecretTexts secrets) {
    if (secret) {
      secrets.addPassword(value);
    } else {
      secrets.addSetting(value);
    }
  }
}
