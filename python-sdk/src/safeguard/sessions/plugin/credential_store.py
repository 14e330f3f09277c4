# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Read credentials from the gateway's local credential stores (contract 6.10.3)."""

from safeguard.sessions.plugin.credential_store_exceptions import LocalCredentialStoreNotFound
from safeguard.sessions.plugin.exceptions import PluginSDKRuntimeError
from safeguard.sessions.plugin_impl.credential_store import CredentialDatabase, exists

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Dict, List, Optional, Protocol, Tuple, Union

    from safeguard.sessions.plugin.plugin_configuration import PluginConfiguration

    Credential = Union[str, Dict[str, Any]]

    class Database(Protocol):
        """Where credentials come from; LookupError when there is no such store."""

        def get_all(self) -> "List[Tuple[str, str, Any]]":
            """Return (user, host, credential) for everything."""
            ...

        def get_credentials(self, host: str, user: str) -> "List[Any]":
            """Return the credentials of the user on the host."""
            ...


class CredentialStore:
    """One local credential store; stateless, each question is put anew.

    A credential is a password (str), an SSH key (`{"type": "ssh-rsa", "key": PEM}`) or a
    certificate (`{"type": "x509v3-sign-rsa", "key": PEM, "cert": PEM}`). Every question raises
    LocalCredentialStoreNotFound when there is no such store, and PluginSDKRuntimeError when it
    cannot be had now.
    """

    def __init__(self, database: "Database", decryptor: "Callable[[Any], Credential]") -> None:
        """Read from the database what the decryptor makes readable; see `from_config`."""
        self._database = database
        self._decryptor = decryptor
        self._name = ""

    @classmethod
    def from_config(
        cls,
        plugin_configuration: "PluginConfiguration",
        section: str = "credential_store",
        name: "Optional[str]" = None,
    ) -> "CredentialStore":
        """Return the store of that name; without one, of the name in `[section] name`.

        Raises RequiredConfigurationSettingNotFound when neither names a store, and
        LocalCredentialStoreNotFound when there is none of that name. In a worker, the latter is
        known at the first question only.
        """
        if name is None:
            name = str(plugin_configuration.get(section, "name", required=True))
        if not exists(name):
            raise LocalCredentialStoreNotFound(name)
        store = cls(CredentialDatabase(name), _as_it_is)
        store._name = name
        return store

    def get_all(self) -> "List[Tuple[str, str, Credential]]":
        """Return (user, host, credential) for each credential of the store."""
        rows = self._ask(self._database.get_all)
        return [(user, host, self._decryptor(credential)) for user, host, credential in rows]

    def get_credentials(self, host: str, user: str) -> "List[Credential]":
        """Return all credentials of the user on the host, of whatever kind; none: empty."""
        rows = self._ask(lambda: self._database.get_credentials(host, user))
        return [self._decryptor(credential) for credential in rows]

    def get_passwords(self, host: str, user: str) -> "List[str]":
        """Return the passwords of the user on the host."""
        return [each for each in self.get_credentials(host, user) if isinstance(each, str)]

    def get_keys(self, host: str, user: str) -> "List[Dict[str, Any]]":
        """Return the SSH keys of the user on the host: dicts with `type` and `key`."""
        return [each for each in self._dicts(host, user) if "cert" not in each]

    def get_certificates(self, host: str, user: str) -> "List[Dict[str, Any]]":
        """Return the certificates of the user on the host: dicts with `type`, `key`, `cert`."""
        return [each for each in self._dicts(host, user) if "cert" in each]

    def _dicts(self, host: str, user: str) -> "List[Dict[str, Any]]":
        return [each for each in self.get_credentials(host, user) if isinstance(each, dict)]

    def _ask(self, question: "Callable[[], List[Any]]") -> "List[Any]":
        try:
            return question()
        except LookupError:
            raise LocalCredentialStoreNotFound(self._name) from None
        except OSError as error:
            raise PluginSDKRuntimeError(
                "Local credential store cannot be had now", {"credstore_name": self._name}
            ) from error


def _as_it_is(credential: "Any") -> "Credential":
    """Decrypt nothing: the server sends what it has decrypted, and tests write plain text."""
    return credential
