# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Read the arguments of a hook, under the names of today and under the former ones."""

from safeguard.sessions.plugin.connection_info import ConnectionInfo

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict

    from safeguard.sessions.plugin.plugin_base import PluginBase

# The first name that has a value counts (contract 2.3, 2.5, Q20).
_FORMER_NAMES = {
    "gateway_username": ("gateway_user",),
    "server_domain": ("target_domain",),
    "server_ip": ("target_ip", "target_server", "target_host"),
    "server_port": ("target_port",),
    "server_username": ("target_username",),
}
_NAMES = ConnectionInfo.__slots__


def begin(plugin: "PluginBase", arguments: "Dict[str, Any]") -> ConnectionInfo:
    """Give a plugin the cookies of a hook, and return the connection that the hook is about.

    Everything comes from the arguments: the object may have served another session.
    """
    plugin.cookie = dict(arguments["cookie"] or {})
    plugin.session_cookie = dict(arguments["session_cookie"] or {})
    return connection_info(arguments)


def connection_info(arguments: "Dict[str, Any]") -> ConnectionInfo:
    """Return what the arguments say of the connection; names that nobody knows are left out."""
    values = {name: arguments.get(name) for name in _NAMES}
    for name, former_names in _FORMER_NAMES.items():
        for former_name in former_names:
            if values[name] is None:
                values[name] = arguments.get(former_name)
    return ConnectionInfo(**values)
