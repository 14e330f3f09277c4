# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Sessions by the TLS settings, with a stand-in for requests."""

import gc
import os
import sys
import types

from servicetest import ServiceTest, configuration

from safeguard.sessions.plugin import requests_tls
from safeguard.sessions.plugin.requests_tls import RequestsTLS


class Session(object):
    """What of a session of requests counts here."""

    def __init__(self):
        self.verify = True
        self.cert = None

    def merge_environment_settings(self, url, proxies, stream, verify, cert):
        if verify is True or verify is None:
            verify = "bundle of the environment"
        return {"verify": verify}


class RequestsTLSTest(ServiceTest):
    """What a session trusts and shows."""

    def setUp(self):
        module = types.ModuleType("requests")
        module.Session = Session
        before = sys.modules.get("requests")
        sys.modules["requests"] = module
        self.addCleanup(self.restore, before)

    def restore(self, before):
        if before is None:
            del sys.modules["requests"]
        else:
            sys.modules["requests"] = before

    def test_without_settings_tls_is_on_and_the_session_is_as_requests_makes_it(self):
        tls = RequestsTLS.from_config(configuration())
        self.assertTrue(tls.tls_enabled)
        session = tls.open_session()
        self.assertEqual((session.verify, session.cert), (True, None))
        merged = session.merge_environment_settings("https://x", {}, None, None, None)
        self.assertEqual(merged["verify"], "bundle of the environment")

    def test_tls_can_be_switched_off_and_nothing_else_is_read_then(self):
        tls = RequestsTLS.from_config(configuration("[tls]\nenabled = no\nca_cert = nonsense\n"))
        self.assertFalse(tls.tls_enabled)
        self.assertTrue(tls.open_session().verify)

    def test_the_certificates_to_trust_are_in_a_private_file(self):
        session = RequestsTLS(ca_certificates=["first", "second"]).open_session()
        with open(session.verify) as file:
            self.assertEqual(file.read(), "first\nsecond\n")
        self.assertEqual(os.stat(session.verify).st_mode & 0o777, 0o600)

    def test_no_bundle_of_the_environment_wins_but_the_caller_may_choose(self):
        session = RequestsTLS(ca_certificates=["first"]).open_session()
        merged = session.merge_environment_settings("https://x", {}, None, None, None)
        self.assertEqual(merged["verify"], session.verify)
        merged = session.merge_environment_settings("https://x", {}, None, "chosen", None)
        self.assertEqual(merged["verify"], "chosen")

    def test_the_certificate_to_show_is_in_a_private_file_with_its_key(self):
        certificate = {"type": "x509v3-sign-rsa", "cert": "CERT", "key": "KEY"}
        session = RequestsTLS(client_certificate=certificate).open_session()
        with open(session.cert) as file:
            self.assertEqual(file.read(), "CERT\nKEY\n")
        self.assertEqual(os.stat(session.cert).st_mode & 0o777, 0o600)

    def test_the_files_go_with_the_session(self):
        certificate = {"cert": "CERT", "key": "KEY"}
        session = RequestsTLS(True, ["first"], certificate).open_session()
        paths = [session.verify, session.cert]
        gc.disable()
        self.addCleanup(gc.enable)
        del session
        self.assertEqual([os.path.exists(path) for path in paths], [False, False])

    def test_a_class_of_a_test_is_used_in_the_place_of_ours(self):
        class Replacement(object):
            def __init__(self, **arguments):
                self.arguments = arguments

        requests_tls.RequestsTLS = Replacement
        self.addCleanup(setattr, requests_tls, "RequestsTLS", RequestsTLS)
        self.assertIsInstance(RequestsTLS.from_config(configuration()), Replacement)
