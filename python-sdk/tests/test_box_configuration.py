# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Settings of the whole gateway."""

from servicetest import ServiceTest

from safeguard.sessions.plugin.box_configuration import BoxConfiguration
from safeguard.sessions.plugin_impl.box_config import stable_box_configuration


class BoxConfigurationTest(ServiceTest):
    """Settings of tests, of the server, and of nobody."""

    def test_settings_of_tests_are_found(self):
        self.put(stable_box_configuration, "gateway_fqdn", "gate.example.com")
        self.put(stable_box_configuration, "starling_join_credential_string", "joined")
        box = BoxConfiguration.open()
        self.assertEqual(box.get_gateway_fqdn(), "gate.example.com")
        self.assertEqual(box.get_starling_join_credential_string(), "joined")

    def test_settings_of_the_server_are_found(self):
        self.serve({("box", "get"): {"gateway_fqdn": "gate.example.com"}})
        box = BoxConfiguration.open()
        self.assertEqual(box.get_gateway_fqdn(), "gate.example.com")
        self.assertIsNone(box.get_starling_join_credential_string())

    def test_without_settings_there_is_no_name_and_no_join(self):
        box = BoxConfiguration.open()
        self.assertIsNone(box.get_gateway_fqdn())
        self.assertIsNone(box.get_starling_join_credential_string())
        self.assertIsNone(box.get_https_proxy())

    def test_trusted_certificates_come_by_the_name_of_their_list(self):
        server = self.serve({("trusted_ca_list", "get"): ["PEM"]})
        box = BoxConfiguration.open()
        self.assertEqual(box.get_trusted_ca_list("ours"), ["PEM"])
        self.assertEqual(server.questions, [("trusted_ca_list", "get", {"name": "ours"})])
        self.put(stable_box_configuration, "trusted_ca_lists", {"ours": ["PEM of the test"]})
        self.assertEqual(box.get_trusted_ca_list("ours"), ["PEM of the test"])

    def test_a_list_that_does_not_exist_is_an_error(self):
        with self.assertRaises(LookupError):
            BoxConfiguration.open().get_trusted_ca_list("ours")

    def test_the_proxy_is_the_one_of_the_test_or_of_the_server(self):
        self.serve({("https_proxy", "get"): {"enabled": True, "server": "proxy"}})
        box = BoxConfiguration.open()
        self.assertEqual(box.get_https_proxy()["server"], "proxy")
        self.put(stable_box_configuration, "https_proxy", None)
        self.assertIsNone(box.get_https_proxy())
