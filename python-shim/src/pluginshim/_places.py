# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Find the place in a package that ran into a wall, and what was asked for there.

An error of the kernel says neither which call it refused nor, for a connection, where to. The
source line does, as far as it is plain: arguments other than the address of a connection are not
looked at.
"""

import re
import types

from pluginshim import _stdlib, _text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Optional, Tuple

_CALLED = re.compile(r"([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+)\s*\(")
_ADDRESS_NAME = re.compile(r"\.(?:connect|bind)\(\s*([A-Za-z_]\w*)\s*\)")
_ADDRESS = re.compile(
    r"\.(?:connect|bind|create_connection)\(\s*\(\s*['\"]([^'\"]*)['\"]\s*,\s*(\d+)\s*\)"
)
# Methods of sockets, which no module has as functions.
_OF_SOCKETS = frozenset(("bind", "connect", "listen", "sendto", "sendmsg"))
_LIMIT_BYTES = 160


class Asked(object):
    """What lines of source ask for, as far as it can be seen; empty text: not known."""

    def __init__(self, source, call, address):
        # type: (str, str, str) -> None
        """Keep the three: the lines themselves, the function and `host:port`."""
        self.source = source
        self.call = call
        self.address = address


UNKNOWN = Asked(u"", u"", u"")


def prepare():
    # type: () -> None
    """Import what is needed while nobody else imports anything."""
    _stdlib.load("linecache")
    # Some versions import it when they read the first file; no file can be opened then, maybe.
    _stdlib.load("tokenize")


def asked_at_the_end(trace, directory):
    # type: (Any, str) -> Asked
    """Do what `asked` does, where nothing can be lost but the answer: the plugin is over."""
    try:
        return asked(trace, directory)
    except Exception:
        return UNKNOWN


def asked(trace, directory):
    # type: (Any, str) -> Asked
    """Look at the line that failed, and at the line of the package that led there."""
    if trace is None:
        return UNKNOWN
    frame, number = _innermost(trace, None) or (None, 0)
    inner = _asked(frame, number)
    own = _innermost(trace, directory) or _running(frame, directory)
    if inner.call or inner.address or own is None or own[0] is frame:
        return inner
    outer = _asked(*own)
    return Asked(inner.source + outer.source, outer.call, outer.address)


def _asked(frame, number):
    # type: (Any, int) -> Asked
    """Look at one line."""
    linecache = _stdlib.load("linecache")
    line = linecache.getline(frame.f_code.co_filename, number, frame.f_globals)
    line = _text.plain(line)[:1000]
    return Asked(line, _call(line, frame), _address(line, frame))


def _innermost(trace, directory):
    # type: (Any, Optional[str]) -> Optional[Tuple[Any, int]]
    """Return the innermost frame of a traceback, of the package if one is named, and its line."""
    found = None
    while trace is not None:
        if directory is None or is_of_package(trace.tb_frame, directory):
            found = (trace.tb_frame, trace.tb_lineno)
        trace = trace.tb_next
    return found


def _running(frame, directory):
    # type: (Any, str) -> Optional[Tuple[Any, int]]
    """Return the innermost frame of the package that waits for this one, and its line."""
    while frame is not None:
        if is_of_package(frame, directory):
            return frame, frame.f_lineno
        frame = frame.f_back
    return None


def _call(line, frame):
    # type: (str, Any) -> str
    """Name the one built-in function that the line calls."""
    names = set(found.group(1) for found in _CALLED.finditer(line))
    named = set(name for name in (_resolved(name, frame) for name in names) if name)
    return named.pop() if len(named) == 1 else u""


def _resolved(name, frame):
    # type: (str, Any) -> str
    """Return the name if it is that of a function of the system, without running any code."""
    parts = name.split(u".")
    value = frame.f_globals.get(str(parts[0]))
    for part in parts[1:]:
        if not isinstance(value, types.ModuleType):
            return parts[-1] if parts[-1] in _OF_SOCKETS else u""
        value = vars(value).get(str(part))
    is_ours = isinstance(value, types.BuiltinFunctionType) or name == u"socket.socket"
    return name if is_ours else u""


def _address(line, frame):
    # type: (str, Any) -> str
    """Return the address that the line connects or binds a socket to, as `host:port`."""
    written = _ADDRESS.search(line)
    if written:
        return _text.keep_start(u"%s:%s" % written.groups(), _LIMIT_BYTES)
    named = _ADDRESS_NAME.search(line)
    value = frame.f_locals.get(str(named.group(1))) if named else None
    if type(value) is not tuple or len(value) < 2 or type(value[1]) is not int:
        return u""
    if not isinstance(value[0], (str, _text.text_type)):
        return u""
    return _text.keep_start(u"%s:%d" % (_text.plain(value[0]), value[1]), _LIMIT_BYTES)


def of_trace(trace, directory):
    # type: (Any, str) -> str
    """Name the innermost place in the package that a traceback went through, or that led there."""
    if trace is None:
        return u""
    found = _innermost(trace, directory) or _running(trace.tb_frame, directory)
    return _place(found, directory) if found else u""


def is_foreign(trace, directory):
    # type: (Any, str) -> bool
    """Tell whether the traceback goes through code of the package."""
    return _innermost(trace, directory) is not None


def is_of_package(frame, directory):
    # type: (Any, str) -> bool
    """Tell whether the frame runs code of the package."""
    return frame.f_code.co_filename.startswith(directory)


def _place(found, directory):
    # type: (Tuple[Any, int], str) -> str
    """Name a line of the package."""
    path = _text.plain(found[0].f_code.co_filename)[len(_text.plain(directory)) :]
    return _text.keep_start(u"%s:%d" % (path, found[1]), _LIMIT_BYTES)
