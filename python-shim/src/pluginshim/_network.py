# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Read what the setup frame says about the network."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, List, Optional

OPEN = "open"
NONE = "none"


def ports(network):
    # type: (Any) -> Optional[List[int]]
    """Return the TCP ports that may be connected to; None: all of them."""
    if network == OPEN:
        return None
    return [] if network == NONE else network
