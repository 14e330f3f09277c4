# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Say which wall of the sandbox a plugin has run into, and what to change."""

import errno
import os
import resource

from pluginshim import _network, _places, _text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Optional

    # Fields of a reply: `kind`, `limit`, `reached`, `subject`, `message`.
    Wall = Dict[str, Any]

MEMORY = u"memory"
PROCESSES = u"processes"
OPEN_FILES = u"open_files"
FILE_SIZE = u"file_size"
TMP_BYTES = u"tmp_bytes"
TMP_FILES = u"tmp_files"
PATH = u"path"
NETWORK = u"network"
SYSTEM_CALL = u"system_call"

_MIB = 1024 * 1024
_SUBJECT_LIMIT_BYTES = 160
_NETWORK_CALLS = (u"bind", u"listen", u"connect", u"socket", u"sendto", u"sendmsg")
_IDENTITIES = tuple(
    u"os." + name
    for name in u"setuid setgid seteuid setegid setreuid setregid setresuid setresgid setgroups"
    u" chown fchown lchown".split()
)
_setup = {}  # type: Dict[str, Any]


def remember(setup):
    # type: (Dict[str, Any]) -> None
    """Take note of the walls around the workers of this zygote."""
    _setup.update(setup)


def of_error(error, asked=_places.UNKNOWN):
    # type: (Any, _places.Asked) -> Optional[Wall]
    """Return the wall that an exception comes from, or None."""
    if not _setup:
        return None
    limits = _setup["limits"]
    if isinstance(error, MemoryError):
        return _of_memory(limits)
    if isinstance(error, EnvironmentError):
        return _of_errno(error, limits, asked)
    # A RuntimeError, and in Python 2 an error of the module `thread`.
    if error.args and u"start new thread" in _text.plain(error.args[0]):
        return _of_processes(limits)
    return None


def of_result(size_bytes, limit_bytes):
    # type: (int, int) -> Wall
    """Return the wall that a result is too large for, which stands at every level."""
    wall = _wall(
        u"result", u"a result may have %d bytes as JSON; return less" % limit_bytes, limit_bytes
    )
    return dict(wall, reached=size_bytes, where=u"", count=1)


def _wall(kind, message, limit=0, subject=u""):
    # type: (str, str, int, Any) -> Wall
    """Return the fields; the kernel refuses the step that would go beyond the limit."""
    return {
        "kind": kind,
        "limit": limit,
        "reached": limit,
        "subject": _text.keep_start(_text.plain(subject), _SUBJECT_LIMIT_BYTES),
        "message": message,
    }


def _of_memory(limits):
    # type: (Dict[str, int]) -> Wall
    """Say how much memory there may be."""
    return _wall(
        MEMORY,
        u"a worker may use %d MiB of memory; keep less at a time, or ask the operator for more"
        u" (serve --worker-memory)" % (limits["memory_bytes"] // _MIB),
        limits["memory_bytes"],
    )


def _of_processes(limits):
    # type: (Dict[str, int]) -> Wall
    """Say how many processes and threads there may be."""
    if _setup["level"] == "full":
        return _wall(
            PROCESSES,
            u"a worker may have %d processes and threads; wait for some to end, or ask the operator"
            u" for more (serve --worker-processes)" % limits["processes"],
            limits["processes"],
        )
    return _wall(
        MEMORY,
        u"the threads of a worker share its %d MiB of memory; wait for some to end, or ask the"
        u" operator for more (serve --worker-memory)" % (limits["memory_bytes"] // _MIB),
        limits["memory_bytes"],
    )


def _of_errno(error, limits, asked):
    # type: (Any, Dict[str, int], _places.Asked) -> Optional[Wall]
    """Say what the error number means in a worker."""
    number = error.errno
    if number == errno.EMFILE:
        return _wall(
            OPEN_FILES,
            u"a worker may have %d files and connections open; close those that are no longer"
            u" needed" % limits["open_files"],
            limits["open_files"],
        )
    if number == errno.EAGAIN and not error.filename and _starts_processes(asked.source):
        return _of_processes(limits)
    if number == errno.EFBIG:
        return _of_file_size()
    if number == errno.ENOSPC:
        return _of_space(limits, error.filename)
    if number == errno.EROFS:
        return _wall(
            PATH, u"nothing can be written there; " + _places_text(), subject=error.filename or u""
        )
    if type(error).__name__ == "gaierror":
        return _of_names()
    return _of_refusal(error, number, asked)


def _of_refusal(error, number, asked):
    # type: (Any, int, _places.Asked) -> Optional[Wall]
    """Say which of the walls that have no limit answers with this number."""
    if number in (errno.ENETUNREACH, errno.EACCES) and not error.filename:
        return _of_network(asked)
    if number == errno.EACCES:
        return _wall(PATH, _places_text(), subject=error.filename)
    if number in (errno.EPERM, errno.ENOSYS, errno.EAFNOSUPPORT):
        if asked.call.split(u".")[-1] in _NETWORK_CALLS:
            return _of_network(asked) or _of_refused_call(asked.call)
        return _of_refused_call(asked.call or error.filename or u"")
    if number == errno.EINVAL and asked.call in _IDENTITIES:
        # A number that the worker's namespace has nobody for.
        return _of_refused_call(asked.call)
    if number == errno.ESRCH and u"kill" in asked.call and _setup["level"] == "full":
        return _wall(
            SYSTEM_CALL,
            u"a worker sees no processes but those that it has started, and can signal no others",
            subject=asked.call,
        )
    if number == errno.ENOENT and _is_of_machine(error.filename):
        return _wall(
            PATH,
            _places_text() + _instead(error.filename),
            subject=error.filename or u"",
        )
    return None


def _instead(path):
    # type: (Any) -> str
    """Say what to use instead of a file of the machine."""
    if path and os.path.isabs(path) and u"bin" not in path.split(os.sep):
        return u"; put files that the plugin needs into the package"
    return (
        u"; programs of the machine are not there: do it in Python, or with a module in the package"
    )


def _starts_processes(source):
    # type: (str) -> bool
    """Tell whether EAGAIN can mean that: a socket that would have to wait says the same."""
    return not source or any(word in source for word in (u"fork", u"spawn", u"thread", u"Popen"))


def _of_file_size():
    # type: () -> Wall
    """Say how long a file may be."""
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)[0]
    return _wall(
        FILE_SIZE,
        u"a worker may not make a file as long as that: %d bytes are left for what the plugin"
        u" keeps; remove what it no longer needs from its state directories, or ask the operator"
        u" for more (serve --state-limit)" % limit,
        limit,
    )


def _of_space(limits, path):
    # type: (Dict[str, int], Any) -> Wall
    """Say which file system is full, as far as that can be seen."""
    if _setup["level"] != "full" or _text.plain(path).startswith(u"/state/"):
        return _wall(
            TMP_BYTES,
            u"the disk of the server is full; nothing but its operator can change that",
            subject=path or u"",
        )
    message = u"the worker's /tmp has room for %d MiB and %d files; remove those that are no longer"
    message += u" needed, or keep more in memory, or in SCB_PLUGIN_STATE_DIRECTORY"
    message %= (limits["tmp_bytes"] // _MIB, limits["tmp_files"])
    if os.statvfs("/tmp").f_ffree == 0:
        return _wall(TMP_FILES, message, limits["tmp_files"], path or u"")
    return _wall(TMP_BYTES, message, limits["tmp_bytes"], path or u"")


def _of_network(asked):
    # type: (_places.Asked) -> Optional[Wall]
    """Say what the operator allows of the network."""
    network = _setup["network"]
    if network == _network.OPEN:
        return None
    if network == _network.NONE:
        message = u"the operator gives plugins no network (serve --network)"
    else:
        ports = u", ".join(u"%d" % port for port in network)
        message = u"the operator lets plugins connect to the TCP ports %s alone" % ports
        message += u" (serve --network): no other ports, no UDP, no listening"
    message += u"; ask for the port that is needed"
    return _wall(NETWORK, message, subject=asked.address or asked.call)


def _of_names():
    # type: () -> Optional[Wall]
    """Say why a name of a host may have no address."""
    wall = _of_network(_places.UNKNOWN)
    if wall is None or (_setup["network"] != _network.NONE and 53 in _setup["network"]):
        return None
    wall["message"] += (
        u"; names of hosts are looked up by TCP port 53 then: connect to an address, or ask the"
        u" operator for that port too"
    )
    return wall


def _of_refused_call(call):
    # type: (str) -> Wall
    """Say that the kernel was told to refuse what the plugin asked of it."""
    message = u"the sandbox refuses this call to the kernel to every plugin"
    if _setup["level"] == "full":
        message += u", whatever the operator sets; do without it"
    else:
        message += (
            u"; at isolation level portable a plugin can start no processes, make no Unix sockets"
            u" and change no modes or times of files, at level full it can (serve --isolation)"
        )
    return _wall(SYSTEM_CALL, message, subject=call)


def _places_text():
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
