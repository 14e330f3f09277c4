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

  /** Tries what authors try, and catches what comes of it. */
  private static final String GUESSING =
      """
      #!/usr/bin/env pluginwrapper3
      import ctypes, os, socket, subprocess, sys, threading, time

      def files(count):
          for n in range(count):
              open("/tmp/%d" % n, "w").close()

      def fill(size):
          with open("/tmp/large", "wb") as file:
              file.write(b"x" * size)

      def listen():
          server = socket.socket()
          server.listen(1)

      def threads():
          while True:
              threading.Thread(target=time.sleep, args=(60,), daemon=True).start()

      GUESSES = {
          "program": lambda: subprocess.check_call(["/bin/ls"]),
          "shadow": lambda: open("/etc/shadow"),
          "package": lambda: open(os.path.dirname(__file__) + "/notes", "w"),
          "port": lambda: socket.create_connection(("127.0.0.1", 22), 5),
          "bind": lambda: socket.socket().bind(("127.0.0.1", 8080)),
          "listen": listen,
          "name": lambda: socket.create_connection(("directory.example", 443), 5),
          "files": lambda: files(10000),
          "fill": lambda: fill(20 << 20),
          "threads": threads,
          "memory": lambda: bytearray(1 << 30),
          "kill": lambda: os.kill(4711, 9),
          "setuid": lambda: os.setuid(1000),
          "mount": lambda: ctypes.CDLL(None).mount(b"x", b"/tmp", b"tmpfs", 0, None),
          "priority": lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1)),
          "nothing": lambda: None,
      }

      class Plugin:
          def __init__(self, configuration=""):
              pass

          def authenticate(self, gateway_user, key_value_pairs=None, **others):
              if gateway_user == "loop":
                  while True:
                      pass
              if gateway_user == "wait":
                  time.sleep(60)
              if gateway_user == "large":
                  return {"verdict": "ACCEPT", "x": "y" * (4 << 20)}
              if gateway_user == "print":
                  sys.stdout.write("x" * (3 << 20))
                  return {"verdict": "ACCEPT"}
              try:
                  GUESSES[gateway_user]()
              except (Exception, MemoryError):
                  pass
              return {"verdict": "DENY"}
      """;

  private Samples() {}

  /** Writes a plugin of type aa that does as it is told. */
  static Path obedient(Path directory) throws IOException {
    return write(directory, "obedient", OBEDIENT);
  }

  /** Writes a plugin of type aa that runs into the wall that {@code gateway_user} names. */
  static Path guessing(Path directory) throws IOException {
    return write(directory, "guessing", GUESSING);
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
