# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""The verb `inspect`: what can be said of a package without running it."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

SHIM = os.path.join(
    os.path.dirname(os.path.abspath(__file__)), "..", "src", "pluginshim", "__main__.py"
)
FLAGS = ["-E", "-s", "-B"] if sys.version_info[0] == 2 else ["-I", "-B"]
HOOKS = ["authenticate", "authorize", "session_ended"]


class Inspect(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.directory)

    def write(self, name, text):
        path = os.path.join(self.directory, name)
        if not os.path.isdir(os.path.dirname(path)):
            os.makedirs(os.path.dirname(path))
        with open(path, "wb") as stream:
            stream.write(text if isinstance(text, bytes) else text.encode("utf-8"))

    def inspect(self, main=None):
        """Return the two answers about the package."""
        if main is not None:
            self.write("main.py", main)
        process = subprocess.Popen(
            [sys.executable] + FLAGS + [SHIM, "inspect"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        request = {"plugin_directory": self.directory, "hooks": HOOKS}
        # Older parsers print remarks of their own to standard error, which nobody reads.
        output, _ = process.communicate((json.dumps(request) + "\n").encode("ascii"))
        self.assertEqual(0, process.returncode)
        return [json.loads(line) for line in output.decode("ascii").splitlines()]

    def test_lists_the_hooks_of_a_class_that_is_in_sight(self):
        facts, _ = self.inspect(
            u"class Plugin(object):\n  def authenticate(self): pass\n  def other(self): pass\n"
        )
        self.assertEqual(
            {"problem": None, "plugin": "yes", "hooks": ["authenticate"], "complete": True}, facts
        )

    def test_follows_imports_within_the_package(self):
        self.write("lib/__init__.py", u"from .inner import Thing\n")
        self.write("lib/inner.py", u"class Thing(Base):\n  def authorize(self): pass\n")
        facts, _ = self.inspect(u"try:\n  from lib import Thing as Plugin\nexcept ImportError:\n  raise\n")
        self.assertEqual(("yes", ["authorize"], False), self.seen(facts))

    def test_does_not_follow_a_circle(self):
        self.write("a.py", u"from main import Plugin\n")
        facts, _ = self.inspect(u"from a import Plugin\n")
        self.assertEqual(("yes", [], False), self.seen(facts))

    def test_says_when_there_is_no_class(self):
        facts, _ = self.inspect(u"class Other(object): pass\n")
        self.assertEqual(("no", [], False), self.seen(facts))

    def test_does_not_know_what_a_star_brings(self):
        facts, _ = self.inspect(u"from os import *\n")
        self.assertEqual(("unknown", [], False), self.seen(facts))

    def test_does_not_know_where_the_name_occurs_in_another_way(self):
        for source in (u"globals()['Plugin'] = 1\n", u"for Plugin in (1,): pass\n"):
            facts, _ = self.inspect(source)
            self.assertEqual(("unknown", [], False), self.seen(facts))

    def test_takes_an_assignment_and_a_function_for_the_class(self):
        for source in (u"Plugin = make()\n", u"def Plugin(configuration): pass\n"):
            facts, _ = self.inspect(source)
            self.assertEqual(("yes", [], False), self.seen(facts))

    def seen(self, facts):
        self.assertEqual(None, facts["problem"])
        return facts["plugin"], facts["hooks"], facts["complete"]

    def test_says_where_a_source_does_not_compile(self):
        facts, _ = self.inspect(u"x = 1\nclass Plugin\n  pass\n")
        self.assertEqual(2, facts["problem"]["line"])
        self.assertTrue(facts["problem"]["message"])

    def test_bears_null_bytes_unknown_encodings_and_too_deep_sources(self):
        for source in (
            b"x = 1\0\n",
            b"# coding: no-such-encoding\n",
            b"x = '\xff'\n# coding: utf-8\n" if sys.version_info[0] > 2 else b"\0",
            b"(" * 5000 + b")" * 5000,
        ):
            facts = self.inspect(source)[0]
            self.assertNotEqual(None, facts["problem"])

    def test_says_where_a_null_byte_and_an_unknown_encoding_are(self):
        for line, source in (
            (3, b"# a comment\n\nx = 'a\0b'\n"),
            (1, b"# coding: no-such-encoding\nx = 1\n"),
            (2, b"#!/usr/bin/env pluginwrapper3\n# -*- coding: no-such-encoding -*-\n"),
        ):
            self.assertEqual(line, self.inspect(source)[0]["problem"]["line"])

    def test_runs_nothing_of_the_package(self):
        mark = os.path.join(self.directory, "mark")
        for name in ("main.py", "json.py", "ast.py", "sitecustomize.py"):
            self.write(name, u"open(%r, 'w').close()\nclass Plugin(object): pass\n" % str(mark))
        self.inspect()
        self.assertFalse(os.path.exists(mark))

    def test_writes_byte_code_of_what_compiles(self):
        self.write("lib/good.py", u"x = 1\n")
        self.write("lib/bad.py", u"x = = 1\n")
        _, answer = self.inspect(u"class Plugin(object): pass\n")
        self.assertEqual({"compiled": 2}, answer)
        folder = "lib" if sys.version_info[0] == 2 else os.path.join("lib", "__pycache__")
        names = os.listdir(os.path.join(self.directory, folder))
        self.assertEqual(1, len([name for name in names if name.endswith(".pyc")]))


if __name__ == "__main__":
    unittest.main()
