# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Tell which modules of the runtime a plugin has imported, so that the next zygote has them."""

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, FrozenSet, List

_NAMES_LIMIT = 500
_NAME_LIMIT_CHARACTERS = 100


def runtime_modules(plugin_directory, modules_before):
    # type: (str, FrozenSet[str]) -> List[str]
    """Return the names in the order of their import; code of the plugin can make them up."""
    found = []  # type: List[str]
    for name, module in list(sys.modules.items()):
        if name not in modules_before and _is_of_runtime(name, module, plugin_directory):
            found.append(name)
    return found[:_NAMES_LIMIT]


def _is_of_runtime(name, module, plugin_directory):
    # type: (Any, Any, str) -> bool
    """Tell whether a file of the runtime is behind the module."""
    try:
        path = module.__file__
        return (
            isinstance(name, str)
            and len(name) <= _NAME_LIMIT_CHARACTERS
            and isinstance(path, str)
            and not path.startswith(plugin_directory + "/")
            and getattr(getattr(module, "__spec__", None), "name", name) == name
        )
    except Exception:
        # Objects of the plugin can stand in sys.modules, and do anything when looked at.
        return False
