# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Find LDAP servers: those put in by tests first, then those of the server's settings."""

from safeguard.sessions.plugin_fakes import ldap_server as fake
from safeguard.sessions.plugin_impl import channel

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Dict, List, Mapping, Union

    from safeguard.sessions.plugin_impl.ldap_directory import Directory

    Answerer = Union["_FakeDirectory", Directory]

ldap_servers: "Dict[str, Dict[str, Any]]" = {}
"""Directories of tests by policy name: `{'users': {name: {attribute: values}}, 'groups': ...}`."""


class LDAPService:
    """One LDAP policy, looked up anew for each question, so that tests may put it in late.

    Stateless: each question has a connection of its own, which is closed when it is answered.
    LookupError: no such user. `ldap_directory.DirectoryError`: everything else, a policy that
    does not exist included.
    """

    def __init__(self, name: str) -> None:
        """Keep the name of the policy."""
        self._name = name

    def user_attributes(self, username: str, attributes: "List[str]") -> "Dict[str, List[Any]]":
        """Return the values by attribute; an attribute that is not set has none."""
        return self._answer(lambda directory: directory.user_attributes(username, attributes))

    def user_groups(self, username: str, groups: "List[str]") -> "List[str]":
        """Return those of the groups that the user is in, whatever their case."""
        return self._answer(lambda directory: directory.user_groups(username, groups))

    def _answer(self, question: "Callable[[Answerer], Any]") -> "Any":
        entries = ldap_servers.get(self._name)
        if entries is not None:
            return question(_FakeDirectory(entries))
        # The settings alone are cheap; what speaks LDAP is loaded by who has a directory.
        from safeguard.sessions.plugin_impl import ldap_directory

        try:
            settings = channel.ask("ldap_server", "get", {"name": self._name})
        except (LookupError, OSError) as error:
            raise ldap_directory.DirectoryError(
                "ldap_server: %s (expected: an LDAP server policy that can be had)" % self._name
            ) from error
        return question(ldap_directory.Directory(ldap_directory.Settings(settings)))


class _FakeDirectory:
    """A directory of a test; confined."""

    def __init__(self, entries: "Mapping[str, Any]") -> None:
        self._entries = entries

    def user_attributes(self, username: str, attributes: "List[str]") -> "Dict[str, List[Any]]":
        return fake.user_attributes(self._entries, username, attributes)

    def user_groups(self, username: str, groups: "List[str]") -> "List[str]":
        return fake.user_groups(self._entries, username, groups)
