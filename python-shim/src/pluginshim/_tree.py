# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Know, end and account for the worker and everything it started."""

import errno
import os
import resource
import signal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Dict, Optional, Set, Tuple

# A process that forks and ends without pause shows a new pid to every scan; only the kill that
# follows can catch it.
_SCAN_LIMIT = 10


class ProcessTree(object):
    """The worker and its descendants, as the subreaper above them sees them."""

    def __init__(self, worker_pid):
        # type: (int) -> None
        """Watch the worker, which must be a child of this process."""
        self._worker_pid = worker_pid
        self._worker_status = None  # type: Optional[int]

    def worker_ended(self):
        # type: () -> bool
        """Tell whether the worker itself is dead and reaped."""
        return self._worker_status is not None

    def reap(self):
        # type: () -> bool
        """Reap every dead child; returns whether any child is left."""
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except OSError as error:
                if error.errno == errno.ECHILD:
                    return False
                if error.errno != errno.EINTR:
                    raise
                continue
            if pid == 0:
                return True
            if pid == self._worker_pid:
                self._worker_status = status

    def end(self, wait_for_child):
        # type: (Callable[[int], Any]) -> None
        """Kill until no child is left; `wait_for_child` waits up to that many milliseconds."""
        while self.reap():
            # Whoever slipped through one round became our child when its parent died (we are
            # the subreaper), so it keeps reap() from ending and meets the next round.
            self._kill_everything()
            wait_for_child(20)

    def _kill_everything(self):
        # type: () -> None
        """Stop the descendants until no new one turns up, then kill all of them."""
        stopped = {}  # type: Dict[int, int]
        for _ in range(_SCAN_LIMIT):
            new = dict(item for item in _descendants().items() if item[0] not in stopped)
            if not new:
                break
            for pid in new:
                _signal(pid, signal.SIGSTOP)
            stopped.update(new)
        own_group = os.getpgrp()
        groups = set(stopped.values())
        if not self.worker_ended():
            stopped[self._worker_pid] = self._worker_pid
            groups.add(self._worker_pid)
        # A signal to a group is atomic against fork(), so no member can fork away from it. The
        # worker leads a session, hence no stranger can be in a group of one of its descendants.
        for group in groups:
            if group > 1 and group != own_group:
                _signal(-group, signal.SIGKILL)
        for pid in stopped:
            _signal(pid, signal.SIGKILL)

    def ended_frame(self):
        # type: () -> Dict[str, Any]
        """Describe how the worker ended and what the whole tree used; only after end()."""
        status = self._worker_status
        if status is None:
            raise AssertionError("worker: not reaped (expected: end() was called)")
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return {
            "type": "ended",
            "exit_code": os.WEXITSTATUS(status) if os.WIFEXITED(status) else None,
            "signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else None,
            "cpu_s": round(used.ru_utime + used.ru_stime, 6),
            # getrusage(2): ru_maxrss is in kilobytes on Linux.
            "peak_memory_bytes": used.ru_maxrss * 1024,
        }


def _signal(pid, number):
    # type: (int, int) -> None
    """Send a signal; a process that is gone, or that became somebody else's, is not an error."""
    try:
        os.kill(pid, number)
    except OSError as error:
        if error.errno not in (errno.ESRCH, errno.EPERM):
            raise


def _descendants():
    # type: () -> Dict[int, int]
    """Return the process group of every living descendant of this process, by pid."""
    children = {}  # type: Dict[int, Set[Tuple[int, int]]]
    try:
        names = os.listdir("/proc")
    except OSError:
        return {}
    for name in names:
        if name.isdigit():
            state, parent, group = _read_stat(name)
            if state not in (b"", b"Z", b"X"):
                children.setdefault(parent, set()).add((int(name), group))
    found = {}  # type: Dict[int, int]
    unvisited = [os.getpid()]
    while unvisited:
        for pid, group in children.get(unvisited.pop(), ()):
            if pid not in found:
                found[pid] = group
                unvisited.append(pid)
    return found


def _read_stat(pid):
    # type: (str) -> Tuple[bytes, int, int]
    """Return state, parent and process group from /proc/<pid>/stat, see proc(5)."""
    try:
        fd = os.open("/proc/%s/stat" % pid, os.O_RDONLY)
        try:
            # The name, in parentheses, may itself hold blanks and parentheses.
            fields = os.read(fd, 1024).rpartition(b")")[2].split()
        finally:
            os.close(fd)
        return fields[0], int(fields[1]), int(fields[2])
    except (OSError, IndexError):
        return b"", 0, 0
