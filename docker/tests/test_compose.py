# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""What `docker compose up` starts, with the Compose that is there: the engine's or the older program."""

import os
import shutil
import socket
import subprocess
import time
import unittest
import uuid

from test_image import IMAGE, PATIENCE_S, ROOT, docker

DIRECTORY = os.path.join(ROOT, "docker")


def compose_command():
    """Answer the words that call Compose; none where there is none."""
    engines = subprocess.run(["docker", "compose", "version"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if engines.returncode == 0:
        return ["docker", "compose"]
    return ["docker-compose"] if shutil.which("docker-compose") else []


def free_port():
    """Answer a port of this machine that nobody has now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


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
            env=dict(os.environ, PLUGIN_EXECUTOR_IMAGE=IMAGE, **self.ports),
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
        # The usual ones may be taken by somebody who tries it.
        self.ports = {name: str(free_port()) for name in ("EXECUTOR_PORT", "SSH_GATEWAY_PORT")}

    def test_the_server_serves_with_tls_at_the_full_level(self):
        self.up("executor")
        self.wait_until_serving()
        tls = ["--target", "localhost:50061", "--ca-file", "/etc/plugin-executor/tls/ca.pem"]
        runtimes = self.compose("exec", "-T", "executor", "plugin-executor", "runtime", "list", *tls)
        self.assertRegex(runtimes, r"isolation +full")

    def test_a_session_passes_the_gateway_and_can_be_repeated_but_nobody_gets_around_it(self):
        self.up()
        session = self.compose("ps", "-a", "-q", "session").strip()
        # It ends by itself, as soon as the gateway has started.
        self.assertEqual("0", docker("wait", session).stdout.strip(), self.compose("logs"))
        self.assertIn("This is web-1, and you are demo.", docker("logs", session).stdout)
        repeat = ("run", "--rm", "-T", "session")
        self.assertIn("This is web-1, and you are demo.", self.compose(*repeat))
        look = ("run", "--rm", "-T", "--no-deps", "--entrypoint", "getent hosts gateway web-1 executor", "session")
        self.assertRegex(self.compose(*look, check=False), r"\A[0-9a-f.:]+ +gateway\s*\Z")
        callers = self.compose("exec", "-T", "executor", "cat", "/var/lib/plugin-executor/callers")
        self.assertRegex(callers, r"\Agateway-1 invoke sha256:[0-9a-f]{64}\n\Z")

    def up(self, *services):
        """Start what is named, or everything, and see to it that nothing stays."""
        self.addCleanup(self.down)
        self.compose("up", "-d", *services)

    def down(self):
        """Take it away again, and look whether it is away."""
        self.compose("down", "--volumes")
        project = "label=com.docker.compose.project=" + self.project
        left = [docker(what, "ls", "--quiet", "--filter", project).stdout for what in ("volume", "network")]
        left.append(docker("ps", "--all", "--quiet", "--filter", project).stdout)
        self.assertEqual(["", "", ""], left)

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
