# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""The rules of the contract that no test of the server can show have tests here."""

import glob
import os
import re
import unittest
from unittest import mock

from servicetest import ServiceTest, configuration

from safeguard.sessions.plugin import requests_tls

HERE = os.path.dirname(os.path.abspath(__file__))
RULES = os.path.join(
    os.path.dirname(os.path.dirname(HERE)),
    *"integration-tests/src/test/resources/org/pluginexecutor/it/conformance/rules.txt".split("/")
)


class RulesTest(ServiceTest):
    """The list of rules, and one rule that is about nothing else."""

    @unittest.skipUnless(os.path.exists(RULES), "the list of rules is not here: the SDK alone is")
    def test_every_rule_that_is_left_to_the_sdk_is_named_by_a_test(self):
        with open(RULES, encoding="utf-8") as file:
            rows = [line.strip().split(" | ") for line in file]
        rules = [row[0] for row in rows if row[-1] == "tested in python-sdk"]
        self.assertGreater(len(rules), 30)
        texts = []
        for path in glob.glob(os.path.join(HERE, "test_*.py")):
            with open(path, encoding="utf-8") as file:
                texts.append(file.read())
        words = set(re.findall(r"(?<![A-Za-z0-9])[vql]\d+(?!\d)", "\n".join(texts).lower()))
        self.assertEqual([rule for rule in rules if rule.lower() not in words], [])

    def test_l15_a_test_may_replace_the_class_that_is_made(self):
        original = requests_tls.RequestsTLS.from_config
        with mock.patch.object(requests_tls, "RequestsTLS") as replaced:
            self.assertIs(original(configuration("")), replaced.return_value)
