# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Remember who authenticated a moment ago (contract 6.7.1)."""

import time

from safeguard.sessions.plugin import logging
from safeguard.sessions.plugin.exceptions import PluginSDKValueError
from safeguard.sessions.plugin_impl.state_table import StateTable, digest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, List, Optional

    from safeguard.sessions.plugin.plugin_configuration import PluginConfiguration
    from safeguard.sessions.plugin_impl.state_table import Records

_RECORD_LIMIT = 10000
_LARGEST = 2147483647


class AuthenticationCache:
    """Authentications by client address, gateway user and user name; for several processes.

    The user name is part of the key beside the gateway user since a plugin may take it from what
    the user typed. A cache that cannot be read or written accepts nobody, and refuses nobody.
    """

    def __init__(self, hard_timeout_s: int, soft_timeout_s: int, reuse_limit: int) -> None:
        """Set how long an authentication counts, how long it may rest, and how often it counts."""
        self._hard_timeout_s = hard_timeout_s
        self._soft_timeout_s = soft_timeout_s
        self._reuse_limit = reuse_limit
        # Count of uses, time of the authentication, time of the last use.
        self._table = StateTable("authentication-cache", [int, float, float], _RECORD_LIMIT)

    @classmethod
    def from_config(
        cls, configuration: "PluginConfiguration", section: str
    ) -> "AuthenticationCache":
        """Read the section; PluginSDKValueError: a number is not from 0 to 2147483647."""
        return cls(
            _bounded(configuration, section, "hard_timeout", 90),
            _bounded(configuration, section, "soft_timeout", 15),
            _bounded(configuration, section, "reuse_limit", 0),
        )

    def use(
        self, client_ip: "Optional[str]", gateway_user: "Optional[str]", username: "Optional[str]"
    ) -> bool:
        """Tell whether an authentication counts for this login, and count the login if it does.

        One step: of two logins at once only as many are let in as the limit has left.
        """
        if not self._applies_to(client_ip, username):
            return False
        key = digest(client_ip, gateway_user, username)

        def count(records: "Records") -> bool:
            # Under the lock: a time from before it could be that of a login that is later.
            now = time.time()
            self._forget_expired(records, now)
            if key not in records:
                return False
            records[key][0] += 1
            records[key][2] = now
            return True

        try:
            return self._table.update(count)
        except OSError as error:
            self._warn("not read", error)
            return False

    def remember(
        self, client_ip: "Optional[str]", gateway_user: "Optional[str]", username: "Optional[str]"
    ) -> None:
        """Begin to count the authentication that has just happened."""
        if not self._applies_to(client_ip, username):
            return
        key = digest(client_ip, gateway_user, username)

        def store(records: "Records") -> None:
            now = time.time()
            self._forget_expired(records, now)
            records[key] = [0, now, now]

        try:
            self._table.update(store)
        except OSError as error:
            self._warn("not written", error)

    def _applies_to(self, client_ip: "Optional[str]", username: "Optional[str]") -> bool:
        return self._reuse_limit > 0 and bool(client_ip) and bool(username)

    def _forget_expired(self, records: "Records", now: float) -> None:
        for key in [key for key, record in records.items() if not self._is_valid(record, now)]:
            del records[key]

    def _is_valid(self, record: "List[Any]", now: float) -> bool:
        uses, first, last = record
        # A clock that was set back makes times of the future, about which nothing is known.
        return (
            uses < self._reuse_limit
            and 0 <= now - first <= self._hard_timeout_s
            and 0 <= now - last <= self._soft_timeout_s
        )

    def _warn(self, what: str, error: OSError) -> None:
        logging.get_logger().warning(
            "Authentication cache: %s, so the next login is no shorter: %s", what, error.strerror
        )


def _bounded(
    configuration: "PluginConfiguration", section: str, option: str, default: int
) -> int:
    value: int = configuration.getint(section, option, default)
    if not 0 <= value <= _LARGEST:
        rule = "0 to %d" % _LARGEST
        raise PluginSDKValueError("[%s] %s: %d (expected: %s)" % (section, option, value, rule))
    return value
