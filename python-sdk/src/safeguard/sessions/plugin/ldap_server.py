# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Read users and their groups from the gateway's LDAP servers (contract 6.10.4)."""

from safeguard.sessions.plugin.ldap_server_exceptions import LDAPOperationError, LDAPUserNotFound
from safeguard.sessions.plugin_impl.ldap_server import LDAPService

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Dict, List, Optional, Protocol, TypeVar

    from safeguard.sessions.plugin.plugin_configuration import PluginConfiguration

    Answer = TypeVar("Answer")

    class Service(Protocol):
        """What a directory answers; LookupError when there is no such user."""

        def user_attributes(self, username: str, attributes: "List[str]") -> "Dict[str, List[Any]]":
            """Return the values by attribute."""
            ...

        def user_groups(self, username: str, groups: "List[str]") -> "List[str]":
            """Return those of the groups that the user is in."""
            ...


class LDAPServer:
    """One LDAP server policy; stateless, each question is put anew.

    Every question raises LDAPUserNotFound when the directory has no such user, and
    LDAPOperationError for everything else that goes wrong, a policy that does not exist included.
    """

    def __init__(
        self,
        ldap_service: "Service",
        user_attribute_factory: "Callable[[], str]",
        user_groups_factory: "Callable[[], List[str]]",
    ) -> None:
        """Ask the service; the factories give the attribute and groups for who names none."""
        self._ldap_service = ldap_service
        self._user_attribute_factory = user_attribute_factory
        self._user_groups_factory = user_groups_factory

    @classmethod
    def from_config(
        cls,
        plugin_configuration: "PluginConfiguration",
        section: str = "ldap_server",
        name: "Optional[str]" = None,
    ) -> "LDAPServer":
        """Return the server of that name; without one, of the name in `[section] name`.

        Raises RequiredConfigurationSettingNotFound when neither names a server. `[section]
        user_attribute` and `user_groups` (comma separated) are read when they are needed.
        """
        if name is None:
            name = str(plugin_configuration.get(section, "name", required=True))
        return cls(
            LDAPService(name),
            lambda: str(plugin_configuration.get(section, "user_attribute", required=True)),
            lambda: list(plugin_configuration.getlist(section, "user_groups", required=True) or []),
        )

    def get_user_string_attribute(
        self, username: str, attribute: "Optional[str]" = None
    ) -> "List[str]":
        """Return the attribute's values as text; none: empty.

        Without an attribute, the one of the configuration is read. Numbers become text; a value
        that is not text is an LDAPOperationError.
        """
        if attribute is None:
            attribute = self._user_attribute_factory()
        return self.get_user_string_attributes(username, [attribute])[attribute]

    def get_user_string_attributes(
        self, username: str, attributes: "List[str]"
    ) -> "Dict[str, List[str]]":
        """Return the values as text by attribute; missing and empty ones are empty lists."""
        names = list(attributes)
        values = self._ask(username, lambda: self._ldap_service.user_attributes(username, names))
        return {name: [_text(value, name) for value in values.get(name, [])] for name in names}

    def filter_user_groups(
        self, username: str, groups: "Optional[List[str]]" = None
    ) -> "List[str]":
        """Return those of the groups that the user is in, in the order and case given.

        Without groups, those of the configuration are looked at. Case does not count.
        """
        names = self._user_groups_factory() if groups is None else list(groups)
        return self._ask(username, lambda: self._ldap_service.user_groups(username, names))

    def _ask(self, username: str, question: "Callable[[], Answer]") -> "Answer":
        # Cheap, and loaded for who asks: it has to be named before its exception is caught.
        from safeguard.sessions.plugin_impl.ldap_directory import DirectoryError

        if not username:
            raise LDAPUserNotFound({"username": username})
        try:
            return question()
        except LookupError:
            raise LDAPUserNotFound({"username": username}) from None
        except DirectoryError as error:
            raise LDAPOperationError(str(error)) from error


def _text(value: "Any", attribute: str) -> str:
    if isinstance(value, bytes):
        try:
            return value.decode("utf-8")
        except UnicodeDecodeError:
            variables = {"attribute": attribute}
            raise LDAPOperationError("LDAP attribute is not text", variables) from None
    return str(value)
