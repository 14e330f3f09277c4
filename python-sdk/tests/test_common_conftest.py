# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""The fixtures for plugins' tests, in a run of the real pytest."""

import importlib
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

import loopback
from servicetest import skip

SOURCES = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "src")
FILES = {
    "conftest.py": "from safeguard.sessions.plugin_impl.tasks.common_conftest import *\n",
    "lib/tests/site_parameters.ini": "[site]\nurl = http://127.0.0.1:%(port)d/\n",
    "lib/tests/test_plugin.py": """\
import urllib.request
import pytest

def fetch(url):
    return urllib.request.build_opener(urllib.request.ProxyHandler({})).open(url).read()

@pytest.mark.vcr
def test_marked(site_parameters):
    assert fetch(site_parameters["url"]) == b"answer"

class TestFixture:
    def test_named(self, site_parameters, vcr_cassette):
        assert fetch(site_parameters["url"]) == b"answer"

@pytest.mark.interactive
def test_person(interactive):
    interactive.message("listen")
    assert interactive.askforinput("name?") == "alice"
""",
}


class CommonConftestTest(unittest.TestCase):
    """A plugin's tests, replayed, recorded and with the services themselves."""

    @classmethod
    def setUpClass(cls):
        for library in ("pytest", "vcr"):
            try:
                importlib.import_module(library)
            except ImportError:
                skip("tests of the fixtures: this Python (%s) has no %s" % (sys.executable, library))

    def setUp(self):
        self.server = loopback.plain_server(b"answer")
        self.addCleanup(self.server.close)
        self.plugin = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.plugin)
        os.makedirs(os.path.join(self.plugin, "lib", "tests"))
        for name, text in FILES.items():
            with open(os.path.join(self.plugin, name), "w") as file:
                file.write(text.replace("%(port)d", str(self.server.port)))

    def run_tests(self, *options):
        """Run the plugin's tests with somebody who types a name, and return what is said."""
        process = subprocess.Popen(
            [sys.executable, "-B", "-m", "pytest", "-p", "no:cacheprovider", "-s", "-q"]
            + list(options),
            cwd=self.plugin,
            env=dict(os.environ, PYTHONPATH=os.pathsep.join([SOURCES] + sys.path)),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        return process.communicate(b"alice\n")[0].decode("utf-8")

    def test_what_was_recorded_is_replayed_without_services_and_without_people(self):
        self.assertIn("3 passed", self.run_tests("--backend-service=record"))
        self.server.close()
        self.assertEqual(len(self.server.requests), 2)
        self.assertEqual(
            sorted(os.listdir(os.path.join(self.plugin, "lib", "tests", "cassettes"))),
            ["TestFixture.test_named.yaml", "test_marked.yaml"],
        )
        self.assertIn("2 passed, 1 skipped", self.run_tests())

    def test_services_can_be_used_and_nothing_is_recorded(self):
        said = self.run_tests("--backend-service=use")
        self.server.close()
        self.assertIn("3 passed", said)
        self.assertIn("listen", said)
        self.assertEqual(len(self.server.requests), 2)
        self.assertNotIn("cassettes", os.listdir(os.path.join(self.plugin, "lib", "tests")))

    def test_what_was_not_recorded_fails(self):
        said = self.run_tests()
        self.server.close()
        self.assertIn("2 failed, 1 skipped", said)
        self.assertEqual(self.server.requests, [])
