# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Import rarely needed parts of the standard library late, and past the plugin's own modules."""

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, List

_path = []  # type: List[str]


def remember_path():
    # type: () -> None
    """Take note of sys.path while no plugin has been near it."""
    _path[:] = sys.path


def load(name):
    # type: (str) -> Any
    """Import a module as if the plugin's directory were not on sys.path."""
    path_of_plugin = sys.path
    sys.path = list(_path)
    try:
        return __import__(name)
    finally:
        sys.path = path_of_plugin
