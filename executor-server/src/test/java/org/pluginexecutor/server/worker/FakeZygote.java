// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.pluginexecutor.server.runtime.PythonRuntime;

/**
 * A script in the shim's place that speaks the zygote's protocol and has no walls. The name of the
 * runtime says how it misbehaves when it is to fork more than once; asked for a single worker, it
 * behaves. Workers answer with their number and that of their zygote.
 */
final class FakeZygote {
  private static final String SCRIPT =
      """
      import json, os, signal, socket, struct, sys, threading, time
      how = sys.argv[-1]
      setup = json.loads(sys.stdin.readline())
      if setup["cells"] == 1:
          how = "obeys"
      lock = threading.Lock()
      def tell(event):
          with lock:
              sys.stdout.write(json.dumps(event) + "\\n")
              sys.stdout.flush()
      def send(connection, message):
          data = json.dumps(message).encode()
          connection.sendall(struct.pack(">I", len(data)) + data)
      def end(number, signal_number):
          tell({"type": "ended", "id": number, "exit_code": None if signal_number else 0,
                "signal": signal_number, "cpu_s": 60.5 if how == "burns" else 0.5,
                "peak_memory_bytes": 7})
      def exact(connection, size):
          data = b""
          while len(data) < size:
              piece = connection.recv(size - len(data))
              if not piece:
                  return None
              data += piece
          return data
      running = {}
      kept = []
      def work(number, connections):
          call = connections["c"]
          send(call, {"type": "ready"})
          if how == "leaves":
              call.recv(1, socket.MSG_PEEK)
              for connection in running.pop(number).values():
                  connection.close()
              end(number, 9)
              return
          head = exact(call, 4)
          if head is None:
              return
          request = json.loads(exact(call, struct.unpack(">I", head)[0]))
          connections["o"].sendall(b"printed\\n")
          if how == "burns":
              end(number, 9)
          elif how == "outlives":
              exact(call, 1)
              end(number, 9)
          elif request["hook"] == "authorize":
              return
          else:
              if how == "grows":
                  kept.append(b"x" * (100 << 20))
              result = {"worker": number, "zygote": os.getpid()}
              send(call, {"type": "reply", "outcome": "returned", "result": result, "hook_found": True})
              end(number, None)
          for connection in running.pop(number).values():
              connection.shutdown(socket.SHUT_RDWR)
      def obey():
          for line in sys.stdin:
              number = json.loads(line)["id"]
              connections = running.pop(number, None)
              if connections is not None and how != "spares":
                  end(number, 9)
                  for connection in connections.values():
                      connection.shutdown(socket.SHUT_RDWR)
          if how == "lingers":
              time.sleep(0.5)
          os._exit(0)
      listener = socket.socket(socket.AF_UNIX)
      listener.bind(setup["socket"])
      listener.listen(64)
      if how == "dies":
          os._exit(3)
      if how == "refuses":
          tell({"type": "not_ready", "layer": "moat", "message": "dry", "remedy": "rain"})
          os._exit(69)
      if how == "babbles":
          tell({"type": "rhubarb"})
      if how != "sleeps":
          tell({"type": "ready", "protocol": 1, "implementation": "CPython", "runtime": "3.11.2",
                "level": setup["level"], "preload_problems": []})
      threading.Thread(target=obey, daemon=True).start()
      arrived = {}
      while True:
          connection, _ = listener.accept()
          if how == "hangs":
              continue
          header = exact(connection, 80).decode()
          assert header[:64] == setup["token"]
          number = int(header[65:])
          arrived.setdefault(number, {})[header[64]] = connection
          if len(arrived[number]) == 3:
              if how == "does not fork":
                  tell({"type": "not_started", "id": number, "message": "no room"})
                  for other in arrived[number].values():
                      other.shutdown(socket.SHUT_RDWR)
                  continue
              if how == "dies when it forks":
                  os._exit(1)
              running[number] = arrived.pop(number)
              threading.Thread(target=work, args=(number, running[number]), daemon=True).start()
      """;

  private FakeZygote() {}

  /** Writes the script and returns it as the shim's main file. */
  static Path writeTo(Path directory) throws IOException {
    return Files.writeString(directory.resolve("fake_zygote.py"), SCRIPT);
  }

  /** A runtime whose zygotes do what its name says. */
  static PythonRuntime runtime(Path directory, String name) throws IOException {
    var file = directory.resolve("interpreter");
    if (!Files.exists(file)) {
      Files.writeString(file, "#!/bin/sh\nexec python3 \"$@\"\n");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }
    return new PythonRuntime(name, file, "3.11.2");
  }
}
