# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Play the server for one worker: the black-box harness of the shim's tests."""

import errno
import json
import os
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
import unittest

TESTS = os.path.dirname(os.path.abspath(__file__))
SOURCES = os.path.join(os.path.dirname(TESTS), "src")
MAIN = os.path.join(SOURCES, "pluginshim", "__main__.py")
PYTHON2 = sys.version_info[0] == 2
FLAGS = ["-E", "-s", "-B"] if PYTHON2 else ["-I", "-B"]
NONCE = "5f" * 32
WAIT_S = 10
FILE_SIZE_LIMIT_BYTES = 67108864
PATH = "/usr/local/bin:/usr/bin:/bin"


def command(*verbs):
    """Return the command line that starts the shim."""
    return [sys.executable] + FLAGS + [MAIN] + list(verbs)


def eventually(condition, what):
    """Poll until the condition holds and return its value; the one place where tests sleep."""
    end = time.time() + WAIT_S
    while True:
        value = condition()
        if value:
            return value
        if time.time() > end:
            raise AssertionError("%s: still not so after %d s" % (what, WAIT_S))
        time.sleep(0.005)


def alive(pid):
    """Tell whether the process exists and is no zombie."""
    try:
        with open("/proc/%d/stat" % pid) as stat:
            return stat.read().rpartition(")")[2].split()[0] not in ("Z", "X")
    except (IOError, OSError):
        return False


def encode_frame(value):
    """Return the object as a frame."""
    data = json.dumps(value).encode("ascii")
    return struct.pack(">I", len(data)) + data


def decode_frame(data):
    """Return the object of the frame and the bytes behind it."""
    (size,) = struct.unpack(">I", data[:4])
    if len(data) < 4 + size:
        raise ValueError("frame: cut off")
    return json.loads(data[4 : 4 + size].decode("utf-8")), data[4 + size :]


def receive_exactly(connection, size):
    """Receive that many bytes."""
    data = b""
    while len(data) < size:
        chunk = connection.recv(size - len(data))
        if not chunk:
            raise EOFError("connection: ended")
        data += chunk
    return data


class Drain(threading.Thread):
    """Reads a connection to its end in the background."""

    def __init__(self, connection):
        """Start reading."""
        threading.Thread.__init__(self)
        self.daemon = True
        self._connection = connection
        self.data = b""
        self.ended_at = None
        self.start()

    def run(self):
        """Read until the end of the connection."""
        while True:
            try:
                chunk = self._connection.recv(65536)
            except socket.error as error:
                if error.errno == errno.EINTR:
                    continue
                chunk = b""
            if not chunk:
                self.ended_at = time.time()
                return
            self.data += chunk


class Desk(Drain):
    """Answers what the worker asks, and keeps everything else that it sends."""

    def __init__(self, connection, answer):
        """Start reading; `answer` makes the fields of an answer of an ask frame, or None."""
        self._answer = answer
        self.asks = []
        Drain.__init__(self, connection)

    def run(self):
        """Read frames until the end of the connection."""
        try:
            while True:
                header = receive_exactly(self._connection, 4)
                data = header + receive_exactly(self._connection, struct.unpack(">I", header)[0])
                frame, _ = decode_frame(data)
                if frame["type"] != "ask":
                    self.data += data
                    continue
                self.asks.append(frame)
                fields = self._answer(frame)
                if fields is not None:
                    answer = dict(fields, type="answer", number=fields.get("number", frame["number"]))
                    self._connection.sendall(encode_frame(answer))
        except (EOFError, socket.error):
            self.ended_at = time.time()


class Outcome(object):
    """Everything that one worker sent."""

    def __init__(self, reply, ended, stdout, stderr, call_bytes):
        """Keep the frames (None if absent) and the output; times are apart, each run has others."""
        self.times = reply.pop("times", {}) if reply is not None else {}
        self.reply = reply
        self.ended = ended
        self.stdout = stdout
        self.stderr = stderr
        self.call_bytes = call_bytes


class ShimServer(object):
    """A listening socket, a package directory and one supervisor."""

    def __init__(self):
        """Make the directories."""
        self.root = os.path.realpath(tempfile.mkdtemp(prefix="shim"))
        self.package = os.path.join(self.root, "package")
        self.work = os.path.join(self.root, "work")
        self.state = os.path.join(self.root, "state")
        self.ephemeral = os.path.join(self.root, "ephemeral")
        for directory in (self.package, self.work, self.state, self.ephemeral):
            os.mkdir(directory, 0o700)
        self.socket_path = os.path.join(self.root, "socket")
        self.verbs = ("worker",)
        self.answer = None
        self.hellos = {}
        self.connections = {}
        self.drains = {}
        self.process = None
        self.listener = None
        self.environment = {
            "HOME": self.work,
            "TMPDIR": self.work,
            "LANG": "C.UTF-8",
            "PATH": PATH,
            "SCB_PLUGIN_STATE_DIRECTORY": self.state,
            "EPHEMERAL_PLUGIN_STATE_DIRECTORY": self.ephemeral,
        }

    def write(self, name, source):
        """Write a file of the package."""
        path = os.path.join(self.package, name)
        if not os.path.isdir(os.path.dirname(path)):
            os.makedirs(os.path.dirname(path))
        with open(path, "wb") as target:
            target.write(source if isinstance(source, bytes) else source.encode("utf-8"))

    def start(self, start_line=None, listen=True):
        """Start the supervisor; with `listen`, take its four connections as well."""
        if listen:
            self.listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            self.listener.settimeout(WAIT_S)
            self.listener.bind(self.socket_path)
            self.listener.listen(8)
        if start_line is None:
            start_line = json.dumps({"socket": self.socket_path, "nonce": NONCE}) + "\n"
        self.error_file = open(os.path.join(self.root, "stderr"), "w+b")
        with open(os.devnull, "wb") as null:
            self.process = subprocess.Popen(
                command(*self.verbs),
                stdin=subprocess.PIPE,
                stdout=null,
                stderr=self.error_file,
                cwd=self.work,
                env=self.environment,
                close_fds=True,
            )
        self.process.stdin.write(start_line.encode("utf-8"))
        self.process.stdin.close()
        if listen:
            for _ in range(4):
                self._accept()
        return self

    def _accept(self):
        """Take one connection and read its hello."""
        connection, _ = self.listener.accept()
        connection.settimeout(None)
        (size,) = struct.unpack(">I", receive_exactly(connection, 4))
        hello = json.loads(receive_exactly(connection, size).decode("utf-8"))
        self.hellos[hello["role"]] = hello
        self.connections[hello["role"]] = connection
        answers = hello["role"] == "call" and self.answer is not None
        self.drains[hello["role"]] = (
            Desk(connection, self.answer) if answers else Drain(connection)
        )

    def call(
        self,
        hook="authenticate",
        arguments=None,
        configuration="",
        limit=4194304,
        form="dict",
        file_size_limit=FILE_SIZE_LIMIT_BYTES,
        silent=False,
        **more
    ):
        """Send the call frame."""
        frame = {
            "type": "call",
            "hook": hook,
            "plugin_directory": self.package,
            "configuration": configuration,
            "arguments": {} if arguments is None else arguments,
            "result_form": form,
            "result_limit_bytes": limit,
            "file_size_limit_bytes": file_size_limit,
        }
        if silent:
            frame["print_failures"] = False
        frame.update(more)
        self.connections["call"].sendall(encode_frame(frame))
        return self

    def construct(self, configuration="", hooks=("authenticate", "authorize", "session_ended")):
        """Send the construct frame."""
        frame = {
            "type": "construct",
            "plugin_directory": self.package,
            "configuration": configuration,
            "hooks": list(hooks),
            "file_size_limit_bytes": FILE_SIZE_LIMIT_BYTES,
        }
        self.connections["call"].sendall(encode_frame(frame))
        return self

    def end_now(self):
        """Ask for the end of everything."""
        self.connections["control"].shutdown(socket.SHUT_WR)
        return self

    def outcome(self):
        """Wait for the end of the supervisor and return everything."""
        eventually(lambda: self.process.poll() is not None, "supervisor ends")
        for role, drain in self.drains.items():
            eventually(lambda: not drain.is_alive(), role + " ends")
        call_bytes = self.drains["call"].data
        reply = rest = None
        try:
            reply, rest = decode_frame(call_bytes)
        except (ValueError, struct.error):
            pass
        if reply is not None and rest:
            raise AssertionError("call: %d bytes behind the reply" % len(rest))
        ended = None
        if self.drains["control"].data:
            ended, rest = decode_frame(self.drains["control"].data)
            assert not rest
        return Outcome(
            reply, ended, self.drains["stdout"].data, self.drains["stderr"].data, call_bytes
        )

    def start_error(self):
        """Return what the supervisor wrote on its own standard error."""
        self.error_file.seek(0)
        return self.error_file.read().decode("utf-8")

    def worker_pid(self):
        """Return the pid of the worker, once the supervisor has forked it."""
        path = "/proc/%d/stat"

        def find():
            for name in os.listdir("/proc"):
                try:
                    with open(path % int(name)) as stat:
                        if stat.read().rpartition(")")[2].split()[1] == str(self.process.pid):
                            return int(name)
                except (ValueError, IOError, OSError):
                    pass
            return None

        return eventually(find, "worker exists")

    def noted_pids(self, name, count=1):
        """Return the pids that the plugin wrote into a file of its working directory."""

        def read():
            try:
                with open(os.path.join(self.work, name)) as source:
                    pids = [int(line) for line in source.read().split()]
            except (IOError, OSError):
                return None
            return pids if len(pids) >= count else None

        return eventually(read, "plugin notes %d pids in %s" % (count, name))

    def close(self):
        """Leave nothing behind."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGCONT)
            self.process.kill()
            self.process.wait()
        for connection in self.connections.values():
            connection.close()
        if self.listener is not None:
            self.listener.close()
        if self.process is not None:
            self.error_file.close()
        shutil.rmtree(self.root, ignore_errors=True)


class ShimTest(unittest.TestCase):
    """A test case with a server."""

    def setUp(self):
        """Make the server."""
        self.server = ShimServer()
        self.addCleanup(self.server.close)

    def run_plugin(self, source, **call):
        """Run one hook of the plugin from start to end."""
        self.server.write("main.py", source)
        return self.server.start().call(**call).outcome()

    def construct_plugin(self, source, **construct):
        """Construct the plugin from start to end, without calling a hook."""
        self.server.write("main.py", source)
        return self.server.start().construct(**construct).outcome()

    def run_hook(self, body, **call):
        """Run a plugin whose hook `authenticate` consists of these lines."""
        lines = "".join("        " + line + "\n" for line in body.strip("\n").split("\n"))
        source = "# coding: utf-8\nimport os, sys, signal, time\n\nclass Plugin(object):\n"
        return self.run_plugin(source + "    def authenticate(self, **kw):\n" + lines, **call)

    def assert_returned(self, outcome, result, hook_found=True):
        """Check for an ordinary return."""
        self.assertEqual(
            outcome.reply,
            {"type": "reply", "outcome": "returned", "result": result, "hook_found": hook_found},
        )
        self.assertEqual((outcome.ended["exit_code"], outcome.ended["signal"]), (0, None))
