# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Call one hook with the arguments that it takes, or tell which hooks there are."""

from pluginshim import _signatures

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Tuple


def call(plugin, name, arguments):
    # type: (Any, str, Dict[str, Any]) -> Tuple[Any, bool]
    """Call the hook; returns its value and whether the plugin has it (None if not)."""
    try:
        # Python 2 wants attribute names as bytes; hook names are identifiers.
        hook = getattr(plugin, str(name))
    except AttributeError:
        return None, False
    names = _signatures.accepted_names(hook)
    if names is not None:
        arguments = dict(item for item in arguments.items() if item[0] in names)
    return hook(**arguments), True


def found(plugin, names):
    # type: (Any, List[str]) -> List[str]
    """Return those of the names that the plugin has as something that can be called."""
    return [name for name in names if _has(plugin, name)]


def _has(plugin, name):
    # type: (Any, str) -> bool
    """Look for one hook, which can run code of the plugin: properties and `__getattr__`."""
    try:
        return callable(getattr(plugin, str(name)))
    except:  # noqa: E722 - whatever leaves there, SystemExit too, means that there is no hook
        return False
