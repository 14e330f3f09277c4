# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Name what goes wrong with local credential stores (contract 6.3)."""

from safeguard.sessions.plugin.exceptions import PluginSDKRuntimeError


class LocalCredentialStoreNotFound(PluginSDKRuntimeError):
    """The configured local credential store does not exist."""

    def __init__(self, credstore_name: str) -> None:
        """Name the store."""
        super().__init__("Local credential store not found", {"credstore_name": credstore_name})
