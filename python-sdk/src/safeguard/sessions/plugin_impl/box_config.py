# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Read settings of the whole gateway: those put in by tests first, then the server's."""

from safeguard.sessions.plugin_impl import channel

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Optional

stable_box_configuration: "Dict[str, Any]" = {}
"""Settings of tests, flat (contract 6.12).

The known keys are `gateway_fqdn` and `starling_join_credential_string`. `trusted_ca_lists` (PEM
texts by the name of the list) and `https_proxy` stand for what the server has under these names.
"""


class BoxConfig:
    """The settings, read anew at each question, so that tests may put them in late; stateless."""

    def get(self, name: str, default: "Any" = None) -> "Any":
        """Return the setting, or the default when it is not set; OSError: not to be had now."""
        if name in stable_box_configuration:
            return stable_box_configuration[name]
        try:
            value = channel.ask("box", "get", {}).get(name)
        except LookupError:
            return default
        return default if value is None else value

    def trusted_ca_list(self, name: str) -> "List[str]":
        """Return the PEM certificates of the list; LookupError when there is no such list."""
        lists = stable_box_configuration.get("trusted_ca_lists", {})
        if name in lists:
            return list(lists[name])
        return list(channel.ask("trusted_ca_list", "get", {"name": name}))

    def https_proxy(self) -> "Optional[Dict[str, Any]]":
        """Return `enabled`, `server`, `port`, `username` and `password`, or None without proxy."""
        if "https_proxy" in stable_box_configuration:
            return stable_box_configuration["https_proxy"]
        try:
            return channel.ask("https_proxy", "get", {})
        except LookupError:
            return None
