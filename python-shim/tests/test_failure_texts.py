# coding: utf-8
# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""What the author of a plugin reads who has nothing but the text of the failure."""

import sys
import unittest

from shimserver import PYTHON2, ShimTest

NEW = u"# coding: utf-8\nclass Plugin(object):\n"
HOOK = NEW + u"    def authenticate(self, **kw):\n"
VERSION = "Python %d.%d.%d" % sys.version_info[:3]


class FailureTextTest(ShimTest):
    """A test case that looks at texts."""

    def failed(self, source, outcome, **call):
        """Return message and traceback of a failure; the traceback is what was printed."""
        result = self.run_plugin(source, **call)
        self.assertEqual(result.reply["outcome"], outcome, result.reply)
        self.assertEqual(result.stderr.decode("utf-8"), result.reply["traceback"])
        self.assertNotIn(self.server.root, result.reply["traceback"])
        self.assertNotIn(self.server.root, result.reply["message"])
        return result.reply["message"], result.reply["traceback"]


class ImportTextTest(FailureTextTest):
    """Modules that are not there, sources that do not compile."""

    def test_a_module_that_nobody_has(self):
        message, traceback = self.failed(u"import no_such_module\n", "load_failed")
        hint = (
            "neither the package nor the runtime python (%s) has the module no_such_module; put it"
            " into the package, or have it installed in the runtime" % VERSION
        )
        self.assertTrue(message.startswith("No module named "), message)
        self.assertTrue(message.endswith("; " + hint), message)
        self.assertIn('File "main.py", line 1, in <module>\n    import no_such_module\n', traceback)
        self.assertTrue(traceback.endswith("\nHint: %s\n" % hint), traceback)

    def test_a_module_that_is_missed_in_a_hook(self):
        message, _ = self.failed(HOOK + u"        import no_such_module\n", "raised")
        self.assertIn("neither the package nor the runtime", message)

    @unittest.skipIf(PYTHON2, "Python 2 leaves out the package that the module would be in")
    def test_a_module_that_is_missing_in_the_package(self):
        self.server.write("lib/__init__.py", "")
        message, _ = self.failed(u"import lib.missing\n", "load_failed")
        self.assertIn("lib is in the package, but has no module lib.missing", message)

    def test_the_sdk(self):
        message, _ = self.failed(u"from safeguard.sessions.plugin import x\n", "load_failed")
        self.assertIn("has no plugin SDK", message)

    @unittest.skipIf(PYTHON2, "Python 2 has it")
    def test_a_module_of_python_2(self):
        message, _ = self.failed(u"import urllib2\n", "load_failed")
        self.assertIn("urllib2 is a module of Python 2, and the runtime python is Python 3", message)

    def test_a_name_that_is_not_in_the_module(self):
        self.server.write("lib/__init__.py", "")
        message, _ = self.failed(u"from lib import missing\n", "load_failed")
        self.assertIn("cannot import name", message)

    def test_an_import_error_of_the_plugins_own_gets_no_hint(self):
        message, traceback = self.failed(u"raise ImportError('not today')\n", "load_failed")
        self.assertEqual(message, "not today")
        self.assertNotIn("Hint", traceback)

    def test_a_syntax_error_has_file_line_source_and_caret(self):
        self.server.write("lib/__init__.py", "")
        self.server.write("lib/a.py", u"# coding: utf-8\nx = (1,\ny = 'é' 3\n")
        message, traceback = self.failed(u"import lib.a\n", "load_failed")
        self.assertIn("(lib/a.py, line ", message)
        self.assertIn('  File "main.py", line 1, in <module>\n', traceback)
        self.assertIn('  File "lib/a.py", line ', traceback)
        self.assertIn("^", traceback)
        if PYTHON2:
            self.assertIn("because the MANIFEST has no entry_point", message)

    def test_a_syntax_error_shows_the_line_in_its_characters(self):
        self.server.write("lib.py", u"# coding: utf-8\nx = 'süß' 3\n")
        _, traceback = self.failed(u"import lib\n", "load_failed")
        self.assertIn(u"    x = 'süß' 3\n", traceback)


class CallTextTest(FailureTextTest):
    """Signatures that do not fit."""

    def test_a_constructor_that_wants_more(self):
        message, traceback = self.failed(
            NEW + u"    def __init__(self, configuration, extra): pass\n", "load_failed"
        )
        self.assertIn('__init__(self, configuration="")', message)
        self.assertIn("Hint: Plugin is called with one argument", traceback)

    def test_a_hook_that_wants_what_there_is_not(self):
        message, traceback = self.failed(
            NEW + u"    def authenticate(self, username): pass\n",
            "raised",
            arguments={"session_id": "s", "cookie": {}},
        )
        self.assertIn("those of its parameters that are among cookie, session_id", message)
        self.assertIn("def authenticate(self, **kwargs)", traceback)

    def test_a_type_error_inside_the_hook_gets_no_hint(self):
        message, traceback = self.failed(HOOK + u"        len(3)\n", "raised")
        self.assertNotIn("parameters", message)
        self.assertNotIn("Hint", traceback)

    def test_a_type_error_inside_the_constructor_gets_no_hint(self):
        _, traceback = self.failed(
            NEW + u"    def __init__(self, configuration): len(3)\n", "load_failed"
        )
        self.assertNotIn("Hint", traceback)


class ExceptionTextTest(FailureTextTest):
    """Exceptions of all sorts."""

    def test_text_that_is_not_ascii(self):
        for literal in (u"u'süß €'", u"'süß €'"):
            self.server.close()
            self.setUp()
            source = HOOK + u"        raise ValueError(%s)\n" % literal
            message, traceback = self.failed(source, "raised")
            self.assertEqual(message, u"süß €")
            self.assertTrue(traceback.endswith(u"\nValueError: süß €\n"), traceback)

    def test_a_recursion_is_shortened(self):
        _, traceback = self.failed(u"def f(): f()\n" + HOOK + u"        f()\n", "raised")
        self.assertIn("in authenticate", traceback)
        self.assertIn("[Previous line repeated ", traceback)
        self.assertLess(len(traceback), 1500)

    def test_a_long_traceback_keeps_where_it_began(self):
        source = u"def f(): g()\ndef g(): f()\n" + HOOK + u"        f()\n"
        _, traceback = self.failed(source, "raised")
        self.assertIn("in authenticate", traceback)
        self.assertIn("\n[...]\n", traceback)
        self.assertIn("recursion depth", traceback.splitlines()[-1])
        self.assertLessEqual(len(traceback.encode("utf-8")), 16384)

    def test_str_that_raises(self):
        source = HOOK + (
            u"        class E(Exception):\n"
            u"            def __str__(self): raise KeyError('x')\n"
            u"        raise E()\n"
        )
        message, traceback = self.failed(source, "raised")
        self.assertIn("__str__ raised KeyError", message)
        self.assertIn("in authenticate", traceback)

    def test_paths_inside_the_package_are_written_as_the_author_knows_them(self):
        message, _ = self.failed(
            u"import os\n" + HOOK + u"        raise ValueError(os.path.abspath(__file__)[:-3])\n",
            "raised",
        )
        self.assertTrue(message.startswith("main"), message)

    def test_the_end_of_the_process_is_located(self):
        outcome = self.run_hook("sys.exit(3)")
        self.assertEqual(
            outcome.stderr.decode("utf-8"),
            "SystemExit: exit code 3, raised in main.py, line 6, in authenticate (expected: the"
            " hook returns its answer)\n",
        )

    def test_a_copy_of_the_process_may_end_without_a_word(self):
        outcome = self.run_hook("if os.fork() == 0: sys.exit(0)\nos.wait()\nreturn {}")
        self.assertEqual(outcome.stderr, b"")


class SilenceTest(ShimTest):
    """Servers whose callers must not see what was raised."""

    def silent(self, body):
        """Run a hook with a frame that asks for silence."""
        lines = "".join("        " + line + "\n" for line in body.split("\n"))
        self.server.write("main.py", HOOK + lines)
        self.server.start().call(silent=True)
        return self.server.outcome()

    def test_nothing_is_printed_and_the_reply_has_it_all(self):
        outcome = self.silent("raise ValueError('secret')")
        self.assertEqual(outcome.stderr, b"")
        self.assertIn("ValueError: secret", outcome.reply["traceback"])

    def test_what_the_plugin_prints_itself_stays(self):
        outcome = self.silent("import sys\nsys.stderr.write('mine')\nsys.exit('bye')")
        self.assertEqual(outcome.stderr, b"minebye\n")


class RuntimeNameTest(ShimTest):
    """The server's name for the Python."""

    def test_it_is_in_the_hint(self):
        self.server.verbs = ("worker", "corp-python")
        outcome = self.run_plugin("import no_such_module\n")
        self.assertIn("the runtime corp-python (Python ", outcome.reply["message"])
        self.assertEqual(outcome.ended["exit_code"], 0)


if __name__ == "__main__":
    unittest.main()
