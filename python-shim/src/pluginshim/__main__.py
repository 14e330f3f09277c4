# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Start the shim by its path: `python3 -I -B .../pluginshim/__main__.py worker`.

Kept short on purpose: this file is compiled anew at every start, its siblings have byte code.
"""

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Callable, FrozenSet, Optional

EX_USAGE = 64


def main():
    # type: () -> int
    """Import the whole shim, hide its directory again, and do what the verb says."""
    modules_at_start = frozenset(sys.modules)
    here = os.path.dirname(os.path.abspath(__file__))
    parent = os.path.dirname(here)
    # Python 2 has no -I: there the directory of the script comes first on the path.
    if sys.path and os.path.abspath(sys.path[0]) == here:
        del sys.path[0]
    sys.path.insert(0, parent)
    verb = _verb(modules_at_start)
    sys.path.remove(parent)
    sys.path_importer_cache.pop(parent, None)
    sys.path_importer_cache.pop(here, None)
    if verb is not None:
        return verb()
    sys.stderr.write(
        "This program is started by the plugin-executor server and is not meant to be run by hand"
        " (expected: worker [RUNTIME], zygote [RUNTIME], probe, modules or inspect as arguments).\n"
    )
    return EX_USAGE


def _verb(modules_at_start):
    # type: (FrozenSet[str]) -> Optional[Callable[[], int]]
    """Return what the arguments ask for; nothing is loaded that the verb can do without."""
    arguments = sys.argv[1:]
    if arguments[:1] in (["worker"], ["zygote"]) and len(arguments) == 2:
        from pluginshim import _hints

        _hints.remember_runtime(arguments.pop())
    if arguments == ["worker"]:
        from pluginshim import _supervisor

        return lambda: _supervisor.supervise(modules_at_start)
    if arguments == ["zygote"]:
        from pluginshim import _launcher

        return lambda: _launcher.launch(modules_at_start)
    if arguments == ["probe"]:
        from pluginshim import _probe

        return _probe.probe
    if arguments == ["modules"]:
        from pluginshim import _modules

        return _modules.modules
    if arguments == ["inspect"]:
        from pluginshim import _inspect

        return _inspect.inspect
    return None


if __name__ == "__main__":
    sys.exit(main())
