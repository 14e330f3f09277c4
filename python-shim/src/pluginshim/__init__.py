# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Run one hook of a plugin in a process of its own and report what became of it.

One code base for CPython 2.7 and 3.6 to 3.14 on Linux, standard library only. The protocol that it
speaks with the server is described in docs/SHIM_PROTOCOL.md.
"""

PROTOCOL = 1
