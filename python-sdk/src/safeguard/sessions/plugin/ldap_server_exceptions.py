# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Name what goes wrong with LDAP servers (contract 6.3)."""

from safeguard.sessions.plugin.exceptions import PluginSDKRuntimeError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Optional


class LDAPUserNotFound(PluginSDKRuntimeError):
    """The directory has no such user."""

    def __init__(self, variables: "Optional[Dict[str, Any]]" = None) -> None:
        """Say who was looked for, in the form of the other exceptions' variables."""
        super().__init__("LDAP user not found", variables)


class LDAPOperationError(PluginSDKRuntimeError):
    """The directory cannot be asked, or its answer cannot be used."""
