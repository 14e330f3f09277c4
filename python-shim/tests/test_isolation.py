# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""What the worker sees of the world, and of the shim."""

import os
import sys

import shimserver
from shimserver import PYTHON2, ShimTest


class WorldTest(ShimTest):
    """Environment, descriptors, process attributes."""

    def test_environment_is_exactly_the_given_one(self):
        outcome = self.run_hook("return dict(os.environ)")
        self.assertEqual(outcome.reply["result"], self.server.environment)

    def test_the_trace_of_a_call_is_in_its_environment(self):
        parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
        self.server.write(
            "main.py",
            "import os\nAT_IMPORT = os.environ.get('TRACEPARENT')\nclass Plugin(object):\n"
            "    def authenticate(self, **kw):\n"
            "        return {'import': AT_IMPORT, 'hook': dict(os.environ),\n"
            "                'child': os.popen('echo $TRACEPARENT $TRACESTATE').read()}\n",
        )
        self.server.start().call(traceparent=parent, tracestate="a=1,b=2")
        result = self.server.outcome().reply["result"]
        self.assertEqual(result["import"], parent)
        expected = dict(self.server.environment, TRACEPARENT=parent, TRACESTATE="a=1,b=2")
        self.assertEqual(result["hook"], expected)
        self.assertEqual(result["child"], parent + " a=1,b=2\n")

    def test_descriptors_are_the_standard_ones_and_the_call(self):
        outcome = self.run_hook(
            "fd = os.open('/proc/self/fd', os.O_RDONLY)\nos.close(fd)\n"
            "r = {}\n"
            "for n in os.listdir('/proc/self/fd'):\n"
            "    try: r[n] = os.readlink('/proc/self/fd/' + n)\n"
            "    except OSError: pass\n"
            "return r"
        )
        links = outcome.reply["result"]
        self.assertEqual(links.pop("0"), "/dev/null")
        self.assertEqual(len(links), 3, links)
        for link in links.values():
            self.assertTrue(link.startswith("socket:"), links)
        self.assertEqual(len(set(links.values())), 3)

    def test_subprocesses_inherit_only_the_standard_descriptors(self):
        outcome = self.run_hook(
            "import subprocess\n"
            "out = subprocess.check_output(['/bin/sh', '-c', 'ls /proc/$$/fd'], close_fds=False)\n"
            "return {'fds': [int(n) for n in out.split()]}"
        )
        # The shell may have its own script descriptor at 10 or above; dash and bash with -c do not.
        self.assert_returned(outcome, {"fds": [0, 1, 2]})

    def test_process_attributes(self):
        outcome = self.run_hook(
            "return {'pid': os.getpid(), 'sid': os.getsid(0), 'pgid': os.getpgrp(),\n"
            "  'argv': sys.argv, 'path': sys.path[0], 'cwd': os.getcwd(), 'ppid': os.getppid(),\n"
            "  'stdin': sys.stdin.read(),\n"
            "  'ignored': [n for n in range(1, 32) if signal.getsignal(n) == signal.SIG_IGN],\n"
            "  'handled': [n for n in range(1, 32) if callable(signal.getsignal(n))]}"
        )
        result = outcome.reply["result"]
        self.assertEqual(result["pid"], result["sid"])
        self.assertEqual(result["pid"], result["pgid"])
        self.assertEqual(result["ppid"], self.server.process.pid)
        self.assertEqual(result["argv"], [os.path.join(self.server.package, "main.py")])
        self.assertEqual((result["path"], result["cwd"]), (self.server.package, self.server.work))
        self.assertEqual(result["stdin"], "")
        self.assertEqual((result["ignored"], result["handled"]), ([13, 25], [2]))


class ModulesTest(ShimTest):
    """The names that belong to the plugin."""

    def test_nothing_of_the_shim_can_be_imported(self):
        outcome = self.run_hook(
            "r = {'names': [n for n in sys.modules if 'shim' in n], 'found': []}\n"
            "for n in ('pluginshim', 'pluginshim._worker', '_worker', '_frames'):\n"
            "    try:\n        __import__(n)\n        r['found'].append(n)\n"
            "    except ImportError: pass\n"
            "import __main__\n"
            "r['main'] = [n for n in dir(__main__) if not n.startswith('__')]\n"
            "r['path'] = [p for p in sys.path if 'shim' in p and p != sys.path[0]]\n"
            "return r"
        )
        self.assert_returned(outcome, {"names": [], "found": [], "main": [], "path": []})

    def test_modules_of_the_plugin_win_over_what_only_the_shim_needed(self):
        mine = "MINE = True\n"
        for name in ("json", "traceback", "inspect", "socket", "_frames", "token", "types_of_mine"):
            self.server.write(name + ".py", mine)
        self.server.write("pluginshim/__init__.py", mine)
        self.server.write("ctypes/__init__.py", mine)
        self.server.write("sitecustomize.py", "raise SystemExit(99)\n")
        self.server.write("usercustomize.py", "raise SystemExit(99)\n")
        outcome = self.run_plugin(
            "import json, traceback, inspect, pluginshim, ctypes, _frames\n"
            "class Plugin(object):\n"
            "    def authenticate(self, **kw):\n"
            "        return {'mine': [m.MINE for m in (json, pluginshim, ctypes, _frames)]}\n"
        )
        self.assert_returned(outcome, {"mine": [True] * 4})

    def test_exceptions_are_reported_although_the_plugin_has_its_own_traceback(self):
        for name in ("json", "traceback", "inspect", "linecache", "tokenize"):
            self.server.write(name + ".py", "raise ValueError('not for you')\n")
        outcome = self.run_hook("raise KeyError('k')")
        self.assertEqual(outcome.reply["exception_type"], "KeyError")
        self.assertIn("KeyError: 'k'", outcome.reply["traceback"])

    def test_no_byte_code_is_written(self):
        self.server.write("lib/__init__.py", "")
        self.run_plugin("import lib\nclass Plugin: pass\n")
        self.assertEqual(sorted(os.listdir(self.server.package)), ["lib", "main.py"])
        self.assertEqual(os.listdir(os.path.join(self.server.package, "lib")), ["__init__.py"])

    def test_main_that_looks_like_a_script_does_not_run_as_one(self):
        outcome = self.run_plugin(
            "import sys\nclass Plugin: pass\nif __name__ == '__main__': sys.exit(5)\n"
        )
        self.assert_returned(outcome, None, hook_found=False)

    def test_multiprocessing_works(self):
        if PYTHON2 or sys.version_info < (3, 7):
            return
        self.server.write("lib.py", "def double(x): return 2 * x\n")
        outcome = self.run_hook(
            "import multiprocessing, lib\n"
            "with multiprocessing.get_context('spawn').Pool(1) as pool:\n"
            "    return {'r': pool.map(lib.double, [1, 2])}"
        )
        self.assert_returned(outcome, {"r": [2, 4]})
