# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Where the base of credential store plugins looks for accounts and assets (contract 6.9)."""

from safeguard.sessions.plugin.connection_info import ConnectionInfo
from safeguard.sessions.plugin.exceptions import PluginSDKRuntimeError, PluginSDKValueError
from safeguard.sessions.plugin.plugin_base import PluginBase, cookie_property

TYPE_CHECKING = False
if TYPE_CHECKING:
    from logging import Logger
    from typing import Any, Callable, Dict, Iterable, Optional

_DEFAULT_GENERATORS = "hostname, ip, domain, domain_asset_mapping"


class InvalidUsageException(PluginSDKRuntimeError):
    """The plugin asks its base for something that it was not constructed for."""

    def __init__(self, variables: "Optional[Dict[str, Any]]" = None) -> None:
        """Add details to the text."""
        super().__init__("configuration_section: not given (expected: given)", variables)


class CSCandidates(PluginBase):
    """The accounts and assets that a credential may belong to; confined to one thread."""

    def __init__(
        self,
        configuration: str,
        defaults: "Optional[str]" = None,
        logger: "Optional[Logger]" = None,
        configuration_section: "Optional[str]" = None,
    ) -> None:
        """Name the section that says as whom the plugin logs in at its vault, if it does."""
        super().__init__(configuration, defaults, logger)
        self.connection = ConnectionInfo()
        self.remote_app_account: "Optional[str]" = None
        self.remote_app_asset: "Optional[str]" = None
        self._configuration_section = configuration_section

    @cookie_property
    def account(self) -> "Optional[str]":
        """Return the account that is tried or was checked out; None: none was."""
        return None

    @cookie_property
    def asset(self) -> "Optional[str]":
        """Return the asset that is tried or was checked out; None: none was."""
        return None

    @property
    def authentication_username(self) -> "Optional[str]":
        """Return whom to log in as at the vault.

        InvalidUsageException: the constructor was given no section.
        RequiredConfigurationSettingNotFound: `use_credential=explicit` without the option.
        """
        return self.__credential("username", self.connection.gateway_username)

    @property
    def authentication_password(self) -> "Optional[str]":
        """Return the password for it, with the same errors; it may be empty."""
        return self.__credential("password", self.connection.gateway_password)

    @property
    def domain_suffix(self) -> "Optional[str]":
        """Return what is appended to host names and domains, without the dot in front."""
        return self.plugin_configuration.get("assets", "domain_suffix")

    def determine_key_type(self, key: str) -> "Optional[str]":
        """Return `ssh-rsa` or `ssh-dss` for a private key as PEM text; None for all others."""
        from safeguard.sessions.plugin_impl import pem

        return pem.ssh_type(key) or None

    def hostname(self) -> "Optional[str]":
        """Return the target's host name, with the suffix."""
        return self.__with_suffix(self.connection.server_hostname)

    def ip(self) -> "Optional[str]":
        """Return the target's address."""
        return self.connection.server_ip

    def domain(self) -> "Optional[str]":
        """Return the domain of the target's user, with the suffix."""
        return self.__with_suffix(self.connection.server_domain)

    def domain_asset_mapping(self) -> "Optional[str]":
        """Return what `[domain_asset_mapping]` has for the domain of the target's user."""
        domain = self.connection.server_domain
        return self.plugin_configuration.get("domain_asset_mapping", domain) if domain else None

    def _generate_accounts(self) -> "Iterable[str]":
        """Name the accounts to try, the likeliest first: the user on the target."""
        name = self.connection.server_username
        if name:
            prefix = self.plugin_configuration.get("account", "prefix", "") or ""
            suffix = self.plugin_configuration.get("account", "suffix", "") or ""
            yield prefix + name + suffix

    def _generate_assets(self) -> "Iterable[str]":
        """Name the assets to try, by the methods of `[assets] generator`, in its order.

        PluginSDKValueError: the plugin has no such method.
        """
        names = self.plugin_configuration.getlist("assets", "generator", _DEFAULT_GENERATORS)
        for name in names:
            asset = self.__generate(name) if name else None
            if asset is not None:
                yield asset

    def __generate(self, name: str) -> "Optional[str]":
        generator: "Optional[Callable[[], Optional[str]]]" = getattr(self, name, None)
        if not callable(generator):
            message = "[assets] generator: %s (expected: a method of the plugin)" % name
            raise PluginSDKValueError(message)
        return generator()

    def __credential(self, option: str, of_gateway: "Optional[str]") -> "Optional[str]":
        section = self._configuration_section
        if section is None:
            raise InvalidUsageException({"attribute": "authentication_" + option})
        configuration = self.plugin_configuration
        used = configuration.getienum(section, "use_credential", ("explicit", "gateway"), "gateway")
        if used == "explicit":
            return configuration.get(section, option, required=True)
        return of_gateway

    def __with_suffix(self, name: "Optional[str]") -> "Optional[str]":
        suffix = self.domain_suffix
        return "%s.%s" % (name, suffix) if name and suffix else name
