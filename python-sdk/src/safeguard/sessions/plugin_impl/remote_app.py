# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""What credential store plugins answer beside passwords and keys (contract 6.9).

A module of its own since dataclasses are expensive to import, and Python 3.6 has none.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dataclasses import dataclass, field
    from typing import Any, Dict, List, Type
else:
    try:
        from dataclasses import dataclass, field
    except ImportError:
        from safeguard.sessions.plugin_impl.plain_dataclass import dataclass, field

_strings: "Type[List[str]]" = list
_items: "Type[Dict[str, Any]]" = dict


@dataclass
class RemoteAppInfo:
    """What the RemoteApp launcher is given to start an application with."""

    account: str = ""
    asset: str = ""
    passwords: "List[str]" = field(default_factory=_strings)
    need_info: bool = True
    launch_information: "List[str]" = field(default_factory=_strings)
    additional_information: "Dict[str, Any]" = field(default_factory=_items)


@dataclass
class TotpCode:
    """A one-time code: when it ends (seconds since 1970), and how long each counts (seconds)."""

    unix_time: int = 0
    period: int = 30
    code: str = ""
