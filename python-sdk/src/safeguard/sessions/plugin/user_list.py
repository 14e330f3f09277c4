# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Check user names against the gateway's User List policies (contract 6.10.5)."""

from safeguard.sessions.plugin.exceptions import PluginSDKRuntimeError, PluginSDKValueError
from safeguard.sessions.plugin.user_list_exceptions import LocalUserListNotFound
from safeguard.sessions.plugin_fakes.user_list import users_and_default
from safeguard.sessions.plugin_impl import user_list as source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Iterable, Optional

    from safeguard.sessions.plugin.plugin_configuration import PluginConfiguration

_ALL_USERS = "all_users"
_NO_USER = "no_user"


class UserList:
    """One User List policy, as it was when it was read; immutable."""

    def __init__(self, users: "Iterable[str]", default: str) -> None:
        """Keep the excepted users, and what holds for all others: `all_users` or `no_user`."""
        if default not in (_ALL_USERS, _NO_USER):
            raise PluginSDKValueError(
                "User list default must be all_users or no_user", {"default": default}
            )
        self._users = frozenset(users)
        self._default = default

    @classmethod
    def from_config(
        cls,
        plugin_configuration: "PluginConfiguration",
        section: str = "user_list",
        name: "Optional[str]" = None,
    ) -> "UserList":
        """Return the policy of that name; without one, of the name in `[section] name`.

        Raises RequiredConfigurationSettingNotFound when neither names a policy,
        LocalUserListNotFound when there is none of that name, and PluginSDKRuntimeError when it
        cannot be had now.
        """
        if name is None:
            name = str(plugin_configuration.get(section, "name", required=True))
        try:
            policy = source.find(name)
        except LookupError:
            raise LocalUserListNotFound(name) from None
        except OSError as error:
            raise PluginSDKRuntimeError(
                "User list cannot be had now", {"user_list_name": name}
            ) from error
        users, default = users_and_default(policy)
        return cls(users, default)

    def check_user(self, username: str) -> bool:
        """Tell whether the user is a match; case counts, and nobody (empty, None) never matches."""
        if not username:
            return False
        return (username in self._users) == (self._default == _NO_USER)
