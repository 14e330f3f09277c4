# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Keep small records over the calls of a plugin instance, for several processes at once.

The records of a table are one file in the directory that the environment names (contract 3.2),
under a lock from reading to replacing; without a directory they are kept in the process. Keys are
digests, so that what users type decides neither names nor sizes of files.
"""

import contextlib
import os
import threading

from safeguard.sessions.plugin import logging

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Dict, List, Optional, TypeVar

    Records = Dict[str, List[Any]]
    Answer = TypeVar("Answer")

_DIRECTORY_VARIABLE = "EPHEMERAL_PLUGIN_STATE_DIRECTORY"
_SUBDIRECTORY = "plugin-sdk"
_SIZE_LIMIT_BYTES = 8 * 1024 * 1024
_DIGEST_CHARACTERS = 32

# What processes without a directory keep, by the name of the table.
_in_memory: "Dict[str, Records]" = {}
_in_memory_lock = threading.Lock()


def digest(*parts: "Optional[str]") -> str:
    """Return a key of 128 bits for the parts; None is another part than the empty text."""
    import hashlib
    import json

    text = json.dumps(parts)
    return hashlib.sha256(text.encode("ascii")).hexdigest()[:_DIGEST_CHARACTERS]


class StateTable:
    """Records by digest; each is a list of a fixed form whose last part is when it was changed.

    Processes and threads may use tables of one name at once.
    """

    def __init__(self, name: str, form: "List[Any]", record_limit: int) -> None:
        """Name the table, and say what a record looks like by the types of its parts.

        Above the limit the records that were changed longest ago are given up.
        """
        self._name = name
        self._form = form
        self._record_limit = record_limit

    def update(self, change: "Callable[[Records], Answer]") -> "Answer":
        """Let `change` read and change the records, alone, and return what it returns.

        OSError: they cannot be read or written, and stay as they were. Records that are damaged
        are given up, with a line in the log.
        """
        directory = os.environ.get(_DIRECTORY_VARIABLE)
        if not directory:
            with _in_memory_lock:
                records = _in_memory.setdefault(self._name, {})
                answer = change(records)
                self._make_room(records)
                return answer
        return self._update_file(os.path.join(directory, _SUBDIRECTORY), change)

    def _update_file(self, directory: str, change: "Callable[[Records], Answer]") -> "Answer":
        # Not on every system, and needed only where a server has named a directory.
        import fcntl

        with contextlib.suppress(FileExistsError):
            os.mkdir(directory, 0o700)
        path = os.path.join(directory, self._name)
        # The lock has a file of its own, since the other one is replaced.
        lock = os.open(path + ".lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            before = _read(path)
            records = self._decode(before)
            answer = change(records)
            self._make_room(records)
            after = _encode(records)
            if after != before:
                _replace(path, after)
            return answer
        finally:
            os.close(lock)

    def _decode(self, text: bytes) -> "Records":
        import json

        if not text:
            return {}
        try:
            records: "Optional[Records]" = json.loads(text.decode("ascii"))
            if isinstance(records, dict) and all(map(self._is_record, records.values())):
                return records
        except (ValueError, RecursionError):
            pass
        logging.get_logger().warning("%s: damaged, begun anew (expected: records)", self._name)
        return {}

    def _is_record(self, record: "Optional[List[Any]]") -> bool:
        if not isinstance(record, list) or len(record) != len(self._form):
            return False
        return all(type(part) is kind for part, kind in zip(record, self._form))

    def _make_room(self, records: "Records") -> None:
        excess = len(records) - self._record_limit
        if excess > 0:
            for key in sorted(records, key=lambda key: records[key][-1])[:excess]:
                del records[key]


def _read(path: str) -> bytes:
    """Return the file's content; nothing when there is no file, or it is larger than any table."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except FileNotFoundError:
        return b""
    with open(descriptor, "rb") as file:
        content = file.read(_SIZE_LIMIT_BYTES + 1)
    return content if len(content) <= _SIZE_LIMIT_BYTES else b"too large"


def _encode(records: "Records") -> bytes:
    import json

    return json.dumps(records, separators=(",", ":")).encode("ascii")


def _replace(path: str, content: bytes) -> None:
    """Write the whole file or leave the former one; only the holder of the lock does it."""
    new_path = path + ".new"
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC
    try:
        with open(os.open(new_path, flags, 0o600), "wb") as file:
            file.write(content)
        os.replace(new_path, path)
    except OSError:
        # A full disk: what was written of the new file must not take the room that is left.
        with contextlib.suppress(OSError):
            os.unlink(new_path)
        raise
