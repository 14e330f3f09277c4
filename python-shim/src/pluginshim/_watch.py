# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Take note of the walls that a plugin runs into while it runs.

A plugin may catch what a wall makes Python raise, and go on in a way that nobody understands.
"""

import errno
import os
import sys

from pluginshim import _places, _stdlib, _walls

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Optional, Tuple

_WALLS_LIMIT = 32
_SHIM_DIRECTORY = os.path.join(os.path.dirname(os.path.abspath(__file__)), "")
_HAS_LINE_SWITCH = hasattr(sys._getframe(), "f_trace_lines")


class Watch(object):
    """The exceptions of all threads, from `start` until sys.settrace(None)."""

    def __init__(self, plugin_directory):
        # type: (str) -> None
        """Have seen nothing."""
        self._directory = os.path.join(plugin_directory, "")
        self._walls = []  # type: List[_walls.Wall]
        # Methods are bound, and paths are judged, once: this is done at each call of a function.
        self._listener = self._on_event
        self._is_machinery = {}  # type: Dict[str, bool]
        self._by_key = {}  # type: Dict[Tuple[str, str, str], _walls.Wall]

    def start(self):
        # type: () -> None
        """Begin with the next function that is called."""
        _places.prepare()
        _stdlib.load("threading").settrace(self._on_call)
        sys.settrace(self._on_call)

    def walls(self):
        # type: () -> List[_walls.Wall]
        """Return what was seen, in the order in which it was first."""
        return list(self._walls)

    def _add(self, error, trace):
        # type: (Any, Any) -> None
        """Note the wall that an exception comes from, if it comes from one."""
        asked = _places.asked(trace, self._directory)
        wall = of_error(error, asked, trace, self._directory)
        if wall is None:
            return
        key = (wall["kind"], wall["subject"], wall["where"])
        known = self._by_key.get(key)
        if known is not None:
            known["count"] += 1
        elif len(self._walls) < _WALLS_LIMIT:
            self._by_key[key] = wall
            self._walls.append(wall)

    def has(self, wall):
        # type: (_walls.Wall) -> bool
        """Tell whether this was seen."""
        return (wall["kind"], wall["subject"], wall["where"]) in self._by_key

    def _on_call(self, frame, _event, _arg):
        # type: (Any, str, Any) -> Any
        """Have the exceptions of a function reported, but not those of the machinery."""
        path = frame.f_code.co_filename
        known = self._is_machinery.get(path)
        if known is None:
            known = path.startswith(("<frozen importlib", _SHIM_DIRECTORY))
            self._is_machinery[path] = known
        if known:
            return None
        if _HAS_LINE_SWITCH:
            frame.f_trace_lines = False
        return self._listener

    def _on_event(self, frame, event, arg):
        # type: (Any, str, Any) -> Any
        """Look at an exception that passes through a function."""
        if event == "exception" and _may_be_wall(arg[0]):
            try:
                self._look(frame, arg)
            except BaseException:
                # A signal handler of the plugin can raise here as well as anywhere. Nothing on the
                # way here catches what it does not expect.
                if _places.is_foreign(sys.exc_info()[2], self._directory):
                    raise
        return self._listener

    def _look(self, frame, exc_info):
        # type: (Any, Tuple[Any, Any, Any]) -> None
        """Take each exception once, although each function that it leaves reports it."""
        kind, value, trace = exc_info
        error = _made(kind, value)
        inner = trace.tb_next if trace is not None else None
        is_first = inner is None
        if getattr(error, "errno", None) == errno.ENOENT:
            # Libraries look for files that need not be there; what reaches the plugin counts.
            is_first = _places.is_of_package(frame, self._directory) and (
                inner is None or not _places.is_of_package(inner.tb_frame, self._directory)
            )
        if is_first and error is not None:
            self._add(error, trace)


def of_error(error, asked, trace, directory):
    # type: (Any, _places.Asked, Any, str) -> Optional[_walls.Wall]
    """Return the wall that an exception comes from, with its place, or None."""
    wall = _walls.of_error(error, asked)
    if wall is None:
        return None
    wall["subject"] = wall["subject"].replace(directory, u"")
    return dict(wall, where=_places.of_trace(trace, directory), count=1)


def _may_be_wall(kind):
    # type: (Any) -> bool
    """Tell whether a wall can make Python raise an exception of this type."""
    kinds = (EnvironmentError, MemoryError, RuntimeError)
    return issubclass(kind, kinds) or kind.__module__ == "thread"


def _made(kind, value):
    # type: (Any, Any) -> Any
    """Return the exception, which Python 2 may not have made yet; None when it must not be."""
    if isinstance(value, BaseException):
        return value
    if kind.__module__ not in ("exceptions", "builtins", "socket", "thread"):
        return None
    arguments = value if isinstance(value, tuple) else () if value is None else (value,)
    return kind(*arguments)
