# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""What plugins of access gateways are written with (contract 6.1).

Every name is imported when it is first used: a plugin that needs no directory pays for none.
"""

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import List

    from safeguard.sessions.plugin import logging as logging
    from safeguard.sessions.plugin.aa_plugin import AAPlugin as AAPlugin
    from safeguard.sessions.plugin.credential_store import CredentialStore as CredentialStore
    from safeguard.sessions.plugin.credentialstore_plugin import (
        CredentialStorePlugin as CredentialStorePlugin,
    )
    from safeguard.sessions.plugin.exceptions import PluginSDKRuntimeError as PluginSDKRuntimeError
    from safeguard.sessions.plugin.exceptions import (
        PluginSDKRuntimeWarning as PluginSDKRuntimeWarning,
    )
    from safeguard.sessions.plugin.exceptions import PluginSDKValueError as PluginSDKValueError
    from safeguard.sessions.plugin.host_resolver import HostResolver as HostResolver
    from safeguard.sessions.plugin.ldap_server import LDAPServer as LDAPServer
    from safeguard.sessions.plugin.plugin_configuration import (
        PluginConfiguration as PluginConfiguration,
    )
    from safeguard.sessions.plugin.plugin_response import AAResponse as AAResponse
    from safeguard.sessions.plugin.plugin_response import DenyReasons as DenyReasons
    from safeguard.sessions.plugin.user_list import UserList as UserList

_MODULES = {
    "AAPlugin": "aa_plugin",
    "AAResponse": "plugin_response",
    "CredentialStore": "credential_store",
    "CredentialStorePlugin": "credentialstore_plugin",
    "DenyReasons": "plugin_response",
    "HostResolver": "host_resolver",
    "LDAPServer": "ldap_server",
    "PluginConfiguration": "plugin_configuration",
    "PluginSDKRuntimeError": "exceptions",
    "PluginSDKRuntimeWarning": "exceptions",
    "PluginSDKValueError": "exceptions",
    "UserList": "user_list",
    "logging": "logging",
}

__all__ = [
    "AAPlugin",
    "AAResponse",
    "CredentialStore",
    "CredentialStorePlugin",
    "DenyReasons",
    "HostResolver",
    "LDAPServer",
    "PluginConfiguration",
    "PluginSDKRuntimeError",
    "PluginSDKRuntimeWarning",
    "PluginSDKValueError",
    "UserList",
    "logging",
]


def __getattr__(name: str) -> object:
    """Import the module that has the name, and keep the name."""
    if name not in _MODULES:
        raise AttributeError("module %r has no attribute %r" % (__name__, name))
    module_name = __name__ + "." + _MODULES[name]
    __import__(module_name)
    module = sys.modules[module_name]
    value: object = module if name == "logging" else getattr(module, name)
    globals()[name] = value
    return value


def __dir__() -> "List[str]":
    """Name what can be imported, whether it has been or not."""
    return sorted(set(globals()) | set(__all__))


if sys.version_info < (3, 7):
    # Python 3.6 does not ask a module's __getattr__, but that of its class.
    class _LazyModule(type(sys)):
        def __getattr__(self, name: str) -> object:
            return __getattr__(name)

    sys.modules[__name__].__class__ = _LazyModule
