# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Let plugins import the SDK `safeguard.sessions.plugin`, which lies beside the shim.

It comes last on sys.path: a plugin that brings a package of that name has its own.
"""

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Optional

_HERE = os.path.dirname(os.path.abspath(__file__))


def directory():
    # type: () -> Optional[str]
    """Return where it is on this machine; None where this Python is too old, or there is none."""
    if sys.version_info < (3, 6):
        return None
    path = os.path.join(os.path.dirname(_HERE), "sdk")
    return path if os.path.isdir(path) else None


def offer(path):
    # type: (Optional[str]) -> None
    """Have imports look there after they have looked everywhere else."""
    if path is not None:
        sys.path.append(path)
