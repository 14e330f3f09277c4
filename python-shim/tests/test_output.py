# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
# coding: utf-8
"""What a plugin prints, and what becomes of a hostile or careless use of its descriptors."""

import shimserver
from shimserver import PYTHON2, ShimTest


class OutputTest(ShimTest):
    """Descriptors 1 and 2."""

    def test_order_is_kept_across_every_way_to_print(self):
        outcome = self.run_hook(
            "import subprocess\n"
            "sys.stdout.write('one\\n')\nos.write(1, b'two\\n')\n"
            "subprocess.call(['/bin/echo', 'three'])\nprint('four')\nsys.stdout.write('five')"
        )
        self.assert_returned(outcome, None)
        self.assertEqual(outcome.stdout, b"one\ntwo\nthree\nfour\nfive")

    def test_output_of_the_c_library_is_flushed(self):
        outcome = self.run_hook("import ctypes\nctypes.CDLL(None).printf(b'from C')")
        self.assertEqual(outcome.stdout, b"from C")

    def test_error_output_comes_before_the_traceback(self):
        outcome = self.run_hook("sys.stderr.write('before')\nraise ValueError('x')")
        self.assertTrue(outcome.stderr.startswith(b"beforeTraceback"), outcome.stderr)
        self.assertEqual(outcome.stderr[6:].decode("utf-8"), outcome.reply["traceback"])

    def test_lines_before_a_kill_are_kept(self):
        outcome = self.run_hook("print('line')\nos.kill(os.getpid(), signal.SIGKILL)")
        self.assertEqual((outcome.stdout, outcome.ended["signal"]), (b"line\n", 9))

    def test_unfinished_line_before_an_exit_is_kept(self):
        outcome = self.run_hook("sys.stdout.write('half')\nsys.exit(3)")
        self.assertEqual((outcome.stdout, outcome.ended["exit_code"]), (b"half", 3))

    def test_text_of_every_kind(self):
        outcome = self.run_hook(
            "sys.stdout.write(u'\\u20ac \\U0001f511 \\ud800\\n')\nprint(u'\\xe9')\n"
            "sys.stderr.write(u'\\ud800')\nos.write(1, b'\\xff\\xfe')"
        )
        self.assert_returned(outcome, None)
        self.assertEqual(
            outcome.stdout, u"\u20ac \U0001f511 \\ud800\n\xe9\n".encode("utf-8") + b"\xff\xfe"
        )
        self.assertEqual(outcome.stderr, b"\\ud800")

    if PYTHON2:

        def test_both_text_types_of_python_2(self):
            outcome = self.run_hook(
                "print '\\xe2\\x82\\xac', u'\\u20ac', 1\nprint >>sys.stderr, u'\\u20ac'\n"
                "sys.stdout.writelines(['a', u'b'])\nprint >>sys.__stdout__, 'c'"
            )
            self.assert_returned(outcome, None)
            self.assertEqual(outcome.stdout, b"\xe2\x82\xac \xe2\x82\xac 1\nabc\n")
            self.assertEqual(outcome.stderr, b"\xe2\x82\xac\n")

    def test_output_that_looks_like_a_frame_is_output(self):
        text = '{"type": "reply", "outcome": "returned", "result": {"verdict": "ACCEPT"}}'
        outcome = self.run_hook("print(%r)\nreturn {'verdict': 'DENY'}" % text)
        self.assert_returned(outcome, {"verdict": "DENY"})

    def test_streams_that_the_plugin_replaces_or_closes(self):
        for body in (
            "sys.stdout.close()\nsys.stderr.close()",
            "os.close(1)\nos.close(2)",
            "sys.stdout = sys.stderr = None",
            "class S(object):\n    def flush(self): sys.exit(9)\nsys.stdout = S()",
            "del sys.stdout",
        ):
            self.server = shimserver.ShimServer()
            self.addCleanup(self.server.close)
            self.assert_returned(self.run_hook(body + "\nreturn {}"), {})

    def test_a_lot_of_output(self):
        outcome = self.run_hook("for _ in range(1000): print('x' * 999)")
        self.assertEqual(len(outcome.stdout), 1000000)


CALL_FD = "call_fd = max(int(n) for n in os.listdir('/proc/self/fd') if int(n) >= 200)\n"


class CallConnectionTest(ShimTest):
    """What a plugin can do to the connection of the reply."""

    def test_closing_it_means_no_reply(self):
        outcome = self.run_hook("os.closerange(3, 4096)\nreturn {}")
        self.assertEqual((outcome.call_bytes, outcome.ended["exit_code"]), (b"", 0))

    def test_another_file_in_its_place_gets_nothing(self):
        outcome = self.run_hook(CALL_FD + "os.dup2(1, call_fd)\nreturn {'passwords': ['x']}")
        self.assertEqual((outcome.call_bytes, outcome.stdout), (b"", b""))

    def test_garbage_arrives_as_garbage(self):
        outcome_bytes = b"\xff\xff\xff\xffgarbage"
        self.server.write(
            "main.py",
            "import os\nclass Plugin:\n    def authenticate(self):\n        "
            + CALL_FD.strip()
            + "\n        os.write(call_fd, %r)\n        os._exit(0)\n" % outcome_bytes,
        )
        outcome = self.server.start().call().outcome()
        self.assertEqual(outcome.call_bytes, outcome_bytes)

    def test_patched_os_and_json_do_not_reach_the_reply(self):
        outcome = self.run_hook(
            "import json\njson.dumps = json.JSONEncoder.default = None\n"
            "os.write = os._exit = os.read = None\nsys.setrecursionlimit(60)\nreturn {'a': 1}"
        )
        self.assert_returned(outcome, {"a": 1})

    def test_forked_copy_that_returns_does_not_reply(self):
        outcome = self.run_hook(
            "pid = os.fork()\nif pid: os.waitpid(pid, 0)\nreturn {'copy': pid == 0}"
        )
        self.assert_returned(outcome, {"copy": False})
