# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Connect to the server, one connection for each role."""

import os
import socket
import sys

from pluginshim import PROTOCOL, _frames
from pluginshim._errors import FrameError, StartError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Dict, Tuple

ROLES = ("control", "call", "stdout", "stderr")

EX_USAGE = 64
_START_LINE_LIMIT_BYTES = 4 * 1024
_IMPLEMENTATIONS = {"cpython": "CPython", "pypy": "PyPy"}


def implementation():
    # type: () -> str
    """Name the implementation as platform.python_implementation() would, without importing it."""
    if sys.version_info[0] == 2:
        return "PyPy" if "PyPy" in sys.version else "CPython"
    return _IMPLEMENTATIONS.get(sys.implementation.name, sys.implementation.name)


def runtime_version():
    # type: () -> str
    """Return the version as three numbers."""
    return "%d.%d.%d" % tuple(sys.version_info[:3])


def read_start_line():
    # type: () -> Tuple[str, str]
    """Read the path of the socket and the nonce from standard input."""
    if os.isatty(0):
        raise StartError("standard input: a terminal (expected: the server's line)", EX_USAGE)
    try:
        line = _frames.from_json(_frames.read_line(0, _START_LINE_LIMIT_BYTES))
        return line["socket"], line["nonce"]
    except (FrameError, KeyError, IOError, OSError):
        raise StartError(
            "standard input: not the server's line (expected: JSON with socket and nonce)",
            EX_USAGE,
        )


def connect_all(path, nonce):
    # type: (str, str) -> Dict[str, int]
    """Connect once for every role and say hello; returns the descriptors by role."""
    return dict((role, _connect(path, nonce, role)) for role in ROLES)


def _connect(path, nonce, role):
    # type: (str, str, str) -> int
    """Open one connection and tell the server what it is for."""
    try:
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.connect(path)
        # Python 2 has no detach(): the copy outlives the socket object.
        fd = os.dup(connection.fileno())
        connection.close()
        hello = {
            "type": "hello",
            "role": role,
            "protocol": PROTOCOL,
            "nonce": nonce,
            "pid": os.getpid(),
            "implementation": implementation(),
            "runtime": runtime_version(),
        }
        _frames.write_frame(fd, hello)
        return fd
    except (IOError, OSError, TypeError) as error:
        raise StartError("connection %s: %s (expected: a server that listens)" % (role, error))
