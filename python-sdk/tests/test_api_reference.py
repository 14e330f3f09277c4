# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""The page with the API, which is made of the docstrings."""

import io
import os
import sys
import unittest

from plugintest import SOURCES

_TOOLS = os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, "tools")
_PUBLIC = os.path.join(SOURCES, "safeguard", "sessions", "plugin")

sys.path.insert(0, _TOOLS)

import api_reference  # noqa: E402


class ApiReferenceTest(unittest.TestCase):
    """The page says what the sources say."""

    maxDiff = None

    def test_the_page_is_up_to_date(self):
        with io.open(api_reference.PAGE, encoding="utf-8") as file:
            written = file.read()

        self.assertEqual(
            api_reference.page(), written, "run python-sdk/tools/api_reference.py to write it anew"
        )

    def test_the_page_has_every_public_module(self):
        page = api_reference.page()

        for file in sorted(os.listdir(_PUBLIC)):
            name, suffix = os.path.splitext(file)
            if suffix == ".py" and name != "__init__":
                self.assertIn("\n### `safeguard.sessions.plugin.%s`\n" % name, page)

    def test_everything_public_is_documented(self):
        for line in api_reference.page().splitlines():
            if line.startswith("* ") and "(" in line:
                self.assertIn(": ", line)


if __name__ == "__main__":
    unittest.main()
