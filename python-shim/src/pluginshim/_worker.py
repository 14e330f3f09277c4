# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Be the worker: one forked process that loads the plugin, does what it is asked for and ends."""

import gc
import mmap
import os
import signal
import sys
import time
import types

from pluginshim import (
    _asking,
    _bytecode,
    _failures,
    _frames,
    _hints,
    _hooks,
    _learning,
    _linux,
    _loader,
    _places,
    _rehearsal,
    _results,
    _sdk,
    _stdio,
    _stdlib,
    _text,
    _walls,
    _watch,
)
from pluginshim._errors import BadResult, LoadRefused, ShimError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, FrozenSet, List, NoReturn, Optional, Sequence, Tuple

EX_SOFTWARE = 70

_exit = os._exit
# Only differences count; Python 2 has nothing better.
_now_s = getattr(time, "monotonic", time.time)
# Given back when the plugin has failed: reporting a MemoryError takes memory too.
_RESERVE_BYTES = 8 * 1024 * 1024
# What a frame has to have, and what it needs besides, by its type.
_FIELDS = {
    "plugin_directory": _text.text_type,
    "configuration": _text.text_type,
    "file_size_limit_bytes": int,
}
_MORE_FIELDS = {
    "call": {
        "hook": _text.text_type,
        "arguments": dict,
        "result_form": _text.text_type,
        "result_limit_bytes": int,
    },
    "construct": {"hooks": list},
}  # type: Dict[str, Dict[str, Any]]
# What of a frame stands in the environment of the plugin.
_TRACE_VARIABLES = (("traceparent", "TRACEPARENT"), ("tracestate", "TRACESTATE"))
# What must live as long as the process: destructors of the plugin could delay the reply, and
# Python 2 empties modules that nobody refers to.
_kept = []  # type: List[Any]
# What was imported before the plugin.
_modules_before = []  # type: List[str]


def make_ready(plugin_directory, modules_at_start, preload=()):
    # type: (str, FrozenSet[str], Sequence[str]) -> None
    """Make this interpreter look as if the shim had never been in it; a zygote does it for all.

    Of the names in `preload` only sources of the package count.
    """
    _stdlib.remember_path()
    for name in list(sys.modules):
        if name == "__main__" or name.split(".")[0] == "pluginshim":
            _kept.append(sys.modules.pop(name))
    sys.modules["__main__"] = types.ModuleType("__main__")
    _loader.give_way(plugin_directory, modules_at_start)
    _bytecode.read_ahead(plugin_directory, list(preload))
    _asking.install()
    _modules_before.extend(sys.modules)
    _stdio.open_standard_streams()


def serve(call_fd, modules_at_start, plugin_directory=None):
    # type: (int, FrozenSet[str], Optional[str]) -> NoReturn
    """Run the one invocation of this process; always leaves by os._exit.

    A worker of a zygote is ready for its plugin, in whose directory the frame has no say.
    """
    status = EX_SOFTWARE
    try:
        status = _Invocation(call_fd, modules_at_start, plugin_directory).run()
    except (ShimError, IOError, OSError) as error:
        _stdio.print_error(u"The worker failed: %s.\n" % _text.safe_text(error))
    finally:
        _exit(status)


class _Invocation(object):
    """One frame that asks for something, and what becomes of it."""

    def __init__(self, call_fd, modules_at_start, plugin_directory):
        # type: (int, FrozenSet[str], Optional[str]) -> None
        """Wait for the frame."""
        self._channel = _asking.open_channel(call_fd)
        if plugin_directory is not None:
            _rehearsal.run(call_fd, _checked)
        self._request = _checked(_frames.read_frame(call_fd, _frames.CALL_FRAME_LIMIT_BYTES))
        if plugin_directory is None:
            _sdk.offer(_sdk.directory())
            make_ready(self._request["plugin_directory"], modules_at_start)
        else:
            self._request["plugin_directory"] = plugin_directory
        if self._request.get("has_https_proxy") is False:
            self._channel.know_nothing_of("https_proxy", "get")
        # Absent: yes. Where callers must not see them, the server logs what the reply says.
        self._prints_failures = self._request.get("print_failures") is not False
        self._walls = []  # type: List[Dict[str, Any]]
        self._times = []  # type: List[str]
        self._step_start_s = 0.0
        self._watch = None  # type: Optional[_watch.Watch]
        if self._request.get("explain") is True:
            self._watch = _watch.Watch(self._request["plugin_directory"])
        self._modules_at_start = modules_at_start
        self._reserve = mmap.mmap(-1, _RESERVE_BYTES, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)

    def run(self):
        # type: () -> int
        """Run the plugin and reply; returns the exit code of the process."""
        directory = self._request["plugin_directory"]
        _linux.limit_file_size(self._request["file_size_limit_bytes"])
        sys.argv[:] = [os.path.join(directory, "main.py")]
        self._join_trace()
        if self._watch is not None:
            self._watch.start()
            _loader.give_way(directory, self._modules_at_start)
        try:
            reply, error_text = self._run_plugin()
        except SystemExit as error:
            return self._exit_code(error.code, sys.exc_info()[2])
        _stdio.flush()
        if error_text and self._prints_failures:
            _stdio.print_error(error_text)
        if not self._channel.is_own():
            # A copy that the plugin forked came back from the hook as well; the reply is the
            # original's.
            return 1 if error_text else 0
        if self._request.get("report_modules") is True:
            reply = self._with_modules(reply)
        self._send(self._with_times(self._with_walls(reply)))
        return 0

    def _join_trace(self):
        # type: () -> None
        """Tell the plugin which trace its call belongs to, where libraries for tracing look."""
        for field, variable in _TRACE_VARIABLES:
            value = self._request.get(field)
            if isinstance(value, _text.text_type):
                # Python 2 wants bytes there; both are ASCII.
                os.environ[variable] = str(value)

    def _step_ended(self, name):
        # type: (str) -> None
        """Take note of how long a step took; the next one begins."""
        now_s = _now_s()
        self._times.append('"%s_s":%.6f' % (name, now_s - self._step_start_s))
        self._step_start_s = now_s

    def _with_times(self, reply):
        # type: (str) -> str
        """Add to the reply how long each step took."""
        return '%s,"times":{%s}}' % (reply[:-1], ",".join(self._times))

    def _with_walls(self, reply):
        # type: (str) -> str
        """Add to the reply which walls the plugin has run into."""
        walls = self._watch.walls() if self._watch is not None else []
        walls += self._walls
        return '%s,"walls":%s}' % (reply[:-1], _frames.to_json(walls)) if walls else reply

    def _with_modules(self, reply):
        # type: (str) -> str
        """Add to the reply what the runtime had to import for this plugin."""
        names = _learning.imported(
            self._request["plugin_directory"], frozenset(_modules_before)
        )
        return '%s,"modules":%s}' % (reply[:-1], _frames.to_json(names))

    def _run_plugin(self):
        # type: () -> Tuple[str, str]
        """Do what the frame asks; returns the reply and what to print about it."""
        request = self._request
        step = "import"
        self._step_start_s = _now_s()
        try:
            module = _loader.import_main(request["plugin_directory"])
            step = "find_class"
            plugin_class = _loader.find_class(module)
            self._step_ended("load")
            step = "construct"
            plugin = _loader.construct(plugin_class, request["configuration"])
            _kept.append(plugin)
            self._step_ended("construct")
            if request["type"] == "construct":
                return self._constructed(_hooks.found(plugin, request["hooks"])), u""
        except SystemExit:
            raise
        except LoadRefused as refusal:
            return self._failed(
                {"outcome": "load_failed", "step": step}, _failures.of_refusal(refusal)
            )
        except:  # noqa: E722 - exceptions of Python 2 need not be a BaseException
            failure = self._failure(_hints.of_constructor() if step == "construct" else u"")
            self._step_ended("construct" if step == "construct" else "load")
            return self._failed({"outcome": "load_failed", "step": step}, failure)
        try:
            value, hook_found = _hooks.call(plugin, request["hook"], request["arguments"])
            _kept.append(value)
            self._regain_control()
            self._step_ended("hook")
            reply = self._returned(value, hook_found)
            self._step_ended("reply")
            return reply, u""
        except SystemExit:
            raise
        except:  # noqa: E722 - as above
            failure = self._failure(_hints.of_hook(request["hook"], request["arguments"]))
            self._step_ended("hook")
            return self._failed({"outcome": "raised"}, failure)

    def _failure(self, call_hint):
        # type: (str) -> Dict[str, str]
        """Describe the exception that is being handled."""
        self._regain_control()
        exc_info = sys.exc_info()
        _kept.append(exc_info)
        self._add_wall(exc_info)
        return _failures.describe(exc_info, self._request["plugin_directory"], call_hint)

    def _add_wall(self, exc_info):
        # type: (Tuple[Any, Any, Any]) -> None
        """Take note of the wall that an exception comes from, unless it was seen already."""
        directory = os.path.join(self._request["plugin_directory"], "")
        try:
            asked = _places.asked_at_the_end(exc_info[2], directory)
            wall = _watch.of_error(exc_info[1], asked, exc_info[2], directory)
        except Exception:
            # The exception is an object of the plugin and can do anything when it is looked at.
            return
        if wall is not None and not (self._watch is not None and self._watch.has(wall)):
            self._walls.append(wall)

    def _failed(self, outcome, failure):
        # type: (Dict[str, str], Dict[str, str]) -> Tuple[str, str]
        """Return the reply about a failure, and the text to print about it."""
        text = failure["traceback"]
        if not text:
            text = u"%s: %s\n" % (failure["exception_type"], failure["message"])
        return _frames.to_json(dict(failure, type="reply", **outcome)), text

    def _constructed(self, hooks):
        # type: (List[str]) -> str
        """Return the reply about an object that has these hooks."""
        self._regain_control()
        return _frames.to_json({"type": "reply", "outcome": "constructed", "hooks": hooks})

    def _returned(self, value, hook_found):
        # type: (Any, bool) -> str
        """Return the reply about a hook that returned."""
        try:
            result = _results.to_json(
                value, self._request["result_form"], self._request["result_limit_bytes"]
            )
        except BadResult as error:
            if error.size_bytes:
                self._walls.append(
                    _walls.of_result(error.size_bytes, self._request["result_limit_bytes"])
                )
            return _frames.to_json(
                {
                    "type": "reply",
                    "outcome": "bad_result",
                    "path": error.path,
                    "message": error.message,
                }
            )
        return '{"type":"reply","outcome":"returned","hook_found":%s,"result":%s}' % (
            "true" if hook_found else "false",
            result,
        )

    def _regain_control(self):
        # type: () -> None
        """Keep plugin code from running on, or from limiting us, while the reply is made."""
        self._reserve.close()
        sys.settrace(None)
        sys.setprofile(None)
        signal.setitimer(signal.ITIMER_REAL, 0)
        gc.disable()
        sys.setrecursionlimit(max(sys.getrecursionlimit(), 1000))

    def _exit_code(self, code, trace):
        # type: (Any, Any) -> int
        """Return the exit code that Python gives to a SystemExit, printing what it would."""
        if code is None:
            status, text = 0, u""
        elif isinstance(code, _text.integer_types):
            status, text = code & 0xFF, u""
        else:
            status, text = 1, _text.safe_text(code) + u"\n"
        _stdio.flush()
        _stdio.print_error(text)
        if self._channel.is_own() and self._prints_failures:
            # The outcome says no more than the exit code. A copy that the plugin forked may end so.
            place = _failures.where(trace, self._request["plugin_directory"])
            _stdio.print_error(
                u"SystemExit: exit code %d%s (expected: the hook returns its answer)\n"
                % (status, u", raised in " + place if place else u"")
            )
        return status

    def _send(self, reply):
        # type: (str) -> None
        """Send the reply, unless the plugin closed the connection or put something in its place."""
        try:
            self._channel.reply(reply)
        except (IOError, OSError):
            # The server sees the end of the connection without a reply.
            pass


def _checked(frame):
    # type: (Dict[str, Any]) -> Dict[str, Any]
    """Return the frame if it has everything that its type needs."""
    kind = frame.get("type")
    if kind not in ("call", "construct"):
        raise _frames.FrameError("frame: asks for nothing (expected: type call or construct)")
    for key, expected in dict(_FIELDS, **_MORE_FIELDS[kind]).items():
        if not isinstance(frame.get(key), expected):
            raise _frames.FrameError(
                "%s.%s: missing (expected: %s)" % (kind, key, expected.__name__)
            )
    if kind == "call" and frame["result_form"] not in _results.FORMS:
        raise _frames.FrameError(
            "call.result_form: not known (expected: %s)" % ", ".join(sorted(_results.FORMS))
        )
    return frame
