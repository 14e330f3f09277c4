# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Count the sessions of a gateway user from one client address (contract 6.7)."""

import time

from safeguard.sessions.plugin import logging
from safeguard.sessions.plugin.exceptions import PluginSDKValueError
from safeguard.sessions.plugin_impl.state_table import StateTable, digest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Optional

    from safeguard.sessions.plugin.plugin_configuration import PluginConfiguration
    from safeguard.sessions.plugin_impl.state_table import Records

_RECORD_LIMIT = 10000

# A gateway that is switched off reports no end of its sessions. Without an age they would keep
# their users out for good; a session that is longer than this is counted no more.
_AGE_LIMIT_S = 24 * 3600


class ConnectionCount:
    """The sessions that are open, by their ids, so that no report of an end counts twice.

    For several processes at once.
    """

    def __init__(self, limit: int) -> None:
        """Set how many sessions a user may have from one address; 0: any number."""
        self._limit = limit
        # The digest of address and user, the time of the session's start.
        self._table = StateTable("connection-count", [str, float], _RECORD_LIMIT)

    @classmethod
    def from_config(cls, configuration: "PluginConfiguration", section: str) -> "ConnectionCount":
        """Read the limit; PluginSDKValueError: it is negative or no number."""
        limit: int = configuration.getint(section, "limit", 0)
        if limit < 0:
            raise PluginSDKValueError("[%s] limit: %d (expected: >= 0)" % (section, limit))
        return cls(limit)

    def admit(
        self, session_id: "Optional[str]", client_ip: "Optional[str]", user: "Optional[str]"
    ) -> bool:
        """Count the session unless the limit is reached, and tell whether it may go on.

        Records that cannot be read or written, and a session without an id, are refused: a limit
        that cannot be kept is no limit, and an ACCEPT cannot be taken back.
        """
        if self._limit == 0:
            return True
        if not session_id:
            logging.get_logger().error("Connection limit: no session_id (expected: one)")
            return False
        key, owner = digest(session_id), digest(client_ip, user)

        def count(records: "Records") -> bool:
            now = time.time()
            for other in [other for other, record in records.items() if _is_old(record[1], now)]:
                del records[other]
            if key not in records:
                others = sum(1 for record in records.values() if record[0] == owner)
                if others >= self._limit:
                    return False
                records[key] = [owner, now]
            return True

        try:
            return self._table.update(count)
        except OSError as error:
            logging.get_logger().error("Connection limit: not counted: %s", error.strerror)
            return False

    def end(self, session_id: "Optional[str]") -> None:
        """Count the session no longer."""
        if self._limit == 0 or not session_id:
            return
        key = digest(session_id)

        def forget(records: "Records") -> None:
            records.pop(key, None)

        try:
            self._table.update(forget)
        except OSError as error:
            logging.get_logger().warning(
                "Connection limit: session counted for another day: %s", error.strerror
            )


def _is_old(since: float, now: float) -> bool:
    # Times of the future count: after a clock was set back they are still sessions.
    return now - since > _AGE_LIMIT_S
