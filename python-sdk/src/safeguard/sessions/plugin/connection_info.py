# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""What a hook was told about the session's connection (contract 6.5)."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, NoReturn, Optional, Tuple

_NAMES = (
    "gateway_domain",
    "gateway_groups",
    "gateway_password",
    "gateway_username",
    "key_value_pairs",
    "client_ip",
    "client_hostname",
    "client_port",
    "connection_name",
    "protocol",
    "session_id",
    "server_domain",
    "server_ip",
    "server_hostname",
    "server_port",
    "server_username",
)


class ConnectionInfo:
    """The arguments of a hook, for reading; immutable but for the dict of the pairs.

    Every value may be None, `key_value_pairs` excepted. What the arguments mean is in contract 2.2,
    2.3 and 2.5.
    """

    __slots__ = _NAMES

    gateway_domain: "Optional[str]"
    gateway_groups: "Optional[List[str]]"
    gateway_password: "Optional[str]"
    gateway_username: "Optional[str]"
    key_value_pairs: "Dict[str, Any]"
    client_ip: "Optional[str]"
    client_hostname: "Optional[str]"
    client_port: "Optional[int]"
    connection_name: "Optional[str]"
    protocol: "Optional[str]"
    session_id: "Optional[str]"
    server_domain: "Optional[str]"
    server_ip: "Optional[str]"
    server_hostname: "Optional[str]"
    server_port: "Optional[int]"
    server_username: "Optional[str]"

    def __init__(
        self,
        gateway_domain: "Optional[str]" = None,
        gateway_groups: "Optional[List[str]]" = None,
        gateway_password: "Optional[str]" = None,
        gateway_username: "Optional[str]" = None,
        key_value_pairs: "Optional[Dict[str, Any]]" = None,
        client_ip: "Optional[str]" = None,
        client_hostname: "Optional[str]" = None,
        client_port: "Optional[int]" = None,
        connection_name: "Optional[str]" = None,
        protocol: "Optional[str]" = None,
        session_id: "Optional[str]" = None,
        server_domain: "Optional[str]" = None,
        server_ip: "Optional[str]" = None,
        server_hostname: "Optional[str]" = None,
        server_port: "Optional[int]" = None,
        server_username: "Optional[str]" = None,
    ) -> None:
        """Keep the values, the dict of the pairs itself among them; without one it is empty."""
        given = locals()
        for name in _NAMES:
            object.__setattr__(self, name, given[name])
        if key_value_pairs is None:
            object.__setattr__(self, "key_value_pairs", {})

    def __setattr__(self, name: str, value: object) -> "NoReturn":
        """Refuse: plugins keep what they want to change in attributes of their own."""
        raise AttributeError("connection.%s: is there for reading" % name)

    def __reduce__(self) -> "Tuple[Any, ...]":
        """Let copies be made, which would otherwise set attributes."""
        return ConnectionInfo, tuple(getattr(self, name) for name in _NAMES)

    @property
    def gateway_user(self) -> "Optional[str]":
        """Return the gateway user under the name of AA hooks."""
        return self.gateway_username

    @property
    def target_domain(self) -> "Optional[str]":
        """Return server_domain (deprecated)."""
        return self.server_domain

    @property
    def target_host(self) -> "Optional[str]":
        """Return the target's host name, or its address where no name is known (deprecated)."""
        return self.server_hostname or self.server_ip

    @property
    def target_ip(self) -> "Optional[str]":
        """Return the same as target_host (deprecated)."""
        return self.target_host

    @property
    def target_server(self) -> "Optional[str]":
        """Return the same as target_host (deprecated)."""
        return self.target_host

    @property
    def target_port(self) -> "Optional[int]":
        """Return server_port (deprecated)."""
        return self.server_port

    @property
    def target_username(self) -> "Optional[str]":
        """Return server_username (deprecated)."""
        return self.server_username
