# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Go through the motions of a call while a worker waits for its own.

A fork shares its pages with the zygote until it writes to them, and every look at a Python object
is a write. Each such page costs two microseconds: paid here, no caller waits for it.
"""

import select
import types

from pluginshim import _frames, _hooks, _loader, _results, _sdk, _stdio

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Dict

# A call that was made at once is there by then; it is not kept waiting.
_PAUSE_MS = 2
_FRAME = (
    b'{"type":"call","hook":"authenticate","arguments":{"session_id":"s","cookie":{},'
    b'"session_cookie":{},"key_value_pairs":{},"connection_name":"c","client_port":22,'
    b'"gateway_domain":null},"result_form":"dict","result_limit_bytes":4096,'
    b'"plugin_directory":"/","configuration":"","file_size_limit_bytes":4096}'
)
# What the plugin will need memory for is taken from the kernel once and given back to Python.
_OBJECTS = 2000


class _Plugin(object):
    """As a plugin could look."""

    def __init__(self, configuration):
        # type: (str) -> None
        """Take the configuration."""
        self._configuration = configuration

    def authenticate(self, session_id, cookie, **kwargs):
        # type: (str, object, object) -> object
        """Answer."""
        return {"verdict": "ACCEPT", "cookie": {"n": 1, "f": 0.5, "l": [True, None, session_id]}}


def run(call_fd, check):
    # type: (int, Callable[[Dict[str, Any]], Dict[str, Any]]) -> None
    """Do it, unless the frame is there already; whatever is wrong then shows in the call itself."""
    poller = select.poll()
    poller.register(call_fd, select.POLLIN)
    if poller.poll(_PAUSE_MS):
        return
    request = check(_frames.from_json(_FRAME))
    module = types.ModuleType("main")
    module.Plugin = _Plugin  # type: ignore[attr-defined]
    plugin = _loader.construct(_loader.find_class(module), request["configuration"])
    value, _ = _hooks.call(plugin, request["hook"], request["arguments"])
    _results.to_json(value, request["result_form"], request["result_limit_bytes"])
    _stdio.flush()
    [object() for _ in range(_OBJECTS)]
    parts = _sdk.rehearsal()
    try:
        for _ in parts:
            if poller.poll(0):
                break
        parts.close()
    except Exception:
        # A library of the runtime that does not work; plugins that use it will say so.
        pass
