# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Let plugins import the SDK `safeguard.sessions.plugin`, which lies beside the shim.

It comes last on sys.path: a plugin that brings a package of that name has its own.
"""

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Generator, Optional

_BASE = "safeguard.sessions.plugin.plugin_base"
_REHEARSAL = "safeguard.sessions.plugin_impl.rehearsal"
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


def prepare():
    # type: () -> None
    """Where the SDK was imported ahead, let workers rehearse with it."""
    if _BASE in sys.modules:
        try:
            __import__(_REHEARSAL)
        except ImportError:
            # The runtime has an SDK of others.
            pass


def rehearsal():
    # type: () -> Generator[None, None, None]
    """Go through the motions of a plugin that is written with the SDK, part by part."""
    module = sys.modules.get(_REHEARSAL)  # type: Any
    return module.steps() if module is not None else (None for _ in ())
