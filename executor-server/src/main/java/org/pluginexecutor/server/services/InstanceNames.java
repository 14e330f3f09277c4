// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.services;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the configuration of an instance names, and with that, what its plugin may ask for (contract
 * 6.10.1). A text that is no INI file names nothing. Immutable.
 *
 * @param services values of options called {@code name}, in whatever section
 * @param caLists names that stand as {@code $[NAME]}
 */
record InstanceNames(Set<String> services, Set<String> caLists) {
  private static final String NAME = "name";
  private static final Pattern CA_LIST = Pattern.compile("\\$\\[([^\\]]+)\\]");

  InstanceNames {
    services = Set.copyOf(services);
    caLists = Set.copyOf(caLists);
  }

  static InstanceNames of(String configuration) {
    var reading = new Reading();
    configuration.lines().forEach(reading::line);
    reading.endOption();
    return new InstanceNames(reading.services, reading.caLists);
  }

  /** Goes through the lines as Python's configparser does. Confined to one thread. */
  private static final class Reading {
    private final Set<String> services = new HashSet<>();
    private final Set<String> caLists = new HashSet<>();
    private boolean isInSection;
    private int indent;
    private String option = "";
    private final StringBuilder value = new StringBuilder();

    void line(String line) {
      var text = line.strip();
      if (text.startsWith("#") || text.startsWith(";")) {
        return;
      }
      int lineIndent = line.indexOf(text);
      if (text.isEmpty() || (!option.isEmpty() && lineIndent > indent)) {
        // An empty line is part of a value that goes on behind it.
        value.append('\n').append(text);
        return;
      }
      endOption();
      indent = lineIndent;
      if (text.startsWith("[") && text.indexOf(']') > 1) {
        isInSection = true;
        return;
      }
      int delimiter = delimiter(text);
      if (isInSection && delimiter > 0) {
        option = text.substring(0, delimiter).strip().toLowerCase(Locale.ROOT);
        value.append(text.substring(delimiter + 1).strip());
      }
    }

    private static int delimiter(String text) {
      int equals = text.indexOf('=');
      int colon = text.indexOf(':');
      return equals < 0 || colon < 0 ? Math.max(equals, colon) : Math.min(equals, colon);
    }

    void endOption() {
      var text = value.toString().strip();
      if (option.equals(NAME)) {
        services.add(text);
      }
      var caList = CA_LIST.matcher(text);
      if (!option.isEmpty() && caList.matches()) {
        caLists.add(caList.group(1));
      }
      option = "";
      value.setLength(0);
    }
  }
}
