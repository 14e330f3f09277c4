# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Speak LDAP by python-ldap. Importing this module needs that library."""

import os
import socket
import tempfile
from importlib import import_module
from urllib.parse import urlsplit

from safeguard.sessions.plugin_impl.ldap_directory import DirectoryError, ServerAway
from safeguard.sessions.plugin_impl.ldap_tls import context_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, List

    from safeguard.sessions.plugin_impl.ldap_directory import Entry, Settings, TimeLimit

_ldap: "Any" = import_module("ldap")
_LDAPS_PORT = 636


def connect(settings: "Settings", uri: str, limit: "TimeLimit") -> "PythonLdapClient":
    """Return a client that is bound, and encrypted where the settings want it."""
    if _is_tls_from_the_start(uri):
        _shake_hands(settings, uri, limit)
    try:
        connection = _ldap.initialize(uri)
        connection.set_option(_ldap.OPT_PROTOCOL_VERSION, 3)
        # A referral would take the password to whatever host the answer names.
        connection.set_option(_ldap.OPT_REFERRALS, 0)
        connection.set_option(_ldap.OPT_NETWORK_TIMEOUT, limit.left_s())
        client = PythonLdapClient(connection, limit)
    except _ldap.LDAPError as error:
        raise _translated(error) from None
    try:
        if settings.is_encrypted(uri):
            client.spend_what_is_left()
            _encrypt(connection, settings, uri)
        if settings.bind_dn:
            client.spend_what_is_left()
            connection.simple_bind_s(settings.bind_dn, settings.bind_password)
    except _ldap.LDAPError as error:
        client.close()
        raise _translated(error) from None
    except ServerAway:
        client.close()
        raise
    except OSError as error:
        client.close()
        text = "LDAP: no file for CA certificates (%s)" % type(error).__name__
        raise DirectoryError(text) from None
    return client


def _encrypt(connection: "Any", settings: "Settings", uri: str) -> None:
    """Trust the settings' certificates alone, and connect while their file is there."""
    descriptor, path = tempfile.mkstemp(suffix=".pem")
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write("\n".join(settings.ca_certificates) + "\n")
        connection.set_option(_ldap.OPT_X_TLS_CACERTFILE, path)
        # The machine's ldap.conf may name a directory of more.
        connection.set_option(_ldap.OPT_X_TLS_CACERTDIR, "")
        connection.set_option(_ldap.OPT_X_TLS_REQUIRE_CERT, _ldap.OPT_X_TLS_DEMAND)
        connection.set_option(_ldap.OPT_X_TLS_NEWCTX, 0)
        if not _is_tls_from_the_start(uri):
            connection.start_tls_s()
    finally:
        os.remove(path)


def _shake_hands(settings: "Settings", uri: str, limit: "TimeLimit") -> None:
    """Raise ServerAway unless the server speaks TLS within the time.

    libldap 2.5 waits for the handshake of ldaps:// for ever, and computes meanwhile, whatever time
    limits it is given. What is found here is not relied on: libldap checks all of it again, and the
    name in the certificate as well.
    """
    context = context_of(settings)
    context.check_hostname = False
    parts = urlsplit(uri)
    host = parts.hostname or ""
    try:
        address = (host, parts.port or _LDAPS_PORT)
        with socket.create_connection(address, limit.left_s()) as connection:
            connection.settimeout(limit.left_s())
            with context.wrap_socket(connection, server_hostname=host):
                pass
    except (OSError, ValueError) as error:
        raise ServerAway("LDAP: no TLS with the server (%s)" % type(error).__name__) from None


def _is_tls_from_the_start(uri: str) -> bool:
    return uri.lower().startswith("ldaps://")


class PythonLdapClient:
    """One connection of python-ldap; confined."""

    def __init__(self, connection: "Any", limit: "TimeLimit") -> None:
        """Own the connection, and let it take no longer than the limit."""
        self._connection = connection
        self._limit = limit

    def spend_what_is_left(self) -> None:
        """Let the next operation end when the time does; ServerAway when that is now."""
        self._connection.set_option(_ldap.OPT_TIMEOUT, self._limit.left_s())

    def search(self, base: str, text: str, attributes: "List[str]") -> "List[Entry]":
        """Return the entries below the base that the filter matches."""
        try:
            rows = self._connection.search_ext_s(
                base, _ldap.SCOPE_SUBTREE, text, attributes, timeout=self._limit.left_s()
            )
        except _ldap.NO_SUCH_OBJECT:
            return []
        except _ldap.LDAPError as error:
            raise _translated(error) from None
        # Rows without a name are references to other servers.
        return [
            (dn, {name.lower(): values for name, values in entry.items()})
            for dn, entry in rows
            if dn is not None
        ]

    def close(self) -> None:
        """End the connection; may be called again."""
        try:
            self._connection.unbind_ext_s()
        except _ldap.LDAPError:
            pass


def _translated(error: "Any") -> DirectoryError:
    away = (
        _ldap.SERVER_DOWN,
        _ldap.CONNECT_ERROR,
        _ldap.TIMEOUT,
        _ldap.TIMELIMIT_EXCEEDED,
        _ldap.BUSY,
        _ldap.UNAVAILABLE,
    )
    # A dict as a rule, sometimes a plain text; its `info` may quote the server, `desc` does not.
    name = type(error).__name__
    try:
        name = error.args[0]["desc"]
    except (LookupError, TypeError):
        pass
    text = "LDAP: %s" % name
    return ServerAway(text) if isinstance(error, away) else DirectoryError(text)
