# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""What the filters answer, for both machines, without asking a kernel."""

import errno
import unittest

from walls import ALLOW, KILL, evaluate

from pluginshim import _seccomp, _syscalls

MACHINES = ("x86_64", "aarch64")
LEVELS = ("full", "portable")
EVERYWHERE = (
    "swapon swapoff reboot init_module delete_module finit_module kexec_load kexec_file_load acct"
    " settimeofday clock_settime adjtimex clock_adjtime iopl ioperm quotactl quotactl_fd nfsservctl"
    " syslog ptrace process_vm_readv process_vm_writev process_madvise process_mrelease kcmp"
    " add_key request_key keyctl bpf perf_event_open userfaultfd io_uring_setup io_uring_enter"
    " io_uring_register open_by_handle_at name_to_handle_at open_tree open_tree_attr move_mount"
    " fsopen fsconfig fsmount fspick statmount listmount listns lookup_dcookie fanotify_init"
    " fanotify_mark modify_ldt vhangup mknod mknodat memfd_secret pidfd_getfd migrate_pages"
    " move_pages mbind set_mempolicy set_mempolicy_home_node personality lsm_set_self_attr uselib"
    " file_setattr mount umount2 pivot_root chroot sethostname setdomainname setns unshare"
    " mount_setattr memfd_create seccomp"
).split()
PORTABLE = (
    "fork vfork execve execveat shmget shmat shmctl shmdt semget semop semctl semtimedop msgget"
    " msgsnd msgrcv msgctl mq_open mq_unlink mq_timedsend mq_timedreceive mq_notify mq_getsetattr"
    " chmod fchmod fchmodat fchmodat2 chown lchown fchown fchownat utime utimes futimesat utimensat"
    " setxattr lsetxattr fsetxattr setxattrat removexattr lremovexattr fremovexattr removexattrat"
    " truncate inotify_init inotify_init1 inotify_add_watch rt_sigqueueinfo rt_tgsigqueueinfo"
    " pidfd_send_signal setpriority ioprio_set sched_setscheduler sched_setparam sched_setattr"
).split()
# AF_UNIX, AF_INET, AF_INET6 and types and protocols of theirs; the same on both machines.
UNIX, INET, INET6, STREAM, DGRAM, RAW, SEQPACKET = 1, 2, 10, 1, 2, 3, 5
CLOEXEC, TCP, SCTP, MPTCP, FASTOPEN = 0o2000000, 6, 132, 262, 0x20000000
OWN_PID = 77


class FiltersTest(unittest.TestCase):
    """The filter of the zygote and that of the worker, one after the other."""

    def answer(self, machine, level, name, *arguments, **network):
        """Return the stricter answer of the two; of two errors, the worker's."""
        number = name if isinstance(name, int) else _syscalls.NUMBERS[machine][name]
        arch = _syscalls.AUDIT_ARCH[machine]
        filters = (
            _seccomp.worker_filter(level, machine),
            _seccomp.zygote_filter(
                level, network.get("open", True), machine, network.get("own", False)
            ),
        )
        answers = [evaluate(program, arch, number, arguments, OWN_PID) for program in filters]
        return answers[0] if answers[0] != ALLOW else answers[1]

    def check(self, expected, level, name, *arguments, **network):
        """Expect an answer on every machine that has the call."""
        for machine in MACHINES:
            if isinstance(name, int) or name in _syscalls.NUMBERS[machine]:
                actual = self.answer(machine, level, name, *arguments, **network)
                self.assertEqual(actual, expected, (machine, level, name, arguments, network))

    def test_listed_calls_are_refused(self):
        for level in LEVELS:
            for name in EVERYWHERE:
                self.check(errno.EPERM, level, name)
        for name in PORTABLE:
            self.check(errno.EPERM, "portable", name)
            self.check(ALLOW, "full", name)

    def test_exactly_the_listed_calls_are_refused_whole(self):
        for machine in MACHINES:
            numbers = _syscalls.NUMBERS[machine]
            for level, names in (("full", EVERYWHERE), ("portable", EVERYWHERE + PORTABLE)):
                by_arguments = ["clone", "clone3", "socket", "socketpair"]
                if level == "portable":
                    by_arguments += ["kill", "tkill", "tgkill"]
                expected = {numbers[n] for n in names + by_arguments if n in numbers}
                found = {
                    number
                    for number in range(_syscalls.HIGHEST_JUDGED + 1)
                    if self.answer(machine, level, number) != ALLOW
                }
                self.assertEqual(found | {numbers["clone"]}, expected, (machine, level))

    def test_calls_that_nobody_judged_do_not_exist(self):
        beyond = _syscalls.HIGHEST_JUDGED + 1
        x32 = 0x40000000
        for level in LEVELS:
            for number in (beyond, 512, 547, x32, x32 + 59, x32 + 520, 0xFFFFFFFF):
                self.check(errno.ENOSYS, level, number)
            self.check(errno.ENOSYS, level, "clone3")

    def test_calls_of_another_architecture_kill(self):
        for machine in MACHINES:
            for level in LEVELS:
                for program in (
                    _seccomp.worker_filter(level, machine),
                    _seccomp.zygote_filter(level, True, machine),
                ):
                    for arch in (0x40000003, 0x40000028, 0):
                        self.assertEqual(evaluate(program, arch, 1, ()), KILL)

    def test_clone_makes_threads_but_no_namespaces(self):
        thread = 0x3D0F00
        for level in LEVELS:
            self.check(ALLOW, level, "clone", thread)
            for bit in (17, 25, 26, 27, 28, 29, 30):
                self.check(errno.EPERM, level, "clone", 1 << bit)
                self.check(errno.EPERM, level, "clone", thread | 1 << bit)
        self.check(ALLOW, "full", "clone", 17)
        self.check(errno.EPERM, "portable", "clone", 17)

    def test_sockets_of_other_families_do_not_exist(self):
        for level in LEVELS:
            for family in (0, 3, 4, 16, 17, 21, 29, 30, 31, 38, 40, 43, 44):
                for is_open in (True, False):
                    self.check(errno.EAFNOSUPPORT, level, "socket", family, STREAM, open=is_open)
                self.check(errno.EAFNOSUPPORT, level, "socketpair", family, STREAM)

    def test_only_tcp_where_landlock_holds_the_network(self):
        for level in LEVELS:
            for family in (INET, INET6):
                for protocol in (0, TCP):
                    kind = STREAM | CLOEXEC
                    self.check(ALLOW, level, "socket", family, kind, protocol, open=False)
                for kind, protocol in (
                    (DGRAM, 0),
                    (DGRAM | CLOEXEC, 17),
                    (RAW, 1),
                    (SEQPACKET, SCTP),
                    (STREAM, SCTP),
                    (STREAM, MPTCP),
                ):
                    self.check(errno.EPERM, level, "socket", family, kind, protocol, open=False)
                    self.check(ALLOW, level, "socket", family, kind, protocol)
            sends = (("sendto", (3, 0, 0)), ("sendmsg", (3, 0)), ("sendmmsg", (3, 0, 1)))
            for name, before in sends:
                arguments = before + (FASTOPEN | 0x4000,)
                self.check(errno.EPERM, level, name, *arguments, open=False)
                self.check(ALLOW, level, name, *arguments)
                self.check(ALLOW, level, name, *(before + (0x4000,)), open=False)

    def test_who_shares_a_network_that_is_not_open_does_not_listen(self):
        for level in LEVELS:
            self.check(errno.EPERM, level, "listen", 3, 1, open=False)
            self.check(ALLOW, level, "listen", 3, 1, open=False, own=True)
            self.check(ALLOW, level, "listen", 3, 1)

    def test_local_sockets_at_portable_are_connected_pairs(self):
        self.check(errno.EPERM, "portable", "socket", UNIX, STREAM)
        self.check(ALLOW, "full", "socket", UNIX, STREAM)
        for kind in (STREAM, STREAM | CLOEXEC, SEQPACKET):
            self.check(ALLOW, "portable", "socketpair", UNIX, kind)
        for kind in (DGRAM, DGRAM | CLOEXEC, RAW):
            self.check(errno.EPERM, "portable", "socketpair", UNIX, kind)
            self.check(ALLOW, "full", "socketpair", UNIX, kind)
        self.check(errno.EPERM, "portable", "listen", open=False)
        self.check(ALLOW, "portable", "listen")

    def test_a_portable_worker_signals_and_limits_itself_alone(self):
        for name in ("kill", "tkill", "tgkill"):
            self.check(ALLOW, "portable", name, OWN_PID, 9)
            for pid in (0, 1, OWN_PID - 1, 0xFFFFFFFF, 2**64 - 1, 2**64 - OWN_PID):
                self.check(errno.EPERM, "portable", name, pid, 9)
                self.check(ALLOW, "full", name, pid, 9)
        for name in ("prlimit64", "sched_setaffinity"):
            self.check(ALLOW, "portable", name, 0)
            self.check(errno.EPERM, "portable", name, 1)

    def test_single_operations(self):
        for level in LEVELS:
            for request in (0x5412, 0x541C, 0x40086602, 0x401C5820):
                self.check(errno.EPERM, level, "ioctl", 0, request)
                # The kernel looks at the lower half alone.
                self.check(errno.EPERM, level, "ioctl", 0, request | 1 << 32)
            self.check(ALLOW, level, "ioctl", 0, 0x5401)
            for option in (1, 22, 35, 62):
                self.check(errno.EPERM, level, "prctl", option)
            self.check(ALLOW, level, "prctl", 15)
            self.check(errno.EPERM, level, "fcntl", 0, 1024)
            self.check(ALLOW, level, "fcntl", 0, 2)
        for command in (8, 10, 15):
            self.check(errno.EPERM, "portable", "fcntl", 0, command)


if __name__ == "__main__":
    unittest.main()
