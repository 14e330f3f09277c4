# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Say whom the kernel kills first when memory runs out: workers, then zygotes, then the server.

Everybody may make himself a better victim. A child is as good a one as its parent, so the zygote
becomes a worker in this respect while it forks: a worker has no /proc to say it in.
"""

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Optional

# proc_pid_oom_score_adj(5): 1000 is the best victim there is.
_ZYGOTE = 800
_WORKER = b"1000"
_OWN = "self/oom_score_adj"


def open_proc():
    # type: () -> Optional[int]
    """Open the /proc of this process, which its children may see no more; None: there is none."""
    try:
        return os.open("/proc", os.O_RDONLY)
    except OSError:
        return None


class Score(object):
    """How good a victim this process is; does nothing where there is no /proc to write to."""

    def __init__(self, proc_fd):
        # type: (Optional[int]) -> None
        """Become a better victim than the server; changes the current directory."""
        self._fd = None  # type: Optional[int]
        self._zygote = b""
        if proc_fd is None:
            return
        try:
            # Python 2 opens nothing relative to a descriptor.
            os.fchdir(proc_fd)
            self._fd = os.open(_OWN, os.O_RDWR)
            # Whoever started the server may have said more already.
            score = max(_ZYGOTE, int(os.read(self._fd, 16)))
        except (OSError, ValueError):
            return
        self._zygote = str(score).encode("ascii")
        self._write(self._zygote)

    def become_worker(self):
        # type: () -> None
        """Be as good a victim as a worker is, for a fork."""
        self._write(_WORKER)

    def become_zygote(self):
        # type: () -> None
        """Be a worse one again."""
        self._write(self._zygote)

    def close(self):
        # type: () -> None
        """Stay as it is."""
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None

    def _write(self, score):
        # type: (bytes) -> None
        """Write it, if that is allowed: a seat belt, not a wall."""
        if self._fd is not None:
            try:
                os.write(self._fd, score)
            except OSError:
                pass
