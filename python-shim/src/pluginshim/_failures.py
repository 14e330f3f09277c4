# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Describe an exception of the plugin: its type, its message and its traceback."""

import os

from pluginshim import _stdlib, _text
from pluginshim._errors import LoadRefused

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Tuple

MESSAGE_LIMIT_BYTES = 4 * 1024
TRACEBACK_LIMIT_BYTES = 16 * 1024

# More would be cut away again; a recursion is shortened by `traceback` before it gets there.
_FRAME_LIMIT = 2000
_SHIM_DIRECTORY = os.path.join(os.path.dirname(os.path.abspath(__file__)), "")


def describe(exc_info, plugin_directory):
    # type: (Tuple[Any, Any, Any], str) -> Dict[str, str]
    """Return the fields of a reply about the exception; never raises."""
    kind, error, _ = exc_info
    name = _text.type_name(kind)
    message = _text.safe_text(error)
    try:
        traceback = _format(exc_info, os.path.join(plugin_directory, ""))
    except BaseException:
        # Without memory, or with a plugin that has its own `traceback`: better this than nothing.
        traceback = u"%s: %s\n" % (name, message)
    return _fields(name, message, traceback)


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
        "traceback": _text.keep_end(traceback, TRACEBACK_LIMIT_BYTES),
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
    lines = traceback.format_exception_only(kind, error)
    if isinstance(error, SyntaxError) and error.filename:
        lines = [line.replace(directory.encode("utf-8"), b"") for line in lines]
    if frames:
        lines = ["Traceback (most recent call last):\n"] + traceback.format_list(frames) + lines
    return b"".join(lines).decode("utf-8", "replace")


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
