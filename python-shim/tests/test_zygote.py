# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""What a zygote does for the server: workers, ends, and nothing left of them."""

import os
import shutil
import signal
import sys
import unittest

from shimserver import PYTHON2, alive, eventually
from zygoteserver import IS_PORTABLE, LEVELS, ZygoteTest, virtual_environment


def score(pid):
    """Return how good a victim the process is when memory runs out."""
    with open("/proc/%d/oom_score_adj" % pid) as file:
        return int(file.read())


class CallTest(ZygoteTest):
    """One worker for each call."""

    def test_many_calls_each_in_a_process_of_its_own(self):
        for level in LEVELS:
            server = self.started(level, "n.append(1)\nreturn {'n': len(n)}", "n = []")
            for _ in range(20):
                self.assertEqual(self.result(server), {"n": 1})

    def test_calls_at_the_same_time_do_not_wait_for_each_other(self):
        for level in LEVELS:
            body = "sys.stdin.read()\nwhile not os.path.exists(state + '/go'): time.sleep(0.01)"
            module = "state = os.environ['SCB_PLUGIN_STATE_DIRECTORY']"
            server = self.started(level, body + "\nreturn {}", module)
            waiting = [server.worker() for _ in range(5)]
            for worker in waiting:
                self.addCleanup(worker.close)
                self.assertTrue(worker.ready())
                worker.request()
            with open(os.path.join(server.setup["persistent_state"], "go"), "w"):
                pass
            for worker in waiting:
                self.assertEqual(worker.frame()["result"], {})

    def test_a_worker_says_how_long_its_walls_took(self):
        for level in LEVELS:
            worker = self.started(level).worker()
            self.addCleanup(worker.close)
            ready = worker.frame()
            self.assertEqual(ready["type"], "ready")
            self.assertGreater(ready["walls_s"], 0)
            self.assertLess(ready["walls_s"], 5)

    def test_output_comes_on_its_own_connections(self):
        for level in LEVELS:
            server = self.started(level, "print('out')\nsys.stderr.write('err\\n')\nreturn {}")
            worker = server.worker()
            self.addCleanup(worker.close)
            self.assertTrue(worker.ready())
            worker.request().frame()
            self.assertEqual(worker.output(worker.stdout), b"out\n")
            self.assertEqual(worker.output(worker.stderr), b"err\n")

    def test_the_end_says_what_it_cost(self):
        for level in LEVELS:
            server = self.started(level, "sum(range(3000000))\nreturn {}")
            _, ended = self.call(server)
            self.assertGreater(ended["cpu_s"], 0.01)
            self.assertGreater(ended["peak_memory_bytes"], 1 << 20)
            self.assertEqual((ended["id"], ended["signal"]), (1, None))

    def test_a_plugin_that_leaves_has_its_exit_code_told(self):
        for level in LEVELS:
            server = self.started(level, "os._exit(7)")
            worker = server.worker()
            self.addCleanup(worker.close)
            self.assertTrue(worker.ready())
            worker.request()
            self.assertEqual(server.event()["exit_code"], 7)

    def test_a_worker_that_nobody_asks_anything_waits_and_can_be_killed(self):
        for level in LEVELS:
            server = self.started(level)
            worker = server.worker()
            self.addCleanup(worker.close)
            self.assertTrue(worker.ready())
            server.send({"type": "kill", "id": 1})
            self.assertEqual(server.event()["signal"], signal.SIGKILL)


class EndTest(ZygoteTest):
    """Nothing survives."""

    def test_what_a_plugin_leaves_running_is_dead_when_the_end_is_told(self):
        body = (
            "if os.fork() == 0:\n"
            "    os.setsid()\n"
            "    if os.fork() == 0:\n"
            "        time.sleep(1000)\n"
            "return {}"
        )
        server = self.started("full", body)
        before = server.pids()
        self.result(server)
        self.assertEqual(server.pids(), before)

    def test_kill_ends_a_plugin_that_ignores_all_signals(self):
        body = (
            "import signal\n"
            "for n in range(1, 32):\n"
            "    try: signal.signal(n, signal.SIG_IGN)\n"
            "    except (OSError, RuntimeError, ValueError): pass\n"
            "print('deaf')\n"
            "while True: time.sleep(1000)"
        )
        for level in LEVELS:
            server = self.started(level, body)
            worker = server.worker()
            self.addCleanup(worker.close)
            self.assertTrue(worker.ready())
            worker.request()
            self.assertEqual(worker.stdout.recv(16), b"deaf\n")
            server.send({"type": "kill", "id": 1})
            self.assertEqual(server.event()["signal"], signal.SIGKILL)

    def test_workers_are_killed_for_memory_before_the_zygote_and_that_before_the_server(self):
        for level in LEVELS:
            server = self.started(level)
            before = server.pids()
            worker = server.worker()
            self.addCleanup(worker.close)
            self.assertTrue(worker.ready())
            scores = [score(pid) for pid in server.pids() if pid not in before]
            self.assertEqual(scores, [1000])
            self.assertEqual({score(pid) for pid in before}, {max(800, score(os.getpid()))})

    def test_everything_dies_with_the_server(self):
        for level in LEVELS:
            server = self.started(level, "print('on')\ntime.sleep(1000)")
            worker = server.worker()
            self.addCleanup(worker.close)
            self.assertTrue(worker.ready())
            worker.request()
            worker.stdout.recv(16)
            pids = server.pids()
            self.assertGreaterEqual(len(pids), 2)
            server.process.stdin.close()
            eventually(lambda: not [pid for pid in pids if alive(pid)], "all are dead")  # noqa: B023

    def test_everything_dies_with_any_process_of_the_zygote(self):
        for level in LEVELS:
            count = 3 if level == "full" else 1
            for index in range(count):
                server = self.started(level, "print('on')\ntime.sleep(1000)")
                zygotes = server.pids()
                self.assertEqual(len(zygotes), count)
                worker = server.worker()
                self.addCleanup(worker.close)
                self.assertTrue(worker.ready())
                worker.request()
                worker.stdout.recv(16)
                pids = server.pids()
                os.kill(zygotes[index], signal.SIGKILL)
                eventually(lambda: not [p for p in pids if alive(p)], "all are dead")  # noqa: B023
                self.assertIsNone(server.event())


class StrangerTest(ZygoteTest):
    """Connections that are not the server's."""

    def test_a_wrong_token_is_shown_the_door(self):
        for level in LEVELS:
            server = self.started(level)
            stranger = server.connect("c", 1, "b8" * 32)
            self.addCleanup(stranger.close)
            self.assertEqual(stranger.recv(1), b"")
            self.assertEqual(self.result(server), {})

    def test_nonsense_is_shown_the_door(self):
        server = self.started("full")
        for role, number in (("x", 1), ("c", 0)):
            stranger = server.connect(role, number)
            self.addCleanup(stranger.close)
            if role == "x":
                self.assertEqual(stranger.recv(1), b"")
        self.assertEqual(self.result(server), {})

    def test_a_second_connection_for_the_same_role_is_closed(self):
        server = self.started("full")
        first = server.connect("c", 1)
        second = server.connect("c", 1)
        self.addCleanup(first.close)
        self.addCleanup(second.close)
        self.assertEqual(second.recv(1), b"")


class AlikeTest(ZygoteTest):
    """Forks of one interpreter share what is good, and no secrets."""

    def test_random_numbers_never_repeat(self):
        body = (
            "import random, uuid, tempfile\n"
            "return {'r': [random.random(), str(uuid.uuid4()), tempfile.mktemp(),"
            " repr(os.urandom(8)), random.SystemRandom().random()]}"
        )
        for level in LEVELS:
            server = self.started(level, body, preload=["random", "uuid", "tempfile"])
            rows = [self.result(server)["r"] for _ in range(30)]
            for values in zip(*rows):
                self.assertEqual(len(set(values)), 30, values)

    @unittest.skipIf(PYTHON2, "Python 2 makes no virtual environments")
    def test_random_bytes_of_tls_never_repeat_though_the_zygote_has_used_them(self):
        # As some releases of `requests` do: a context draws random numbers when it is made.
        for level in LEVELS:
            server = self.server(level, "import ssl\nreturn {'r': repr(ssl.RAND_bytes(16))}")
            server.python = virtual_environment(
                server, "import ssl\nssl.RAND_bytes(16)\nssl.create_default_context()\n"
            )
            server.setup["preload"] = ["added"]
            self.assertEqual(server.start()["preload_problems"], [])
            seen = [self.result(server)["r"] for _ in range(30)]
            self.assertEqual(len(set(seen)), 30)

    def test_what_one_call_leaves_in_its_directories_the_next_does_not_find(self):
        body = (
            "found = []\n"
            "for place in ('/tmp', '/dev/shm', '/var/tmp', os.environ['HOME'], '.'):\n"
            "    try: found += [n for n in os.listdir(place) if n != 'main.py']\n"
            "    except OSError: pass\n"
            "for place in ('/tmp', '/dev/shm', '/var/tmp', os.environ['HOME'], '.'):\n"
            "    try: open(os.path.join(place, 'left'), 'w').close()\n"
            "    except (IOError, OSError): pass\n"
            "os.utime('.', (0, 0))\n"
            "return {'found': found}"
        )
        server = self.started("full", body)
        for _ in range(10):
            self.assertEqual(self.result(server), {"found": []})

    def test_a_tmp_without_rights_is_not_handed_on(self):
        server = self.started("full", "os.listdir('/tmp')\nos.chmod('/tmp', 0)\nreturn {}")
        for _ in range(3):
            self.assertEqual(self.result(server), {})

    def test_a_tmp_full_of_files_is_not_handed_on(self):
        body = (
            "n = 0\n"
            "try:\n"
            "    while True:\n"
            "        open('/tmp/%d' % n, 'w').close()\n"
            "        n += 1\n"
            "except (IOError, OSError) as error:\n"
            "    return {'n': n, 'errno': error.errno}"
        )
        server = self.started("full", body)
        for _ in range(3):
            result = self.result(server)
            self.assertEqual(result["errno"], 28)
            self.assertTrue(60 <= result["n"] <= 64, result)

    def test_state_directories_are_kept(self):
        body = (
            "kept = []\n"
            "for name in ('SCB_PLUGIN_STATE_DIRECTORY', 'EPHEMERAL_PLUGIN_STATE_DIRECTORY'):\n"
            "    kept.append(len(os.listdir(os.environ[name])))\n"
            "    open(os.path.join(os.environ[name], str(kept[-1])), 'w').close()\n"
            "return {'kept': kept}"
        )
        for level in LEVELS:
            server = self.started(level, body)
            for count in range(3):
                self.assertEqual(self.result(server), {"kept": [count, count]})


class PreloadTest(ZygoteTest):
    """Modules that are there already."""

    def test_a_worker_says_which_modules_the_runtime_gave(self):
        body = "import colorsys, own\nreturn {}"
        for level in LEVELS:
            server = self.server(level, body)
            server.write("own.py", "import sched")
            self.assertEqual(server.start()["type"], "ready")
            reply, _ = self.call(server, report_modules=True)
            self.assertIn("colorsys", reply["modules"])
            self.assertIn("sched", reply["modules"])
            self.assertIn("./own.py", reply["modules"])
            self.assertFalse({"own", "main", "./main.py"} & set(reply["modules"]))
            self.assertFalse([name for name in reply["modules"] if "pluginshim" in name])
            self.assertNotIn("modules", self.call(server)[0])

    @unittest.skipIf(sys.version_info < (3, 7), "older Pythons compare byte code with its source")
    def test_sources_of_the_package_are_read_ahead_but_do_not_run(self):
        body = (
            "before = 'lib' in sys.modules\n"
            "import lib.part, later\n"
            "return {'before': before, 'log': lib.LOG, 'file': lib.part.__file__,\n"
            "        'spec': repr(lib.part.__spec__), 'main': repr(sys.modules['main'].__spec__)}"
        )
        for level in LEVELS:
            server = self.server(level, body)
            server.write("lib/__init__.py", "LOG = []\n")
            server.write("lib/part.py", "from lib import LOG\nLOG.append(__name__)\n")
            server.write("later.py", "from lib import LOG\nLOG.append(__name__)\n")
            server.compile()
            server.setup["preload"] = ["./lib/__init__.py", "./lib/part.py", "./no/such.py"]
            self.assertEqual(server.start()["preload_problems"], [])
            # Whoever reads only now comes too late.
            shutil.rmtree(os.path.join(server.package, "lib", "__pycache__"))
            os.remove(os.path.join(server.package, "lib", "part.py"))
            server.write("lib/part.py", "raise ValueError()\n")
            for _ in range(2):
                result = self.result(server)
                self.assertFalse(result["before"])
                self.assertEqual(result["log"], ["lib.part", "later"])
                self.assertTrue(result["file"].endswith("/lib/part.py"))
                self.assertIn("SourceFileLoader", result["spec"])
                self.assertIn("main.py", result["main"])

    def test_preloaded_modules_are_there_and_problems_are_told(self):
        for level in LEVELS:
            server = self.server(level, "return {'there': 'colorsys' in sys.modules}")
            server.setup["preload"] = ["colorsys", "no_such_module"]
            event = server.start()
            self.assertEqual(len(event["preload_problems"]), 1)
            self.assertIn("no_such_module", event["preload_problems"][0])
            self.assertEqual(self.result(server), {"there": True})

    def test_a_module_of_the_package_comes_before_a_preloaded_one(self):
        for level in LEVELS:
            server = self.server(level, "import colorsys\nreturn {'own': colorsys.OWN}")
            server.write("colorsys.py", "OWN = 1")
            server.setup["preload"] = ["colorsys"]
            self.assertEqual(server.start()["type"], "ready")
            self.assertEqual(self.result(server), {"own": 1})

    def test_the_shim_is_in_no_module(self):
        body = "return {'m': [n for n in sys.modules if 'pluginshim' in n]}"
        for level in LEVELS:
            self.assertEqual(self.result(self.started(level, body)), {"m": []})


class WorldTest(ZygoteTest):
    """What a plugin finds."""

    def test_the_environment_is_exactly_this(self):
        server = self.started("full", "return dict(os.environ)")
        expected = {
            "HOME": "/tmp",
            "TMPDIR": "/tmp",
            "LANG": "C.UTF-8",
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "SCB_PLUGIN_STATE_DIRECTORY": "/state/persistent",
            "EPHEMERAL_PLUGIN_STATE_DIRECTORY": "/state/ephemeral",
        }
        self.assertEqual(self.result(server), expected)
        if not IS_PORTABLE:
            return
        server = self.started("portable", "return dict(os.environ, cwd=os.getcwd())")
        result = self.result(server)
        home = result.pop("cwd")
        self.assertEqual(os.path.dirname(home), server.setup["work_directory"])
        expected["HOME"] = expected["TMPDIR"] = home
        expected["SCB_PLUGIN_STATE_DIRECTORY"] = server.setup["persistent_state"]
        expected["EPHEMERAL_PLUGIN_STATE_DIRECTORY"] = server.setup["ephemeral_state"]
        self.assertEqual(result, expected)

    def test_files_of_the_package_are_found_by_relative_names(self):
        for level in LEVELS:
            server = self.server(level, "return {'t': open('data/text').read()}")
            server.write("data/text", "here")
            self.assertEqual(server.start()["type"], "ready")
            self.assertEqual(self.result(server), {"t": "here"})

    def test_mask_directory_descriptors_and_signals_are_always_the_same(self):
        body = (
            "import signal\n"
            "def is_open(fd):\n"
            "    try: os.fstat(fd)\n"
            "    except OSError: return False\n"
            "    return True\n"
            "return {'mask': os.umask(0), 'fds': [fd for fd in range(250) if is_open(fd)],"
            " 'handled': [n for n in range(1, 32) if n not in (9, 19) and"
            " signal.getsignal(n) not in (signal.SIG_DFL, signal.SIG_IGN)],"
            " 'ignored': [n for n in range(1, 32) if n not in (9, 19) and"
            " signal.getsignal(n) == signal.SIG_IGN], 'held': list(held())}"
        )
        held = (
            "import signal\n"
            "def held():\n"
            "    if not hasattr(signal, 'pthread_sigmask'): return []\n"
            "    return signal.pthread_sigmask(signal.SIG_BLOCK, [])\n"
        )
        expected = {
            "mask": 0o77,
            "fds": [0, 1, 2, 200],
            "handled": [signal.SIGINT],
            "ignored": sorted([signal.SIGPIPE, signal.SIGXFSZ]),
            "held": [],
        }
        for level in LEVELS:
            for prepare in (None, _ignore_requests_to_end):
                server = self.server(level, body, held)
                server.prepare = prepare
                self.assertEqual(server.start()["type"], "ready")
                self.assertEqual(self.result(server), expected)

    def test_a_request_to_end_is_for_the_server_alone(self):
        for level in LEVELS:
            server = self.started(level, "return {'there': True}")
            self.assertNotEqual(os.getsid(server.process.pid), os.getsid(0))
            for pid in server.pids():
                for number in (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM):
                    os.kill(pid, number)
            self.assertEqual(self.result(server), {"there": True})

    def test_the_first_process_is_the_worker_and_the_host_has_no_name(self):
        result = self.result(self.started("full", "return {'u': [os.getpid(), os.uname()[1]]}"))
        self.assertEqual(result, {"u": [1, "plugin"]})

    def test_the_traceback_names_files_relative_to_the_package(self):
        for level in LEVELS:
            reply, _ = self.call(self.started(level, "raise ValueError('x')"))
            self.assertIn('File "main.py"', reply["traceback"])


def _ignore_requests_to_end():
    """Be like a program that a shell without job control started in the background."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGQUIT, signal.SIG_IGN)


class RefusalTest(ZygoteTest):
    """What keeps a zygote from starting is told."""

    def test_root_needs_somebody_to_become(self):
        for level in LEVELS:
            server = self.server(level)
            if server.user is None:
                continue
            for user in (None, {"uid": 0, "gid": 0}):
                server.setup["user"] = user
                event = server.start()
                self.assertEqual(event["type"], "not_ready", event)
                self.assertEqual(server.process.wait(), 69)
                os.unlink(server.socket_path)
                for stream in (server.process.stdin, server.process.stdout):
                    stream.close()
            server.process = None

    @unittest.skipIf(PYTHON2, "Python 2 makes no virtual environments")
    def test_a_module_that_starts_a_thread_keeps_the_zygote_from_starting(self):
        for level in LEVELS:
            server = self.server(level)
            home = virtual_environment(
                server,
                "import threading\n"
                "threading.Thread(target=threading.Event().wait, daemon=True).start()\n",
            )
            server.python = home
            server.setup["preload"] = ["added"]
            event = server.start()
            self.assertEqual((event["type"], event["layer"]), ("not_ready", "preload"), event)

    @unittest.skipIf(IS_PORTABLE, "everybody may read this Python")
    def test_a_python_out_of_reach_is_told(self):
        event = self.server("portable").start()
        self.assertEqual((event["type"], event["layer"]), ("not_ready", "files"), event)


class HintTest(ZygoteTest):
    """Who runs into a wall is told which one it was."""

    def hint(self, level, body):
        """Return what the reply says about the failure of this body."""
        reply, _ = self.call(self.started(level, body))
        self.assertEqual(reply["outcome"], "raised", reply)
        return reply["message"]

    def test_limits_are_named_with_their_values(self):
        for level in LEVELS:
            self.assertIn("512 MiB of memory", self.hint(level, "bytearray(600 << 20)"))
            body = "files = [open('main.py') for _ in range(300)]"
            self.assertIn("256 files", self.hint(level, body))

    def test_limits_of_the_cell_are_named(self):
        body = "open('/tmp/x', 'wb').write(b'x' * (2 << 20))"
        self.assertIn("room for 1 MiB and 64 files", self.hint("full", body))
        body = "import threading\nwhile True: threading.Thread(target=time.sleep, args=(9,)).start()"
        self.assertIn("32 processes and threads", self.hint("full", body))

    def test_files_out_of_reach_come_with_those_that_are_not(self):
        for level in LEVELS:
            self.assertIn("a worker sees", self.hint(level, "open('/etc/passwd')"))
            self.assertIn("can write to", self.hint(level, "open('/usr/lib/x', 'w')"))
        self.assertIn("can write to", self.hint("full", "open('/plugin/x', 'w')"))

    def test_programs_of_the_machine_are_not_there(self):
        body = "import subprocess\nsubprocess.check_call(['ls'])"
        self.assertIn("programs of the machine", self.hint("full", body))

    def test_refused_calls_are_called_that(self):
        for level in LEVELS:
            self.assertIn("the sandbox refuses", self.hint(level, "os.chroot('/tmp')"))
        if IS_PORTABLE:
            self.assertIn("start no processes", self.hint("portable", "os.fork()"))

    def test_a_file_that_the_package_lacks_is_no_wall(self):
        for level in LEVELS:
            self.assertNotIn("a worker sees", self.hint(level, "open('data.txt')"))

    def test_the_network_is_the_operators(self):
        for level in LEVELS:
            body = "import socket\nsocket.create_connection(('127.0.0.1', 9), 1)"
            server = self.started(level, body, network=[443])
            self.assertIn("the TCP ports 443 alone", self.call(server)[0]["message"])
            server = self.started(level, body, network="none")
            self.assertIn("no network", self.call(server)[0]["message"])
