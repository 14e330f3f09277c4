# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Describe an exception of the plugin: its type, its message and its traceback.

It has to be enough for an author who has nothing else. Values of variables are never in it.
"""

import os

from pluginshim import _hints, _stdlib, _text
from pluginshim._errors import LoadRefused

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Tuple

MESSAGE_LIMIT_BYTES = 4 * 1024
TRACEBACK_LIMIT_BYTES = 16 * 1024

# More would be cut away again; a recursion is shortened by `traceback` before it gets there.
_FRAME_LIMIT = 2000
_REPEATS_SHOWN = 3
_SHIM_DIRECTORY = os.path.join(os.path.dirname(os.path.abspath(__file__)), "")


def describe(exc_info, plugin_directory, call_hint=u""):
    # type: (Tuple[Any, Any, Any], str, str) -> Dict[str, str]
    """Return the fields of a reply about the exception; never raises.

    `call_hint` is what helps when the call of the plugin's callable itself went wrong.
    """
    kind, error, trace = exc_info
    directory = os.path.join(plugin_directory, "")
    name = _text.type_name(kind)
    message = _message(error, directory)
    try:
        traceback = _format(exc_info, directory).replace(directory, u"")
    except BaseException:
        # Without memory, or with a plugin that has its own `traceback`: better this than nothing.
        traceback = u"%s: %s\n" % (name, message)
    hint = _hints.of_error(error, plugin_directory, trace)
    if isinstance(error, TypeError) and not _entered_plugin(trace):
        hint = call_hint
    if hint:
        message = u"%s; %s" % (_text.keep_start(message, MESSAGE_LIMIT_BYTES // 2), hint)
        traceback += u"Hint: %s\n" % hint
    return _fields(name, message, traceback)


def where(trace, plugin_directory):
    # type: (Any, str) -> str
    """Name the innermost place in the package that the traceback went through; empty: none."""
    directory = os.path.join(plugin_directory, "")
    place = u""
    while trace is not None:
        code = trace.tb_frame.f_code
        path = _text.safe_text(code.co_filename)
        if path.startswith(directory):
            place = u"%s, line %d, in %s" % (
                path[len(directory) :],
                trace.tb_lineno,
                _text.safe_text(code.co_name),
            )
        trace = trace.tb_next
    return place


def _message(error, directory):
    # type: (Any, str) -> str
    """Return the text of the exception, with paths as the author knows them."""
    try:
        if isinstance(error, SyntaxError) and error.filename and error.lineno:
            path = _relative(_text.safe_text(error.filename), directory)
            return u"%s (%s, line %d)" % (_text.safe_text(error.msg), path, error.lineno)
    except Exception:
        # A SyntaxError of the plugin's own making.
        pass
    return _text.safe_text(error).replace(directory, u"")


def _entered_plugin(trace):
    # type: (Any) -> bool
    """Tell whether anything but the shim was running when the exception was raised."""
    while trace is not None:
        if not _is_machinery(trace.tb_frame.f_code.co_filename):
            return True
        trace = trace.tb_next
    return False


def of_refusal(refusal):
    # type: (LoadRefused) -> Dict[str, str]
    """Return the fields of a reply about a plugin that cannot be loaded."""
    return _fields(refusal.exception_type, _text.safe_text(refusal.message), u"")


def _fields(name, message, traceback):
    # type: (str, str, str) -> Dict[str, str]
    """Bound everything to what the protocol allows."""
    return {
        "exception_type": name,
        "message": _text.keep_start(message, MESSAGE_LIMIT_BYTES),
        "traceback": _text.keep_ends(traceback, TRACEBACK_LIMIT_BYTES),
    }


def _format(exc_info, directory):
    # type: (Tuple[Any, Any, Any], str) -> str
    """Return the traceback with the frames that are the author's business."""
    traceback = _stdlib.load("traceback")
    if _text.PYTHON2:
        return _format_python2(traceback, exc_info, directory)
    report = traceback.TracebackException(*exc_info, limit=-_FRAME_LIMIT)
    _clean(report, directory)
    return u"".join(report.format())


def _format_python2(traceback, exc_info, directory):
    # type: (Any, Tuple[Any, Any, Any], str) -> str
    """Do the same with what Python 2 has: no chains, everything in bytes."""
    kind, error, trace = exc_info
    entries = traceback.extract_tb(trace)[-_FRAME_LIMIT:]
    frames = [
        (_relative(entry[0], directory),) + entry[1:]
        for entry in entries
        if not _is_machinery(entry[0])
    ]
    lines = []  # type: List[Any]
    if frames:
        lines = ["Traceback (most recent call last):\n"]
        lines += _without_repeats(traceback.format_list(frames))
    if isinstance(error, SyntaxError):
        lines += traceback.format_exception_only(kind, error)
        return b"".join(lines).decode("utf-8", "replace")
    # Python 2 itself would write all but ASCII as escapes.
    text, name = _text.safe_text(error), getattr(kind, "__name__", kind)
    last = u"%s: %s\n" % (_text.safe_text(name), text) if text else _text.safe_text(name) + u"\n"
    return b"".join(lines).decode("utf-8", "replace") + last


def _without_repeats(frames):
    # type: (List[Any]) -> List[Any]
    """Shorten a recursion to three frames, as Python 3 does."""
    lines = []  # type: List[Any]
    count = 0
    for index, frame in enumerate(frames):
        count = count + 1 if index and frames[index - 1] == frame else 1
        if count <= _REPEATS_SHOWN:
            lines.append(frame)
        elif index + 1 == len(frames) or frames[index + 1] != frame:
            lines.append("  [Previous line repeated %d more times]\n" % (count - _REPEATS_SHOWN))
    return lines


def _clean(report, directory):
    # type: (Any, str) -> None
    """Filter a TracebackException and all that are chained to it or grouped in it."""
    unvisited = [report]  # type: List[Any]
    seen_ids = set()
    while unvisited:
        part = unvisited.pop()
        if part is None or id(part) in seen_ids:
            continue
        seen_ids.add(id(part))
        _clean_stack(part.stack, directory)
        if getattr(part, "filename", None):
            # Of a SyntaxError.
            part.filename = _relative(part.filename, directory)
        unvisited += [part.__cause__, part.__context__]
        unvisited += getattr(part, "exceptions", None) or []


def _clean_stack(stack, directory):
    # type: (Any, str) -> None
    """Leave out the frames of the machinery, and shorten the paths of the others."""
    stack[:] = [frame for frame in stack if not _is_machinery(frame.filename)]
    for frame in stack:
        # Reads the source line, which has to happen under the real path.
        frame.line
        frame.filename = _relative(frame.filename, directory)


def _is_machinery(path):
    # type: (str) -> bool
    """Tell whether the file belongs to the shim or to Python's import."""
    return path.startswith("<frozen importlib") or os.path.abspath(path).startswith(_SHIM_DIRECTORY)


def _relative(path, directory):
    # type: (str, str) -> str
    """Write a path inside the package as its author knows it."""
    return path[len(directory) :] if path.startswith(directory) else path
