# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Read settings of the whole gateway (contract 6.10.10)."""

from safeguard.sessions.plugin_impl.box_config import BoxConfig

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Optional


class BoxConfiguration:
    """Settings of the gateway; stateless, each one is read anew.

    OSError: the setting cannot be had now.
    """

    def __init__(self, box_config: "BoxConfig") -> None:
        """Read from there; see `open`."""
        self._box_config = box_config

    @classmethod
    def open(cls) -> "BoxConfiguration":
        """Return the settings of the gateway that this call came from."""
        return cls(BoxConfig())

    def get_gateway_fqdn(self) -> "Optional[str]":
        """Return the full host name of the gateway, None when it is not known."""
        return self._box_config.get("gateway_fqdn")

    def get_starling_join_credential_string(self) -> "Optional[str]":
        """Return the credentials of the join to Starling, None when there is no join."""
        return self._box_config.get("starling_join_credential_string")

    def get_trusted_ca_list(self, name: str) -> "List[str]":
        """Return the PEM certificates of the list; LookupError when there is no such list."""
        return self._box_config.trusted_ca_list(name)

    def get_https_proxy(self) -> "Optional[Dict[str, Any]]":
        """Return `enabled`, `server`, `port`, `username` and `password`; None without proxy."""
        return self._box_config.https_proxy()
