# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Ask the kernel and the C library for what the standard library has no function for."""

import ctypes
import errno
import os
import resource
import signal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict

# linux/prctl.h
_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36
# pthread(7) / nptl: signals 32 and 33 belong to the C library, which refuses to change them.
_C_LIBRARY_SIGNALS = (32, 33)

_LIBC = ctypes.CDLL(None, use_errno=True)
_C_FLUSH = _LIBC.fflush


def _c_stdout():
    # type: () -> Any
    """Return the variable of the C library that says where its stdout is; None: it has none."""
    try:
        return ctypes.c_void_p.in_dll(_LIBC, "stdout")
    except ValueError:
        return None


_C_STDOUT = _c_stdout()


def _prctl(option, argument):
    # type: (int, int) -> None
    """Call prctl(2) with all five arguments, as the kernel wants zeros in the unused ones."""
    zero = ctypes.c_ulong(0)
    if _LIBC.prctl(ctypes.c_int(option), ctypes.c_ulong(argument), zero, zero, zero) != 0:
        number = ctypes.get_errno()
        raise OSError(number, "prctl(%d): %s" % (option, os.strerror(number)))


def become_subreaper():
    # type: () -> None
    """Become the parent of every descendant that loses its own."""
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)


def die_with(parent_pid):
    # type: (int) -> bool
    """Have the kernel kill this process with its parent; False when the parent is gone already."""
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    # The parent may have died before the request: then nobody would ever send the signal.
    return os.getppid() == parent_pid


def leave_session():
    # type: () -> None
    """Leave the terminal of whoever started this: its Ctrl-C is for the server alone."""
    try:
        os.setsid()
    except OSError as error:
        # The first process of a group has left by that already.
        if error.errno != errno.EPERM:
            raise


def flush_c_stdout():
    # type: () -> None
    """Flush the stdout of the C library, which extension modules may have printed to."""
    # Not fflush(NULL): it would wait for every FILE that some thread is reading from.
    if _C_STDOUT is not None:
        _C_FLUSH(_C_STDOUT)


def close_all_but(kept_fds):
    # type: (frozenset[int]) -> None
    """Close every descriptor of this process except the given ones."""
    try:
        open_fds = [int(name) for name in os.listdir("/proc/self/fd")]
    except OSError:
        # Without /proc there is no list; the limit may be a million, so only its usual part.
        limit = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
        open_fds = list(range(min(limit if limit >= 0 else 65536, 65536)))
    for fd in open_fds:
        if fd not in kept_fds:
            try:
                os.close(fd)
            except OSError as error:
                if error.errno != errno.EBADF:
                    raise


def limit_file_size(size_bytes):
    # type: (int) -> None
    """Keep this process and its children from making a file longer than that."""
    limits = [size_bytes]
    # Only the superuser may raise a limit that is lower already.
    limits += [n for n in resource.getrlimit(resource.RLIMIT_FSIZE) if n != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_FSIZE, (min(limits), min(limits)))


def reset_signals():
    # type: () -> None
    """Give every signal the disposition that it has in a Python which was just started."""
    signal.set_wakeup_fd(-1)
    own = {
        signal.SIGPIPE: signal.SIG_IGN,
        # A file that would become too large is an error of the one call that writes it.
        signal.SIGXFSZ: signal.SIG_IGN,
        signal.SIGINT: signal.default_int_handler,
    }  # type: Dict[int, Any]
    for number in range(1, signal.NSIG):
        if number not in _C_LIBRARY_SIGNALS and number not in (signal.SIGKILL, signal.SIGSTOP):
            signal.signal(number, own[number] if number in own else signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_SETMASK, [])
