# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Ask a real LDAP server for users and groups.

python-ldap is used where it can be imported, else ldap3; both are behind `Client`.
"""

import re
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Dict, Iterable, List, Mapping, Optional, Protocol, Tuple

    # Attribute names in small letters.
    Entry = Tuple[str, Dict[str, List[bytes]]]

    class Client(Protocol):
        """One connection, bound; confined."""

        def search(self, base: str, text: str, attributes: "List[str]") -> "List[Entry]":
            """Return the entries below the base that the filter matches."""
            ...

        def close(self) -> None:
            """End the connection; may be called again."""
            ...


_ATTRIBUTE = re.compile(r"(?:[A-Za-z][A-Za-z0-9-]*|[0-9]+(?:\.[0-9]+)+)(?:;[A-Za-z0-9-]+)*")
_SPECIAL = {"\\": "\\5c", "*": "\\2a", "(": "\\28", ")": "\\29", "\0": "\\00"}
_DEFAULT_TIME_LIMIT_S = 10
# RFC 2307: members are names there, and distinguished names everywhere else.
_MEMBERS_BY_NAME = ("memberuid",)


class DirectoryError(Exception):
    """The server cannot be asked, or its answer cannot be used; the text has no secrets."""


class ServerAway(DirectoryError):
    """This server cannot be reached, or does not answer in time; another one may."""


class TimeLimit:
    """What is left of the time for one question; confined."""

    def __init__(self, seconds: float, clock: "Callable[[], float]") -> None:
        """Begin now; the clock gives seconds."""
        self._clock = clock
        self._ends_at = clock() + seconds

    def left_s(self) -> float:
        """Return the seconds left; ServerAway when there are none."""
        left_s = self._ends_at - self._clock()
        if left_s <= 0:
            raise ServerAway("LDAP: no answer (expected: one within the time limit)")
        return left_s

    def share(self, count: int) -> "TimeLimit":
        """Return a part of what is left, when so many have to share it."""
        return TimeLimit(self.left_s() / count, self._clock)


class Settings:
    """An LDAP policy, checked; immutable."""

    def __init__(self, settings: "Mapping[str, Any]") -> None:
        """Take what the server says; DirectoryError when it cannot be worked with."""
        self.uris: "List[str]" = list(settings.get("uri") or [])
        self.bind_dn: str = settings.get("bind_dn") or ""
        self.bind_password: str = settings.get("bind_password") or ""
        self.user_base_dn: str = settings.get("user_base_dn") or ""
        self.group_base_dn: str = settings.get("group_base_dn") or self.user_base_dn
        self.user_name_attribute = attribute_name(settings.get("user_name_attribute") or "uid")
        self.user_class: str = settings.get("user_class") or "*"
        self.group_class: str = settings.get("group_class") or "*"
        self.group_name_attribute = attribute_name(settings.get("group_name_attribute") or "cn")
        self.group_member_attribute = attribute_name(
            settings.get("group_member_attribute") or "member"
        )
        self.start_tls = bool(settings.get("start_tls"))
        self.ca_certificates: "List[str]" = list(settings.get("ca_certificates") or [])
        self.time_limit_s = float(settings.get("time_limit") or _DEFAULT_TIME_LIMIT_S)
        self._check()

    def _check(self) -> None:
        if not self.uris:
            raise DirectoryError("ldap_server uri: none (expected: at least one)")
        for uri in self.uris:
            if not uri.lower().startswith(("ldap://", "ldaps://")):
                raise DirectoryError("ldap_server uri: %s (expected: ldap:// or ldaps://)" % uri)
        if self.bind_dn and not self.bind_password:
            # Servers take such a bind for an anonymous one and say that it succeeded.
            raise DirectoryError("ldap_server bind_password: empty (expected: one for bind_dn)")
        if not self.ca_certificates and any(self.is_encrypted(uri) for uri in self.uris):
            raise DirectoryError("ldap_server ca_certificates: none (expected: one for TLS)")

    def is_encrypted(self, uri: str) -> bool:
        """Tell whether TLS is spoken to this server, from the start or later."""
        return self.start_tls or uri.lower().startswith("ldaps://")


class Directory:
    """Users and groups as one policy sees them; each question has a connection of its own."""

    def __init__(
        self,
        settings: "Settings",
        connect: "Optional[Callable[[Settings, str, TimeLimit], Client]]" = None,
        clock: "Callable[[], float]" = time.monotonic,
    ) -> None:
        """Ask by these settings; `connect` gives a client for settings, URI and time limit."""
        self._settings = settings
        self._connect = connect
        self._clock = clock

    def user_attributes(self, username: str, attributes: "List[str]") -> "Dict[str, List[bytes]]":
        """Return the values by attribute; LookupError when there is no such user."""
        names = [attribute_name(attribute) for attribute in attributes]

        def read(client: "Client") -> "Dict[str, List[bytes]]":
            _, values = self._find_user(client, username, names)
            return {name: values.get(name.lower(), []) for name in names}

        return self._with_client(read)

    def user_groups(self, username: str, groups: "List[str]") -> "List[str]":
        """Return those of the groups that the user is a direct member of, whatever their case.

        LookupError when there is no such user.
        """

        def read(client: "Client") -> "List[str]":
            name_attribute = self._settings.user_name_attribute
            user_dn, values = self._find_user(client, username, [name_attribute])
            names = [group for group in groups if _is_unicode(group)]
            if not names:
                return []
            members = [user_dn]
            if self._settings.group_member_attribute.lower() in _MEMBERS_BY_NAME:
                # What the directory calls the user, not what was typed.
                members = [_text(value) for value in values.get(name_attribute.lower(), [])]
            found = self._groups_of(client, members, names)
            return [group for group in groups if group.lower() in found]

        return self._with_client(read)

    def _with_client(self, question: "Callable[[Client], Any]") -> "Any":
        """Ask the servers in turn until one answers; they share the time limit."""
        settings = self._settings
        connect = self._connect or _library()
        limit = TimeLimit(settings.time_limit_s, self._clock)
        failure: "Optional[ServerAway]" = None
        for index, uri in enumerate(settings.uris):
            try:
                # One that says nothing must not take the time of those behind it.
                client = connect(settings, uri, limit.share(len(settings.uris) - index))
                try:
                    return question(client)
                finally:
                    client.close()
            except ServerAway as error:
                failure = failure or error
        raise failure or ServerAway("ldap_server uri: none")

    def _find_user(self, client: "Client", username: str, attributes: "List[str]") -> "Entry":
        settings = self._settings
        if not username or not _is_unicode(username):
            raise LookupError("user: not a name")
        text = "(&(objectClass=%s)(%s=%s))" % (
            _class(settings.user_class),
            settings.user_name_attribute,
            escaped(username),
        )
        entries = client.search(settings.user_base_dn, text, attributes or ["1.1"])
        if not entries:
            raise LookupError("user: not in the directory")
        if len(entries) > 1:
            raise DirectoryError("user: %d entries (expected: 1)" % len(entries))
        return entries[0]

    def _groups_of(
        self, client: "Client", members: "Iterable[str]", groups: "List[str]"
    ) -> "List[str]":
        settings = self._settings
        name_attribute = settings.group_name_attribute
        text = "(&(objectClass=%s)%s%s)" % (
            _class(settings.group_class),
            _any_of(settings.group_member_attribute, members),
            _any_of(name_attribute, groups),
        )
        entries = client.search(settings.group_base_dn, text, [name_attribute])
        return [
            _text(value).lower()
            for _, values in entries
            for value in values.get(name_attribute.lower(), [])
        ]


def attribute_name(name: str) -> str:
    """Return the name of an attribute as it is; DirectoryError when it is not one (RFC 4512)."""
    if not _ATTRIBUTE.fullmatch(name):
        raise DirectoryError("attribute: %r (expected: the name of an LDAP attribute)" % name)
    return name


def escaped(text: str) -> str:
    """Return the text as a value of a filter, in which it means nothing but itself (RFC 4515)."""
    return "".join(_SPECIAL.get(character, character) for character in text)


def _class(name: str) -> str:
    return name if name == "*" else escaped(name)


def _any_of(attribute: str, values: "Iterable[str]") -> str:
    return "(|%s)" % "".join("(%s=%s)" % (attribute, escaped(value)) for value in values)


def _is_unicode(text: str) -> bool:
    # Half of a surrogate pair cannot be sent, and cannot be in a directory.
    return not any("\ud800" <= character <= "\udfff" for character in text)


def _text(value: bytes) -> str:
    return value.decode("utf-8", "replace")


def _library() -> "Callable[[Settings, str, TimeLimit], Client]":
    """Return what connects; DirectoryError when neither library is installed."""
    try:
        from safeguard.sessions.plugin_impl import ldap_by_python_ldap

        return ldap_by_python_ldap.connect
    except ImportError:
        pass
    try:
        from safeguard.sessions.plugin_impl import ldap_by_ldap3

        return ldap_by_ldap3.connect
    except ImportError:
        raise DirectoryError(
            "LDAP: no library in this Python (expected: python-ldap or ldap3)"
        ) from None
