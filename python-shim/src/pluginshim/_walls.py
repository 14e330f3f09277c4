# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Say which wall of the sandbox a plugin has run into, and what to change."""

import errno
import os

from pluginshim import _network, _text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Optional

_MIB = 1024 * 1024
_setup = {}  # type: Dict[str, Any]


def remember(setup):
    # type: (Dict[str, Any]) -> None
    """Take note of the walls around the workers of this zygote."""
    _setup.update(setup)


def of_error(error):
    # type: (Any) -> Optional[str]
    """Return a hint about an exception that a wall may have caused, or None."""
    if not _setup:
        return None
    limits = _setup["limits"]
    if isinstance(error, MemoryError):
        return u"a worker may use %d MiB of memory" % (limits["memory_bytes"] // _MIB)
    # A RuntimeError, and in Python 2 an error of the module `thread`.
    if "start new thread" in _text.safe_text(error):
        return _of_processes(limits)
    if isinstance(error, EnvironmentError):
        return _of_errno(error, limits)
    return None


def _of_processes(limits):
    # type: (Dict[str, int]) -> str
    """Say how many processes and threads there may be."""
    if _setup["level"] == "full":
        return u"a worker may have %d processes and threads" % limits["processes"]
    return u"the threads of a worker share its %d MiB of memory" % (limits["memory_bytes"] // _MIB)


def _of_errno(error, limits):
    # type: (Any, Dict[str, int]) -> Optional[str]
    """Say what the error number means in a worker."""
    number = error.errno
    if number == errno.EMFILE:
        return u"a worker may have %d files and connections open" % limits["open_files"]
    if number == errno.EAGAIN and not error.filename:
        return _of_processes(limits)
    if number == errno.EFBIG:
        return u"a worker may not make a file as long as that"
    if number == errno.ENOSPC:
        return u"the worker's /tmp has room for %d MiB and %d files" % (
            limits["tmp_bytes"] // _MIB,
            limits["tmp_files"],
        )
    if number == errno.EROFS:
        return _places()
    if number in (errno.ENETUNREACH, errno.EACCES) and not error.filename:
        return _of_network()
    if number == errno.EACCES:
        return _places()
    if number in (errno.EPERM, errno.ENOSYS, errno.EAFNOSUPPORT):
        return _of_refused_call()
    if number == errno.ENOENT and _is_of_machine(error.filename):
        return _places() + u"; programs of the machine are not there"
    return None


def _of_network():
    # type: () -> Optional[str]
    """Say what the operator allows of the network."""
    network = _setup["network"]
    if network == _network.OPEN:
        return None
    if network == _network.NONE:
        return u"the operator gives plugins no network (serve --network)"
    ports = u", ".join(u"%d" % port for port in network)
    return u"the operator lets plugins connect to the TCP ports %s alone (serve --network)" % ports


def _of_refused_call():
    # type: () -> str
    """Say that the kernel was told to refuse what the plugin asked of it."""
    if _setup["level"] == "full":
        return u"the sandbox refuses this call to the kernel to every plugin"
    return (
        u"the sandbox refuses this call to the kernel to every plugin; at isolation level portable"
        u" a plugin can start no processes, make no Unix sockets and change no modes or times of"
        u" files, at level full it can"
    )


def _places():
    # type: () -> str
    """Say what a worker can see, and where it can write."""
    return (
        u"a worker sees its Python, the package, the system's certificates and its own directories,"
        u" and can write to %s (gone after the call) and to the directories in"
        u" SCB_PLUGIN_STATE_DIRECTORY and EPHEMERAL_PLUGIN_STATE_DIRECTORY"
        % (u"/tmp" if _setup["level"] == "full" else u"the directory in TMPDIR")
    )


def _is_of_machine(path):
    # type: (Any) -> bool
    """Tell whether the path is that of a file of the machine, or the bare name of a program."""
    if path is None:
        # subprocess of Python 2 does not say what it could not start.
        return True
    if not isinstance(path, str) or path.startswith(("/tmp/", "/plugin/", "/state/")):
        return False
    return os.path.isabs(path) or (os.sep not in path and not os.path.splitext(path)[1])
