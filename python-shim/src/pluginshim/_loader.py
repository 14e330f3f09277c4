# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Import the package's `main`, find its class `Plugin` and make an instance."""

import os
import sys

from pluginshim import _bytecode, _signatures, _text
from pluginshim._errors import LoadRefused

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, FrozenSet, List

_displaced = []  # type: List[Any]


def give_way(plugin_directory, modules_at_start):
    # type: (str, FrozenSet[str]) -> None
    """Forget modules that only the shim needed, where the package has its own of that name.

    A plugin with a `json.py` gets what it would get from an interpreter without the shim.
    """
    try:
        entries = os.listdir(plugin_directory)
    except OSError:
        return
    own = frozenset(entry[:-3] if entry.endswith(".py") else entry for entry in entries)
    for name in list(sys.modules):
        top = name.split(".")[0]
        if top in own and top not in modules_at_start and top != "__main__":
            # Python 2 empties a module when the last reference to it goes.
            _displaced.append(sys.modules.pop(name))


def import_main(plugin_directory):
    # type: (str) -> Any
    """Import `main` with the package's directory first on sys.path."""
    sys.path.insert(0, _native(plugin_directory))
    prepared = _bytecode.take_main()
    if prepared is None:
        return __import__("main")
    module, code = prepared
    spec = module.__spec__
    sys.modules["main"] = module
    # What the import system says of a module whose code runs, for those that import it again.
    spec._initializing = True
    try:
        exec(code, module.__dict__)
    except BaseException:
        sys.modules.pop("main", None)
        raise
    finally:
        spec._initializing = False
    return sys.modules["main"]


def _native(text):
    # type: (str) -> str
    """Return text as the type that file names have in this Python."""
    return text.encode("utf-8") if _text.PYTHON2 else text  # type: ignore[return-value]


def find_class(module):
    # type: (Any) -> Any
    """Return what the module calls `Plugin`."""
    try:
        plugin_class = module.Plugin
    except AttributeError:
        raise LoadRefused("AttributeError", "main.py: no Plugin (expected: a class Plugin)")
    if not callable(plugin_class):
        raise LoadRefused(
            "TypeError",
            "main.Plugin: %s (expected: a class)" % _text.type_name(type(plugin_class)),
        )
    return plugin_class


def construct(plugin_class, configuration):
    # type: (Any, str) -> Any
    """Make the instance: with the configuration if the class takes one."""
    way = _signatures.way_to_pass(plugin_class, "configuration")
    if way == _signatures.BY_NAME:
        return plugin_class(configuration=configuration)
    if way == _signatures.BY_POSITION:
        return plugin_class(configuration)
    if configuration:
        raise LoadRefused(
            "TypeError",
            "main.Plugin: takes no configuration but the plugin instance has one (expected:"
            ' __init__(self, configuration=""), or an empty configuration)',
        )
    return plugin_class()
