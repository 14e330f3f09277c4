# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Find names of hosts by their addresses (contract 6.10.6)."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import List

    from safeguard.sessions.plugin.plugin_configuration import PluginConfiguration


class HostResolver:
    """Ask the resolver of the machine that the plugin runs on; stateless."""

    @classmethod
    def from_config(cls, plugin_configuration: "PluginConfiguration") -> "HostResolver":
        """Return a resolver; the configuration has no options for it yet."""
        return cls()

    def resolve_hosts_by_ip(self, ip_address: str) -> "List[str]":
        """Return the full name of the host, then its aliases; socket.error when there is none."""
        import socket

        name, aliases, _ = socket.gethostbyaddr(ip_address)
        return [name] + aliases
