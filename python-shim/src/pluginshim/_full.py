# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Place workers at the level `full`: in namespaces of their own, in a cell of a private root."""

import os

from pluginshim import _cells, _namespaces, _oom, _root

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict


class FullLevel(object):
    """Forks into cells."""

    plugin_directory = _root.PLUGIN
    null_path = _root.BASE + os.devnull

    def __init__(self, setup, own_namespace_fd, score):
        # type: (Dict[str, Any], int, _oom.Score) -> None
        """Make the first cell; the descriptor is of the zygote's own pid namespace."""
        self._cells = _cells.Cells(setup)
        self._own_namespace_fd = own_namespace_fd
        self._score = score
        os.environ["SCB_PLUGIN_STATE_DIRECTORY"] = _root.PERSISTENT_STATE
        os.environ["EPHEMERAL_PLUGIN_STATE_DIRECTORY"] = _root.EPHEMERAL_STATE

    def take(self):
        # type: () -> _cells.Cell
        """Take a cell."""
        return self._cells.take()

    def give_back(self, cell):
        # type: (_cells.Cell) -> None
        """Let the next worker have the cell."""
        self._cells.give_back(cell)

    def fork(self):
        # type: () -> int
        """Fork into a new pid namespace, whose death is the death of everything in it."""
        _namespaces.unshare(_namespaces.NEWPID)
        self._score.become_worker()
        pid = -1
        try:
            pid = os.fork()
        finally:
            if pid != 0:
                self._score.become_zygote()
                # Only from its own namespace can the zygote make the next one.
                _namespaces.enter(self._own_namespace_fd, _namespaces.NEWPID)
        return pid

    def enter(self, cell):
        # type: (_cells.Cell) -> None
        """In the worker: go into the cell and never out again."""
        # First, since in a chroot the kernel makes no user namespace.
        _namespaces.unshare(_namespaces.NEWUSER | _namespaces.NEWIPC | _namespaces.NEWUTS)
        os.chroot(cell.path)
