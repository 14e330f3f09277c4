# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""How the shim starts, and how it refuses to."""

import json
import os
import shutil
import subprocess
import sys
import tempfile

import shimserver
from shimserver import ShimTest


class StartTest(ShimTest):
    """The supervisor's first milliseconds."""

    def run_by_hand(self, *verbs):
        """Run the shim without a server; returns exit code, output and error output."""
        process = subprocess.Popen(
            shimserver.command(*verbs),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        output, error = process.communicate(b"")
        return process.returncode, output.decode("utf-8"), error.decode("utf-8")

    def assert_refused(self, start_line, exit_code):
        """Check that the supervisor says one sentence and ends."""
        self.server.start(start_line, listen=False)
        self.assertEqual(self.server.process.wait(), exit_code)
        error = self.server.start_error()
        self.assertEqual(error.count("\n"), 1, error)
        self.assertIn("expected", error)
        self.assertNotIn("Traceback", error)

    def test_says_hello_in_every_role(self):
        self.server.write("main.py", "class Plugin: pass")
        self.server.start().call().outcome()
        self.assertEqual(set(self.server.hellos), {"control", "call", "stdout", "stderr"})
        for role, hello in self.server.hellos.items():
            self.assertEqual(
                hello,
                {
                    "type": "hello",
                    "role": role,
                    "protocol": 1,
                    "nonce": shimserver.NONCE,
                    "pid": self.server.process.pid,
                    "implementation": "CPython",
                    "runtime": "%d.%d.%d" % sys.version_info[:3],
                },
            )

    def test_refuses_to_be_started_by_hand(self):
        for verbs in ((), ("serve",), ("worker", "x"), ("worker",)):
            code, output, error = self.run_by_hand(*verbs)
            self.assertEqual((code, output), (64, ""))
            self.assertIn("expected", error)

    def test_refuses_a_start_line_that_is_none(self):
        self.assert_refused("[1]\n", 64)

    def test_refuses_a_start_line_that_does_not_end(self):
        self.assert_refused("x" * 5000, 64)

    def test_ends_with_70_when_nobody_listens(self):
        self.assert_refused(None, 70)

    def test_ends_with_70_when_the_socket_path_is_too_long(self):
        self.assert_refused(json.dumps({"socket": "/" + "x" * 200, "nonce": "n"}), 70)

    def test_probe_describes_the_interpreter_and_compiles_the_shim(self):
        copy = tempfile.mkdtemp(prefix="shim")
        self.addCleanup(shutil.rmtree, copy)
        target = os.path.join(copy, "pluginshim")
        shutil.copytree(
            os.path.dirname(shimserver.MAIN),
            target,
            ignore=shutil.ignore_patterns("__pycache__", "*.pyc"),
        )
        line = subprocess.check_output(
            [sys.executable] + shimserver.FLAGS + [os.path.join(target, "__main__.py"), "probe"]
        ).decode("utf-8")
        self.assertEqual(line.count("\n"), 1)
        self.assertEqual(
            json.loads(line),
            {
                "executable": os.path.realpath(sys.executable),
                "implementation": "CPython",
                "version": "%d.%d.%d" % sys.version_info[:3],
                "protocol": 1,
            },
        )
        compiled = target if shimserver.PYTHON2 else os.path.join(target, "__pycache__")
        names = [name.split(".")[0] for name in os.listdir(compiled) if name.endswith(".pyc")]
        self.assertIn("_worker", names)

    def test_ends_the_worker_when_the_call_is_no_frame(self):
        self.server.write("main.py", "class Plugin: pass")
        self.server.start()
        self.server.connections["call"].sendall(b"\0\0\0\2[]")
        outcome = self.server.outcome()
        self.assertEqual(outcome.ended["exit_code"], 70)
        self.assertIn(b"frame", outcome.stderr)
