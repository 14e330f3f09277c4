# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""The motions that a waiting worker goes through."""

import logging
import os
import sys

from plugintest import run_python
from servicetest import ServiceTest

import safeguard.sessions.plugin.aa_plugin
import safeguard.sessions.plugin.credentialstore_plugin
import safeguard.sessions.plugin.requests_tls  # noqa: F401
from safeguard.sessions.plugin_impl import rehearsal


class _Stream(object):
    """A stream that remembers what was written."""

    def __init__(self):
        self.text = ""

    def write(self, text):
        self.text += text

    def flush(self):
        pass


def _state():
    """Return what a rehearsal could leave behind."""
    root = logging.getLogger()
    return (
        list(root.handlers),
        root.level,
        sorted(logging.Logger.manager.loggerDict),
        dict(os.environ),
        sys.stderr,
        sorted(sys.modules),
    )


class RehearsalTest(ServiceTest):
    """What is heard and seen of it: nothing."""

    def setUp(self):
        # Whatever else is imported late by the interpreter itself is there now.
        list(rehearsal.steps())
        self.stream, self.stderr, self.stdout = _Stream(), sys.stderr, sys.stdout
        self.addCleanup(setattr, sys, "stderr", sys.stderr)
        self.addCleanup(setattr, sys, "stdout", sys.stdout)
        sys.stderr = sys.stdout = self.stream
        loggers = logging.Logger.manager.loggerDict
        self.addCleanup(loggers.update, dict(loggers))
        loggers.pop("plugin", None)

    def test_it_leaves_nothing_behind_prints_nothing_and_asks_nothing(self):
        server = self.serve({})
        before = _state()
        self.assertEqual(len(list(rehearsal.steps())), 2)
        self.assertEqual(_state(), before)
        self.assertEqual(self.stream.text, "")
        self.assertEqual(server.questions, [])

    def test_even_the_first_time_nothing_is_imported(self):
        # An import could find a file of the plugin's package, whose time has not come.
        code = """
            import sys
            from safeguard.sessions.plugin import %s
            try:
                import requests, safeguard.sessions.plugin.requests_tls
            except ImportError:
                pass
            from safeguard.sessions.plugin_impl import rehearsal
            before = set(sys.modules)
            list(rehearsal.steps())
            sys.exit(str(set(sys.modules) - before) if set(sys.modules) - before else 0)
        """
        for base in ("AAPlugin", "CredentialStorePlugin"):
            process = run_python(code % base)
            _, error = process.communicate(timeout=60)
            self.assertEqual((process.returncode, error), (0, ""))

    def test_it_can_be_broken_off_after_each_part(self):
        before = _state()
        steps = rehearsal.steps()
        next(steps)
        self.assertNotEqual(_state(), before)
        steps.close()
        self.assertEqual(_state(), before)

    def test_a_log_that_somebody_has_set_up_gets_nothing_and_stays(self):
        handler = logging.StreamHandler(self.stream)
        root = logging.getLogger()
        level = root.level
        self.addCleanup(root.setLevel, level)
        self.addCleanup(root.removeHandler, handler)
        root.addHandler(handler)
        root.setLevel(logging.DEBUG)
        before = _state()
        list(rehearsal.steps())
        self.assertEqual(_state(), before)
        self.assertEqual(self.stream.text, "")
