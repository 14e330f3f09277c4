// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.scrub;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.pluginexecutor.server.value.PluginValue;

/**
 * Where the secrets of one call are: its configuration, what it was given and what it returned.
 * Nothing is looked at before there is a line to scrub, since most calls print nothing. Confined to
 * one thread.
 */
public final class CallSecrets {
  /** What is in the name of an argument, a result or a setting that is a secret. */
  private static final List<String> NAMES =
      List.of(
          "passw", "passphrase", "private_key", "secret", "token", "otp", "credential", "api_key");

  private final String configuration;
  private final List<PluginValue> values = new ArrayList<>();

  /** Begins with those of a configuration. */
  public CallSecrets(String configuration) {
    this.configuration = configuration;
  }

  /** Adds what stands under names of secrets, however deep; in a bare list everything. */
  public void add(PluginValue value) {
    values.add(value);
  }

  /** What finds them. */
  public Scrubber scrubber() {
    var secrets = new SecretTexts();
    ConfigurationTexts.collect(configuration, secrets);
    for (var value : values) {
      collect(value, value instanceof PluginValue.Items, secrets);
    }
    return Scrubber.of(secrets);
  }

  static boolean isNameOfSecret(String name) {
    var lowerCase = name.toLowerCase(Locale.ROOT);
    return NAMES.stream().anyMatch(lowerCase::contains);
  }

  private static void collect(PluginValue value, boolean secret, SecretTexts secrets) {
    switch (value) {
      case PluginValue.Text(var text) -> addIf(secret, text, secrets);
      case PluginValue.Int(var number) -> addIf(secret, Long.toString(number), secrets);
      case PluginValue.BigInt(var digits) -> addIf(secret, digits, secrets);
      case PluginValue.Items(var items) -> items.forEach(item -> collect(item, secret, secrets));
      case PluginValue.Dict(var fields) ->
          fields.forEach((name, field) -> collect(field, secret || isNameOfSecret(name), secrets));
      case PluginValue.Null _, PluginValue.Bool _, PluginValue.Real _ -> {}
    }
  }

  private static void addIf(boolean secret, String text, SecretTexts secrets) {
    if (secret) {
      secrets.addPassword(text);
    }
  }

  @Override
  public String toString() {
    return "CallSecrets";
  }
}
