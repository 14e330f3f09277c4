# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Sessions of the real requests, to a server that wants a certificate, and through a proxy."""

import base64
import contextlib
import os
import sys

import certificates
import loopback
from servicetest import ServiceTest, configuration, skip

from safeguard.sessions.plugin.endpoint_extractor import EndpointException, EndpointExtractor
from safeguard.sessions.plugin.plugin_base import PluginBase
from safeguard.sessions.plugin.requests_tls import RequestsTLS

try:
    import requests
except ImportError:
    requests = None

PROXY_VARIABLES = ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY")
BUNDLE_VARIABLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE")


class RealTLSTest(ServiceTest):
    """HTTPS on loopback, from the configuration to the answer."""

    @classmethod
    def setUpClass(cls):
        if requests is None:
            skip("tests of TLS: this Python (%s) has no requests" % sys.executable)
        if certificates.OPENSSL is None:
            skip("tests of TLS: the command openssl is not installed")
        cls.ours = certificates.Certificates()
        cls.closers = [cls.ours.close]
        cls.ours.sign("server")
        cls.ours.sign("gateway")
        cls.theirs = certificates.Certificates()
        cls.closers.append(cls.theirs.close)
        cls.server = loopback.https_server(cls.ours)
        cls.closers.append(cls.server.close)

    @classmethod
    def tearDownClass(cls):
        for close in reversed(cls.closers):
            close()

    def setUp(self):
        before = dict(os.environ)
        self.addCleanup(self.restore_environment, before)
        for name in PROXY_VARIABLES + BUNDLE_VARIABLES:
            os.environ.pop(name, None)
        self.extractor = EndpointExtractor("https://127.0.0.1:%d" % self.server.port)

    def restore_environment(self, before):
        os.environ.clear()
        os.environ.update(before)

    def configuration(self, ca_cert=None, client_cert=None, more=""):
        text = "[tls]\n"
        for name, value in (("ca_cert", ca_cert), ("client_cert", client_cert)):
            if value:
                text += "%s = %s\n" % (name, value.rstrip("\n").replace("\n", "\n "))
        return text + more

    def gateway(self, more=""):
        """Return a configuration that trusts the authority and shows the gateway's certificate."""
        client_cert = self.ours.text("gateway.pem") + self.ours.text("gateway.key")
        return self.configuration(self.ours.text("ca.pem"), client_cert, more)

    def caller_name(self, text):
        """Return the name that the server says the session has shown."""
        with RequestsTLS.from_config(configuration(text)).open_session() as session:
            return self.extractor.extract_data_from_endpoint(session, "whoami", "caller.name")

    def test_the_server_sees_the_certificate_of_the_configuration(self):
        self.assertEqual(self.caller_name(self.gateway()), "gateway")

    def test_certificates_may_come_from_the_server(self):
        certificate = {
            "type": "x509v3-sign-rsa",
            "key": self.ours.text("gateway.key"),
            "cert": self.ours.text("gateway.pem"),
        }
        answers = {
            ("trusted_ca_list", "get"): [self.ours.text("ca.pem")],
            ("credential_store", "credentials"): [certificate],
        }
        server = self.serve(answers)
        text = "[tls]\nca_cert = $[ours]\nclient_cert = $\n[credential_store]\nname = vault\n"
        self.assertEqual(self.caller_name(text), "gateway")
        arguments = {"name": "vault", "host": "tls", "user": "client_cert"}
        self.assertIn(("credential_store", "credentials", arguments), server.questions)

    def test_a_session_can_be_entered_later_and_used_more_than_once(self):
        session = RequestsTLS.from_config(configuration(self.gateway())).open_session()
        with contextlib.closing(session):
            session.close()
            with session:
                for _ in range(2):
                    response = self.extractor.invoke_http_method(session, "/whoami", "get")
                    self.assertEqual(response.status_code, 200)

    def test_without_certificate_the_server_does_not_answer(self):
        with self.assertRaises(EndpointException):
            self.caller_name(self.configuration(self.ours.text("ca.pem")))

    def test_a_server_of_another_authority_is_not_trusted(self):
        client_cert = self.ours.text("gateway.pem") + self.ours.text("gateway.key")
        with self.assertRaises(EndpointException) as raised:
            self.caller_name(self.configuration(self.theirs.text("ca.pem"), client_cert))
        self.assertIsInstance(raised.exception.__cause__, requests.exceptions.SSLError)

    def test_without_settings_a_private_authority_is_not_trusted(self):
        with self.assertRaises(EndpointException) as raised:
            self.caller_name("")
        self.assertIsInstance(raised.exception.__cause__, requests.exceptions.SSLError)

    def test_a_bundle_of_the_environment_changes_nothing(self):
        for name in BUNDLE_VARIABLES:
            os.environ[name] = self.theirs.path("ca.pem")
        self.assertEqual(self.caller_name(self.gateway()), "gateway")

    def test_a_bundle_of_the_environment_lets_nobody_in(self):
        for name in BUNDLE_VARIABLES:
            os.environ[name] = self.ours.path("ca.pem")
        with self.assertRaises(EndpointException):
            self.caller_name(self.configuration(self.theirs.text("ca.pem")))

    def test_connections_go_through_the_proxy_of_the_configuration(self):
        proxy = loopback.connect_proxy()
        self.addCleanup(proxy.close)
        text = self.gateway(
            "[https-proxy]\nserver = 127.0.0.1\nport = %d\nusername = alice\npassword = p@ss:w/rd\n"
            % proxy.port
        )
        PluginBase(text)
        self.assertEqual(self.caller_name(text), "gateway")
        credentials = base64.b64encode(b"alice:p@ss:w/rd").decode("ascii")
        self.assertEqual(
            proxy.requests, [("127.0.0.1:%d" % self.server.port, "Basic " + credentials)]
        )

    def test_connections_go_straight_when_the_proxy_is_disabled(self):
        proxy = loopback.connect_proxy()
        self.addCleanup(proxy.close)
        section = "[https-proxy]\nenabled = no\nserver = 127.0.0.1\nport = %d\n" % proxy.port
        PluginBase(self.gateway(section))
        self.assertEqual(self.caller_name(self.gateway(section)), "gateway")
        self.assertEqual(proxy.requests, [])

    def test_a_port_without_server_is_an_error_of_the_endpoint(self):
        with loopback.silent_listener() as listener:
            port = listener.getsockname()[1]
        extractor = EndpointExtractor("https://127.0.0.1:%d" % port)
        with RequestsTLS.from_config(configuration()).open_session() as session:
            with self.assertRaises(EndpointException):
                extractor.invoke_http_method(session, "whoami", "get")
