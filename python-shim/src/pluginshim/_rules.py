# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Which system calls plugins are refused, and why."""

import errno
import socket

from pluginshim import _bpf
from pluginshim._bpf import among, argument, choose, masked, verdict

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Dict, Iterable

# linux/seccomp.h: SECCOMP_RET_*
_RET_KILL_PROCESS = 0x80000000
_RET_ERRNO = 0x00050000
_RET_ALLOW = 0x7FFF0000

ALLOW = verdict(_RET_ALLOW)
KILL = verdict(_RET_KILL_PROCESS)
UNKNOWN = verdict(_RET_ERRNO | errno.ENOSYS)
_REFUSE = verdict(_RET_ERRNO | errno.EPERM)
_NO_FAMILY = verdict(_RET_ERRNO | errno.EAFNOSUPPORT)

# What only administrators need, what reaches into other processes, and the parts of the kernel
# that break most often. No capability allows most of it anyway: this is the second wall.
_MACHINE = (
    "swapon swapoff reboot init_module delete_module finit_module kexec_load kexec_file_load acct"
    " settimeofday clock_settime adjtimex clock_adjtime iopl ioperm quotactl quotactl_fd"
    " nfsservctl syslog vhangup uselib mknod mknodat modify_ldt personality lookup_dcookie"
).split()
_OTHER_PROCESSES = (
    "ptrace process_vm_readv process_vm_writev process_madvise process_mrelease kcmp pidfd_getfd"
    " migrate_pages move_pages mbind set_mempolicy set_mempolicy_home_node"
).split()
# lsm_set_self_attr could leave the profile that an operator has put around the whole service.
_KERNEL_PARTS = (
    "add_key request_key keyctl bpf perf_event_open userfaultfd io_uring_setup io_uring_enter"
    " io_uring_register memfd_secret lsm_set_self_attr"
).split()
# file_setattr sets what the ioctls below set, and Landlock does not know it.
_FILE_SYSTEMS = (
    "open_by_handle_at name_to_handle_at open_tree open_tree_attr move_mount fsopen fsconfig"
    " fsmount fspick statmount listmount listns fanotify_init fanotify_mark file_setattr"
).split()

# The zygote builds the workers' world with these; the workers must not.
_WORLD = (
    "mount umount2 pivot_root chroot sethostname setdomainname setns unshare mount_setattr"
    " memfd_create seccomp"
).split()

# Without namespaces of its own a worker would meet the rest of the machine in all of these.
_SYSTEM_WIDE_IPC = (
    "shmget shmat shmctl shmdt semget semop semctl semtimedop msgget msgsnd msgrcv msgctl"
    " mq_open mq_unlink mq_timedsend mq_timedreceive mq_notify mq_getsetattr"
).split()
# Landlock does not govern them (truncate only from ABI 3 on): where the server is no superuser,
# its files belong to the worker's user, who could make them readable for all or for nobody.
_FILE_ATTRIBUTES = (
    "chown lchown fchown fchownat utime utimes futimesat utimensat setxattr lsetxattr fsetxattr"
    " setxattrat removexattr lremovexattr fremovexattr removexattrat truncate inotify_init"
    " inotify_init1 inotify_add_watch"
).split()
# They take the server for their object as readily as the worker itself: a user with the same id
# may lower its priority, and before Landlock's ABI 6 send it signals.
_SAME_USER = (
    "rt_sigqueueinfo rt_tgsigqueueinfo setpriority ioprio_set sched_setscheduler sched_setparam"
    " sched_setattr"
).split()
_PROGRAMS = "execve execveat".split()

# The same, but the zygote forks, ends its workers and removes what they leave behind.
_OF_THE_ZYGOTE = "fork vfork pidfd_send_signal chmod fchmod fchmodat fchmodat2".split()
_SIGNALS = "kill tkill tgkill".split()

# asm-generic/ioctls.h, linux/sockios.h, linux/fs.h
_TIOCSTI = 0x5412
_TIOCLINUX = 0x541C
_FS_IOC_SETFLAGS = 0x40086602
_FS_IOC_FSSETXATTR = 0x401C5820
_FIOSETOWN = 0x8901
_SIOCSPGRP = 0x8902
# asm-generic/fcntl.h, linux/fcntl.h
_F_SETOWN = 8
_F_SETSIG = 10
_F_SETOWN_EX = 15
_F_SETLEASE = 1024
# linux/sched.h: CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID and NEWNET together.
_CLONE_NAMESPACES = 0x7E020000
_CLONE_THREAD = 0x00010000
# linux/prctl.h
_PR_SET_PDEATHSIG = 1
_PR_SET_SECCOMP = 22
_PR_SET_MM = 35
_PR_SCHED_CORE = 62
# linux/net.h: the rest of a socket's type are flags.
_SOCK_TYPE_MASK = 0xF
# linux/socket.h
_MSG_FASTOPEN = 0x20000000

_INTERNET = (int(socket.AF_INET), int(socket.AF_INET6))


def of_zygote(numbers, level, network_open, own_network=False):
    # type: (Dict[str, int], str, bool, bool) -> Dict[int, _bpf.Piece]
    """Return what no worker needs, and not the zygote itself either."""
    pieces = {}
    alone = level == "portable"
    _refuse(pieces, numbers, _MACHINE + _OTHER_PROCESSES + _KERNEL_PARTS + _FILE_SYSTEMS)
    pieces[numbers["socket"]] = _sockets(not alone, network_open)
    pieces[numbers["socketpair"]] = _socket_pairs(not alone)
    requests = (_TIOCSTI, _TIOCLINUX, _FS_IOC_SETFLAGS, _FS_IOC_FSSETXATTR)
    requests += (_FIOSETOWN, _SIOCSPGRP) if alone else ()
    pieces[numbers["ioctl"]] = argument(1, among(requests, _REFUSE, ALLOW))
    # A lease on a file that the server is about to read would hold the server up. An owner of a
    # descriptor gets signals from the kernel, whatever kill() may do.
    commands = (_F_SETLEASE,) + ((_F_SETOWN, _F_SETSIG, _F_SETOWN_EX) if alone else ())
    pieces[numbers["fcntl"]] = argument(1, among(commands, _REFUSE, ALLOW))
    if alone:
        _refuse(pieces, numbers, _SYSTEM_WIDE_IPC + _FILE_ATTRIBUTES + _SAME_USER + _PROGRAMS)
        # 0 is the caller, and what the C library passes for getrlimit() and setrlimit().
        for name in ("prlimit64", "sched_setaffinity"):
            pieces[numbers[name]] = argument(0, among((0,), ALLOW, _REFUSE))
    if not network_open:
        _refuse_ways_around_landlock(pieces, numbers, own_network)
    return pieces


def of_worker(numbers, level):
    # type: (Dict[str, int], str) -> Dict[int, _bpf.Piece]
    """Return what the zygote needs, but no worker."""
    pieces = {}
    _refuse(pieces, numbers, _WORLD)
    # Its flags are in memory, where no filter sees them; the C library then falls back to clone.
    pieces[numbers["clone3"]] = UNKNOWN
    options = (_PR_SET_PDEATHSIG, _PR_SET_SECCOMP, _PR_SET_MM, _PR_SCHED_CORE)
    pieces[numbers["prctl"]] = argument(0, among(options, _REFUSE, ALLOW))
    children = ALLOW
    if level == "portable":
        children = choose(_bpf.JUMP_ANY_BIT, _CLONE_THREAD, ALLOW, _REFUSE)
        _refuse(pieces, numbers, _OF_THE_ZYGOTE)
        for name in _SIGNALS:
            pieces[numbers[name]] = argument(0, among((_bpf.OWN_PID,), ALLOW, _REFUSE))
    pieces[numbers["clone"]] = argument(
        0, choose(_bpf.JUMP_ANY_BIT, _CLONE_NAMESPACES, _REFUSE, children)
    )
    return pieces


def _sockets(local, network_open):
    # type: (bool, bool) -> _bpf.Piece
    """Return the rule for socket(): Landlock knows TCP alone, and no socket that has a path."""
    protocol = argument(2, among((0, int(socket.IPPROTO_TCP)), ALLOW, _REFUSE))
    kind = masked(_SOCK_TYPE_MASK, among((int(socket.SOCK_STREAM),), protocol, _REFUSE))
    internet = ALLOW if network_open else argument(1, kind)
    others = among((int(socket.AF_UNIX),), ALLOW if local else _REFUSE, _NO_FAMILY)
    return argument(0, among(_INTERNET, internet, others))


def _socket_pairs(local):
    # type: (bool) -> _bpf.Piece
    """Return the rule for socketpair(): one end of a datagram pair can send to any path."""
    kinds = (int(socket.SOCK_STREAM), int(socket.SOCK_SEQPACKET))
    pair = ALLOW if local else argument(1, masked(_SOCK_TYPE_MASK, among(kinds, ALLOW, _REFUSE)))
    return argument(0, among((int(socket.AF_UNIX),), pair, _NO_FAMILY))


def _refuse_ways_around_landlock(pieces, numbers, own_network):
    # type: (Dict[int, _bpf.Piece], Dict[str, int], bool) -> None
    """Refuse to connect by sending, and to be found at a port that the kernel chose."""
    for name, index in (("sendto", 3), ("sendmsg", 2), ("sendmmsg", 3)):
        pieces[numbers[name]] = argument(
            index, choose(_bpf.JUMP_ANY_BIT, _MSG_FASTOPEN, _REFUSE, ALLOW)
        )
    if not own_network:
        # Where nobody could connect it is left to the local sockets of `multiprocessing`.
        _refuse(pieces, numbers, ["listen"])


def _refuse(pieces, numbers, names):
    # type: (Dict[int, _bpf.Piece], Dict[str, int], Iterable[str]) -> None
    """Refuse those of the calls that the machine has."""
    for name in names:
        if name in numbers:
            pieces[numbers[name]] = _REFUSE
