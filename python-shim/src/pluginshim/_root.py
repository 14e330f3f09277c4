# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Build the private root of a zygote, which is all that its workers can ever see.

It has the runtime's files, the package and the state directories, everything but these read-only,
and no program, no /proc, no /sys. A file system in memory carries it, so it ends with the zygote.
"""

import os

from pluginshim import _namespaces, _sdk, _sources

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Tuple

PLUGIN = "/plugin"
SDK = "/sdk"
PERSISTENT_STATE = "/state/persistent"
EPHEMERAL_STATE = "/state/ephemeral"
CELLS = "/cells"
# The part of the root that every cell shows; the cells themselves lie beside it.
BASE = "/base"

_STATES = (PERSISTENT_STATE, EPHEMERAL_STATE)
# Names of programs' temporary directories that all mean the one of the cell.
_LINKS = (("/dev/shm", "../tmp"), ("/var/tmp", "../tmp"))
# Directories and mount points only: what plugins write goes elsewhere.
_SIZE = "size=1m,nr_inodes=16384,mode=0755"


class Plan(object):
    """What is shown where: pairs of a path of this machine and the path that workers see."""

    def __init__(self, setup):
        # type: (Dict[str, Any]) -> None
        """Take the package and the state directories from the server's frame."""
        self.links = list(_LINKS)  # type: List[Tuple[str, str]]
        self.read_only = []  # type: List[Tuple[str, str]]
        shown = _sources.of_runtime()
        for path in shown:
            if os.path.islink(path):
                self._add_link(path, [other for other in shown if other != path])
            else:
                self.read_only.append((path, path))
        self.devices = [(path, path) for path in _sources.DEVICES if os.path.exists(path)]
        self.given = [
            setup[name] for name in ("plugin_directory", "persistent_state", "ephemeral_state")
        ]
        self.read_only.append((setup["plugin_directory"], PLUGIN))
        sdk = _sdk.directory()
        if sdk is not None:
            self.read_only.append((sdk, SDK))
        self.writable = [
            (setup["persistent_state"], PERSISTENT_STATE),
            (setup["ephemeral_state"], EPHEMERAL_STATE),
        ]

    def _add_link(self, path, shown):
        # type: (str, List[str]) -> None
        """Show a link as a link, or as the file that it leads to when that is not shown itself."""
        target = os.path.realpath(path)
        # Above what is shown, or in it: a part of it is enough.
        if any((target + "/").startswith(other + "/") or other.startswith(target) for other in shown):
            self.links.append((path, target))
        else:
            self.read_only.append((target, path))

    def stage(self):
        # type: () -> None
        """As root: take hold of every source from the working directory, an empty one.

        Afterwards the sources can be shown by a user who may not enter the directories above them.
        """
        _namespaces.mount_tmpfs(".", _namespaces.MS_NOSUID, _SIZE)
        # A process keeps its working directory below what is mounted over it.
        os.chdir(os.getcwd())
        number = 0
        for pairs in (self.read_only, self.devices, self.writable):
            for index, (source, target) in enumerate(pairs):
                _make_place(source, str(number))
                _namespaces.bind(source, str(number))
                pairs[index] = (os.path.join("..", str(number)), target)
                number += 1
        os.mkdir("root")


def build(plan):
    # type: (Plan) -> None
    """Build the root below the working directory and make it this namespace's root."""
    if not os.path.isdir("root"):
        os.mkdir("root")
    _namespaces.make_private()
    _namespaces.mount_tmpfs("root", _namespaces.MS_NOSUID, _SIZE)
    os.chdir("root")
    os.mkdir("." + CELLS)
    os.mkdir("." + BASE)
    _namespaces.mount_tmpfs("." + BASE, _namespaces.MS_NOSUID, _SIZE)
    for place in ("/tmp",) + _STATES:
        os.makedirs("." + BASE + place)
    for source, target in plan.read_only + plan.devices:
        _show(source, "." + BASE + target)
    for path, target in plan.links:
        _link(target, "." + BASE + path)
    _namespaces.make_read_only("." + BASE)
    for source, target in plan.writable:
        _namespaces.bind(source, "." + BASE + target)
        _namespaces.make_data_only("." + BASE + target)
    _namespaces.become_root_directory()


def _show(source, target):
    # type: (str, str) -> None
    """Show a file or a directory at a place that does not exist yet."""
    _make_place(source, target)
    _namespaces.bind(source, target)


def _make_place(source, target):
    # type: (str, str) -> None
    """Make an empty file or directory to mount the source on."""
    if os.path.isdir(source):
        if not os.path.isdir(target):
            os.makedirs(target)
        return
    _make_parent(target)
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT, 0o600))


def _make_parent(path):
    # type: (str) -> None
    """Make the directories above the path."""
    parent = os.path.dirname(path)
    if parent and not os.path.isdir(parent):
        os.makedirs(parent)


def _link(target, path):
    # type: (str, str) -> None
    """Make a link, unless the place is taken by what was shown already."""
    _make_parent(path)
    if not os.path.lexists(path):
        os.symlink(target, path)
