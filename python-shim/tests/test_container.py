# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Zygotes where a container refuses what a machine allows."""

import os
import unittest

from shimserver import PYTHON2
from walls import refuse
from zygoteserver import IS_PORTABLE, ZygoteTest, virtual_environment

from pluginshim import _syscalls

# linux/prctl.h, linux/capability.h
_PR_CAPBSET_DROP = 24
_CAP_SYS_ADMIN = 21
# What the default profiles of container engines refuse, and the layer that is missing without it.
_LAYERS = {
    "chroot": "chroot",
    "mount": "mounts",
    "mount_setattr": "read-only mounts",
    "pivot_root": "pivot_root",
    "sethostname": "host name",
    "setns": "setns",
    "umount2": "pivot_root",
    "unshare": "user namespaces",
}


def forgo_mounts():
    """Be root without the right to mount, as containers' roots are."""
    _syscalls.syscall("prctl", _PR_CAPBSET_DROP, _CAP_SYS_ADMIN)


class ContainerTest(ZygoteTest):
    """What a container leaves, and what is said about the rest."""

    @unittest.skipUnless(IS_PORTABLE, "this Python is out of the reach of nobody")
    def test_portable_needs_nothing_that_containers_refuse(self):
        server = self.server("portable", "return {'verdict': 'ACCEPT'}")
        server.prepare = lambda: refuse(_LAYERS)
        event = server.start()
        self.assertEqual(event["type"], "ready", event)
        self.assertEqual(self.result(server), {"verdict": "ACCEPT"})

    @unittest.skipIf(PYTHON2, "Python 2 makes no virtual environments")
    @unittest.skipUnless(IS_PORTABLE, "this Python is out of the reach of nobody")
    def test_threads_are_found_without_the_call_that_tells(self):
        server = self.server("portable")
        server.prepare = lambda: refuse(["unshare"])
        server.python = virtual_environment(
            server,
            "import threading\n"
            "threading.Thread(target=threading.Event().wait, daemon=True).start()\n",
        )
        server.setup["preload"] = ["added"]
        event = server.start()
        self.assertEqual((event["type"], event["layer"]), ("not_ready", "preload"), event)

    def test_full_names_what_the_container_refuses_and_the_remedy(self):
        for name in sorted(_LAYERS):
            server = self.server("full")
            server.prepare = lambda: refuse([name])
            event = server.start()
            self.assertEqual(event["type"], "not_ready", event)
            self.assertEqual(event["layer"], _LAYERS[name], event)
            self.assertIn(name, event["remedy"])

    @unittest.skipUnless(os.geteuid() == 0, "for root only")
    def test_full_needs_no_root_that_may_mount(self):
        server = self.server("full", "return {'verdict': 'ACCEPT'}")
        server.prepare = forgo_mounts
        event = server.start()
        if not IS_PORTABLE:
            self.assertEqual((event["type"], event["layer"]), ("not_ready", "files"), event)
            return
        self.assertEqual(event["type"], "ready", event)
        self.assertEqual(self.result(server), {"verdict": "ACCEPT"})
