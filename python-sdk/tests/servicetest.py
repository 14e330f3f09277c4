# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Set up tests of services: the SDK on the path, a server that answers, entries of tests."""

import os
import sys
import types
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, "src"))

from safeguard.sessions.plugin.plugin_configuration import PluginConfiguration  # noqa: E402


class FakeServer(object):
    """The worker's side of the channel, with answers that a test has written down."""

    def __init__(self, answers):
        """Take answers by (service, operation): values, exceptions, or functions of arguments."""
        self.answers = answers
        self.questions = []

    def ask(self, service, operation, arguments):
        """Answer as the server would; what is not written down is out of reach."""
        self.questions.append((service, operation, arguments))
        answer = self.answers.get((service, operation), LookupError("not in reach"))
        if isinstance(answer, Exception):
            raise answer
        return answer(arguments) if callable(answer) else answer


class ServiceTest(unittest.TestCase):
    """A test whose server and entries are gone when it is over."""

    def serve(self, answers):
        """Make this process a worker with a server behind it, until the test is over."""
        server = FakeServer(answers)
        module = types.ModuleType("_plugin_executor")
        module.ask = server.ask
        sys.modules["_plugin_executor"] = module
        self.addCleanup(sys.modules.pop, "_plugin_executor", None)
        return server

    def put(self, entries, name, value):
        """Put the entry in, as tests of plugins do, until the test is over."""
        before = dict(entries)

        def restore():
            entries.clear()
            entries.update(before)

        self.addCleanup(restore)
        entries[name] = value


def skip(reason):
    """Skip, and say so: the runner alone counts what is skipped, and swallows what tests print."""
    sys.__stderr__.write("skipped: %s\n" % reason)
    raise unittest.SkipTest(reason)


def configuration(text=""):
    """Return the configuration that the INI text says."""
    return PluginConfiguration(text)
