# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""What `docker compose up` starts, with the Compose that is there: the engine's or the older program."""

import os
import shutil
import subprocess
import time
import unittest
import uuid

from test_image import IMAGE, PATIENCE_S, ROOT

DIRECTORY = os.path.join(ROOT, "docker")


def compose_command():
    """Answer the words that call Compose; none where there is none."""
    engines = subprocess.run(["docker", "compose", "version"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if engines.returncode == 0:
        return ["docker", "compose"]
    return ["docker-compose"] if shutil.which("docker-compose") else []


@unittest.skipUnless(compose_command(), "no Compose on this machine")
class ComposeTest(unittest.TestCase):
    """The Compose files, as they are."""

    def compose(self, *arguments, files=("compose.yaml",), check=True):
        """Run Compose in the directory of its files; answer what it printed."""
        command = compose_command() + ["-p", self.project]
        for file in files:
            command += ["-f", file]
        done = subprocess.run(
            command + list(arguments),
            cwd=DIRECTORY,
            env=dict(os.environ, PLUGIN_EXECUTOR_IMAGE=IMAGE),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            timeout=300,
        )
        if check:
            self.assertEqual(0, done.returncode, done.stdout + done.stderr)
        return done.stdout

    def setUp(self):
        self.project = "plugin-executor-test-" + uuid.uuid4().hex[:12]

    def test_the_server_serves_with_tls_at_the_full_level(self):
        self.addCleanup(self.compose, "down", "--volumes", check=False)
        self.compose("up", "-d")
        self.wait_until_serving()
        tls = ["--target", "localhost:50061", "--ca-file", "/etc/plugin-executor/tls/ca.pem"]
        runtimes = self.compose("exec", "-T", "executor", "plugin-executor", "runtime", "list", *tls)
        self.assertRegex(runtimes, r"isolation +full")

    def wait_until_serving(self):
        """Ask by the socket until the server answers."""
        end = time.monotonic() + PATIENCE_S
        health = ("exec", "-T", "executor", "plugin-executor", "health")
        while "serving" not in self.compose(*health, check=False).splitlines():
            self.assertLess(time.monotonic(), end, self.compose("logs", check=False))

    def test_prometheus_is_an_addition_that_fits(self):
        both = self.compose("config", files=("compose.yaml", "compose.prometheus.yaml"))
        self.assertIn("PLUGIN_EXECUTOR_ADMIN_PORT", both)
        self.assertIn("/etc/prometheus/prometheus.yml", both)


if __name__ == "__main__":
    unittest.main()
