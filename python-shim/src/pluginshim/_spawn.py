# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Fork a worker and close the walls around it, before anything of its call is read."""

import fcntl
import os
import time

from pluginshim import (
    _frames,
    _landlock,
    _limits,
    _preload,
    _privileges,
    _seccomp,
    _signals,
    _stdio,
    _syscalls,
    _text,
    _worker,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, FrozenSet, NoReturn

# Away from the low numbers that daemons like to close and plugins happen to be given.
_CALL_FD = 200
# close_range(2): up to the highest descriptor there can be.
_LAST_FD = 0xFFFFFFFF
_READY = '{"type":"ready","walls_s":%.6f}'
# Only differences count; Python 2 has nothing better.
_now_s = getattr(time, "monotonic", time.time)


class Spawner(object):
    """Forks workers at one level."""

    def __init__(self, level, setup, modules_at_start):
        # type: (Any, Dict[str, Any], FrozenSet[str]) -> None
        """Prepare all that a fork would otherwise have to make anew each time."""
        self._level = level
        self._modules_at_start = modules_at_start
        self._limits = _limits.of_worker(setup["limits"], setup["level"])
        self._filter = _seccomp.worker_filter(setup["level"])
        self._null_fd = os.open(level.null_path, os.O_RDONLY)

    def start(self, place, connections):
        # type: (Any, Dict[str, int]) -> int
        """Fork a worker with these connections; returns its pid, the worker never returns."""
        pid = self._level.fork()
        if pid == 0:
            try:
                self._become_worker(place, connections)
            finally:
                os._exit(_worker.EX_SOFTWARE)
        return pid

    def _become_worker(self, place, connections):
        # type: (Any, Dict[str, int]) -> NoReturn
        """Give everything up that the call does not need, say so, and serve it."""
        try:
            call_fd = self._close_walls(place, connections)
        except BaseException as error:
            # The server sees no ready frame; what stands here is for its log.
            text = _text.safe_text(error)
            _stdio.print_error(u"The worker failed: %s: %s.\n" % (type(error).__name__, text))
            os._exit(_worker.EX_SOFTWARE)
        _worker.serve(call_fd, self._modules_at_start, self._level.plugin_directory)

    def _close_walls(self, place, connections):
        # type: (Any, Dict[str, int]) -> int
        """Close them from the widest to the narrowest; returns the descriptor of `call`."""
        start_s = _now_s()
        os.setsid()
        _signals.hold_nothing()
        call_fd = fcntl.fcntl(connections["call"], fcntl.F_DUPFD, _CALL_FD)
        for fd, number in (
            (self._null_fd, 0),
            (connections["stdout"], 1),
            (connections["stderr"], 2),
        ):
            os.dup2(fd, number)
        self._level.enter(place)
        os.chdir(place.home)
        _limits.set_limits(self._limits)
        _privileges.drop_capabilities()
        _landlock.restrict(place.rules_fd)
        _syscalls.syscall("close_range", 3, call_fd - 1, 0)
        _syscalls.syscall("close_range", call_fd + 1, _LAST_FD, 0)
        fcntl.fcntl(call_fd, fcntl.F_SETFD, fcntl.FD_CLOEXEC)
        _seccomp.install(self._filter)
        _preload.after_fork()
        _frames.write_frame_text(call_fd, _READY % (_now_s() - start_s))
        return call_fd
