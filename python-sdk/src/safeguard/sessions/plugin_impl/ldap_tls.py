# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Say what LDAP servers have to prove when TLS is spoken to them."""

import ssl

from safeguard.sessions.plugin_impl.ldap_directory import DirectoryError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from safeguard.sessions.plugin_impl.ldap_directory import Settings


def context_of(settings: "Settings") -> ssl.SSLContext:
    """Return what trusts the settings' certificates alone, and insists on the server's name.

    DirectoryError: they are no certificates. The same rules hold on every Python: the default
    context of 3.13 refuses authorities that those before accept.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        context.load_verify_locations(cadata="\n".join(settings.ca_certificates))
    except (OSError, ValueError):
        raise DirectoryError("ldap_server ca_certificates: (expected: PEM)") from None
    return context
