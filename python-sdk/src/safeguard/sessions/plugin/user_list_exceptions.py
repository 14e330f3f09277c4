# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Name what goes wrong with user lists (contract 6.3)."""

from safeguard.sessions.plugin.exceptions import PluginSDKRuntimeError


class LocalUserListNotFound(PluginSDKRuntimeError):
    """The configured User List policy does not exist."""

    def __init__(self, user_list_name: str) -> None:
        """Name the policy."""
        super().__init__("Local user list not found", {"user_list_name": user_list_name})
