# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Tell which modules a plugin has imported, so that the next zygote is prepared for them."""

import sys

from pluginshim import _bytecode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, FrozenSet, List, Optional

_NAMES_LIMIT = 500
_NAME_LIMIT_CHARACTERS = 200


def imported(plugin_directory, modules_before):
    # type: (str, FrozenSet[str]) -> List[str]
    """Return what was imported besides `main`, in order; code of the plugin can make it up.

    Modules of the runtime have their names, those of the package the paths of their sources.
    """
    found = []  # type: List[str]
    for name, module in list(sys.modules.items()):
        known_as = None if name in modules_before else _known_as(name, module, plugin_directory)
        if known_as in (None, _bytecode.MAIN_SOURCE):
            continue
        if len(known_as) <= _NAME_LIMIT_CHARACTERS:
            found.append(known_as)
    return found[:_NAMES_LIMIT]


def _known_as(name, module, plugin_directory):
    # type: (Any, Any, str) -> Optional[str]
    """Return how the next zygote can have the module, if there is a file behind it."""
    inside = plugin_directory + "/"
    try:
        path = module.__file__
        if not isinstance(name, str) or not isinstance(path, str):
            return None
        if path.startswith(inside):
            return _bytecode.SOURCE_PREFIX + path[len(inside) :] if path.endswith(".py") else None
        return name if getattr(getattr(module, "__spec__", None), "name", name) == name else None
    except Exception:
        # Objects of the plugin can stand in sys.modules, and do anything when looked at.
        return None
