# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""The configuration of a plugin: INI text, read by type, with secrets from elsewhere.

contract 6.10.1
"""

import configparser

from safeguard.sessions.plugin.exceptions import PluginSDKValueError
from safeguard.sessions.plugin.plugin_configuration_exceptions import (
    RequiredConfigurationSettingNotFound,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Container, Dict, List, NoReturn, Optional

    from safeguard.sessions.plugin.credential_store import CredentialStore

_BOOLEANS = {"yes": True, "true": True, "no": False, "false": False}
_STORE_SECTION = "credential_store"


class PluginConfiguration:
    """Options of a configuration, above the defaults that the plugin was made with.

    Sections are case-sensitive, options are not. A `%` means nothing. Confined to one thread.

    In all getters `default` is what a missing option gives, unchanged; with `required` a missing
    option is RequiredConfigurationSettingNotFound. An option with nothing behind it is not
    missing: its value is the empty text. The value `$` stands for a secret of the local credential
    store that `[credential_store] name` names, under the section as host and the option as user;
    a secret that the store does not have is RequiredConfigurationSettingNotFound, with or without
    a default. A text that is one `$` is written `$$`.
    """

    def __init__(self, configuration: str, defaults: "Optional[str]" = None) -> None:
        """Read both texts; PluginSDKValueError names the line that is no INI text."""
        self._parser = configparser.ConfigParser(interpolation=None)
        self._read(defaults, "defaults")
        self._read(configuration, "configuration")

    def get(
        self, section: str, option: str, default: "Optional[str]" = None, required: bool = False
    ) -> "Optional[str]":
        """Return the value as text."""
        value = self._raw(section, option, required)
        if value is None:
            return default
        if value == "$":
            passwords = self._store(section, option).get_passwords(section, option)
            return str(self._first(passwords, section, option))
        return "$" if value == "$$" else value

    def get_options(self, section: str) -> "List[str]":
        """Return the names of the section's options; an empty list without the section."""
        if not self._parser.has_section(section):
            return []
        return self._parser.options(section)

    def get_sections(self) -> "List[str]":
        """Return the names of the sections, as they stand in the text; not in the contract."""
        return self._parser.sections()

    def get_key(
        self, section: str, option: str, default: "Any" = None, required: bool = False
    ) -> "Any":
        """Return a private key as `{"type": "ssh-rsa", "key": PEM}`, from PEM text or from `$`.

        PluginSDKValueError: no key, several, an encrypted one, or one that is neither RSA nor DSA.
        """
        value = self._raw(section, option, required)
        if value is None:
            return default
        if value == "$":
            keys = self._store(section, option).get_keys(section, option)
            return self._first(keys, section, option)
        from safeguard.sessions.plugin_impl import pem

        key = self._private_key(value, section, option)
        kind = pem.ssh_type(key)
        if not kind:
            self._refuse(section, option, "(a key)", "a private key of type RSA or DSA")
        return {"type": kind, "key": key}

    def get_certificate(
        self, section: str, option: str, default: "Any" = None, required: bool = False
    ) -> "Any":
        """Return a certificate as `{"type": "x509v3-sign-rsa", "cert": PEM, "key": PEM}`.

        It comes from PEM text, with the certificates of a chain behind the first, or from `$`.
        The type of a key that is neither RSA nor DSA ends in `-other`. PluginSDKValueError: not
        one unencrypted private key and at least one certificate.
        """
        value = self._raw(section, option, required)
        if value is None:
            return default
        if value == "$":
            certificates = self._store(section, option).get_certificates(section, option)
            return self._first(certificates, section, option)
        from safeguard.sessions.plugin_impl import pem

        key = self._private_key(value, section, option)
        kind = {"ssh-rsa": "rsa", "ssh-dss": "dss"}.get(pem.ssh_type(key), "other")
        chain = self._certificates(value, section, option)
        return {"type": "x509v3-sign-" + kind, "cert": "".join(chain), "key": key}

    def get_ca_certificate(
        self, section: str, option: str, default: "Any" = None, required: bool = False
    ) -> "Any":
        """Return certificates as `{"type": "x509v3", "certificates": [PEM, ...]}`.

        They come from PEM text, or from a trusted CA list of the gateway, `$[name]`.
        PluginSDKValueError: no certificate, or no such list.
        """
        value = self._raw(section, option, required)
        if value is None:
            return default
        if value.startswith("$[") and value.endswith("]"):
            value = self._trusted_ca_list(value[2:-1], section, option)
        return {"type": "x509v3", "certificates": self._certificates(value, section, option)}

    def getboolean(
        self, section: str, option: str, default: "Any" = None, required: bool = False
    ) -> "Any":
        """Return whether it says `yes` or `true`; `no` and `false` are the others, in any case.

        PluginSDKValueError: it says something else.
        """
        value = self.get(section, option, None, required)
        if value is None:
            return default
        if value.lower() not in _BOOLEANS:
            self._refuse(section, option, value, "yes or no")
        return _BOOLEANS[value.lower()]

    def getint(
        self, section: str, option: str, default: "Any" = None, required: bool = False
    ) -> "Any":
        """Return the whole number; PluginSDKValueError: it is none."""
        value = self.get(section, option, None, required)
        if value is None:
            return default
        try:
            return int(value)
        except ValueError:
            self._refuse(section, option, value, "a whole number")

    def getfloat(
        self, section: str, option: str, default: "Any" = None, required: bool = False
    ) -> "Any":
        """Return the number; PluginSDKValueError: it is none."""
        value = self.get(section, option, None, required)
        if value is None:
            return default
        try:
            return float(value)
        except ValueError:
            self._refuse(section, option, value, "a number")

    def getienum(
        self,
        section: str,
        option: str,
        value_set: "Container[str]",
        default: "Any" = None,
        required: bool = False,
    ) -> "Any":
        """Return the value in lower case; PluginSDKValueError: it is not in `value_set`."""
        value = self.get(section, option, None, required)
        if value is None:
            return default
        if value.lower() not in value_set:
            self._refuse(section, option, value, "one of %s" % (value_set,))
        return value.lower()

    def getlist(
        self, section: str, option: str, default: "Optional[str]" = None, required: bool = False
    ) -> "Any":
        """Return the parts between commas, without blanks around them; None without a default.

        `default` is a text that is taken apart in the same way. Empty parts are not left out: the
        empty text gives one.
        """
        value = self.get(section, option, default, required)
        return None if value is None else [part.strip() for part in value.split(",")]

    def _read(self, text: "Optional[str]", source: str) -> None:
        try:
            self._parser.read_string(text or "", source)
        except configparser.Error as error:
            # The texts of these exceptions quote the line, which may hold a password.
            lines = [number for number, _ in getattr(error, "errors", ())]
            number = min(lines) if lines else getattr(error, "lineno", "?")
            rule = "INI text, each section and each option of a section once"
            message = "%s: line %s (expected: %s)" % (source, number, rule)
            raise PluginSDKValueError(message) from None

    def _raw(self, section: str, option: str, required: bool) -> "Optional[str]":
        """Return what is written, and None when nothing is."""
        value = self._parser.get(section, option, fallback=None)
        if value is None and required:
            self._report_missing("Required option is missing", section, option)
        return value

    def _store(self, section: str, option: str) -> "CredentialStore":
        if section == _STORE_SECTION:
            self._refuse(section, option, "(a secret)", "a name, since it says where secrets are")
        from safeguard.sessions.plugin.credential_store import CredentialStore

        return CredentialStore.from_config(self)

    def _first(self, secrets: "List[Any]", section: str, option: str) -> "Any":
        if not secrets:
            self._report_missing("Secret is not in the credential store", section, option)
        return secrets[0]

    def _private_key(self, value: str, section: str, option: str) -> str:
        from safeguard.sessions.plugin_impl import pem

        keys = [block for label, block in pem.blocks(value) if pem.is_private_key(label)]
        if len(keys) != 1 or pem.is_encrypted(keys[0]):
            self._refuse(
                section, option, "%d keys" % len(keys), "one private key, not encrypted, or $"
            )
        return keys[0]

    def _certificates(self, value: str, section: str, option: str) -> "List[str]":
        from safeguard.sessions.plugin_impl import pem

        found = [block for label, block in pem.blocks(value) if pem.is_certificate(label)]
        if not found:
            self._refuse(section, option, "0 certificates", "at least one, as PEM text")
        return found

    def _trusted_ca_list(self, name: str, section: str, option: str) -> str:
        from safeguard.sessions.plugin_impl.box_config import BoxConfig

        try:
            return "\n".join(BoxConfig().trusted_ca_list(name))
        except LookupError:
            self._refuse(section, option, name, "a trusted CA list within reach")

    def _report_missing(self, message: str, section: str, option: str) -> "NoReturn":
        variables: "Dict[str, Any]" = {"section": section, "option": option}
        raise RequiredConfigurationSettingNotFound(message, variables)

    def _refuse(self, section: str, option: str, value: str, rule: str) -> "NoReturn":
        if self._parser.get(section, option) == "$":
            value = "(a secret)"
        message = "[%s] %s: %s (expected: %s)" % (section, option, value, rule)
        raise PluginSDKValueError(message) from None
