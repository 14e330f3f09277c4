# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Run the steps of a hook, over all its calls (contract 6.7)."""

from safeguard.sessions.plugin.exceptions import PluginSDKRuntimeError
from safeguard.sessions.plugin.plugin_response import AAResponse
from safeguard.sessions.plugin_impl import private_cookie

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Dict, Iterable, List, Optional

    from safeguard.sessions.plugin.plugin_base import PluginBase

    Step = Callable[[], Any]

_VERDICTS = ("ACCEPT", "DENY", "NEEDINFO", "NONE")


class StepRun:
    """The steps of one list, run until one has a verdict; confined to one thread.

    A step that had none is done: after NEEDINFO the next call of the hook does not run it again.
    """

    def __init__(self, name: str, plugin: "PluginBase") -> None:
        """Name the list, and give the plugin whose cookie says what is done."""
        self._name = name
        self._plugin = plugin
        self.last_step_name = ""

    def run(self, steps: "Iterable[Step]") -> "Optional[AAResponse]":
        """Return the verdict of the first step that has one; None: no step has.

        PluginSDKRuntimeError: a step answers with something that is no verdict.
        """
        done = self._done()
        seen: "List[str]" = []
        verdict = None
        for step in steps:
            seen.append(step.__name__)
            # Steps may share a name. Both must run, so the number is part of what is done.
            key = "%s %d" % (step.__name__, seen.count(step.__name__))
            if key in done:
                continue
            self.last_step_name = step.__name__
            verdict = step()
            if verdict is not None:
                self._check(verdict)
                break
            done.append(key)
        is_question = verdict is not None and verdict["verdict"] == "NEEDINFO"
        # A step may have replaced the cookie, so it is looked up again.
        private_cookie.write(self._plugin.cookie, **{self._name: done if is_question else None})
        # The plugin may keep the verdict for the next call, and cookies are added to this one.
        return None if verdict is None else AAResponse(verdict)

    def _done(self) -> "List[str]":
        cookie = self._plugin.cookie
        done: "Optional[List[str]]" = private_cookie.read(cookie).get(self._name)
        return list(done) if isinstance(done, list) else []

    def _check(self, verdict: "Optional[Dict[str, Any]]") -> None:
        if not isinstance(verdict, dict) or verdict.get("verdict") not in _VERDICTS:
            message = "%s: answer (expected: a dict with one of the verdicts %s, or None)"
            raise PluginSDKRuntimeError(message % (self.last_step_name, ", ".join(_VERDICTS)))
