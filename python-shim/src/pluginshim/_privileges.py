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
    # A process that changed its user may not write its own /proc files, such as uid_map.
    _syscalls.syscall("prctl", _PR_SET_DUMPABLE, 1)


def drop_capabilities():
    # type: () -> None
    """Give up every capability; the ambient ones go with those that they are a part of."""
    _syscalls.syscall("capset", *_CAPSET_ADDRESSES)


def drop_bounding_set():
    # type: () -> None
    """Take from later programs, where that is allowed, what files could give them.

    Too slow for a worker, which has no_new_privs instead: then files give nothing.
    """
    try:
        for number in range(_NUMBER_OF_CAPABILITIES):
            _syscalls.syscall("prctl", _PR_CAPBSET_DROP, number)
    except OSError as error:
        # EPERM: without CAP_SETPCAP. EINVAL: past the last capability of this kernel.
        if error.errno not in (errno.EPERM, errno.EINVAL):
            raise


def no_new_privs():
    # type: () -> None
    """Take the effect of setuid and of file capabilities from whatever is executed."""
    _syscalls.syscall("prctl", _PR_SET_NO_NEW_PRIVS, 1)
