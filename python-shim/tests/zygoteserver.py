# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Play the server for a zygote and its workers: the black-box harness of their tests."""

import json
import os
import py_compile
import shutil
import socket
import stat
import struct
import subprocess
import sys
import tempfile
import unittest

from shimserver import PATH, WAIT_S, alive, command, encode_frame, receive_exactly

TOKEN = "a7" * 32
# The user `nobody`, whom a zygote becomes when these tests are run by root.
NOBODY = 65534
LIMITS = {
    "cpu_s": 10,
    "memory_bytes": 512 << 20,
    "processes": 32,
    "open_files": 256,
    "tmp_bytes": 1 << 20,
    "tmp_files": 64,
}
LEVELS = ("full", "portable")


def others_may_read(path):
    """Tell whether a user who is nobody in particular gets to the file."""
    while path != "/":
        if not os.stat(path).st_mode & (stat.S_IXOTH if os.path.isdir(path) else stat.S_IROTH):
            return False
        path = os.path.dirname(path)
    return True


# Without mounts a Python in the home directory of root is out of the workers' reach.
IS_PORTABLE = os.geteuid() != 0 or others_may_read(os.__file__)
if not IS_PORTABLE:
    LEVELS = ("full",)


def virtual_environment(server, source):
    """Return a Python that has one more module, `added`."""
    home = os.path.join(server.root, "venv")
    subprocess.check_call([sys.executable, "-m", "venv", "--without-pip", home])
    subprocess.check_call(["chmod", "-R", "a+rX", home])
    library = "lib/python%d.%d/site-packages/added.py" % sys.version_info[:2]
    with open(os.path.join(home, library), "w") as module:
        module.write(source)
    os.chmod(os.path.join(home, library), 0o644)
    return os.path.join(home, "bin", "python")


class ZygoteServer(object):
    """A package, the directories of an instance, and the zygote for them."""

    def __init__(self, level):
        """Make the directories where the user `nobody` may enter them."""
        self.root = os.path.realpath(tempfile.mkdtemp(prefix="zygote"))
        os.chmod(self.root, 0o711)
        self.level = level
        self.package = os.path.join(self.root, "package")
        self.socket_path = os.path.join(self.root, "socket")
        os.mkdir(self.package, 0o755)
        self.user = {"uid": NOBODY, "gid": NOBODY} if os.geteuid() == 0 else None
        self.setup = {
            "type": "setup",
            "level": level,
            "socket": self.socket_path,
            "token": TOKEN,
            "plugin_directory": self.package,
            "user": self.user,
            "network": "open",
            "preload": [],
            "limits": dict(LIMITS),
        }
        for key, name in (
            ("persistent_state", "state"),
            ("ephemeral_state", "ephemeral"),
            ("work_directory", "work"),
        ):
            self.setup[key] = path = os.path.join(self.root, name)
            os.mkdir(path, 0o700)
            if self.user:
                os.chown(path, NOBODY, NOBODY)
        self.error_path = os.path.join(self.root, "stderr")
        self.python = sys.executable
        # What the process does before it becomes a zygote's launcher.
        self.prepare = None
        self.process = None
        self.last_id = 0

    def write(self, name, source):
        """Write a file of the package."""
        path = os.path.join(self.package, name)
        if not os.path.isdir(os.path.dirname(path)):
            os.makedirs(os.path.dirname(path), 0o755)
        with open(path, "wb") as target:
            target.write(source.encode("utf-8"))
        os.chmod(path, stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH)

    def compile(self):
        """Make byte code of the package that is good as it is, like the server at an upload."""
        for folder, _, names in os.walk(self.package):
            for name in names:
                if name.endswith(".py"):
                    mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
                    py_compile.compile(os.path.join(folder, name), invalidation_mode=mode)

    def start(self):
        """Start the zygote; returns its first event."""
        with open(self.error_path, "wb") as errors:
            self.process = subprocess.Popen(
                [self.python] + command("zygote", "python3")[1:],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                cwd=self.setup["work_directory"],
                env={"HOME": "/tmp", "TMPDIR": "/tmp", "LANG": "C.UTF-8", "PATH": PATH},
                close_fds=True,
                bufsize=0,
                preexec_fn=self.prepare,
            )
        self.send(self.setup)
        return self.event()

    def send(self, command_object):
        """Send a line to the zygote."""
        self.process.stdin.write((json.dumps(command_object) + "\n").encode("ascii"))

    def event(self):
        """Return the next event, None at the end."""
        line = self.process.stdout.readline()
        return json.loads(line.decode("ascii")) if line else None

    def connect(self, role, number, token=TOKEN):
        """Open one connection of a worker."""
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(WAIT_S)
        connection.connect(self.socket_path)
        connection.sendall(("%s%s%015d" % (token, role, number)).encode("ascii"))
        return connection

    def worker(self):
        """Have a worker forked."""
        self.last_id += 1
        return ZygoteWorker(self, self.last_id)

    def pids(self):
        """Return the processes that this zygote and its workers consist of."""
        children = {}
        for name in os.listdir("/proc"):
            if name.isdigit():
                try:
                    with open("/proc/%s/stat" % name) as status:
                        parent = int(status.read().rpartition(")")[2].split()[1])
                except (IOError, OSError):
                    continue
                children.setdefault(parent, []).append(int(name))
        found, unvisited = [], [self.process.pid]
        while unvisited:
            pid = unvisited.pop()
            found.append(pid)
            unvisited.extend(children.get(pid, []))
        return [pid for pid in found if alive(pid)]

    def close(self):
        """End everything."""
        if self.process is not None:
            for stream in (self.process.stdin, self.process.stdout):
                stream.close()
            self.process.wait()
        shutil.rmtree(self.root)


class ZygoteWorker(object):
    """The three connections of one worker."""

    def __init__(self, server, number):
        """Open them."""
        self.number = number
        self.server = server
        self.call, self.stdout, self.stderr = [server.connect(r, number) for r in "coe"]

    def ready(self):
        """Wait until the worker stands behind its walls."""
        return self.frame()["type"] == "ready"

    def frame(self):
        """Read a frame."""
        (size,) = struct.unpack(">I", receive_exactly(self.call, 4))
        return json.loads(receive_exactly(self.call, size).decode("utf-8"))

    def request(self, **more):
        """Ask for the hook `authenticate`."""
        frame = {
            "type": "call",
            "hook": "authenticate",
            "plugin_directory": "/ignored",
            "configuration": "",
            "arguments": {},
            "result_form": "dict",
            "result_limit_bytes": 4194304,
            "file_size_limit_bytes": 67108864,
        }
        frame.update(more)
        self.call.sendall(encode_frame(frame))
        return self

    def output(self, connection):
        """Read a stream to its end."""
        data = b""
        while True:
            chunk = connection.recv(65536)
            if not chunk:
                return data
            data += chunk

    def close(self):
        """Hang up."""
        for connection in (self.call, self.stdout, self.stderr):
            connection.close()


class ZygoteTest(unittest.TestCase):
    """Base of the tests with a zygote of each level."""

    def server(self, level, body="return {}", module=""):
        """Return a zygote's server with a plugin whose hook consists of these lines."""
        server = ZygoteServer(level)
        self.addCleanup(server.close)
        lines = "".join("        " + line + "\n" for line in body.strip("\n").split("\n"))
        source = "# coding: utf-8\nimport os, sys, time\n" + module + "\nclass Plugin(object):\n"
        server.write("main.py", source + "    def authenticate(self, **kw):\n" + lines)
        return server

    def started(self, level, body="return {}", module="", **setup):
        """Return the same with the zygote running."""
        server = self.server(level, body, module)
        server.setup.update(setup)
        event = server.start()
        self.assertEqual(event["type"], "ready", event)
        return server

    def call(self, server, **request):
        """Make one call; returns the reply and the event of the end."""
        worker = server.worker()
        self.addCleanup(worker.close)
        self.assertTrue(worker.ready())
        reply = worker.request(**request).frame()
        return reply, server.event()

    def result(self, server, **request):
        """Make one call and return what the hook returned."""
        reply, ended = self.call(server, **request)
        self.assertEqual(reply["outcome"], "returned", reply)
        self.assertEqual((ended["type"], ended["exit_code"]), ("ended", 0))
        return reply["result"]
