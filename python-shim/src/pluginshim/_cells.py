# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Keep cells: places in which one worker at a time runs, each with a /tmp of its own."""

import os
import time

from pluginshim import _landlock, _namespaces, _network, _root

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Tuple

TMP = "/tmp"
# Times of files go by the kernel's tick, which is at most 10 ms (CONFIG_HZ=100).
_TICK_S = 0.02


class Cell(object):
    """The private root with an empty /tmp, and the rules of the file system for who is in it."""

    def __init__(self, number, setup):
        # type: (int, Dict[str, Any]) -> None
        """Build the cell."""
        limits = setup["limits"]
        self.home = TMP
        self.path = os.path.join(_root.CELLS, str(number))
        self._ports = _network.ports(setup["network"])
        self._options = "size=%d,nr_inodes=%d,mode=0700" % (
            limits["tmp_bytes"],
            # The directory itself is one, and the links to the entries of the package are others.
            limits["tmp_files"] + 1 + len(os.listdir(_root.BASE + _root.PLUGIN)),
        )
        os.mkdir(self.path)
        _namespaces.bind_all(_root.BASE, self.path)
        self.rules_fd = -1
        self._furnished_s = 0.0
        self.used_s = 0.0
        self._untouched = []  # type: List[Tuple[Any, ...]]
        self._furnish()

    def _furnish(self):
        # type: () -> None
        """Put a fresh file system on /tmp and make the rules that let a worker use it."""
        tmp = self.path + TMP
        flags = _namespaces.MS_NOSUID | _namespaces.MS_NODEV
        flags |= _namespaces.MS_NOEXEC | _namespaces.MS_NOATIME
        _namespaces.mount_tmpfs(tmp, flags, self._options)
        for entry in os.listdir(self.path + _root.PLUGIN):
            os.symlink(os.path.join(_root.PLUGIN, entry), os.path.join(tmp, entry))
        readable = [
            self._inside(name)
            for name in os.listdir(self.path)
            if name not in ("tmp", "state", "dev") and not os.path.islink(self._inside(name))
        ]
        devices = [os.path.join(self.path, "dev", name) for name in _device_names(self.path)]
        writable = [tmp] + [
            self.path + state for state in (_root.PERSISTENT_STATE, _root.EPHEMERAL_STATE)
        ]
        self._furnished_s = time.time()
        self.rules_fd = _landlock.create_ruleset(readable, writable + devices, self._ports)
        self._untouched = self._look()

    def _inside(self, name):
        # type: (str) -> str
        """Return the path of a name in the root of the cell."""
        return os.path.join(self.path, name)

    def _look(self):
        # type: () -> List[Tuple[Any, ...]]
        """Return what changes when somebody writes into /tmp or to one of the links there."""
        tmp = self.path + TMP
        names = sorted(os.listdir(tmp))
        seen = [os.lstat(tmp)] + [os.lstat(os.path.join(tmp, name)) for name in names]
        return [
            (status.st_mode, status.st_ino, status.st_mtime, status.st_ctime) for status in seen
        ]

    def renew(self):
        # type: () -> None
        """Make the cell as it was when it was new; nothing is deleted file by file."""
        try:
            untouched = self._look() == self._untouched and self._was_old_enough()
        except OSError:
            # A worker may take the rights to its own /tmp away.
            untouched = False
        if not untouched:
            os.close(self.rules_fd)
            _namespaces.unmount(self.path + TMP)
            self._furnish()


    def _was_old_enough(self):
        # type: () -> bool
        """Tell whether every change by the last worker has a time of its own."""
        return abs(self.used_s - self._furnished_s) > _TICK_S


def _device_names(root):
    # type: (str) -> List[str]
    """Return the devices that workers may use."""
    directory = os.path.join(root, "dev")
    names = os.listdir(directory)
    return [name for name in names if not os.path.islink(os.path.join(directory, name))]


class Cells(object):
    """The cells of a zygote; there are as many as were ever needed at once."""

    def __init__(self, setup):
        # type: (Dict[str, Any]) -> None
        """Make the first one, so that a machine which cannot says so at once."""
        self._setup = setup
        self._made = 0
        self._free = []  # type: List[Cell]
        self._free.append(self.take())

    def take(self):
        # type: () -> Cell
        """Take a cell that nobody is in."""
        if self._free:
            cell = self._free.pop()
        else:
            self._made += 1
            cell = Cell(self._made, self._setup)
        cell.used_s = time.time()
        return cell

    def give_back(self, cell):
        # type: (Cell) -> None
        """Take a cell back whose worker is dead."""
        cell.renew()
        self._free.append(cell)
