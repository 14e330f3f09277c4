# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Place workers at the level `portable`: where no namespaces can be had, and no worker may fork."""

import os

from pluginshim import _landlock, _linux, _network, _oom, _sources
from pluginshim._errors import WallMissing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict


class WorkDirectory(object):
    """The private directory of one worker, and the rules that let it use that one alone."""

    def __init__(self, path, rules_fd):
        # type: (str, int) -> None
        """Keep the path and the descriptor of the rules."""
        self.home = path
        self.rules_fd = rules_fd


class PortableLevel(object):
    """Forks into directories of their own, which the server removes with the zygote's."""

    null_path = os.devnull

    def __init__(self, setup, score):
        # type: (Dict[str, Any], _oom.Score) -> None
        """Take the directories from the setup frame."""
        self.plugin_directory = setup["plugin_directory"]
        self._parent = setup["work_directory"]
        self._score = score
        self._made = 0
        self._ports = _network.ports(setup["network"])
        self._readable = _sources.of_runtime() + [self.plugin_directory]
        self._writable = [setup["persistent_state"], setup["ephemeral_state"]]
        _sources.require_access(self._writable + [self.plugin_directory, self._parent])
        self._writable += [path for path in _sources.DEVICES if os.path.exists(path)]
        self._zygote_pid = os.getpid()
        os.environ["SCB_PLUGIN_STATE_DIRECTORY"] = setup["persistent_state"]
        os.environ["EPHEMERAL_PLUGIN_STATE_DIRECTORY"] = setup["ephemeral_state"]

    def take(self):
        # type: () -> WorkDirectory
        """Make a directory with a link to each entry of the package."""
        self._made += 1
        path = os.path.join(self._parent, str(self._made))
        os.mkdir(path, 0o700)
        for entry in os.listdir(self.plugin_directory):
            os.symlink(os.path.join(self.plugin_directory, entry), os.path.join(path, entry))
        rules = _landlock.create_ruleset(self._readable, self._writable + [path], self._ports)
        return WorkDirectory(path, rules)

    def give_back(self, directory):
        # type: (WorkDirectory) -> None
        """Forget the directory; no other worker gets it."""
        os.close(directory.rules_fd)

    def fork(self):
        # type: () -> int
        """Fork."""
        self._score.become_worker()
        pid = -1
        try:
            pid = os.fork()
        finally:
            if pid != 0:
                self._score.become_zygote()
        return pid

    def enter(self, directory):
        # type: (WorkDirectory) -> None
        """In the worker: die with the zygote, and have programs write where they may."""
        if not _linux.die_with(self._zygote_pid):
            raise WallMissing("zygote", "gone", "a zygote that lives")
        os.environ["HOME"] = os.environ["TMPDIR"] = directory.home
