# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Find local credential stores: those put in by tests first, then the server's."""

from safeguard.sessions.plugin_fakes import credential_store as fake
from safeguard.sessions.plugin_impl import channel

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Tuple

_SERVICE = "credential_store"

credential_stores: "Dict[str, fake.Entries]" = {}
"""Stores of tests by policy name: `{user: {host: [(credential, ...), ...]}}` (contract 6.12)."""


def exists(name: str) -> bool:
    """Tell whether a store of that name may exist; the server is only asked for credentials."""
    return name in credential_stores or channel.available()


class CredentialDatabase:
    """One store, looked up anew for each question, so that tests may put it in late; stateless."""

    def __init__(self, name: str) -> None:
        """Keep the name of the policy."""
        self._name = name

    def get_all(self) -> "List[Tuple[str, str, Any]]":
        """Return (user, host, credential) for everything; LookupError when there is no store."""
        entries = credential_stores.get(self._name)
        if entries is not None:
            return fake.all_credentials(entries)
        rows = channel.ask(_SERVICE, "all", {"name": self._name})
        return [(user, host, credential) for user, host, credential in rows]

    def get_credentials(self, host: str, user: str) -> "List[Any]":
        """Return the credentials of the user on the host; LookupError when there is no store."""
        entries = credential_stores.get(self._name)
        if entries is not None:
            return fake.credentials_of(entries, host, user)
        arguments = {"name": self._name, "host": host, "user": user}
        return list(channel.ask(_SERVICE, "credentials", arguments))
