# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Ask the server for what a plugin instance is allowed to have.

The only module that knows how a worker reaches its server. Outside a worker there is nobody to ask,
and everything is as if it did not exist.
"""

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Optional, Protocol

    class _Server(Protocol):
        """What a worker offers under the name `_plugin_executor`."""

        def ask(self, service: str, operation: str, arguments: "Dict[str, Any]") -> "Any":
            """Return the answer as a JSON value."""
            ...


_SERVER_MODULE = "_plugin_executor"


def available() -> bool:
    """Tell whether this process is a worker with a server behind it."""
    return _server() is not None


def ask(service: str, operation: str, arguments: "Dict[str, Any]") -> "Any":
    """Return the server's answer, a JSON value.

    Raises LookupError when the named thing is not in this instance's reach, or there is no server;
    OSError when the service cannot be had now.
    """
    server = _server()
    if server is None:
        raise LookupError("%s: no server (expected: a worker of the executor)" % service)
    return server.ask(service, operation, arguments)


def _server() -> "Optional[_Server]":
    # Only what the worker put there counts: an import would find a file of that name in the
    # plugin's package.
    modules: "Dict[str, Any]" = sys.modules
    return modules.get(_SERVER_MODULE)
