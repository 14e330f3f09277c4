# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Start a zygote: give up rights, build what surrounds it, import ahead, and go into its loop.

At the level `full` there are three processes. The launcher, which the server started, stays
outside and waits. The first process of the new pid namespace waits too: with it everything dies.
The zygote is its child and not itself the first, since workers are the first of theirs and
OpenSSL takes an equal pid for the same process, whose random numbers would then repeat.
"""

import codecs
import errno
import os
import select
import signal
import socket
import sys

from pluginshim import (
    PROTOCOL,
    _connections,
    _frames,
    _full,
    _landlock,
    _limits,
    _linux,
    _namespaces,
    _network,
    _oom,
    _portable,
    _preload,
    _privileges,
    _root,
    _sdk,
    _seccomp,
    _signals,
    _sources,
    _spawn,
    _syscalls,
    _text,
    _walls,
    _worker,
    _zygote,
)
from pluginshim._errors import FrameError, StartError, WallMissing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, FrozenSet, NoReturn, Optional

# sysexits.h
EX_USAGE = 64
EX_UNAVAILABLE = 69
EX_SOFTWARE = 70
_SETUP_LIMIT_BYTES = 64 * 1024
_BACKLOG = 1024
_HOST_NAME = "plugin"
# linux/sched.h: unshare(2) gives EINVAL for it when there is a second thread, else does nothing.
_CLONE_VM = 0x100
_PRIVATE = 0o077
_REMEDY_USER = "the capabilities SETUID and SETGID for root, or a server that is not root"


def launch(modules_at_start):
    # type: (FrozenSet[str]) -> int
    """Run a zygote until the server wants no more of it; returns the exit code."""
    for name in ("ascii", "utf-8"):
        # Python 2 loads them when they are used; its files may be out of reach by then.
        codecs.lookup(name)
    try:
        setup = _read_setup()
        _linux.leave_session()
        # What the server was started with is not what workers are to have.
        _linux.reset_signals()
        _signals.hold_requests_to_end()
        _check_kernel()
        if setup["level"] == "full":
            return _launch_full(setup, modules_at_start)
        return _launch_portable(setup, modules_at_start)
    except WallMissing as missing:
        return _refuse(missing.layer, missing.cause, missing.remedy)
    except StartError as error:
        sys.stderr.write("The zygote was not started: %s.\n" % error)
        return error.exit_code
    except Exception as error:
        return _fail(error)


def _fail(error):
    # type: (Exception) -> int
    """Tell the server about what nobody expects."""
    text = "%s: %s" % (type(error).__name__, _text.safe_text(error))
    return _refuse("start", text, "a Python and a kernel that this version knows")


def _refuse(layer, cause, remedy):
    # type: (str, object, str) -> int
    """Tell the server what is missing here."""
    text = _text.safe_text(cause)
    event = {"type": "not_ready", "layer": layer, "message": text, "remedy": remedy}
    _zygote.tell(event)
    return EX_UNAVAILABLE


def _read_setup():
    # type: () -> Dict[str, Any]
    """Read the server's first line."""
    if os.isatty(0):
        raise StartError("standard input: a terminal (expected: the server's line)", EX_USAGE)
    try:
        setup = _frames.from_json(_frames.read_line(0, _SETUP_LIMIT_BYTES))
    except FrameError as error:
        raise StartError(str(error), EX_USAGE)
    if setup.get("type") != "setup" or setup.get("level") not in ("full", "portable"):
        raise StartError("standard input: not a setup (expected: the server's line)", EX_USAGE)
    return setup


def _check_kernel():
    # type: () -> None
    """Both levels stand on Landlock."""
    if _landlock.abi() == 0:
        raise WallMissing("Landlock", "absent", "Linux 5.13 or later with landlock in lsm=")


def _listen(setup):
    # type: (Dict[str, Any]) -> socket.socket
    """Make the socket while its directory can still be reached."""
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(setup["socket"])
    listener.listen(_BACKLOG)
    return listener


def _launch_portable(setup, modules_at_start):
    # type: (Dict[str, Any], FrozenSet[str]) -> int
    """Become the zygote at the level `portable`."""
    os.umask(_PRIVATE)
    listener = _listen(setup)
    proc_fd = _oom.open_proc()
    score = _oom.Score(proc_fd)
    if proc_fd is not None:
        os.close(proc_fd)
    os.chdir(setup["work_directory"])
    if os.geteuid() == 0:
        _drop_root(setup)
    _wall_in(setup)
    # First: what workers may read goes by sys.path.
    _sdk.offer(_sdk.directory())
    problems = _preload.load(setup["preload"])
    _sdk.prepare()
    level = _portable.PortableLevel(setup, score)
    _worker.make_ready(level.plugin_directory, modules_at_start, setup["preload"])
    _serve(setup, listener, level, problems, modules_at_start)
    return 0


def _launch_full(setup, modules_at_start):
    # type: (Dict[str, Any], FrozenSet[str]) -> int
    """Make the namespaces of the level `full` and wait for what runs in them."""
    listener = _listen(setup)
    plan = _root.Plan(setup)
    proc_fd = _oom.open_proc()
    _oom.Score(proc_fd).close()
    os.chdir(setup["work_directory"])
    is_staged = False
    if os.geteuid() == 0:
        is_staged = _namespaces.have_own_mounts()
        if is_staged:
            plan.stage()
        _drop_root(setup)
    kinds = _namespaces.NEWNS | _namespaces.NEWPID | _namespaces.NEWIPC | _namespaces.NEWUTS
    if setup["network"] == _network.NONE:
        kinds |= _namespaces.NEWNET
    _namespaces.enter_user_namespace(kinds)
    if not is_staged:
        _sources.require_access(plan.given + [setup["work_directory"]])
    # The child moves the root of this process too, and then there is no /dev/null any more.
    null_fd = os.open(os.devnull, os.O_RDWR)
    pid = os.fork()
    if pid == 0:
        os.close(null_fd)
        _in_child(lambda: _be_first(setup, listener, plan, proc_fd, modules_at_start))
    listener.close()
    return _wait_outside(pid, null_fd)


def _drop_root(setup):
    # type: (Dict[str, Any]) -> None
    """Become the user whom the server named: for user 0 the kernel counts no processes."""
    user = setup["user"]
    if user is None:
        raise WallMissing("user", "root", "a user for the workers, or a server that is not root")
    try:
        _privileges.drop_root(user["uid"], user["gid"])
    except OSError as error:
        raise WallMissing("user", error, _REMEDY_USER)


def _in_child(body):
    # type: (Any) -> NoReturn
    """Run the body in a process that was just forked, and end with its exit code."""
    code = EX_SOFTWARE
    try:
        code = body()
    except WallMissing as missing:
        code = _refuse(missing.layer, missing.cause, missing.remedy)
    except Exception as error:
        code = _fail(error)
    finally:
        os._exit(code)


def _wait_outside(pid, null_fd):
    # type: (int, int) -> int
    """Wait until the namespaces are dead, and kill them when the server is."""
    pid_fd = _syscalls.syscall("pidfd_open", pid, 0)
    # So that the server sees the end of the events when the zygote ends.
    os.dup2(null_fd, 1)
    poller = select.poll()
    # For no event but the end of the pipe, which is always reported.
    poller.register(0, 0)
    poller.register(pid_fd, select.POLLIN)
    ready = dict(poller.poll())
    _syscalls.syscall("pidfd_send_signal", pid_fd, signal.SIGKILL, 0, 0)
    _, status = os.waitpid(pid, 0)
    if pid_fd not in ready:
        return 0
    return os.WEXITSTATUS(status) if os.WIFEXITED(status) else EX_SOFTWARE


def _be_first(setup, listener, plan, proc_fd, modules_at_start):
    # type: (Dict[str, Any], socket.socket, _root.Plan, Optional[int], FrozenSet[str]) -> int
    """Be the first process of the pid namespace: build the root, fork the zygote, wait for it."""
    # Its parent is not in the namespace, hence has no number there.
    _linux.die_with(0)
    own_namespace_fd = os.open("/proc/self/ns/pid", os.O_RDONLY)
    _namespaces.set_host_name(_HOST_NAME)
    os.umask(0o022)
    _root.build(plan)
    os.umask(_PRIVATE)
    _wall_in(setup)
    pid = os.fork()
    if pid == 0:
        _in_child(
            lambda: _be_zygote(setup, listener, own_namespace_fd, proc_fd, modules_at_start)
        )
    for fd in (0, 1, own_namespace_fd, listener.fileno(), proc_fd):
        if fd is not None:
            os.close(fd)
    _privileges.drop_capabilities()
    while True:
        ended, status = os.waitpid(-1, 0)
        if ended == pid:
            return os.WEXITSTATUS(status) if os.WIFEXITED(status) else EX_SOFTWARE


def _be_zygote(setup, listener, own_namespace_fd, proc_fd, modules_at_start):
    # type: (Dict[str, Any], socket.socket, int, Optional[int], FrozenSet[str]) -> int
    """Import ahead from the files that workers see, then serve."""
    _linux.die_with(1)
    root_fd = os.open("/", os.O_RDONLY)
    score = _oom.Score(proc_fd)
    if proc_fd is not None:
        os.close(proc_fd)
    _namespaces.require_enter(own_namespace_fd, _namespaces.NEWPID)
    _namespaces.change_root(_root.BASE)
    os.chdir("/")
    _sdk.offer(_root.SDK if os.path.isdir(_root.SDK) else None)
    problems = _preload.load(setup["preload"])
    _sdk.prepare()
    _worker.make_ready(_root.PLUGIN, modules_at_start, setup["preload"])
    os.fchdir(root_fd)
    _namespaces.change_root(".")
    os.close(root_fd)
    level = _full.FullLevel(setup, own_namespace_fd, score)
    _serve(setup, listener, level, problems, modules_at_start)
    return 0


def _wall_in(setup):
    # type: (Dict[str, Any]) -> None
    """Close the walls that the zygote and all its workers share."""
    _limits.inheritable(setup["limits"])
    _privileges.no_new_privs()
    network = setup["network"]
    own_network = setup["level"] == "full" and network == _network.NONE
    _seccomp.install(
        _seccomp.zygote_filter(setup["level"], network == _network.OPEN, own_network=own_network)
    )


def _has_one_thread():
    # type: () -> bool
    """Tell whether no other thread runs in this process."""
    try:
        _namespaces.unshare(_CLONE_VM)
        return True
    except OSError as error:
        if error.errno == errno.EINVAL:
            return False
    # A container's filter may refuse it whatever is asked. Then there is no private root without
    # /proc either.
    return len(os.listdir("/proc/self/task")) == 1


def _serve(setup, listener, level, problems, modules_at_start):
    # type: (Dict[str, Any], socket.socket, Any, Any, FrozenSet[str]) -> None
    """Say that all stands, and go into the loop."""
    if not _has_one_thread():
        # A lock that another thread holds would stay locked in every fork.
        raise WallMissing("preload", "a module started a thread", "a preload list without it")
    _walls.remember(setup)
    spawner = _spawn.Spawner(level, setup, modules_at_start)
    _preload.freeze()
    _zygote.tell(
        {
            "type": "ready",
            "protocol": PROTOCOL,
            "implementation": _connections.implementation(),
            "runtime": _connections.runtime_version(),
            "level": setup["level"],
            "preload_problems": problems[:20],
        }
    )
    _zygote.Zygote(setup, listener, level, spawner).run()
