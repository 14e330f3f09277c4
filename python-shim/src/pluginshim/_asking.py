# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Let the plugin ask the server for what its instance may have: the module `_plugin_executor`.

An ask and its answer travel on the connection of the call, between the request and the reply.
"""

import os
import sys
import types

try:
    import _thread
except ImportError:
    import thread as _thread  # type: ignore[import-not-found, no-redef]

from pluginshim import _frames, _text
from pluginshim._errors import FrameError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Optional, Tuple

MODULE = "_plugin_executor"
# One write takes all of it, so that no signal of the plugin can leave half a frame behind.
ASK_LIMIT_BYTES = 64 * 1024
ANSWER_LIMIT_BYTES = 4 * 1024 * 1024
# The server ends the call of whoever asks more often.
ASKS_LIMIT = 1000

_getpid = os.getpid
_get_ident = _thread.get_ident
_fstat = os.fstat


class Channel(object):
    """The connection of one call; thread-safe, of no use in a fork."""

    def __init__(self, fd):
        # type: (int) -> None
        """Take the connection as it is now."""
        self._fd = fd
        self._connection = identity(fd)
        self._pid = _getpid()
        self._asks = 0
        # A thread in the middle of an answer that it will not read to its end.
        self._is_torn = False
        self._has_replied = False
        # Questions whose answer is known to be null.
        self._nothing = []  # type: List[Tuple[str, str]]
        # Held from a question to its answer.
        self._asking = _thread.allocate_lock()
        self._asker = 0
        # Held for one frame: a reply does not wait for the answer to another thread.
        self._writing = _thread.allocate_lock()

    def is_own(self):
        # type: () -> bool
        """Tell whether this is the process of the call, and no copy of it."""
        return _getpid() == self._pid

    def know_nothing_of(self, service, operation):
        # type: (str, str) -> None
        """Take note that the server has nothing to say to a question, which is not put then."""
        self._nothing.append((service, operation))

    def reply(self, text):
        # type: (str) -> None
        """Send the reply, after which nothing is asked."""
        with self._writing:
            self._has_replied = True
            if identity(self._fd) == self._connection:
                _frames.write_frame_text(self._fd, text)

    def ask(self, service, operation, arguments):
        # type: (str, str, Dict[str, Any]) -> Any
        """Return the server's answer; see ask() below."""
        if not self.is_own():
            raise _unavailable("a copy of the worker (expected: the worker itself)")
        if (service, operation) in self._nothing:
            return None
        if self._asker == _get_ident():
            # A handler of a signal that came while this thread asks.
            raise _unavailable("asked while asking (expected: one question at a time)")
        with self._asking:
            self._asker = _get_ident()
            try:
                return self._exchange(
                    {"service": service, "operation": operation, "arguments": arguments}
                )
            finally:
                self._asker = 0

    def _exchange(self, question):
        # type: (Dict[str, Any]) -> Any
        """Send a question and wait for what the server says."""
        number = self._asks + 1
        data = _frames.encoded(dict(question, type="ask", number=number))
        if len(data) > ASK_LIMIT_BYTES:
            raise _unavailable(
                "ask: %d bytes (expected: at most %d)" % (len(data), ASK_LIMIT_BYTES)
            )
        if number > ASKS_LIMIT:
            raise _unavailable("asks: %d (expected: at most %d a call)" % (number, ASKS_LIMIT))
        if self._is_torn:
            raise _unavailable("an answer was not read to its end (expected: no interruption)")
        with self._writing:
            if self._has_replied or identity(self._fd) != self._connection:
                raise _unavailable("the connection is closed (expected: a call that runs)")
            self._asks = number
            _frames.write_all(self._fd, data)
        answer = self._answer(number)
        if "value" in answer:
            return answer["value"]
        if "refused" in answer:
            raise LookupError(_native(answer["refused"]))
        raise OSError(_native(answer.get("failed", u"the server gave no answer")))

    def _answer(self, number):
        # type: (int) -> Dict[str, Any]
        """Read up to the answer of that number: an exception may have kept others from theirs."""
        while True:
            try:
                header = _frames.read_exactly(self._fd, _frames.HEADER_BYTES)
                self._is_torn = True
                answer = _frames.read_body(self._fd, header, ANSWER_LIMIT_BYTES)
                self._is_torn = False
            except FrameError as error:
                raise _unavailable(_text.safe_text(error))
            if answer.get("type") == "answer" and answer.get("number") == number:
                return answer


_channels = []  # type: List[Channel]


def install():
    # type: () -> None
    """Put the module where plugins and the SDK look for it."""
    module = types.ModuleType(MODULE, "What the server gives to plugins.")  # type: Any
    module.ask = ask
    sys.modules[MODULE] = module


def open_channel(fd):
    # type: (int) -> Channel
    """Make the connection of this process's call the one that is asked on."""
    channel = Channel(fd)
    _channels[:] = [channel]
    return channel


def ask(service, operation, arguments):
    # type: (str, str, Dict[str, Any]) -> Any
    """Return the server's answer, a JSON value.

    Raises LookupError when the named thing is not in this instance's reach, OSError when the
    service cannot be had now. Threads may ask at the same time, forks of the worker may not.
    """
    if not _channels:
        raise _unavailable("no call (expected: a plugin that is called)")
    return _channels[0].ask(service, operation, arguments)


def identity(fd):
    # type: (int) -> Any
    """Return what tells this open file from every other one."""
    status = _fstat(fd)
    return status.st_dev, status.st_ino


def _unavailable(text):
    # type: (str) -> OSError
    """Return the exception for a question that does not come to an answer."""
    return OSError(_native(text))


def _native(text):
    # type: (Any) -> str
    """Return text as exceptions have it in this Python."""
    safe = _text.safe_text(text)
    return safe.encode("utf-8") if _text.PYTHON2 else safe  # type: ignore[return-value]
