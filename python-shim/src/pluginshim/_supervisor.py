# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Start the worker, wait for it, and leave nothing of it behind.

One thread, one poll(): the supervisor sleeps until a child dies or the server shuts down `control`.
"""

import errno
import fcntl
import os
import select
import signal
import sys

from pluginshim import _connections, _frames, _linux, _worker
from pluginshim._errors import StartError
from pluginshim._tree import ProcessTree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, FrozenSet, Optional

# The terminal sends these to the whole foreground group of the server; whether running
# invocations may end is the server's decision, told through `control`.
_IGNORED_SIGNALS = (signal.SIGINT, signal.SIGQUIT, signal.SIGHUP)
# Away from the low numbers that daemons like to close and plugins happen to be given.
_CALL_FD_FROM = 200


class Alarm(object):
    """Wakes the one poll() when a child dies, when `control` ends, or at SIGTERM."""

    def __init__(self, control_fd):
        # type: (int) -> None
        """Take over the signals of this process."""
        self._control_fd = control_fd
        self._terminated = False
        self._read_fd, write_fd = os.pipe()
        for fd in (self._read_fd, write_fd):
            fcntl.fcntl(fd, fcntl.F_SETFL, fcntl.fcntl(fd, fcntl.F_GETFL) | os.O_NONBLOCK)
        for number in _IGNORED_SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        # Without a handler in Python the wake-up descriptor is not written to.
        signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
        signal.signal(signal.SIGTERM, self._terminate)
        signal.set_wakeup_fd(write_fd)

    def _terminate(self, _number, _frame):
        # type: (int, Any) -> None
        """Remember that somebody wants an end."""
        self._terminated = True

    def wait_for_end_or_child(self):
        # type: () -> bool
        """Wait until something happens; returns whether everything is to end now."""
        ready = self._poll([self._control_fd, self._read_fd], None)
        # The server sends nothing on `control`: readable means end of file, or a broken server.
        return self._terminated or self._control_fd in ready

    def wait_for_child(self, limit_ms):
        # type: (int) -> None
        """Wait until a child dies, at most that long."""
        self._poll([self._read_fd], limit_ms)

    def _poll(self, fds, limit_ms):
        # type: (list[int], Optional[int]) -> Dict[int, int]
        """Wait for one of the descriptors and take the wake-up bytes away."""
        poller = select.poll()
        for fd in fds:
            poller.register(fd, select.POLLIN)
        try:
            ready = dict(poller.poll(limit_ms))
        except (IOError, OSError, select.error) as error:
            if error.args[0] != errno.EINTR:
                raise
            # Python 2 only; the signal's byte is in the pipe, so nothing is lost.
            return {}
        if self._read_fd in ready:
            try:
                os.read(self._read_fd, 4096)
            except OSError as error:
                if error.errno not in (errno.EAGAIN, errno.EINTR):
                    raise
        return ready


def supervise(modules_at_start):
    # type: (FrozenSet[str]) -> int
    """Run one worker from start to end; returns only when it could not be started."""
    try:
        path, nonce = _connections.read_start_line()
        _become_subreaper()
        connections = _connections.connect_all(path, nonce)
        alarm = Alarm(connections["control"])
        tree = ProcessTree(_fork_worker(connections, modules_at_start))
    except StartError as error:
        sys.stderr.write("The worker was not started: %s.\n" % error)
        return error.exit_code
    for role in ("call", "stdout", "stderr"):
        os.close(connections[role])
    ending = False
    while not ending:
        tree.reap()
        ending = tree.worker_ended() or alarm.wait_for_end_or_child()
    tree.end(alarm.wait_for_child)
    try:
        _frames.write_frame(connections["control"], tree.ended_frame())
    except (IOError, OSError):
        # The server is gone; there is nobody left to tell.
        pass
    # Nothing is left to tidy up, and the interpreter would take milliseconds over it.
    os._exit(0)


def _become_subreaper():
    # type: () -> None
    """Ask the kernel for the orphans of the worker."""
    try:
        _linux.become_subreaper()
    except OSError as error:
        raise StartError("subreaper: %s (expected: Linux 3.4 or later)" % error)


def _fork_worker(connections, modules_at_start):
    # type: (Dict[str, int], FrozenSet[str]) -> int
    """Fork the worker; the supervisor gets its pid, the worker never returns."""
    supervisor_pid = os.getpid()
    try:
        pid = os.fork()
    except OSError as error:
        raise StartError("fork: %s (expected: one more process)" % error)
    if pid == 0:
        try:
            call_fd = _become_worker(connections, supervisor_pid)
            _worker.serve(call_fd, modules_at_start)
        finally:
            os._exit(_worker.EX_SOFTWARE)
    return pid


def _become_worker(connections, supervisor_pid):
    # type: (Dict[str, int], int) -> int
    """Cut every tie to the supervisor but one; returns the descriptor of `call`."""
    os.setsid()
    if not _linux.die_with(supervisor_pid):
        os._exit(_worker.EX_SOFTWARE)
    _linux.reset_signals()
    try:
        call_fd = fcntl.fcntl(connections["call"], fcntl.F_DUPFD, _CALL_FD_FROM)
    except (IOError, OSError):
        # The limit of open files is below that number.
        call_fd = connections["call"]
    fcntl.fcntl(call_fd, fcntl.F_SETFD, fcntl.FD_CLOEXEC)
    null_fd = os.open(os.devnull, os.O_RDONLY)
    for fd, standard_fd in ((null_fd, 0), (connections["stdout"], 1), (connections["stderr"], 2)):
        os.dup2(fd, standard_fd)
    _linux.close_all_but(frozenset([0, 1, 2, call_fd]))
    return call_fd
