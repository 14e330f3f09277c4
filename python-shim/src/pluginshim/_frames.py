# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Read and write frames: a big-endian unsigned 32-bit length and that many bytes of JSON."""

import errno
import json
import os
import select
import struct
import sys

from pluginshim._errors import FrameError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Dict

SMALL_FRAME_LIMIT_BYTES = 4 * 1024
CALL_FRAME_LIMIT_BYTES = 20 * 1024 * 1024

_LENGTH = struct.Struct(">I")
HEADER_BYTES = _LENGTH.size
_READ_SIZE_BYTES = 1024 * 1024
_ENCODER = json.JSONEncoder(ensure_ascii=True, allow_nan=False, separators=(",", ":"))
# Without what decode() does besides: look for blanks before and after.
_SCAN = json.JSONDecoder().scan_once  # type: ignore[attr-defined]
# Bound early: what a plugin does to the modules `os` and `json` must not reach its reply.
_read = os.read
_write = os.write


def with_unlimited_digits(function, argument):
    # type: (Callable[[Any], Any], Any) -> Any
    """Call the function while integers of any length may become text or come from text."""
    change = getattr(sys, "set_int_max_str_digits", None)
    if change is None:
        return function(argument)
    limit_digits = sys.get_int_max_str_digits()
    change(0)
    try:
        return function(argument)
    finally:
        change(limit_digits)


def to_json(value):
    # type: (Any) -> str
    """Return the value as JSON in ASCII; it must consist of plain values."""
    return with_unlimited_digits(_ENCODER.encode, value)


def from_json(data):
    # type: (bytes) -> Dict[str, Any]
    """Return the JSON object that the bytes hold."""
    try:
        value = with_unlimited_digits(_scan, data.decode("utf-8"))
    except (ValueError, RuntimeError) as error:
        raise FrameError("frame: %s (expected: JSON in UTF-8)" % type(error).__name__)
    if not isinstance(value, dict):
        raise FrameError("frame: %s (expected: a JSON object)" % type(value).__name__)
    return value


def _scan(text):
    # type: (str) -> Any
    """Return the value that the text is; raises ValueError if it is none, or has more than that."""
    try:
        value, end = _SCAN(text, 0)
    except StopIteration:
        raise ValueError("no JSON")
    if end != len(text):
        raise ValueError("more than one value")
    return value


def read_frame(fd, limit_bytes):
    # type: (int, int) -> Dict[str, Any]
    """Read one frame and return its object."""
    return read_body(fd, read_exactly(fd, HEADER_BYTES), limit_bytes)


def read_body(fd, header, limit_bytes):
    # type: (int, bytes, int) -> Dict[str, Any]
    """Read what follows the length and return its object."""
    (size_bytes,) = _LENGTH.unpack(header)
    if size_bytes > limit_bytes:
        raise FrameError("frame: %d bytes (expected: at most %d)" % (size_bytes, limit_bytes))
    return from_json(read_exactly(fd, size_bytes))


def write_frame(fd, value):
    # type: (int, Dict[str, Any]) -> None
    """Write one frame that holds the object."""
    write_all(fd, encoded(value))


def encoded(value):
    # type: (Dict[str, Any]) -> bytes
    """Return the bytes of the frame that holds the object."""
    data = to_json(value).encode("ascii")
    return _LENGTH.pack(len(data)) + data


def write_frame_text(fd, text):
    # type: (int, str) -> None
    """Write one frame that holds JSON which is already ASCII text."""
    data = text.encode("ascii")
    write_all(fd, _LENGTH.pack(len(data)) + data)


def read_exactly(fd, size_bytes):
    # type: (int, int) -> bytes
    """Read that many bytes, however often a signal or a short read comes between."""
    chunks = []
    missing_bytes = size_bytes
    while missing_bytes:
        chunk = _read_some(fd, min(missing_bytes, _READ_SIZE_BYTES))
        if not chunk:
            raise FrameError("frame: ends %d bytes early (expected: a whole one)" % missing_bytes)
        chunks.append(chunk)
        missing_bytes -= len(chunk)
    return b"".join(chunks)


def read_line(fd, limit_bytes):
    # type: (int, int) -> bytes
    """Read up to a line feed or the end of the file, without either."""
    data = b""
    while b"\n" not in data:
        chunk = _read_some(fd, limit_bytes + 1 - len(data))
        if not chunk:
            break
        data += chunk
        if len(data) > limit_bytes:
            raise FrameError("line: too long (expected: at most %d bytes)" % limit_bytes)
    return data.partition(b"\n")[0]


def _read_some(fd, size_bytes):
    # type: (int, int) -> bytes
    """Read what is there; Python 2 does not go on by itself after a signal."""
    while True:
        try:
            return _read(fd, size_bytes)
        except (IOError, OSError) as error:
            if error.errno != errno.EINTR:
                raise


def write_all(fd, data):
    # type: (int, bytes) -> None
    """Write all bytes, also to a descriptor that somebody made non-blocking."""
    rest = memoryview(data)
    while rest:
        try:
            rest = rest[_write(fd, rest) :]
        except (IOError, OSError) as error:
            if error.errno == errno.EAGAIN:
                _wait_until_writable(fd)
            elif error.errno != errno.EINTR:
                raise


def _wait_until_writable(fd):
    # type: (int) -> None
    """Wait for room; poll() because a descriptor may be too high for select()."""
    poller = select.poll()
    poller.register(fd, select.POLLOUT)
    try:
        poller.poll()
    except (IOError, OSError, select.error) as error:
        if error.args[0] != errno.EINTR:
            raise
