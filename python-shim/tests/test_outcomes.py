# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Loading a plugin, calling a hook, and the replies about it."""

import unittest

import shimserver
from shimserver import PYTHON2, ShimTest

NEW = "class Plugin(object):\n"
HOOK = "    def authenticate(self, **kw):\n        return %s\n"


class TimesTest(ShimTest):
    """What the reply says of how long each step took."""

    PAUSE = "time.sleep(0.2)\n"

    def assert_longest(self, step, source):
        """Check which step of a plugin took longest, and that all of them are told."""
        times = self.run_plugin("import time\n" + source).times
        self.assertEqual(set(times), {"load_s", "construct_s", "hook_s", "reply_s"})
        self.assertGreaterEqual(min(times.values()), 0)
        self.assertGreaterEqual(times[step], 0.19)
        self.assertEqual(max(times, key=times.get), step)

    def assert_timed(self, steps, source):
        """Check which steps of a plugin are told."""
        self.assertEqual(set(self.run_plugin(source).times), steps)

    def test_a_slow_import(self):
        self.assert_longest("load_s", self.PAUSE + NEW + HOOK % "{}")

    def test_a_slow_constructor(self):
        body = "    def __init__(self):\n        " + self.PAUSE
        self.assert_longest("construct_s", NEW + body + HOOK % "{}")

    def test_a_slow_hook(self):
        self.assert_longest("hook_s", NEW + HOOK % "time.sleep(0.2) or {}")

    def test_an_import_that_fails_is_the_last_step(self):
        self.assert_timed({"load_s"}, "1 / 0\n")

    def test_a_constructor_that_fails_is_the_last_step(self):
        self.assert_timed(
            {"load_s", "construct_s"}, NEW + "    def __init__(self):\n        1 / 0\n"
        )

    def test_a_hook_that_fails_is_the_last_step(self):
        self.assert_timed({"load_s", "construct_s", "hook_s"}, NEW + HOOK % "1 / 0")


class LoadTest(ShimTest):
    """From the package to an instance."""

    def assert_load_failed(self, outcome, step, exception_type):
        """Check the reply of a plugin that cannot be loaded."""
        self.assertEqual(
            (outcome.reply["outcome"], outcome.reply["step"], outcome.reply["exception_type"]),
            ("load_failed", step, exception_type),
        )
        self.assertTrue(outcome.stderr)

    def constructed(self, constructor, configuration):
        """Return the outcome of a plugin with this constructor."""
        return self.run_plugin(
            "import functools\n" + constructor + HOOK % '{"got": getattr(self, "got", "nothing")}',
            configuration=configuration,
        )

    def test_import_error(self):
        outcome = self.run_plugin("import no_such_module_at_all\n")
        name = "ImportError" if PYTHON2 else "ModuleNotFoundError"
        self.assert_load_failed(outcome, "import", name)
        self.assertIn('File "main.py", line 1', outcome.reply["traceback"])
        self.assertEqual(outcome.reply["traceback"].encode("utf-8"), outcome.stderr)

    def test_syntax_error_names_the_file_inside_the_package(self):
        outcome = self.run_plugin("def x(:\n")
        self.assert_load_failed(outcome, "import", "SyntaxError")
        self.assertIn('File "main.py", line 1', outcome.reply["traceback"])
        self.assertNotIn(self.server.package, outcome.reply["traceback"])
        self.assertNotIn("pluginshim", outcome.reply["traceback"])

    def test_no_class(self):
        self.assert_load_failed(self.run_plugin("x = 1\n"), "find_class", "AttributeError")

    def test_class_that_is_none(self):
        self.assert_load_failed(self.run_plugin("Plugin = 3\n"), "find_class", "TypeError")

    def test_constructor_that_raises(self):
        outcome = self.constructed(
            NEW + "    def __init__(self, c):\n        raise KeyError(c)\n", "text"
        )
        self.assert_load_failed(outcome, "construct", "KeyError")
        self.assertIn("__init__", outcome.reply["traceback"])

    def test_constructors_that_take_the_configuration(self):
        bodies = [
            "    def __init__(self, anything): self.got = anything\n",
            '    def __init__(self, configuration=""): self.got = configuration\n',
            "    def __init__(self, *a): self.got = a[0]\n",
            "    def __init__(self, **kw): self.got = kw['configuration']\n",
        ]
        if not PYTHON2:
            bodies.append("    def __init__(self, *, configuration): self.got = configuration\n")
            bodies.append(
                "    def deco(f):\n"
                "        @functools.wraps(f)\n"
                "        def w(*a, **k): return f(*a, **k)\n"
                "        return w\n"
                "    @deco\n"
                "    def __init__(self, c): self.got = c\n"
            )
        for body in bodies:
            for configuration in (u"", u"[a]\nb=\u20ac"):
                self.server.close()
                self.server = shimserver.ShimServer()
                self.addCleanup(self.server.close)
                outcome = self.constructed(NEW + body, configuration)
                self.assert_returned(outcome, {"got": configuration})

    def test_no_constructor_and_no_configuration(self):
        self.assert_returned(self.constructed(NEW, ""), {"got": "nothing"})

    def test_constructor_without_parameter(self):
        body = NEW + "    def __init__(self): self.got = 'called'\n"
        self.assert_returned(self.constructed(body, ""), {"got": "called"})

    def test_no_constructor_but_a_configuration(self):
        outcome = self.constructed(NEW, "text")
        self.assert_load_failed(outcome, "construct", "TypeError")
        self.assertIn("expected: __init__(self, configuration", outcome.reply["message"])

    def test_constructor_without_parameter_but_a_configuration(self):
        outcome = self.constructed(NEW + "    def __init__(self): pass\n", "text")
        self.assert_load_failed(outcome, "construct", "TypeError")

    def test_class_made_by_a_base_class_in_another_module(self):
        self.server.write("lib/__init__.py", "")
        self.server.write("lib/p.py", "class P(object):\n    def __init__(self, c): self.got = c\n")
        outcome = self.constructed("from lib.p import P\nclass Plugin(P):\n", "x")
        self.assert_returned(outcome, {"got": "x"})

    @unittest.skipUnless(PYTHON2, "old-style classes exist in Python 2 only")
    def test_old_style_classes(self):
        self.assert_returned(self.constructed("class Plugin:\n", ""), {"got": "nothing"})
        for body, configuration, got in (
            ("    def __init__(self, c): self.got = c\n", "x", "x"),
            ("    def __init__(self): self.got = 1\n", "", 1),
        ):
            self.server = shimserver.ShimServer()
            self.addCleanup(self.server.close)
            outcome = self.constructed("class Plugin:\n" + body, configuration)
            self.assert_returned(outcome, {"got": got})
        self.server = shimserver.ShimServer()
        self.addCleanup(self.server.close)
        self.assert_load_failed(self.constructed("class Plugin:\n", "x"), "construct", "TypeError")


class HookTest(ShimTest):
    """From the arguments to the call."""

    ARGUMENTS = {"session_id": "s", "cookie": {}, "client_port": 22}

    def got(self, definition):
        """Return the names of the arguments that the hook got."""
        source = (
            "import functools\n"
            "def deco(f):\n"
            "    @functools.wraps(f)\n"
            "    def wrapper(self, **kw): return f(self, **kw)\n"
            "    return wrapper\n"
            "def narrow(f):\n"
            "    @functools.wraps(f)\n"
            "    def wrapper(self, cookie): return {'names': ['narrow', 'cookie']}\n"
            "    return wrapper\n"
            "def taking(f):\n"
            "    @functools.wraps(f)\n"
            "    def wrapper(self, session_id, **kw): return f(self, **kw)\n"
            "    return wrapper\n"
            "class Callable(object):\n"
            "    def __call__(self, cookie): return {'names': ['callable', 'cookie']}\n"
            "def names(kw): return {'names': sorted(k for k in kw if k not in ('self', 'a'))}\n"
            "class Plugin(object):\n" + definition
        )
        outcome = self.run_plugin(source, arguments=self.ARGUMENTS)
        self.assertEqual(outcome.reply["outcome"], "returned", outcome.reply)
        return outcome.reply["result"]["names"]

    def test_signatures(self):
        every = ["client_port", "cookie", "session_id"]
        cases = [
            ("    def authenticate(self): return names(locals())\n", []),
            ("    def authenticate(self, cookie): return names(locals())\n", ["cookie"]),
            ("    def authenticate(self, cookie, x=1): return names(locals())\n", ["cookie", "x"]),
            ("    def authenticate(self, **kw): return names(kw)\n", every),
            ("    def authenticate(*a, **kw): return names(kw)\n", every),
            ("    @staticmethod\n    def authenticate(cookie): return names(locals())\n",
             ["cookie"]),
            ("    @classmethod\n    def authenticate(a, cookie): return names(locals())\n",
             ["cookie"]),
            ("    authenticate = Callable()\n", ["callable", "cookie"]),
            ("    @narrow\n    def authenticate(self, client_port): pass\n", ["narrow", "cookie"]),
        ]
        if not PYTHON2:
            cases += [
                ("    @deco\n    def authenticate(self, cookie): return names(locals())\n",
                 ["cookie"]),
                ("    @taking\n    def authenticate(self, cookie): return names(locals())\n",
                 ["cookie"]),
                ("    @deco\n    def authenticate(self, **kw): return names(kw)\n", every),
                ("    def authenticate(self, *, cookie): return names(locals())\n", ["cookie"]),
                ("    def f(self, cookie, x): return names(dict(cookie=cookie))\n"
                 "    authenticate = functools.partialmethod(f, x=1)\n", ["cookie"]),
            ]
        for definition, expected in cases:
            self.server = shimserver.ShimServer()
            self.addCleanup(self.server.close)
            self.assertEqual(self.got(definition), expected, definition)

    def test_missing_hook(self):
        outcome = self.run_plugin(NEW + "    pass\n")
        self.assert_returned(outcome, None, hook_found=False)

    def test_hook_that_returns_nothing(self):
        self.assert_returned(self.run_hook("pass"), None)

    def test_hook_that_wants_more_than_there_is(self):
        outcome = self.run_plugin(NEW + "    def authenticate(self, unknown): pass\n")
        self.assertEqual(
            (outcome.reply["outcome"], outcome.reply["exception_type"]), ("raised", "TypeError")
        )

    def test_hook_that_cannot_be_called(self):
        outcome = self.run_plugin(NEW + "    authenticate = 1\n")
        self.assertEqual(outcome.reply["outcome"], "raised")


class RaisedTest(ShimTest):
    """Exceptions that leave a hook."""

    def raised(self, body, **call):
        """Return the reply of a hook that raises."""
        outcome = self.run_hook(body, **call)
        self.assertIsNotNone(outcome.reply, (outcome.stderr, outcome.ended))
        self.assertEqual(outcome.reply["outcome"], "raised", outcome.reply)
        self.assertLessEqual(len(outcome.reply["message"].encode("utf-8")), 4096)
        self.assertLessEqual(len(outcome.reply["traceback"].encode("utf-8")), 16384)
        self.assertLess(len(outcome.call_bytes), 65536)
        self.assertEqual(outcome.ended["exit_code"], 0)
        self.assertNotIn("pluginshim", outcome.reply["traceback"])
        return outcome.reply

    def test_type_message_and_traceback(self):
        reply = self.raised("raise ValueError('no such user')")
        self.assertEqual(reply["exception_type"], "ValueError")
        self.assertEqual(reply["message"], "no such user")
        lines = reply["traceback"].split("\n")
        self.assertEqual(lines[0], "Traceback (most recent call last):")
        self.assertEqual(lines[1], '  File "main.py", line 6, in authenticate')
        self.assertEqual(lines[-2:], ["ValueError: no such user", ""])

    def test_type_of_the_plugin_is_named_with_its_module(self):
        reply = self.raised("class E(Exception): pass\nraise E(u'\u20ac')")
        self.assertTrue(reply["exception_type"].startswith("main."), reply)
        self.assertEqual(reply["message"], u"\u20ac")

    @unittest.skipIf(PYTHON2, "Python 2 has no chains")
    def test_chains_are_kept(self):
        reply = self.raised(
            "try:\n    {}['k']\nexcept KeyError as e:\n    raise ValueError('v') from e"
        )
        self.assertIn("KeyError: 'k'", reply["traceback"])
        self.assertIn("direct cause", reply["traceback"])
        self.assertNotIn(self.server.package, reply["traceback"])

    def test_str_that_raises(self):
        for raised in ("RuntimeError()", "SystemExit(4)"):
            self.server = shimserver.ShimServer()
            self.addCleanup(self.server.close)
            reply = self.raised(
                "class E(Exception):\n    def __str__(self): raise %s\nraise E()" % raised
            )
            self.assertIn("__str__", reply["message"])

    def test_long_and_ugly_messages_are_bounded(self):
        self.raised("raise ValueError(u'\\x00' * 100000)", limit=10)
        self.server = shimserver.ShimServer()
        self.addCleanup(self.server.close)
        self.raised("raise ValueError(u'\\u20ac\\ud800' * 100000)", limit=10)

    def test_recursion(self):
        reply = self.raised("def f(): f()\nf()")
        self.assertEqual(
            reply["exception_type"], "RuntimeError" if PYTHON2 else "RecursionError"
        )

    def test_memory(self):
        reply = self.raised(
            "import resource\n"
            "resource.setrlimit(resource.RLIMIT_AS, (400 << 20, 400 << 20))\n"
            "global keep\nkeep = []\nsize = 1 << 20\n"
            "while True:\n"
            "    try: keep.append(bytearray(size))\n"
            "    except MemoryError:\n"
            "        size //= 2\n"
            "        if size < 32: raise\n"
        )
        self.assertEqual(reply["exception_type"], "MemoryError")

    def test_exceptions_that_are_no_errors(self):
        for name in ("KeyboardInterrupt", "GeneratorExit"):
            self.server = shimserver.ShimServer()
            self.addCleanup(self.server.close)
            self.assertEqual(self.raised("raise %s()" % name)["exception_type"], name)

    @unittest.skipUnless(PYTHON2, "old-style classes exist in Python 2 only")
    def test_old_style_exception(self):
        self.assertIn("Old", self.raised("class Old: pass\nraise Old()")["exception_type"])

    def test_locals_are_not_shown(self):
        reply = self.raised("gateway_password = 's3' + 'cret'\nraise ValueError('x')")
        self.assertNotIn("s3cret", str(reply))
