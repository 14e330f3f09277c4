# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Give the plugin a sys.stdout and sys.stderr that take any text and lose nothing at the end."""

import io
import sys

from pluginshim import _frames, _linux, _text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, List

_opened = []  # type: List[Any]


class Python2Stream(object):
    """A stream of Python 2 that takes bytes as they are and unicode as UTF-8, line-buffered."""

    encoding = "UTF-8"
    errors = "backslashreplace"
    mode = "w"
    newlines = None
    closed = False

    def __init__(self, fd, name):
        # type: (int, str) -> None
        """Write to the descriptor; `name` is what a file object of Python 2 would be called."""
        self.name = name
        self.softspace = 0
        self.buffer = io.open(fd, "wb", closefd=False)

    def write(self, data):
        # type: (Any) -> None
        """Write bytes or text; a line feed in it sends everything so far."""
        if isinstance(data, _text.text_type):
            data = _text.without_lone_surrogates(data).encode("utf-8")
        data = memoryview(data).tobytes()
        self.buffer.write(data)
        if b"\n" in data:
            self.buffer.flush()

    def writelines(self, lines):
        # type: (Any) -> None
        """Write each of the lines."""
        for line in lines:
            self.write(line)

    def flush(self):
        # type: () -> None
        """Send everything so far."""
        self.buffer.flush()

    def fileno(self):
        # type: () -> int
        """Return the descriptor."""
        return self.buffer.fileno()

    def isatty(self):
        # type: () -> bool
        """Answer as a connection does."""
        return False

    def close(self):
        # type: () -> None
        """Only flush: like the standard streams of Python 3, the descriptor stays open."""
        self.flush()


def open_standard_streams():
    # type: () -> None
    """Replace sys.stdout and sys.stderr by streams on descriptors 1 and 2."""
    sys.stdout = sys.__stdout__ = _open_stream(1, "<stdout>")
    sys.stderr = sys.__stderr__ = _open_stream(2, "<stderr>")
    _opened.extend([sys.stdout, sys.stderr])


def _open_stream(fd, name):
    # type: (int, str) -> Any
    """Return a text stream on the descriptor that no text can break."""
    if _text.PYTHON2:
        return Python2Stream(fd, name)
    return io.open(
        fd, "w", buffering=1, encoding="utf-8", errors="backslashreplace", closefd=False
    )


def flush():
    # type: () -> None
    """Flush whatever the plugin may have printed to; what it did to the streams is its affair."""
    current = [getattr(sys, "stdout", None), getattr(sys, "stderr", None)]  # type: List[Any]
    for stream in current + _opened:
        try:
            stream.flush()
        except BaseException:
            # A stream of the plugin's own, or one that it closed: nothing is left to flush.
            pass
    _linux.flush_c_stdout()


def print_error(text):
    # type: (str) -> None
    """Write to descriptor 2, past whatever the plugin made of sys.stderr."""
    try:
        _frames.write_all(2, _text.without_lone_surrogates(text).encode("utf-8"))
    except (IOError, OSError):
        # The plugin closed it, or nobody reads any more.
        pass
