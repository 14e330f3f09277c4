# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""What the SDK itself keeps in a plugin's cookie, under a key of its own (contract C10)."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Optional

_KEY = "__plugin_sdk_private"


def read(cookie: "Dict[str, Any]") -> "Dict[str, Any]":
    """Return what is kept, for reading."""
    kept: "Optional[Dict[str, Any]]" = cookie.get(_KEY)
    return kept if isinstance(kept, dict) else {}


def merge(cookie: "Dict[str, Any]", items: "Optional[Dict[str, Any]]") -> None:
    """Add a plugin's own items to its cookie.

    A plugin may return a copy that it made earlier: what is kept here is newer than that.
    """
    for key, value in (items or {}).items():
        if key != _KEY:
            cookie[key] = value


def write(cookie: "Dict[str, Any]", **items: "Any") -> None:
    """Keep the items; what becomes None is kept no longer, and nothing at all leaves no key."""
    kept = dict(read(cookie), **items)
    kept = {name: value for name, value in kept.items() if value is not None}
    if kept:
        cookie[_KEY] = kept
    else:
        cookie.pop(_KEY, None)
