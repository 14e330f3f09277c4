# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Tell what a User List policy says, written down as a dict."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Tuple


def users_and_default(policy: "Dict[str, Any]") -> "Tuple[List[str], str]":
    """Return the listed names, and whether everybody else is a match (`all_users`, `no_user`)."""
    return list(policy.get("except") or []), policy.get("allow", "no_user")
