# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Go through the motions of a call in a worker that waits for one.

The first use of an object in a fork is a write to a page that is shared until then. What a call of
a plugin uses of the SDK, and of requests, is some 500 pages and two milliseconds: paid here, no
caller waits for it. Nothing is imported, printed or asked, and nothing is left behind.
"""

import logging
import sys

from safeguard.sessions.plugin.plugin_base import PluginBase

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Generator

_PLUGIN = "safeguard.sessions.plugin."
# With options of the kinds that are read, and without a question for the gateway's proxy.
_CONFIGURATION = """
[https-proxy]
enabled = no
[logging]
log_level = info
[auth]
prompt = p
disable_echo = yes
"""
_ARGUMENTS: "Dict[str, Any]" = {
    "session_id": "s",
    "protocol": "ssh",
    "client_ip": "c",
    "gateway_username": "g",
    "server_username": "u",
    "server_hostname": "h",
    "key_value_pairs": {"otp": "o"},
}


class _Nowhere:
    """A stream that nobody reads; stateless."""

    def write(self, text: str) -> None:
        """Take the text."""

    def flush(self) -> None:
        """Have nothing left."""


class _NoProxy(PluginBase):
    """Looks at the settings of the proxy and leaves the environment as it is."""

    def set_https_proxy(self) -> None:
        """Compute what would be set."""
        assert not self.proxy_settings["enabled"]


def steps() -> "Generator[None, None, None]":
    """Do it, with a break after each part in which whoever waits can look for the call.

    Whoever has enough closes the iterator.
    """
    root, stderr = logging.getLogger(), sys.stderr
    known: "Dict[str, Any]" = dict(logging.Logger.manager.loggerDict)
    handlers, level = list(root.handlers), root.level
    # Where somebody has set up the log it goes there, and that is no place for this.
    root.handlers[:] = []
    sys.stderr = _Nowhere()  # type: ignore[assignment]
    try:
        for part in (_hooks, _session):
            part()
            yield
    finally:
        sys.stderr = stderr
        root.handlers[:] = handlers
        root.setLevel(level)
        loggers: "Dict[str, Any]" = logging.Logger.manager.loggerDict
        for name in set(loggers) - set(known):
            # One that is there when a plugin sets up its log would be switched off by it.
            del loggers[name]


def _hooks() -> None:
    base: "Any" = _known("aa_plugin", "AAPlugin")
    if base is not None:
        plugin: "Any" = _made(base)
        for _ in range(2):
            plugin.authenticate({}, {}, **_ARGUMENTS)
            plugin.authorize({}, {}, **_ARGUMENTS)
    base = _known("credentialstore_plugin", "CredentialStorePlugin")
    if base is not None:
        _made(base).get_password_list(**_ARGUMENTS)


def _session() -> None:
    opener: "Any" = _known("requests_tls", "RequestsTLS")
    if opener is not None and "requests" in sys.modules:
        opener().open_session().close()


def _made(base: "Any") -> "Any":
    kind: "Any" = type("Plugin", (_NoProxy, base), {})
    return kind(_CONFIGURATION)


def _known(module_name: str, name: str) -> "Any":
    """Return what somebody has imported; None: nobody has."""
    return getattr(sys.modules.get(_PLUGIN + module_name), name, None)
