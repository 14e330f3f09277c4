# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Answer for an LDAP server from a dict that a test has written down."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Mapping, Optional


def user_attributes(
    entries: "Mapping[str, Any]", username: str, attributes: "List[str]"
) -> "Dict[str, List[Any]]":
    """Return the values by attribute as they are spelled; LookupError when there is no user."""
    user = _find_user(entries, username)
    if user is None:
        raise LookupError("user: not in the directory of the test")
    by_name = {name.lower(): value for name, value in user.items()}
    return {attribute: _as_list(by_name.get(attribute.lower())) for attribute in attributes}


def user_groups(
    entries: "Mapping[str, Any]", username: str, groups: "List[str]"
) -> "List[str]":
    """Return those of the groups that the user is in; LookupError when there is no user.

    Directories that name no users at all, only groups, have every user.
    """
    members = {
        name.lower(): [member.lower() for member in users]
        for name, users in entries.get("groups", {}).items()
    }
    user = username.lower()
    if "users" in entries and _find_user(entries, username) is None:
        if not any(user in users for users in members.values()):
            raise LookupError("user: not in the directory of the test")
    return [group for group in groups if user in members.get(group.lower(), [])]


def _find_user(entries: "Mapping[str, Any]", username: str) -> "Optional[Mapping[str, Any]]":
    for name, user in entries.get("users", {}).items():
        if name.lower() == username.lower():
            return user
    return None


def _as_list(value: "Any") -> "List[Any]":
    if value is None:
        return []
    return list(value) if _is_sequence(value) else [value]


def _is_sequence(value: "Any") -> bool:
    return isinstance(value, (tuple, list))
