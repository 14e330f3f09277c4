# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Speak LDAP by ldap3. Importing this module needs that library."""

import math
import ssl
from importlib import import_module

from safeguard.sessions.plugin_impl.ldap_directory import DirectoryError, ServerAway
from safeguard.sessions.plugin_impl.ldap_tls import context_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List

    from safeguard.sessions.plugin_impl.ldap_directory import Entry, Settings, TimeLimit

_ldap3: "Any" = import_module("ldap3")
_exceptions: "Any" = import_module("ldap3.core.exceptions")


def connect(settings: "Settings", uri: str, limit: "TimeLimit") -> "Ldap3Client":
    """Return a client that is bound, and encrypted where the settings want it."""
    tls = None
    if settings.is_encrypted(uri):
        tls = _PythonTls(context_of(settings))
    try:
        left_s = limit.left_s()
        server = _ldap3.Server(uri, get_info=_ldap3.NONE, tls=tls, connect_timeout=left_s)
        connection = _ldap3.Connection(
            server,
            user=settings.bind_dn or None,
            password=settings.bind_password or None,
            # A referral would take the password to whatever host the answer names.
            auto_referrals=False,
            raise_exceptions=True,
            read_only=True,
            check_names=False,
            receive_timeout=math.ceil(left_s),
        )
    except _exceptions.LDAPException as error:
        raise _translated(error) from None
    client = Ldap3Client(connection, limit)
    try:
        connection.open()
        if tls is not None and not server.ssl and not connection.start_tls():
            raise ServerAway("LDAP: no TLS with the server")
        limit.left_s()
        connection.bind()
    except _exceptions.LDAPException as error:
        client.close()
        raise _translated(error) from None
    except ServerAway:
        client.close()
        raise
    return client


class _PythonTls(_ldap3.Tls):
    """TLS as Python checks it; confined.

    On Python 3.12 and newer, ldap3's own check knows no certificates with addresses in them.
    """

    def __init__(self, context: ssl.SSLContext) -> None:
        _ldap3.Tls.__init__(self, validate=ssl.CERT_REQUIRED)
        self._context = context

    def wrap_socket(self, connection: "Any", do_handshake: bool = False) -> None:
        connection.socket = self._context.wrap_socket(
            connection.socket,
            do_handshake_on_connect=do_handshake,
            server_hostname=connection.server.host,
        )


class Ldap3Client:
    """One connection of ldap3; confined."""

    def __init__(self, connection: "Any", limit: "TimeLimit") -> None:
        """Own the connection, and let it take little longer than the limit.

        It waits for whole seconds, as it was told when it was made, for each answer.
        """
        self._connection = connection
        self._limit = limit

    def search(self, base: str, text: str, attributes: "List[str]") -> "List[Entry]":
        """Return the entries below the base that the filter matches."""
        left_s = math.ceil(self._limit.left_s())
        try:
            self._connection.search(
                base, text, _ldap3.SUBTREE, attributes=attributes, time_limit=left_s
            )
        except _exceptions.LDAPNoSuchObjectResult:
            return []
        except _exceptions.LDAPException as error:
            raise _translated(error) from None
        # The other kind of row is a reference to another server.
        rows = [row for row in self._connection.response if row["type"] == "searchResEntry"]
        return [(row["dn"], _small_names(row["raw_attributes"])) for row in rows]

    def close(self) -> None:
        """End the connection; may be called again."""
        try:
            self._connection.unbind()
        except _exceptions.LDAPException:
            pass


def _small_names(attributes: "Any") -> "Dict[str, List[bytes]]":
    return {name.lower(): list(values) for name, values in attributes.items()}


def _translated(error: "Any") -> DirectoryError:
    away = (
        _exceptions.LDAPCommunicationError,
        _exceptions.LDAPStartTLSError,
        _exceptions.LDAPResponseTimeoutError,
        _exceptions.LDAPBusyResult,
        _exceptions.LDAPUnavailableResult,
        _exceptions.LDAPTimeLimitExceededResult,
    )
    text = "LDAP: %s" % (getattr(error, "description", None) or type(error).__name__)
    return ServerAway(text) if isinstance(error, away) else DirectoryError(text)
