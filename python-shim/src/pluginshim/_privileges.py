# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Give up the powers of a process, without a way back."""

import ctypes
import errno
import os
import struct

from pluginshim import _syscalls

# linux/prctl.h
_PR_SET_DUMPABLE = 4
_PR_CAPBSET_DROP = 24
_PR_SET_NO_NEW_PRIVS = 38
_PR_CAP_AMBIENT = 47
_PR_CAP_AMBIENT_CLEAR_ALL = 4
# linux/capability.h: two words each of effective, permitted and inheritable capabilities.
_LINUX_CAPABILITY_VERSION_3 = 0x20080522
_NUMBER_OF_CAPABILITIES = 64

_HEADER = ctypes.create_string_buffer(struct.pack("=Ii", _LINUX_CAPABILITY_VERSION_3, 0), 8)
_NOTHING = ctypes.create_string_buffer(24)
_CAPSET_ADDRESSES = (ctypes.addressof(_HEADER), ctypes.addressof(_NOTHING))


def drop_root(uid, gid):
    # type: (int, int) -> None
    """Become that user and that group alone, as one who never was the superuser."""
    # The kernel does not hold its superuser to a limit of processes, in whatever namespace.
    if uid <= 0 or gid <= 0:
        raise ValueError("user: %d:%d (expected: neither user nor group 0)" % (uid, gid))
    os.setgroups([])
    os.setresgid(gid, gid, gid)
    os.setresuid(uid, uid, uid)
    # A process that changed its user may not write its own /proc files any more, uid_map with them.
    _syscalls.syscall("prctl", _PR_SET_DUMPABLE, 1)


def drop_capabilities():
    # type: () -> None
    """Give up every capability, also those that a program could be started with."""
    _drop_bounding_set()
    try:
        _syscalls.syscall("prctl", _PR_CAP_AMBIENT, _PR_CAP_AMBIENT_CLEAR_ALL)
    except OSError as error:
        # Before Linux 4.3 there were none of these.
        if error.errno != errno.EINVAL:
            raise
    _syscalls.syscall("capset", *_CAPSET_ADDRESSES)


def no_new_privs():
    # type: () -> None
    """Take the effect of setuid and of file capabilities from whatever is executed."""
    _syscalls.syscall("prctl", _PR_SET_NO_NEW_PRIVS, 1)


def _drop_bounding_set():
    # type: () -> None
    """Take the capabilities from the set that starting a program may give, where that is allowed."""
    try:
        for number in range(_NUMBER_OF_CAPABILITIES):
            _syscalls.syscall("prctl", _PR_CAPBSET_DROP, number)
    except OSError as error:
        # EPERM: without CAP_SETPCAP; no_new_privs keeps the set from mattering. EINVAL: past the
        # last capability of this kernel.
        if error.errno not in (errno.EPERM, errno.EINVAL):
            raise
