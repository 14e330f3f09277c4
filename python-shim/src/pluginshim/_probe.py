# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Tell the server which interpreter this is, and prepare the byte code for its workers."""

import os
import py_compile
import sys

from pluginshim import PROTOCOL, _connections, _frames, _sdk


def probe():
    # type: () -> int
    """Print one line of JSON about the interpreter."""
    _compile(os.path.dirname(os.path.abspath(__file__)))
    sdk = _sdk.directory()
    if sdk is not None:
        # Workers may be another user.
        os.umask(0o022)
        for directory, _, _ in os.walk(sdk):
            _compile(directory)
    facts = {
        "executable": _executable(),
        "implementation": _connections.implementation(),
        "version": _connections.runtime_version(),
        "protocol": PROTOCOL,
    }
    sys.stdout.write(_frames.to_json(facts) + "\n")
    sys.stdout.flush()
    return 0


def _executable():
    # type: () -> str
    """Return the interpreter itself, not a link to it, unless it is one of a virtual environment.

    There the link is what leads to the modules of the environment.
    """
    base = getattr(sys, "real_prefix", getattr(sys, "base_prefix", sys.prefix))
    return os.path.realpath(sys.executable) if base == sys.prefix else sys.executable


def _compile(directory):
    # type: (str) -> None
    """Write byte code beside the sources: workers run with -B and only ever read it."""
    for name in sorted(os.listdir(directory)):
        if name.endswith(".py") and name != "__main__.py":
            try:
                py_compile.compile(os.path.join(directory, name), doraise=True)
            except (IOError, OSError):
                # An installation that is not ours to write to works as well, only slower.
                return
