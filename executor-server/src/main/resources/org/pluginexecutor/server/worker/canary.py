# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Tries the walls around it, as a hostile plugin would, and reports those that gave way."""

import errno
import functools
import json
import os

PERSONALITY_QUERY = 0xFFFFFFFF  # personality(2)
CLONE_NEWUSER = 0x10000000  # linux/sched.h
PTRACE_ATTACH = 16  # sys/ptrace.h


class Plugin(object):
    """Attacks what the configuration names."""

    def __init__(self, configuration):
        facts = json.loads(configuration)
        self._server_pid = facts["server_pid"]
        self._data_directory = facts["data_directory"]
        self._may_fork = facts["may_fork"]
        self._closed_ports = facts["closed_ports"]

    def authenticate(self):
        """Return the names of the walls that gave way."""
        broken = []
        attacks = [
            ("files of the server", self._lists_data_directory),
            ("files of the machine", lambda: open("/etc/passwd").close()),
            ("files of the package", self._writes_into_package),
            ("signals", self._signals_server),
            # Only the filters refuse these two: the one of the zygote, and the one of the worker.
            ("system calls (personality)", lambda: _libc("personality", PERSONALITY_QUERY)),
            ("system calls (memfd_create)", lambda: _libc("memfd_create", b"canary", 0)),
            ("system calls (unshare)", lambda: _libc("unshare", CLONE_NEWUSER)),
            ("system calls (ptrace)", lambda: _libc("ptrace", PTRACE_ATTACH, self._server_pid, 0, 0)),
            ("system calls (mount)", lambda: _libc("mount", b"none", b"/tmp", b"tmpfs", 0, None)),
        ]
        if not self._may_fork:
            attacks.append(("new processes", _forks))
        if self._closed_ports:
            attacks.append(("network (UDP)", _sends))
        for port in self._closed_ports:
            attacks.append(("network (port %d)" % port, functools.partial(_connects, port)))
        for wall, attack in attacks:
            try:
                attack()
            except (EnvironmentError, ImportError, AttributeError):
                continue
            broken.append(wall)
        return {"cookie": {"broken": broken}}

    def _lists_data_directory(self):
        os.listdir(self._data_directory)

    def _writes_into_package(self):
        here = os.path.dirname(os.path.abspath(__file__))
        open(os.path.join(here, "canary"), "w").close()

    def _signals_server(self):
        if self._server_pid == os.getpid():
            # In a process namespace of its own this is the number of another process: itself.
            raise OSError("no other process")
        os.kill(self._server_pid, 0)


def _libc(name, *arguments):
    import ctypes

    call = getattr(ctypes.CDLL(None, use_errno=True), name)
    if call(*arguments) == -1:
        raise OSError(ctypes.get_errno(), name)


def _connects(port):
    import socket

    connection = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    connection.settimeout(1)
    try:
        connection.connect(("127.0.0.1", port))
    except EnvironmentError as error:
        if error.errno != errno.ECONNREFUSED:
            raise
        # Nobody listens there, but it was the machine that said so and not a wall.
    finally:
        connection.close()


def _sends():
    import socket

    connection = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        connection.sendto(b"canary", ("127.0.0.1", 9))
    finally:
        connection.close()


def _forks():
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)
