# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Runs a command on a terminal of 40 columns and 20 lines, which then becomes 99 by 33.

The command says `ready` when it looks at the size; what it prints goes to standard output.
"""

import fcntl
import os
import pty
import struct
import sys
import termios


def resize(terminal, lines, columns):
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))


pid, terminal = pty.fork()
if pid == 0:
    # The size has to be there before the command looks.
    resize(0, 20, 40)
    os.execvp(sys.argv[1], sys.argv[1:])
seen = b""
is_resized = False
while True:
    try:
        data = os.read(terminal, 4096)
    except OSError:
        break
    if not data:
        break
    seen += data
    if b"ready" in seen and not is_resized:
        is_resized = True
        resize(terminal, 33, 99)
sys.stdout.buffer.write(seen)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
