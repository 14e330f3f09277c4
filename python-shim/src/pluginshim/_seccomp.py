# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Refuse the system calls that no plugin needs: one filter for the zygote, one more per worker.

What the zygote itself has no use for is refused there, once; the worker's filter is small, because
the kernel compiles it anew in every worker. A call that is refused raises an OSError in the plugin.
"""

import ctypes
import errno
import os
import struct

from pluginshim import _bpf, _privileges, _rules, _syscalls

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Dict, List, Optional

# linux/seccomp.h
_SECCOMP_SET_MODE_FILTER = 1
_SECCOMP_MODE_FILTER = 2
# linux/prctl.h
_PR_SET_SECCOMP = 22

_PID = struct.Struct("=I")


class _SockFprog(ctypes.Structure):
    """struct sock_fprog of linux/filter.h."""

    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_void_p)]


class Program(object):
    """A filter that is ready for the kernel; confined to the process that installs it."""

    def __init__(self, code, pid_offsets):
        # type: (bytes, List[int]) -> None
        """Keep the instructions where the kernel can read them."""
        self.code = code
        self.pid_offsets = pid_offsets
        self.buffer = ctypes.create_string_buffer(code, len(code))
        self._description = _SockFprog(
            len(code) // _bpf.INSTRUCTION.size, ctypes.addressof(self.buffer)
        )
        self.address = ctypes.addressof(self._description)


def zygote_filter(level, network_open, machine=None, own_network=False):
    # type: (str, bool, Optional[str], bool) -> Program
    """Return the filter that a zygote of this level installs once, and all its workers inherit.

    With a network namespace of their own, where nobody else is, workers may listen.
    """
    own_machine = machine or _syscalls.machine()
    numbers = _syscalls.NUMBERS[own_machine]
    return _program(own_machine, _rules.of_zygote(numbers, level, network_open, own_network))


def worker_filter(level, machine=None):
    # type: (str, Optional[str]) -> Program
    """Return what each worker of this level adds to the filter of its zygote."""
    own_machine = machine or _syscalls.machine()
    return _program(own_machine, _rules.of_worker(_syscalls.NUMBERS[own_machine], level))


def install(program):
    # type: (Program) -> None
    """Put this process and what it starts under the filter for good."""
    _privileges.no_new_privs()
    for offset in program.pid_offsets:
        _PID.pack_into(program.buffer, offset, os.getpid())
    try:
        _syscalls.syscall("seccomp", _SECCOMP_SET_MODE_FILTER, 0, program.address)
    except OSError as error:
        # The zygote's own container may refuse the newer call.
        if error.errno not in (errno.ENOSYS, errno.EPERM):
            raise
        _syscalls.syscall("prctl", _PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, program.address)


def _program(machine, pieces):
    # type: (str, Dict[int, _bpf.Piece]) -> Program
    """Put the checks that all filters share around the rules by number."""
    # The calls of x32 have a bit set that makes their numbers greater than any other, and a call
    # that is newer than these rules is one that nobody has thought about: neither exists here.
    known = _bpf.by_number(pieces, _rules.ALLOW, _syscalls.HIGHEST_JUDGED, _rules.UNKNOWN)
    own = _bpf.load(_bpf.NUMBER_OFFSET, known)
    whole = _bpf.choose(_bpf.JUMP_EQUAL, _syscalls.AUDIT_ARCH[machine], own, _rules.KILL)
    return Program(*_bpf.assemble(_bpf.load(_bpf.ARCH_OFFSET, whole)))
