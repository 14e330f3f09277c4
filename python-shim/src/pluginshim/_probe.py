# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Tell the server which interpreter this is, and prepare the byte code for its workers."""

import os
import py_compile
import sys

from pluginshim import PROTOCOL, _connections, _frames


def probe():
    # type: () -> int
    """Print one line of JSON about the interpreter."""
    _compile_shim()
    facts = {
        "executable": os.path.realpath(sys.executable),
        "implementation": _connections.implementation(),
        "version": _connections.runtime_version(),
        "protocol": PROTOCOL,
    }
    sys.stdout.write(_frames.to_json(facts) + "\n")
    sys.stdout.flush()
    return 0


def _compile_shim():
    # type: () -> None
    """Write byte code beside the sources: workers run with -B and only ever read it."""
    directory = os.path.dirname(os.path.abspath(__file__))
    for name in sorted(os.listdir(directory)):
        if name.endswith(".py") and name != "__main__.py":
            try:
                py_compile.compile(os.path.join(directory, name), doraise=True)
            except (IOError, OSError):
                # An installation that is not ours to write to works as well, only slower.
                return
