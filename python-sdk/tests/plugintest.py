# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Call plugins as a gateway does: a new object for each hook, and everything as JSON."""

import json
import logging
import os
import shutil
import subprocess
import sys
import tempfile
import textwrap
import unittest

SOURCES = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "src")
if SOURCES not in sys.path:
    sys.path.insert(0, SOURCES)

from safeguard.sessions.plugin import AAPlugin  # noqa: E402
from safeguard.sessions.plugin_impl import state_table  # noqa: E402

STATE = "EPHEMERAL_PLUGIN_STATE_DIRECTORY"
PROXIES = ("https_proxy", "HTTPS_PROXY")


def through_json(value):
    """Return the value as it is behind the border of a process."""
    return json.loads(json.dumps(value))


class Session:
    """The cookies of a session, and what its hooks are called with; every call has a new plugin."""

    def __init__(self, plugin_class, configuration="", **arguments):
        self.plugin_class = plugin_class
        self.configuration = configuration
        self.arguments = dict(
            {"session_id": "session-1", "cookie": {}, "session_cookie": {}}, **arguments
        )
        self.plugin = None

    def call(self, hook, **arguments):
        """Call a hook, keep its cookies, and return the result as it was."""
        self.plugin = self.plugin_class(self.configuration)
        result = getattr(self.plugin, hook)(**through_json(dict(self.arguments, **arguments)))
        for name in ("cookie", "session_cookie"):
            if result and name in result:
                self.arguments[name] = through_json(result[name])
        return result

    def authenticate(self, **pairs):
        """Call the hook with the user's answers so far."""
        return self.call("authenticate", key_value_pairs=pairs)

    def authorize(self, **arguments):
        """Call the hook with further arguments."""
        return self.call("authorize", **arguments)

    def end(self):
        """Call the last hook with what a gateway knows then."""
        names = ("session_id", "cookie", "session_cookie")
        plugin = self.plugin_class(self.configuration)
        return plugin.session_ended(**{name: self.arguments[name] for name in names})


class PluginTest(unittest.TestCase):
    """Keep environment, log and state of one test from the next."""

    def setUp(self):
        for name in PROXIES + (STATE,):
            self.set_variable(name, None)
        state_table._in_memory.clear()
        root = logging.getLogger()
        self.addCleanup(setattr, root, "handlers", list(root.handlers))
        self.addCleanup(root.setLevel, root.level)

    def set_variable(self, name, value):
        """Set or remove a variable until the end of the test."""
        before = os.environ.get(name)
        self.addCleanup(self._assign_variable, name, before)
        self._assign_variable(name, value)

    def _assign_variable(self, name, value):
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value

    def state_directory(self):
        """Make a directory for state, as a server gives one to a plugin instance."""
        directory = tempfile.mkdtemp(prefix="sdk-state-")
        self.addCleanup(shutil.rmtree, directory, ignore_errors=True)
        self.set_variable(STATE, directory)
        return directory

    def session(self, configuration="", plugin_class=AAPlugin, **arguments):
        """Begin an SSH session of gwuser, but for what the arguments say."""
        known = {"protocol": "ssh", "gateway_user": "gwuser", "client_ip": "192.0.2.1"}
        return Session(plugin_class, configuration, **dict(known, **arguments))


def run_python(code, *arguments, **variables):
    """Start another interpreter that has the SDK, and return the process."""
    environment = dict(os.environ, PYTHONPATH=SOURCES, **variables)
    return subprocess.Popen(
        [sys.executable, "-B", "-c", textwrap.dedent(code)] + list(arguments),
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        universal_newlines=True,
    )
