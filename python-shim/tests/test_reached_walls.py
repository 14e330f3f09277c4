# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Which walls a reply names: those that ended a hook and, when asked for, those that it caught."""

import unittest

from shimserver import PYTHON2
from zygoteserver import LEVELS, ZygoteTest

IMPORTS = "import ctypes, errno, resource, signal, socket, subprocess, threading"
# The first line of the hook: four stand above it.
FIRST = "main.py:6"


class ReachedWallsTest(ZygoteTest):
    """Base of what follows."""

    def walls(self, level, body, explain=True, outcome=None, **setup):
        """Return the walls in the reply to a call of a hook that consists of these lines."""
        server = self.started(level, body, IMPORTS, **setup)
        reply, _ = self.call(server, explain=explain)
        if outcome:
            self.assertEqual(reply["outcome"], outcome, reply)
        return reply.get("walls", [])

    def caught(self, level, line, **setup):
        """Return the one wall that a line runs into, whose exception is caught."""
        body = "try: %s\nexcept BaseException: pass\nreturn {}" % line
        found = self.walls(level, body, outcome="returned", **setup)
        self.assertEqual(len(found), 1, (level, line, found))
        self.assertEqual(found[0]["where"], FIRST)
        return found[0]


class UncaughtTest(ReachedWallsTest):
    """What ends a hook is named without being asked for."""

    def test_the_wall_of_an_exception_that_leaves_the_hook(self):
        for level in LEVELS:
            (wall,) = self.walls(level, "open('/etc/shadow')", False, "raised")
            self.assertEqual(
                (wall["kind"], wall["subject"], wall["where"], wall["count"]),
                ("path", "/etc/shadow", FIRST, 1),
            )
            self.assertIn("a worker sees", wall["message"])

    def test_it_is_named_once_although_it_was_seen_before(self):
        for level in LEVELS:
            (wall,) = self.walls(level, "open('/etc/shadow')", True, "raised")
            self.assertEqual((wall["where"], wall["count"]), (FIRST, 1))

    def test_a_result_that_is_too_large(self):
        for level in LEVELS:
            (wall,) = self.walls(level, "return {'x': 'y' * (4 << 20)}", False, "bad_result")
            self.assertEqual((wall["kind"], wall["limit"]), ("result", 4 << 20))
            self.assertGreater(wall["reached"], wall["limit"])

    def test_no_wall_no_word(self):
        for level in LEVELS:
            self.assertEqual(self.walls(level, "raise ValueError('x')"), [])
            self.assertEqual(self.walls(level, "open('data.txt')"), [])
            self.assertEqual(self.walls(level, "return {}"), [])

    def test_what_is_caught_is_not_named_unless_it_is_asked_for(self):
        for level in LEVELS:
            body = "try: open('/etc/shadow')\nexcept EnvironmentError: pass\nreturn {}"
            self.assertEqual(self.walls(level, body, False), [])


class CaughtTest(ReachedWallsTest):
    """Wrong guesses of an author, each caught."""

    def kinds(self, line, full, portable, **setup):
        """Expect a kind and a subject at each level."""
        for level in LEVELS:
            wall = self.caught(level, line, **setup)
            expected = full if level == "full" else portable
            self.assertEqual((wall["kind"], wall["subject"]), expected, wall)

    def test_files_out_of_reach(self):
        self.kinds("open('/etc/shadow')", ("path", "/etc/shadow"), ("path", "/etc/shadow"))

    def test_the_package_cannot_be_written(self):
        for level in LEVELS:
            wall = self.caught(level, "open(os.path.dirname(__file__) + '/x', 'w')")
            self.assertEqual((wall["kind"], wall["subject"]), ("path", "x"))

    def test_programs_of_the_machine(self):
        call = "subprocess.check_call(['/bin/ls'])"
        program = "" if PYTHON2 else "/bin/ls"
        for level in LEVELS:
            wall = self.caught(level, call)
            if level == "full":
                self.assertEqual((wall["kind"], wall["subject"]), ("path", program))
                self.assertIn("programs of the machine are not there", wall["message"])
            else:
                self.assertEqual(wall["kind"], "system_call")
                self.assertIn("can start no processes", wall["message"])

    def test_ports_that_are_not_allowed(self):
        connected = ("network", "127.0.0.1:22")
        for line in (
            "socket.socket().connect(('127.0.0.1', 22))",
            "socket.create_connection(('127.0.0.1', 22), 1)",
        ):
            self.kinds(line, connected, connected, network=[443])

    def test_listening(self):
        bound = ("network", "127.0.0.1:8080")
        self.kinds("socket.socket().bind(('127.0.0.1', 8080))", bound, bound, network=[443])
        listening = ("network", "listen")
        for level in LEVELS:
            body = "s = socket.socket()\ntry: s.listen(1)\nexcept EnvironmentError: pass\nreturn {}"
            (wall,) = self.walls(level, body, network=[443])
            self.assertEqual((wall["kind"], wall["subject"]), listening)
            self.assertIn("no listening", wall["message"])

    def test_udp(self):
        line = "socket.socket(socket.AF_INET, socket.SOCK_DGRAM)"
        expected = ("network", "socket.socket")
        self.kinds(line, expected, expected, network=[443])

    def test_memory(self):
        for level in LEVELS:
            wall = self.caught(level, "bytearray(600 << 20)")
            self.assertEqual((wall["kind"], wall["limit"]), ("memory", 512 << 20))
            self.assertIn("--worker-memory", wall["message"])

    def test_threads(self):
        line = "[threading.Thread(target=time.sleep, args=(9,)).start() for _ in range(2000)]"
        for level in LEVELS:
            if level == "full":
                wall = self.caught(level, line)
                self.assertEqual((wall["kind"], wall["limit"]), ("processes", 32))
                self.assertIn("--worker-processes", wall["message"])

    def test_open_files(self):
        for level in LEVELS:
            wall = self.caught(level, "[open('main.py') for _ in range(300)]")
            self.assertEqual((wall["kind"], wall["limit"]), ("open_files", 256))

    def test_files_that_are_too_long(self):
        for level in LEVELS:
            line = "os.write(os.open('x', os.O_CREAT | os.O_RDWR), b'x' * 10)"
            body = "resource.setrlimit(resource.RLIMIT_FSIZE, (5, 5))\nos.write(fd, b'x' * 5)\n"
            body = "fd = os.open('x', os.O_CREAT | os.O_RDWR)\n" + body
            body += "try: os.write(fd, b'x')\nexcept EnvironmentError: pass\nreturn {}"
            (wall,) = self.walls(level, body)
            self.assertEqual((wall["kind"], wall["limit"]), ("file_size", 5), line)

    def test_room_in_tmp(self):
        if "full" not in LEVELS:
            self.skipTest("no /tmp of its own")
        wall = self.caught("full", "[open('/tmp/%d' % n, 'w').close() for n in range(10000)]")
        self.assertEqual((wall["kind"], wall["limit"]), ("tmp_files", 64))
        wall = self.caught("full", "os.write(os.open('/tmp/x', 65), b'x' * (2 << 20)) and 0 or "
                           "os.write(os.open('/tmp/y', 65), b'x' * (2 << 20))")
        self.assertEqual((wall["kind"], wall["limit"]), ("tmp_bytes", 1 << 20))

    def test_calls_to_the_kernel(self):
        for line, name in (
            ("os.setuid(1000)", "os.setuid"),
            ("os.chroot('/tmp')", "os.chroot"),
        ):
            self.kinds(line, ("system_call", name), ("system_call", name))
        self.kinds("os.kill(4194303, 9)", ("system_call", "os.kill"), ("system_call", "os.kill"))

    @unittest.skipIf(PYTHON2, "Python 2 has no such function")
    def test_priorities(self):
        line = "os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))"
        name = "os.sched_setscheduler"
        self.kinds(line, ("system_call", name), ("system_call", name))

    def test_calls_by_ctypes_are_not_seen(self):
        body = "assert ctypes.CDLL(None).mount(b'x', b'/tmp', b'tmpfs', 0, None) == -1\nreturn {}"
        for level in LEVELS:
            self.assertEqual(self.walls(level, body, outcome="returned"), [])


class WatchTest(ReachedWallsTest):
    """What watching does, and what it does not."""

    def test_the_same_wall_is_counted(self):
        body = (
            "for _ in range(7):\n"
            "    try: open('/etc/shadow')\n"
            "    except EnvironmentError: pass\n"
            "return {}"
        )
        for level in LEVELS:
            (wall,) = self.walls(level, body)
            self.assertEqual((wall["count"], wall["where"]), (7, "main.py:7"))

    def test_the_number_of_walls_is_bounded(self):
        body = (
            "for n in range(100):\n"
            "    try: open('/etc/x%d' % n)\n"
            "    except EnvironmentError: pass\n"
            "return {}"
        )
        for level in LEVELS:
            self.assertEqual(len(self.walls(level, body)), 32)

    def test_other_threads_are_watched_too(self):
        body = (
            "def run():\n"
            "    try: open('/etc/shadow')\n"
            "    except EnvironmentError: pass\n"
            "thread = threading.Thread(target=run)\n"
            "thread.start()\n"
            "thread.join()\n"
            "return {}"
        )
        for level in LEVELS:
            (wall,) = self.walls(level, body)
            self.assertEqual(wall["where"], "main.py:7")

    def test_what_a_library_runs_into_has_the_place_in_the_plugin(self):
        for level in LEVELS:
            body = "import shutil\ntry: shutil.copy('/etc/shadow', 'x')\n"
            (wall,) = self.walls(level, body + "except EnvironmentError: pass\nreturn {}")
            self.assertEqual((wall["subject"], wall["where"]), ("/etc/shadow", "main.py:7"))

    def test_a_handler_of_signals_may_raise_at_any_time(self):
        body = (
            "class Late(Exception): pass\n"
            "def late(*_): raise Late()\n"
            "signal.signal(signal.SIGALRM, late)\n"
            "signal.setitimer(signal.ITIMER_REAL, 0.2)\n"
            "try:\n"
            "    while True:\n"
            "        try: open('/etc/shadow')\n"
            "        except EnvironmentError: pass\n"
            "except Late: return {'late': True}"
        )
        for level in LEVELS:
            server = self.started(level, body, IMPORTS)
            for _ in range(5):
                self.assertEqual(self.result(server, explain=True), {"late": True})

    def test_waiting_sockets_are_no_walls(self):
        body = (
            "a, b = socket.socketpair()\n"
            "a.setblocking(False)\n"
            "try: a.recv(1)\n"
            "except EnvironmentError as error: assert error.errno == errno.EAGAIN\n"
            "return {}"
        )
        for level in LEVELS:
            self.assertEqual(self.walls(level, body, outcome="returned"), [])

    def test_the_plugin_does_what_it_does_anyway(self):
        body = (
            "def deep(n): return deep(n - 1) if n else 0\n"
            "try: deep(100000)\n"
            "except RuntimeError: pass\n"
            "try: {}['x']\n"
            "except KeyError as error: return {'left': str(error), 'sum': sum(n for n in range(9))}"
        )
        for level in LEVELS:
            server = self.started(level, body, IMPORTS)
            self.assertEqual(self.result(server, explain=True), {"left": "'x'", "sum": 36})


if __name__ == "__main__":
    unittest.main()
