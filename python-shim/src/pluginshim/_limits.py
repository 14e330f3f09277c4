# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Limit what a worker may use up."""

import ctypes
import resource

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Dict, List, Tuple

    Prepared = List[Tuple[int, Tuple[int, int]]]

# asm-generic/resource.h: those that the module has no names for on every Python.
_RLIMIT_SIGPENDING = 11
_RLIMIT_MSGQUEUE = 12
_RLIMIT_NICE = 13
_RLIMIT_RTPRIO = 14

# Timers and queued signals live in memory of the kernel.
_PENDING_SIGNALS = 1024
# malloc.h. Each arena more takes 64 MiB of address space, of which RLIMIT_AS leaves little.
_M_ARENA_MAX = -8
# Between the signal that ends a worker by its own default and the one that nobody can handle.
_CPU_GRACE_S = 1


def inheritable(_limits):
    # type: (Dict[str, int]) -> None
    """Set, once in the zygote, what every worker may have as little of as the zygote."""
    # A C library without mallopt() has no arenas either.
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_M_ARENA_MAX, 1)
    set_limits(
        [
            _bounded(resource.RLIMIT_CORE, 0, 0),
            _bounded(resource.RLIMIT_MEMLOCK, 0, 0),
            _bounded(_RLIMIT_MSGQUEUE, 0, 0),
            _bounded(_RLIMIT_NICE, 0, 0),
            _bounded(_RLIMIT_RTPRIO, 0, 0),
            _bounded(_RLIMIT_SIGPENDING, _PENDING_SIGNALS, _PENDING_SIGNALS),
        ]
    )


def of_worker(limits, level):
    # type: (Dict[str, int], str) -> Prepared
    """Work out, once in the zygote, what each worker then hands to `set_limits`."""
    prepared = [
        _bounded(resource.RLIMIT_CPU, limits["cpu_s"], limits["cpu_s"] + _CPU_GRACE_S),
        _bounded(resource.RLIMIT_AS, limits["memory_bytes"], limits["memory_bytes"]),
        _bounded(resource.RLIMIT_NOFILE, limits["open_files"], limits["open_files"]),
    ]
    if level == "full":
        # Only a user namespace has a count of its own; elsewhere the threads of the server and of
        # all its workers would count. To be set inside that namespace: its maker's limit holds
        # for all such namespaces together.
        prepared.append(_bounded(resource.RLIMIT_NPROC, limits["processes"], limits["processes"]))
    return prepared


def set_limits(prepared):
    # type: (Prepared) -> None
    """Hold this process, and what it starts, to limits that were worked out before."""
    for number, pair in prepared:
        resource.setrlimit(number, pair)


def _bounded(number, soft, hard):
    # type: (int, int, int) -> Tuple[int, Tuple[int, int]]
    """Return the limit as far as it is allowed: only the superuser raises a hard one."""
    present = resource.getrlimit(number)[1]
    if present != resource.RLIM_INFINITY:
        soft, hard = min(soft, present), min(hard, present)
    return number, (soft, hard)
