// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The verbs in the order of the help. A verb's class is loaded when the verb is made. */
enum Verb {
  DEMO,
  SERVE,
  PLUGIN,
  INSTANCE,
  STORE,
  TOKEN,
  CALL,
  BACKUP,
  AUDIT,
  RUNTIME,
  HEALTH,
  DOCTOR,
  COMPLETION;

  /** The verb that a command line begins with; empty when it begins with something else. */
  static Optional<Verb> named(String... args) {
    return Arrays.stream(values())
        .filter(verb -> args.length > 0 && verb.word().equals(args[0]))
        .findFirst();
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  Object make(Terminal terminal) {
    return switch (this) {
      case DEMO -> new DemoCommand(terminal);
      case SERVE -> ServeCommand.make(terminal);
      case PLUGIN -> PluginCommand.make(terminal);
      case INSTANCE -> InstanceCommand.make(terminal);
      case STORE -> StoreCommand.make(terminal);
      case TOKEN -> TokenCommand.make(terminal);
      case CALL -> new CallCommand(terminal);
      case BACKUP -> BackupCommand.make(terminal);
      case AUDIT -> new AuditCommand(terminal);
      case RUNTIME -> RuntimeCommand.make(terminal);
      case HEALTH -> new HealthCommand(terminal);
      case DOCTOR -> new DoctorCommand(terminal);
      case COMPLETION -> new CompletionCommand(terminal);
    };
  }
}
