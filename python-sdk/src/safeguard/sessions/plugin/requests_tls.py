# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Open sessions of requests with the TLS settings of the configuration (contract 6.10.7)."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Optional

    from safeguard.sessions.plugin.plugin_configuration import PluginConfiguration

_SECTION = "tls"


class RequestsTLS:
    """What a plugin's HTTPS connections trust, and show of themselves; immutable."""

    def __init__(
        self,
        tls_enabled: bool = True,
        ca_certificates: "Optional[List[str]]" = None,
        client_certificate: "Optional[Dict[str, Any]]" = None,
    ) -> None:
        """Trust these PEM certificates alone, and show the `cert` with its `key`.

        Without certificates to trust, the runtime's own are trusted.
        """
        self._tls_enabled = tls_enabled
        self._ca_certificates = ca_certificates
        self._client_certificate = client_certificate

    @classmethod
    def from_config(cls, plugin_configuration: "PluginConfiguration") -> "RequestsTLS":
        """Return what `[tls]` says: `enabled` (default yes), `ca_cert` and `client_cert`.

        PluginSDKValueError: an option is not what it has to be.
        """
        if not plugin_configuration.getboolean(_SECTION, "enabled", default=True):
            return RequestsTLS(tls_enabled=False)
        ca_certificate = plugin_configuration.get_ca_certificate(_SECTION, "ca_cert")
        # By the name in this module, which tests of plugins put their own class under.
        return RequestsTLS(
            tls_enabled=True,
            ca_certificates=ca_certificate["certificates"] if ca_certificate else None,
            client_certificate=plugin_configuration.get_certificate(_SECTION, "client_cert"),
        )

    @property
    def tls_enabled(self) -> bool:
        """Tell whether the configuration wants TLS; the plugin chooses its URLs by it."""
        return self._tls_enabled

    def open_session(self) -> "Any":
        """Return a `requests.Session`, to be closed by the caller; ImportError without requests.

        Its certificates are in private files, since requests takes nothing else; they go with the
        session.
        """
        from importlib import import_module

        requests: "Any" = import_module("requests")
        session = requests.Session()
        if self._ca_certificates:
            session.verify = _private_file(session, "\n".join(self._ca_certificates))
            _keep_verification(session)
        certificate = self._client_certificate
        if certificate:
            session.cert = _private_file(
                session, "%s\n%s" % (certificate["cert"], certificate["key"])
            )
        return session


def _private_file(owner: "Any", text: str) -> str:
    """Return the path of a file that is removed with its owner, and at the process's end."""
    import os
    import tempfile
    import weakref

    descriptor, path = tempfile.mkstemp(suffix=".pem")
    weakref.finalize(owner, _remove, path)
    with os.fdopen(descriptor, "w") as file:
        file.write(text + "\n")
    return path


def _remove(path: str) -> None:
    import os

    try:
        os.remove(path)
    except OSError:
        # A plugin may have cleared its temporary directory.
        pass


def _keep_verification(session: "Any") -> None:
    """Let no REQUESTS_CA_BUNDLE of the environment win over the configuration."""
    from functools import wraps
    from weakref import ref

    merge: "Any" = session.__class__.merge_environment_settings
    # Were the session to own itself, its files would stay until the next collection of cycles.
    weak_session = ref(session)

    @wraps(merge)
    def merged(url: "Any", proxies: "Any", stream: "Any", verify: "Any", cert: "Any") -> "Any":
        owner: "Any" = weak_session()
        return merge(owner, url, proxies, stream, owner.verify if verify is None else verify, cert)

    session.merge_environment_settings = merged
