# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""What a process behind the walls cannot do, asked of the kernel that is here."""

import ctypes
import errno
import os
import resource
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import threading
import unittest

import walls
from test_walls_filters import EVERYWHERE, PORTABLE
from walls import behind_walls, error_of, in_child

from pluginshim import _landlock, _limits, _privileges, _seccomp, _syscalls

IS_ROOT = os.getuid() == 0
NOBODY = 65534
_MACHINE = os.uname()[4]


def refusals(names):
    """Return the calls of these names that do not fail with EPERM."""
    own = _syscalls.NUMBERS[_syscalls.machine()]
    # -1 is no descriptor, no process and no address: a call that gets through does nothing.
    return [
        name
        for name in names
        if name in own and error_of(_syscalls.syscall, name, -1, -1, -1, -1, -1, -1) != errno.EPERM
    ]


def run_thread():
    """Return what a thread did."""
    done = []
    thread = threading.Thread(target=lambda: done.append(1))
    thread.start()
    thread.join()
    return done


@unittest.skipUnless(_MACHINE in _syscalls.NUMBERS, "no filters for this machine")
@unittest.skipUnless(_landlock.abi() >= 4, "Landlock: ABI %d" % _landlock.abi())
class WallsTest(unittest.TestCase):
    """Both users a zygote may be started as, where the tests may choose."""

    users = (None, NOBODY) if IS_ROOT else (None,)

    def setUp(self):
        self.directory = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.directory)
        os.chmod(self.directory, 0o755)
        self.tmp, self.outside = self.make("tmp", 0o777), self.make("outside", 0o777)
        self.secret = os.path.join(self.outside, "secret")
        with open(self.secret, "w") as file:
            file.write("x")
        os.chmod(self.secret, 0o666)

    def make(self, name, mode):
        path = os.path.join(self.directory, name)
        os.mkdir(path)
        os.chmod(path, mode)
        return path


class CallsTest(WallsTest):
    """The filters."""

    def test_listed_calls_are_refused_by_the_kernel(self):
        for user in self.users:
            self.assertEqual(behind_walls(lambda: refusals(EVERYWHERE), "full", user=user), [])
            names = EVERYWHERE + PORTABLE
            self.assertEqual(behind_walls(lambda: refusals(names), user=user), [])

    def test_calls_that_nobody_judged_do_not_exist(self):
        def attack():
            call = ctypes.CDLL(None, use_errno=True).syscall
            errors = []
            for number in (_syscalls.HIGHEST_JUDGED + 1, 0x40000000 + 39, 547):
                call(ctypes.c_long(number), -1, -1, -1)
                errors.append(ctypes.get_errno())
            return errors

        self.assertEqual(behind_walls(attack), [errno.ENOSYS] * 3)

    @unittest.skipUnless(_MACHINE == "x86_64", "the other machine has no such gate")
    def test_calls_of_32_bits_kill(self):
        def attack():
            import mmap

            page = mmap.mmap(-1, 4096, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, 7)
            # mov eax, 20 (getpid); int 0x80; ret
            page.write(b"\xb8\x14\x00\x00\x00\xcd\x80\xc3")
            address = ctypes.addressof(ctypes.c_char.from_buffer(page))
            return ctypes.CFUNCTYPE(ctypes.c_int)(address)()

        self.assertEqual(behind_walls(attack), {"signal": int(signal.SIGSYS)})

    def test_threads_work_and_processes_only_where_namespaces_hold_them(self):
        def attack():
            command = [sys.executable, "-c", "print(1)"]
            started = error_of(subprocess.check_output, command)
            return [run_thread(), error_of(os.fork) if started else 0, started]

        self.assertEqual(behind_walls(attack), [[1], errno.EPERM, errno.EPERM])
        self.assertEqual(behind_walls(attack, "full"), [[1], 0, 0])

    def test_a_portable_worker_signals_itself_alone(self):
        def attack():
            targets = (os.getppid(), 0, -1, 1, os.getpid())
            return [error_of(os.kill, pid, 0) for pid in targets]

        for user in self.users:
            self.assertEqual(behind_walls(attack, user=user), [errno.EPERM] * 4 + [0])
        self.assertEqual(behind_walls(os.abort), {"signal": int(signal.SIGABRT)})

    def test_a_portable_worker_leaves_the_attributes_of_files_alone(self):
        secret = self.secret

        def attack():
            return [error_of(os.chmod, secret, 0), error_of(os.utime, secret, (1, 1))]

        self.assertEqual(behind_walls(attack), [errno.EPERM] * 2)
        self.assertEqual(stat.S_IMODE(os.stat(secret).st_mode), 0o666)


class SocketsTest(WallsTest):
    """Families, kinds and ports."""

    def setUp(self):
        super(SocketsTest, self).setUp()
        self.servers = [socket.socket(), socket.socket()]
        for server in self.servers:
            self.addCleanup(server.close)
            server.bind(("127.0.0.1", 0))
            server.listen(1)
        self.allowed, self.denied = [server.getsockname() for server in self.servers]

    def test_families_and_kinds(self):
        def attack():
            kinds = [(16, 3, 0), (17, 3, 0), (40, 1, 0), (38, 5, 0)]
            kinds += [(1, 1, 0), (2, 2, 0), (2, 1, 262)]
            pair = socket.socketpair()
            pair[0].send(b"x")
            errors = [error_of(socket.socket, *kind) for kind in kinds]
            return errors + [error_of(socket.socketpair, 1, 2), len(pair[1].recv(1))]

        foreign = [errno.EAFNOSUPPORT] * 4
        expected = foreign + [errno.EPERM] * 4 + [1]
        self.assertEqual(behind_walls(attack, network_open=False), expected)

    def test_ports(self):
        allowed, denied = self.allowed, self.denied

        def attack():
            own = socket.socket()
            listening = socket.socket()
            return [
                error_of(socket.socket().connect, allowed),
                error_of(socket.socket().connect, denied),
                error_of(own.bind, ("127.0.0.1", 0)),
                error_of(listening.listen, 1),
            ]

        def fast_open():
            return error_of(socket.socket().sendto, b"x", 0x20000000, denied)

        refused = [errno.EACCES, errno.EACCES, errno.EPERM]
        for ports, first in (([allowed[1]], 0), ([], errno.EACCES)):
            result = behind_walls(attack, network_open=False, ports=ports)
            self.assertEqual(result, [first] + refused)
        self.assertEqual(behind_walls(attack), [0] * 4)
        self.assertEqual(behind_walls(fast_open, network_open=False, ports=[]), errno.EPERM)


class FilesTest(WallsTest):
    """Landlock's rules for files."""

    def test_nothing_outside_is_read_and_nothing_read_only_is_written(self):
        tmp, outside, secret = self.tmp, self.outside, self.secret
        read = ["/usr", "/lib", "/etc/hostname"]

        def attack():
            path = os.path.join(tmp, "new")
            os.mkdir(path)
            with open(os.path.join(path, "a"), "w") as file:
                file.write("x")
            os.rename(os.path.join(path, "a"), os.path.join(tmp, "b"))
            with open(os.devnull, "w") as file:
                file.write("x")
            return [
                error_of(open, secret),
                error_of(os.listdir, outside),
                error_of(os.unlink, secret),
                error_of(os.rename, os.path.join(tmp, "b"), os.path.join(outside, "b")),
                error_of(open, "/usr/new", "w"),
                error_of(open, "/etc/hostname", "r+"),
                error_of(open, "/etc/shadow"),
                error_of(open, "/etc/hostname"),
            ]

        for user in self.users:
            result = behind_walls(attack, read=read, write=[tmp, os.devnull], user=user)
            self.assertEqual(result[3] in (errno.EXDEV, errno.EACCES), True, result)
            del result[3]
            self.assertEqual(result, [errno.EACCES] * 6 + [0])
            shutil.rmtree(os.path.join(tmp, "new"))

    def test_what_was_written_is_not_executed(self):
        path = os.path.join(self.tmp, "program")
        shutil.copy("/bin/true", path)

        def attack():
            return [error_of(subprocess.call, [name]) for name in (path, "/bin/true")]

        # Python 2 loads modules while it reports the error.
        places = ("/usr", "/bin", "/lib", "/lib64", "/etc", sys.prefix)
        read = [name for name in places if os.path.exists(name)]
        result = behind_walls(attack, "full", read=read, write=[self.tmp, os.devnull])
        self.assertEqual(result, [errno.EACCES, 0])

    def test_a_place_may_be_a_descriptor(self):
        fd = os.open(self.outside, os.O_RDONLY)
        self.addCleanup(os.close, fd)
        result = behind_walls(lambda: error_of(open, self.secret), read=[fd])
        self.assertEqual(result, 0)

    def test_a_missing_place_is_an_error(self):
        missing = os.path.join(self.directory, "missing")
        self.assertEqual(error_of(_landlock.create_ruleset, [missing], [], None), errno.ENOENT)

    def test_older_kernels_handle_what_they_know(self):
        expected = {1: 0x1FFF, 2: 0x3FFF, 3: 0x7FFF, 4: 0x7FFF, 5: 0xFFFF, 6: 0xFFFF, 7: 0xFFFF}
        for version, rights in expected.items():
            self.assertEqual(_landlock.handled_rights(version), rights)


class PowersTest(WallsTest):
    """Limits and privileges."""

    def test_limits(self):
        numbers = (
            resource.RLIMIT_CORE,
            resource.RLIMIT_MEMLOCK,
            resource.RLIMIT_CPU,
            resource.RLIMIT_AS,
            resource.RLIMIT_NOFILE,
        )
        result = behind_walls(lambda: [resource.getrlimit(number) for number in numbers], "full")
        memory, files = walls.LIMITS["memory_bytes"], walls.LIMITS["open_files"]
        expected = [[0, 0], [0, 0], [20, 21], [memory, memory], [files, files]]
        self.assertEqual(result, expected)

    def test_a_lower_hard_limit_stays(self):
        def attack():
            resource.setrlimit(resource.RLIMIT_NOFILE, (20, 30))
            _limits.set_limits(_limits.of_worker(walls.LIMITS, "portable"))
            return resource.getrlimit(resource.RLIMIT_NOFILE)

        self.assertEqual(in_child(attack), [30, 30])

    def test_memory_ends_where_the_limit_is(self):
        def attack():
            try:
                return len(bytearray(walls.LIMITS["memory_bytes"]))
            except MemoryError:
                return "refused"

        self.assertEqual(behind_walls(attack), "refused")

    def test_nothing_is_left_of_the_privileges(self):
        def powers():
            with open("/proc/self/status") as file:
                lines = [line.split() for line in file]
            names = ("CapInh:", "CapPrm:", "CapEff:", "CapAmb:", "NoNewPrivs:")
            return [int(line[1], 16) for line in lines if line[0] in names]

        for user in self.users:
            for level in ("full", "portable"):
                self.assertEqual(behind_walls(powers, level, user=user), [0, 0, 0, 0, 1])

    @unittest.skipUnless(IS_ROOT, "only the superuser can become somebody else")
    def test_dropped_root_does_not_come_back(self):
        def attack():
            _privileges.drop_root(NOBODY, NOBODY)
            errors = [error_of(os.setuid, 0), error_of(os.setgid, 0), error_of(os.setgroups, [0])]
            return errors + [list(os.getresuid()), list(os.getresgid()), os.getgroups()]

        expected = [errno.EPERM] * 3 + [[NOBODY] * 3, [NOBODY] * 3, []]
        self.assertEqual(in_child(attack), expected)

    def test_the_superuser_is_nobody_to_become(self):
        for uid, gid in ((0, NOBODY), (NOBODY, 0)):
            self.assertRaises(ValueError, _privileges.drop_root, uid, gid)

    def test_the_bounding_set_is_emptied_where_that_is_allowed(self):
        def drop():
            _privileges.drop_bounding_set()
            with open("/proc/self/status") as file:
                return [line.split()[1] for line in file if line.startswith("CapBnd")]

        if IS_ROOT:
            self.assertEqual(in_child(drop), ["0" * 16])
        else:
            in_child(drop)

    def test_a_filter_can_be_installed_without_privileges(self):
        def install():
            _seccomp.install(_seccomp.worker_filter("full"))
            return error_of(_syscalls.syscall, "unshare", 0)

        self.assertEqual(in_child(install), errno.EPERM)


if __name__ == "__main__":
    unittest.main()
