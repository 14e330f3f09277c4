# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Find User List policies: those put in by tests first, then the server's."""

from safeguard.sessions.plugin_impl import channel

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict

user_lists: "Dict[str, Dict[str, Any]]" = {}
"""Lists of tests by policy name: `{"allow": "no_user" or "all_users", "except": [names]}`."""


def find(name: str) -> "Dict[str, Any]":
    """Return the list of that name in the form of `user_lists`; LookupError when there is none."""
    users = user_lists.get(name)
    if users is not None:
        return users
    return channel.ask("user_list", "get", {"name": name})
