# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Keep a worker to the files and TCP ports that it was given."""

import ctypes
import errno
import os
import stat
import struct

from pluginshim import _syscalls

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Iterable, Optional, Sequence, Union

    Place = Union[str, int]

# linux/landlock.h
_CREATE_RULESET_VERSION = 1
_RULE_PATH_BENEATH = 1
_RULE_NET_PORT = 2
_EXECUTE = 1 << 0
_WRITE_FILE = 1 << 1
_READ_FILE = 1 << 2
_READ_DIR = 1 << 3
_MAKE_CHAR = 1 << 6
_MAKE_BLOCK = 1 << 11
_REFER = 1 << 13
_TRUNCATE = 1 << 14
_IOCTL_DEV = 1 << 15
_BIND_TCP = 1 << 0
_CONNECT_TCP = 1 << 1
_SCOPE_ABSTRACT_UNIX_SOCKET = 1 << 0
_SCOPE_SIGNAL = 1 << 1

# What each version of the interface added to the rights that can be handled.
_FIRST_ABI_OF = ((13, 2), (14, 3), (15, 5))
_OF_THE_FIRST_ABI = (1 << 13) - 1
_ABI_OF_PORTS = 4
_ABI_OF_SCOPES = 6

_READ = _READ_FILE | _READ_DIR | _EXECUTE
# Nothing that was written is to be executed. _REFER moves files between directories that are both
# the plugin's, and the kernel refuses a move that would add rights. ioctls on devices stay out.
_WRITE = (_OF_THE_FIRST_ABI | _REFER | _TRUNCATE) & ~(_EXECUTE | _MAKE_CHAR | _MAKE_BLOCK)
_OF_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL_DEV

# asm-generic/fcntl.h: Python 2 has no names for them.
_O_PATH = 0o10000000
_O_CLOEXEC = 0o2000000

_RULESET = struct.Struct("=QQQ")
_PATH_BENEATH = struct.Struct("=Qi")
_NET_PORT = struct.Struct("=QQ")


def abi():
    # type: () -> int
    """Return the version of Landlock that the kernel offers; 0 when it offers none."""
    try:
        return _syscalls.syscall("landlock_create_ruleset", 0, 0, _CREATE_RULESET_VERSION)
    except OSError as error:
        # Not built in, switched off at boot, or refused by the filter of a container.
        if error.errno in (errno.ENOSYS, errno.EOPNOTSUPP, errno.EPERM):
            return 0
        raise


def create_ruleset(read_paths, write_paths, ports):
    # type: (Iterable[Place], Iterable[Place], Optional[Sequence[int]]) -> int
    """Return a descriptor of what is allowed below these places, given as paths or descriptors.

    `ports` are those that may be connected to by TCP; None leaves TCP alone. An allowed port does
    not allow to listen there.
    """
    version = abi()
    if version < (1 if ports is None else _ABI_OF_PORTS):
        raise OSError(
            errno.EOPNOTSUPP,
            "landlock: ABI %d (expected: >= %d)" % (version, 1 if ports is None else _ABI_OF_PORTS),
        )
    handled = handled_rights(version)
    network = 0 if ports is None else _BIND_TCP | _CONNECT_TCP
    scopes = _SCOPE_ABSTRACT_UNIX_SOCKET | _SCOPE_SIGNAL if version >= _ABI_OF_SCOPES else 0
    attributes = ctypes.create_string_buffer(_RULESET.pack(handled, network, scopes), _RULESET.size)
    # Older kernels take a longer structure, as long as the part that they do not know is zero.
    ruleset_fd = _syscalls.syscall(
        "landlock_create_ruleset", ctypes.addressof(attributes), _RULESET.size, 0
    )
    try:
        for place in read_paths:
            _allow_beneath(ruleset_fd, place, _READ & handled)
        for place in write_paths:
            _allow_beneath(ruleset_fd, place, _WRITE & handled)
        for port in ports or ():
            _add_rule(ruleset_fd, _RULE_NET_PORT, _NET_PORT.pack(_CONNECT_TCP, port))
    except BaseException:
        os.close(ruleset_fd)
        raise
    return ruleset_fd


def handled_rights(version):
    # type: (int) -> int
    """Return every right on files that this version of Landlock can refuse."""
    rights = _OF_THE_FIRST_ABI
    for bit, first_abi in _FIRST_ABI_OF:
        if version >= first_abi:
            rights |= 1 << bit
    return rights


def restrict(ruleset_fd):
    # type: (int) -> None
    """Hold this process, and what it starts, to the ruleset; the process must have no_new_privs."""
    _syscalls.syscall("landlock_restrict_self", ruleset_fd, 0)


def _allow_beneath(ruleset_fd, place, rights):
    # type: (int, Place, int) -> None
    """Allow the rights on a file, or on a directory and all below it."""
    fd = place if isinstance(place, int) else os.open(place, _O_PATH | _O_CLOEXEC)
    try:
        if not stat.S_ISDIR(os.fstat(fd).st_mode):
            # The kernel refuses a rule that gives a file the rights of a directory.
            rights &= _OF_FILES
        _add_rule(ruleset_fd, _RULE_PATH_BENEATH, _PATH_BENEATH.pack(rights, fd))
    finally:
        if fd != place:
            os.close(fd)


def _add_rule(ruleset_fd, kind, attributes):
    # type: (int, int, bytes) -> None
    """Add one rule to the ruleset."""
    buffer = ctypes.create_string_buffer(attributes, len(attributes))
    _syscalls.syscall("landlock_add_rule", ruleset_fd, kind, ctypes.addressof(buffer), 0)
