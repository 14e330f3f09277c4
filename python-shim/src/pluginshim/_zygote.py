# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Fork workers for the server, watch over them and say how they ended.

One thread and one epoll. The zygote passes connections on and reads nothing from them but the
first bytes, which say whose they are: what it does not hold, no later fork can leak.
"""

import ctypes
import errno
import os
import select
import signal
import time

try:
    # What hmac.compare_digest() is; the module `hmac` would bring hashlib and OpenSSL along.
    from _operator import _compare_digest as _same
except ImportError:
    from operator import _compare_digest as _same  # type: ignore[attr-defined, no-redef]

from pluginshim import _frames, _syscalls, _text
from pluginshim._errors import ShimError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Tuple

# The commands of the server come on standard input, the events go to standard output.
_COMMANDS_FD = 0
_EVENTS_FD = 1
_TOKEN_BYTES = 64
_ID_DIGITS = 15
_HEADER_BYTES = _TOKEN_BYTES + 1 + _ID_DIGITS
_ROLES = {b"c": "call", b"o": "stdout", b"e": "stderr"}
# linux/net.h, linux/socket.h
_SOCK_CLOEXEC = 0o2000000
_MSG_DONTWAIT = 0x40
_CONNECT_LIMIT_S = 5
_COMMAND_LIMIT_BYTES = 4096
_ENDED = (
    b'{"type":"ended","id":%d,"exit_code":%s,"signal":%s,"cpu_s":%.6f,"peak_memory_bytes":%d}\n'
)
# How long to wait for descriptors when there are none left.
_PAUSE_S = 0.05


class _Arrival(object):
    """The connections of one worker that have come so far."""

    def __init__(self):
        # type: () -> None
        """Begin to wait."""
        self.fds = {}  # type: Dict[str, int]
        self.until_s = time.time() + _CONNECT_LIMIT_S


class _Running(object):
    """A worker that was forked."""

    def __init__(self, number, pid, pid_fd, place):
        # type: (int, int, int, Any) -> None
        """Keep what is needed to kill it and to give its place back."""
        self.number = number
        self.pid = pid
        self.pid_fd = pid_fd
        self.place = place


class Zygote(object):
    """The loop."""

    def __init__(self, setup, listener, level, spawner):
        # type: (Dict[str, Any], Any, Any, Any) -> None
        """Listen on the socket, which nobody but the server can reach."""
        self._token = setup["token"].encode("ascii")
        self._listener = listener
        self._listener_fd = listener.fileno()
        self._header = ctypes.create_string_buffer(_HEADER_BYTES)
        self._level = level
        self._spawner = spawner
        self._poller = select.epoll()
        self._unnamed = {}  # type: Dict[int, float]
        self._arrivals = {}  # type: Dict[int, _Arrival]
        self._by_number = {}  # type: Dict[int, _Running]
        self._by_pid_fd = {}  # type: Dict[int, _Running]
        self._commands = b""
        self._dying = False

    def run(self):
        # type: () -> None
        """Serve until the server closes the commands or is gone."""
        self._listener.setblocking(False)
        for fd in (_COMMANDS_FD, self._listener_fd):
            self._poller.register(fd, select.EPOLLIN)
        while not self._dying:
            for fd, _ in self._poll():
                if fd in self._by_pid_fd:
                    self._bury(self._by_pid_fd[fd])
                elif fd == self._listener_fd:
                    self._accept()
                elif fd == _COMMANDS_FD:
                    self._obey()
                elif fd in self._unnamed:
                    self._name(fd)
            self._close_late_ones()

    def _poll(self):
        # type: () -> List[Tuple[int, int]]
        """Wait until something happens; while connections are missing, not for ever."""
        waiting = self._unnamed or self._arrivals
        try:
            return self._poller.poll(1 if waiting else -1)
        except (IOError, OSError, select.error) as error:
            if error.args[0] != errno.EINTR:
                raise
            return []

    def _accept(self):
        # type: () -> None
        """Take one connection that waits; where there are more, the poller says so again."""
        # Not by the module socket: its objects take longer to make than all of this.
        try:
            fd = _syscalls.syscall("accept4", self._listener_fd, 0, 0, _SOCK_CLOEXEC)
        except OSError as error:
            if error.errno in (errno.EAGAIN, errno.EINTR, errno.ECONNABORTED):
                return
            # Without descriptors: the server gives up on those that wait.
            tell({"type": "problem", "message": "accept: %s" % _text.safe_text(error)})
            # The connection stays in the queue and would wake the loop at once.
            time.sleep(_PAUSE_S)
            return
        self._unnamed[fd] = time.time() + _CONNECT_LIMIT_S
        # What is not there yet would cost an exception and all that goes with it.
        self._poller.register(fd, select.EPOLLIN)

    def _name(self, fd):
        # type: (int) -> None
        """Read whose connection it is."""
        header = self._receive(fd)
        del self._unnamed[fd]
        self._poller.unregister(fd)
        role = _ROLES.get(header[_TOKEN_BYTES : _TOKEN_BYTES + 1])
        digits = header[_TOKEN_BYTES + 1 :]
        if (
            len(header) != _HEADER_BYTES
            or not _same(header[:_TOKEN_BYTES], self._token)
            or role is None
            or not digits.isdigit()
        ):
            os.close(fd)
        else:
            self._arrive(int(digits), role, fd)

    def _receive(self, fd):
        # type: (int) -> bytes
        """Receive the first bytes of a connection, which are there or will never be."""
        address = ctypes.addressof(self._header)
        try:
            # The server sends them in one piece, and a Unix socket keeps a piece of this size
            # whole.
            size = _syscalls.syscall("recvfrom", fd, address, _HEADER_BYTES, _MSG_DONTWAIT, 0, 0)
        except OSError:
            return b""
        return self._header.raw[:size]

    def _arrive(self, number, role, fd):
        # type: (int, str, int) -> None
        """Put a connection to its worker, and start the worker when it has all three."""
        arrival = self._arrivals.setdefault(number, _Arrival())
        if role in arrival.fds or number in self._by_number:
            os.close(fd)
            return
        arrival.fds[role] = fd
        if len(arrival.fds) == len(_ROLES):
            del self._arrivals[number]
            self._start(number, arrival.fds)

    def _start(self, number, connections):
        # type: (int, Dict[str, int]) -> None
        """Fork the worker."""
        place = None
        try:
            place = self._level.take()
            pid, pid_fd = self._fork(place, connections)
        except (ShimError, IOError, OSError) as error:
            if place is not None:
                self._level.give_back(place)
            text = _text.safe_text(error)
            tell({"type": "not_started", "id": number, "message": text})
        else:
            running = _Running(number, pid, pid_fd, place)
            self._by_number[number] = running
            self._by_pid_fd[pid_fd] = running
            self._poller.register(pid_fd, select.EPOLLIN)
        finally:
            for fd in connections.values():
                os.close(fd)

    def _fork(self, place, connections):
        # type: (Any, Dict[str, int]) -> Tuple[int, int]
        """Fork a worker that can be watched; returns its pid and a descriptor for it."""
        pid = self._spawner.start(place, connections)
        try:
            return pid, _syscalls.syscall("pidfd_open", pid, 0)
        except OSError:
            # Without descriptors nobody would see its end.
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            raise

    def _bury(self, running):
        # type: (_Running) -> None
        """Reap a worker, say how it ended and take its place back."""
        # Readable only when everything in the worker's namespace is dead, see pid_namespaces(7).
        _, status, used = os.wait4(running.pid, 0)
        # First of all, since a caller waits for it; put together by hand, since that is faster.
        _frames.write_all(
            _EVENTS_FD,
            _ENDED
            % (
                running.number,
                b"%d" % os.WEXITSTATUS(status) if os.WIFEXITED(status) else b"null",
                b"%d" % os.WTERMSIG(status) if os.WIFSIGNALED(status) else b"null",
                used.ru_utime + used.ru_stime,
                # getrusage(2): ru_maxrss is in kilobytes on Linux.
                used.ru_maxrss * 1024,
            ),
        )
        self._poller.unregister(running.pid_fd)
        os.close(running.pid_fd)
        del self._by_number[running.number]
        del self._by_pid_fd[running.pid_fd]
        self._level.give_back(running.place)

    def _obey(self):
        # type: () -> None
        """Do what the server says; when it says nothing any more, end."""
        data = os.read(_COMMANDS_FD, _COMMAND_LIMIT_BYTES)
        lines = (self._commands + data).split(b"\n")
        self._commands = lines.pop()
        for line in lines:
            running = self._by_number.get(_frames.from_json(line).get("id", 0))
            if running is not None:
                _kill(running)
        self._dying = not data or len(self._commands) > _COMMAND_LIMIT_BYTES
        if self._dying:
            # At the level portable nobody else would.
            for running in self._by_number.values():
                _kill(running)

    def _close_late_ones(self):
        # type: () -> None
        """Close what the server began and did not finish."""
        now_s = time.time()
        for fd, until_s in list(self._unnamed.items()):
            if until_s < now_s:
                del self._unnamed[fd]
                self._poller.unregister(fd)
                os.close(fd)
        for number, arrival in list(self._arrivals.items()):
            if arrival.until_s < now_s:
                del self._arrivals[number]
                for fd in arrival.fds.values():
                    os.close(fd)


def _kill(running):
    # type: (_Running) -> None
    """Kill a worker; its namespace goes with it."""
    try:
        _syscalls.syscall("pidfd_send_signal", running.pid_fd, signal.SIGKILL, 0, 0)
    except OSError as error:
        if error.errno != errno.ESRCH:
            raise


def tell(event):
    # type: (Dict[str, Any]) -> None
    """Write one event for the server."""
    _frames.write_all(_EVENTS_FD, (_frames.to_json(event) + "\n").encode("ascii"))
