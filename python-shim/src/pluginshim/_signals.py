# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Keep requests to end from zygotes: the server decides when their calls are over.

A service manager sends SIGTERM to every process of the service, and the server lets the calls that
run go on for a while then.
"""

import ctypes
import signal
import struct

from pluginshim import _syscalls

# asm-generic/signal-defs.h; the kernel's set of signals is one word of 64 bits.
_SIG_SETMASK = 2
_SET = struct.Struct("=Q")

_HELD = (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM)
_REQUESTS_TO_END = ctypes.create_string_buffer(
    _SET.pack(sum(1 << (number - 1) for number in _HELD)), _SET.size
)
_NONE = ctypes.create_string_buffer(_SET.pack(0), _SET.size)


def hold_requests_to_end():
    # type: () -> None
    """Have this process and its forks hear of no request to end."""
    _set_mask(_REQUESTS_TO_END)


def hold_nothing():
    # type: () -> None
    """Have this process hear of every signal; none that waited for its parent waits for it."""
    _set_mask(_NONE)


def _set_mask(mask):
    # type: (ctypes.Array[ctypes.c_char]) -> None
    """Call rt_sigprocmask(2): Python 2 has no function for it, and newer ones are slower."""
    _syscalls.syscall("rt_sigprocmask", _SIG_SETMASK, ctypes.addressof(mask), 0, _SET.size)
