# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Start the shim by its path: `python3 -I -B .../pluginshim/__main__.py worker`.

Kept short on purpose: this file is compiled anew at every start, its siblings have byte code.
"""

import os
import sys

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
    from pluginshim import _hints, _probe, _supervisor

    verbs = {"worker": lambda: _supervisor.supervise(modules_at_start), "probe": _probe.probe}
    if sys.argv[1:] == ["inspect"]:
        # Workers do without it: what it needs takes longer to load than all the rest.
        from pluginshim import _inspect

        verbs["inspect"] = _inspect.inspect
    elif sys.argv[1:2] == ["zygote"]:
        from pluginshim import _launcher

        verbs["zygote"] = lambda: _launcher.launch(modules_at_start)
    elif sys.argv[1:] == ["modules"]:
        from pluginshim import _modules

        verbs["modules"] = _modules.modules
    sys.path.remove(parent)
    sys.path_importer_cache.pop(parent, None)
    sys.path_importer_cache.pop(here, None)
    if sys.argv[1:2] in (["worker"], ["zygote"]) and len(sys.argv) == 3:
        _hints.remember_runtime(sys.argv.pop())
    if len(sys.argv) == 2 and sys.argv[1] in verbs:
        return verbs[sys.argv[1]]()
    sys.stderr.write(
        "This program is started by the plugin-executor server and is not meant to be run by hand"
        " (expected: worker [RUNTIME], zygote [RUNTIME], probe, modules or inspect as arguments).\n"
    )
    return EX_USAGE


if __name__ == "__main__":
    sys.exit(main())
