// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Plugins that the tests write. */
final class Samples {
  /** Does what the argument {@code key_value_pairs} asks for. */
  private static final String OBEDIENT =
      """
      #!/usr/bin/env pluginwrapper3
      import ctypes, os, sys, time

      class Plugin:
          def __init__(self, configuration=""):
              self.configuration = configuration

          def authenticate(self, cookie, session_cookie, key_value_pairs=None, **others):
              do = (key_value_pairs or {}).get("do", "")
              print("doing", do)
              if do == "raise":
                  raise ValueError("as asked")
              if do == "bad":
                  return {"verdict": "MAYBE"}
              if do == "sleep":
                  time.sleep(600)
              if do == "kill":
                  ctypes.string_at(0)
              if do == "exit":
                  os._exit(7)
              if do in ("DENY", "NONE"):
                  return {"verdict": do, "reason": "as asked"}
              if do == "NEEDINFO":
                  return {"verdict": do, "question": ("otp", "Password: ")}
              if do == "escape":
                  print("\\x1b[2Jcleared")
                  return {"verdict": "DENY", "reason": "\\x1b[2Jcleared"}
              return {"verdict": "ACCEPT", "echo": others, "configuration": self.configuration,
                      "cookie": dict(cookie, seen=True), "session_cookie": session_cookie}

          def session_ended(self, cookie):
              print("over", cookie)
      """;

  /** Takes one configuration only, and has one hook only. */
  private static final String STRICT =
      """
      #!/usr/bin/env pluginwrapper3
      import ctypes, sys

      class Plugin:
          def __init__(self, configuration=""):
              print("reading the configuration")
              if configuration == "exit":
                  sys.exit(3)
              if configuration == "kill":
                  ctypes.string_at(0)
              if configuration != "# the default\\n":
                  raise ValueError("no such option: " + configuration)

          def authenticate(self, **others):
              print("called")
      """;

  private Samples() {}

  /** Writes a plugin of type aa that does as it is told. */
  static Path obedient(Path directory) throws IOException {
    return write(directory, "obedient", OBEDIENT);
  }

  /** Writes a plugin that takes its default configuration only. */
  static Path strict(Path directory) throws IOException {
    return write(directory, "strict", STRICT);
  }

  /** Writes a plugin that cannot be imported. */
  static Path broken(Path directory) throws IOException {
    return write(
        directory,
        "broken",
        "#!/usr/bin/env pluginwrapper3\nimport no_such_module\nclass Plugin: pass\n");
  }

  private static Path write(Path directory, String name, String main) throws IOException {
    Files.createDirectories(directory);
    Files.writeString(
        directory.resolve("MANIFEST"),
        """
        name: %s
        description: Made by a test
        version: 1.0.0
        type: aa
        api: 1.9
        entry_point: main.py
        """
            .formatted(name));
    Files.writeString(directory.resolve("main.py"), main);
    Files.writeString(directory.resolve("default.cfg"), "# the default\n");
    return directory;
  }
}
