# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Constructing a plugin without calling a hook."""

import unittest

import shimserver
from shimserver import PYTHON2, ShimTest

CLASS = """
import os, sys, time

class Plugin(object):
    def __init__(self, configuration=""):
        print("constructed with " + configuration)
"""


class ConstructTest(ShimTest):
    """From the frame to the reply."""

    def assert_constructed(self, outcome, hooks):
        """Check for an object that has these hooks."""
        self.assertEqual(
            outcome.reply, {"type": "reply", "outcome": "constructed", "hooks": hooks}
        )
        self.assertEqual((outcome.ended["exit_code"], outcome.ended["signal"]), (0, None))

    def assert_load_failed(self, outcome, step, exception_type):
        """Check the reply about a plugin that cannot be loaded."""
        self.assertEqual(
            (outcome.reply["outcome"], outcome.reply["step"], outcome.reply["exception_type"]),
            ("load_failed", step, exception_type),
        )

    def test_names_the_hooks_in_the_order_of_the_frame_and_calls_none(self):
        source = CLASS + (
            "    def session_ended(self): print('called')\n"
            "    def authenticate(self): print('called')\n"
            "    def get_password_list(self): print('called')\n"
        )
        outcome = self.construct_plugin(source, configuration="mine")
        self.assert_constructed(outcome, ["authenticate", "session_ended"])
        self.assertEqual(outcome.stdout, b"constructed with mine\n")
        self.assertEqual(outcome.stderr, b"")

    def test_no_names_and_no_hooks(self):
        self.assert_constructed(self.construct_plugin(CLASS, hooks=[]), [])

    def test_only_what_can_be_called_is_a_hook(self):
        source = CLASS + (
            "        self.authorize = lambda **kw: None\n"
            "    authenticate = 'no method'\n"
            "    session_ended = None\n"
        )
        self.assert_constructed(self.construct_plugin(source), ["authorize"])

    def test_attributes_that_are_made_when_asked_for(self):
        source = CLASS + (
            "    def __getattr__(self, name):\n"
            "        if name == 'authorize': return lambda **kw: None\n"
            "        raise AttributeError(name)\n"
        )
        self.assert_constructed(self.construct_plugin(source), ["authorize"])

    def test_whatever_looking_raises_means_that_there_is_no_hook(self):
        for statement in (
            "raise ValueError(1)",
            "raise KeyboardInterrupt()",
            "sys.exit(3)",
            "return self.authenticate",
        ):
            self.setUp()
            source = CLASS + (
                "    @property\n"
                "    def authenticate(self): %s\n"
                "    def authorize(self): pass\n" % statement
            )
            self.assert_constructed(self.construct_plugin(source), ["authorize"])

    def test_looking_may_not_outlast_the_server(self):
        source = CLASS + (
            "    @property\n"
            "    def authenticate(self):\n"
            "        open('pids', 'w').write(str(os.getpid()))\n"
            "        time.sleep(600)\n"
        )
        self.server.write("main.py", source)
        self.server.start().construct()
        self.server.noted_pids("pids")
        outcome = self.server.end_now().outcome()
        self.assertIsNone(outcome.reply)
        self.assertEqual(outcome.ended["signal"], 9)

    def test_what_keeps_a_plugin_from_being_constructed(self):
        missing = "ImportError" if PYTHON2 else "ModuleNotFoundError"
        for source, configuration, step, exception_type in (
            ("import no_such_module_at_all\n", "", "import", missing),
            ("def x(:\n", "", "import", "SyntaxError"),
            ("x = 1\n", "", "find_class", "AttributeError"),
            (CLASS + "        raise KeyError(configuration)\n", "x", "construct", "KeyError"),
            ("class Plugin(object): pass\n", "x", "construct", "TypeError"),
        ):
            self.setUp()
            outcome = self.construct_plugin(source, configuration=configuration)
            self.assert_load_failed(outcome, step, exception_type)
            self.assertTrue(outcome.stderr)

    def test_a_class_that_takes_no_configuration_gets_none(self):
        source = "class Plugin(object):\n    def authorize(self): pass\n"
        self.assert_constructed(self.construct_plugin(source), ["authorize"])

    @unittest.skipUnless(PYTHON2, "old-style classes exist in Python 2 only")
    def test_old_style_classes(self):
        source = "class Plugin:\n    def authorize(self): pass\n"
        self.assert_constructed(self.construct_plugin(source), ["authorize"])

    def test_ending_the_process_gets_no_reply(self):
        outcome = self.construct_plugin(CLASS + "        sys.exit(3)\n")
        self.assertIsNone(outcome.reply)
        self.assertEqual(outcome.ended["exit_code"], 3)

    def test_a_copy_that_the_constructor_forked_sends_no_reply(self):
        source = CLASS + "        os.fork()\n    def authorize(self): pass\n"
        self.assert_constructed(self.construct_plugin(source), ["authorize"])

    def test_what_was_constructed_is_not_destroyed_before_the_reply(self):
        source = CLASS + "    def __del__(self): time.sleep(600)\n"
        self.assert_constructed(self.construct_plugin(source), [])

    def test_a_frame_without_names_ends_the_worker(self):
        self.server.write("main.py", CLASS)
        frame = {
            "type": "construct",
            "plugin_directory": self.server.package,
            "configuration": "",
            "file_size_limit_bytes": 0,
        }
        self.server.start().connections["call"].sendall(shimserver.encode_frame(frame))
        outcome = self.server.outcome()
        self.assertEqual((outcome.reply, outcome.ended["exit_code"]), (None, 70))
        self.assertEqual(outcome.stdout, b"")
        self.assertIn(b"construct.hooks", outcome.stderr)
