# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Every way in which a worker and its descendants end."""

import os
import signal
import time

import shimserver
from shimserver import ShimTest, alive, eventually

# Writes its pid into the working directory of the worker and sleeps, in a session of its own.
DAEMON = """
import os, signal, sys, time

def note(name):
    with open(name, 'a') as target:
        target.write('%d\\n' % os.getpid())

def daemonize():
    if os.fork():
        os.wait()
        return
    os.setsid()
    if os.fork():
        os._exit(0)
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
    note('pids')
    os.closerange(0, 4096)
    time.sleep(600)
    os._exit(0)

def wait_for(name, count):
    while True:
        try:
            with open(name) as source:
                if len(source.read().split()) >= count:
                    return
        except IOError:
            pass
        time.sleep(0.005)

class Plugin(object):
    def daemon(self):
        daemonize()
        wait_for('pids', 1)
        return {'verdict': 'ACCEPT'}

    def daemons(self):
        for _ in range(5):
            daemonize()
        wait_for('pids', 5)
        time.sleep(600)

    def runner(self):
        # A daemon that never stays: each generation forks the next one and ends.
        if os.fork() == 0:
            os.setsid()
            note('pids')
            while True:
                if os.fork():
                    os._exit(0)
        wait_for('pids', 1)
        return {}

    def jumper(self):
        # The same, with a new session for every generation.
        if os.fork() == 0:
            note('pids')
            while True:
                if os.fork():
                    os._exit(0)
                os.setsid()
        wait_for('pids', 1)
        return {}

    def sleeper(self):
        for number in range(1, 32):
            if number not in (signal.SIGKILL, signal.SIGSTOP):
                signal.signal(number, signal.SIG_IGN)
        note('pids')
        time.sleep(600)

    def stopped(self):
        note('pids')
        os.kill(os.getpid(), signal.SIGSTOP)

    def spinner(self):
        note('pids')
        while True:
            pass

    def bomb(self):
        note('pids')
        for _ in range(6):
            os.fork()
        while True:
            time.sleep(0.01)
"""


class ExitTest(ShimTest):
    """Workers that end by themselves."""

    def ended(self, body):
        """Return exit code, signal and error output of a worker that does not reply."""
        self.server = shimserver.ShimServer()
        self.addCleanup(self.server.close)
        outcome = self.run_hook(body)
        self.assertIsNone(outcome.reply)
        self.assertEqual(outcome.call_bytes, b"")
        return outcome.ended["exit_code"], outcome.ended["signal"], outcome.stderr

    def test_exits(self):
        for body, code, error in (
            ("sys.exit()", 0, b""),
            ("sys.exit(3)", 3, b""),
            ("sys.exit(256 + 7)", 7, b""),
            ("sys.exit(-1)", 255, b""),
            ("sys.exit(True)", 1, b""),
            ("sys.exit('bye')", 1, b"bye\n"),
            ("sys.exit(u'\\u20ac')", 1, b"\xe2\x82\xac\n"),
            ("raise SystemExit((1, 2))", 1, b"(1, 2)\n"),
            ("os._exit(9)", 9, b""),
            ("class D(dict):\n    def items(self): sys.exit(8)\nreturn D(a=1)", 8, b""),
        ):
            ended_code, ended_by, printed = self.ended(body)
            self.assertEqual((ended_code, ended_by), (code, None), body)
            if not body.startswith("os._exit"):
                printed, remark, _ = printed.rpartition(b"SystemExit: exit code %d" % code)
                self.assertTrue(remark, body)
            self.assertEqual(printed, error, body)

    def test_exit_in_import_and_constructor(self):
        for source in (
            "import sys\nsys.exit(4)\n",
            "import sys\nclass Plugin:\n    def __init__(self): sys.exit(4)\n",
        ):
            self.server = shimserver.ShimServer()
            self.addCleanup(self.server.close)
            outcome = self.run_plugin(source)
            self.assertEqual((outcome.reply, outcome.ended["exit_code"]), (None, 4))

    def test_signals(self):
        for body, number in (
            ("os.kill(os.getpid(), signal.SIGKILL)", signal.SIGKILL),
            ("os.kill(os.getpid(), signal.SIGSEGV)", signal.SIGSEGV),
            ("os.kill(os.getpid(), signal.SIGTERM)", signal.SIGTERM),
            ("os.abort()", signal.SIGABRT),
            ("import ctypes\nctypes.string_at(0)", signal.SIGSEGV),
        ):
            code, ended_by, _ = self.ended("import resource\n"
                "resource.setrlimit(resource.RLIMIT_CORE, (0, 0))\n" + body)
            self.assertEqual((code, ended_by), (None, number), body)

    def test_use_of_the_whole_tree_is_counted(self):
        outcome = self.run_hook(
            "import subprocess\n"
            "burn = 'import time\\nx = bytearray(60 << 20)\\n"
            "while time.%s < 0.3: pass' % ('clock()' if sys.version_info[0] == 2"
            " else 'process_time()')\n"
            "subprocess.check_call([sys.executable, '-c', burn])"
        )
        self.assertGreater(outcome.ended["cpu_s"], 0.29)
        self.assertLess(outcome.ended["cpu_s"], 2)
        self.assertGreater(outcome.ended["peak_memory_bytes"], 60 << 20)
        self.assertLess(outcome.ended["peak_memory_bytes"], 200 << 20)


class ReplyAtOnceTest(ShimTest):
    """What cannot hold back a reply."""

    def test_things_that_would_hold_an_interpreter_back(self):
        for body in (
            "import threading\nthreading.Thread(target=time.sleep, args=(600,)).start()",
            "import atexit\natexit.register(time.sleep, 600)",
            "class D(object):\n    def __del__(self): time.sleep(600)\nself.d = D()",
            "class D(object):\n    def __del__(self): time.sleep(600)\n"
            "class R(dict): pass\nr = R(a=1)\nr.d = D()\nreturn r",
        ):
            self.server = shimserver.ShimServer()
            self.addCleanup(self.server.close)
            outcome = self.run_hook(body + "\nreturn {'a': 1}")
            self.assert_returned(outcome, {"a": 1})


class TreeTest(ShimTest):
    """Workers with descendants, and the end of everything."""

    def begin(self, hook):
        """Start the hook and do not wait for its end."""
        self.server.write("main.py", DAEMON)
        return self.server.start().call(hook=hook)

    def assert_dead_when_ended(self, pids):
        """Check that none of the processes outlived the `ended` frame."""
        eventually(lambda: self.server.drains["control"].data, "ended arrives")
        self.assertEqual([pid for pid in pids if alive(pid)], [])

    def test_daemon_is_dead_before_ended(self):
        self.begin("daemon")
        self.assert_dead_when_ended(self.server.noted_pids("pids"))
        self.assert_returned(self.server.outcome(), {"verdict": "ACCEPT"})

    def test_daemon_that_never_stays_is_caught(self):
        for hook in ("runner", "jumper"):
            self.server = shimserver.ShimServer()
            self.addCleanup(self.server.close)
            outcome = self.begin(hook).outcome()
            self.assert_returned(outcome, {})

    def test_end_now(self):
        for hook, count in (("sleeper", 1), ("stopped", 1), ("spinner", 1), ("daemons", 5),
                            ("bomb", 1)):
            self.server = shimserver.ShimServer()
            self.addCleanup(self.server.close)
            self.begin(hook)
            pids = self.server.noted_pids("pids", count)
            start = time.time()
            self.server.end_now()
            self.assert_dead_when_ended(pids)
            outcome = self.server.outcome()
            self.assertLess(time.time() - start, 5)
            self.assertIsNone(outcome.reply)
            self.assertEqual((outcome.ended["exit_code"], outcome.ended["signal"]), (None, 9))

    def test_end_now_before_the_call(self):
        self.server.write("main.py", DAEMON)
        outcome = self.server.start().end_now().outcome()
        self.assertEqual(outcome.ended["signal"], 9)

    def test_sigterm_to_the_supervisor_is_an_orderly_end(self):
        self.begin("sleeper")
        pids = self.server.noted_pids("pids")
        self.server.process.send_signal(signal.SIGTERM)
        self.assert_dead_when_ended(pids)
        self.assertEqual(self.server.outcome().ended["signal"], 9)

    def test_ctrl_c_in_the_terminal_of_the_server_ends_nothing(self):
        self.begin("sleeper")
        self.server.noted_pids("pids")
        for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGHUP):
            self.server.process.send_signal(number)
        outcome = self.server.end_now().outcome()
        self.assertEqual(outcome.ended["signal"], 9)

    def test_everything_dies_with_the_server(self):
        self.begin("daemons")
        pids = self.server.noted_pids("pids", 5) + [self.server.worker_pid()]
        for connection in self.server.connections.values():
            # shutdown() because the reading threads hold the sockets open.
            connection.shutdown(2)
            connection.close()
        self.assertIsNotNone(eventually(lambda: self.server.process.poll() is not None, "ends"))
        self.assertEqual([pid for pid in pids if alive(pid)], [])

    def test_worker_dies_with_its_supervisor(self):
        self.begin("sleeper")
        (pid,) = self.server.noted_pids("pids")
        self.assertEqual(pid, self.server.worker_pid())
        os.kill(self.server.process.pid, signal.SIGKILL)
        eventually(lambda: not alive(pid), "worker dies")
        self.assertIsNone(self.server.outcome().ended)

    def test_no_child_of_the_supervisor_is_left_unreaped(self):
        outcome = self.run_hook(
            "for _ in range(20):\n    if os.fork() == 0: os._exit(0)\nreturn {}"
        )
        self.assert_returned(outcome, {})
