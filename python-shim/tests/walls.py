# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""A worker behind its walls, and an interpreter for the filters of machines that are not here."""

import errno
import json
import os
import signal
import struct
import sys
import traceback
import warnings

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "src"))

from pluginshim import _bpf, _landlock, _limits, _privileges, _seccomp, _syscalls

LIMITS = {"cpu_s": 20, "memory_bytes": 1 << 30, "processes": 64, "open_files": 64}
ALLOW = "allow"
KILL = "kill"


def evaluate(program, arch, number, arguments, pid=0):
    """Return what a filter answers: `allow`, `kill`, or the number of an error."""
    data = struct.pack("=IIQ6Q", number & 0xFFFFFFFF, arch, 0, *(arguments + (0,) * 6)[:6])
    code = bytearray(program.code)
    for offset in program.pid_offsets:
        struct.pack_into("=I", code, offset, pid)
    accumulator, position = 0, 0
    while True:
        operation, on_true, on_false, value = struct.unpack_from("=HBBI", code, 8 * position)
        position += 1
        if operation == 0x06:
            return _answer(value)
        if operation == 0x20:
            accumulator = struct.unpack_from("=I", data, value)[0]
        elif operation == 0x54:
            accumulator &= value
        elif operation == 0x05:
            position += value
        else:
            holds = {
                0x15: accumulator == value,
                0x35: accumulator >= value,
                0x45: accumulator & value != 0,
            }[operation]
            position += on_true if holds else on_false


def _answer(value):
    """Name the answer of a filter."""
    if value & 0xFFFF0000 == 0x00050000:
        return value & 0xFFFF
    return {0x7FFF0000: ALLOW, 0x80000000: KILL}[value]


def in_child(function):
    """Return what the function returns (as JSON) in a child, or the signal that ended the child."""
    read_fd, write_fd = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(read_fd)
        signal.alarm(20)
        # What the attacks leave open ends with the child.
        warnings.simplefilter("ignore")
        try:
            os.write(write_fd, json.dumps(function()).encode("ascii"))
        except BaseException:
            os.write(write_fd, json.dumps({"failed": traceback.format_exc()}).encode("ascii"))
        os._exit(0)
    os.close(write_fd)
    with os.fdopen(read_fd, "rb") as answer:
        text = answer.read()
    status = os.waitpid(pid, 0)[1]
    if os.WIFSIGNALED(status):
        return {"signal": os.WTERMSIG(status)}
    result = json.loads(text.decode("ascii"))
    if isinstance(result, dict) and "failed" in result:
        raise AssertionError(result["failed"])
    return result


def behind_walls(
    function, level="portable", network_open=True, read=("/",), write=(), ports=None, user=None
):
    """Return what the function returns in a child that is walled in like a worker."""

    def walled():
        _limits.inheritable(LIMITS)
        prepared = _limits.of_worker(LIMITS, level)
        ruleset_fd = _landlock.create_ruleset(read, write, ports)
        own_filter = _seccomp.worker_filter(level)
        if user is not None:
            _privileges.drop_root(user, user)
        _seccomp.install(_seccomp.zygote_filter(level, network_open))
        _limits.set_limits(prepared)
        _privileges.drop_capabilities()
        _landlock.restrict(ruleset_fd)
        _seccomp.install(own_filter)
        return function()

    return in_child(walled)


def error_of(function, *arguments):
    """Return the number of the error that the function raises; 0 when it raises none."""
    try:
        function(*arguments)
    except EnvironmentError as error:
        return error.errno
    return 0


def refuse(names):
    """Have the kernel refuse these calls to this process and its children, as a container does."""
    numbers = _syscalls.NUMBERS[_syscalls.machine()]
    listed = [numbers[name] for name in names]
    refused, allowed = _bpf.verdict(0x00050000 | errno.EPERM), _bpf.verdict(0x7FFF0000)
    piece = _bpf.among(listed, refused, allowed)
    _seccomp.install(_seccomp.Program(*_bpf.assemble(_bpf.load(_bpf.NUMBER_OFFSET, piece))))
