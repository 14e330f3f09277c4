# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""The configuration of a plugin (contract 6.10.1), and the level of its log (contract 6.10.2)."""

import base64
import io
import logging as stdlib_logging
from unittest import mock

from plugintest import PluginTest
from servicetest import ServiceTest, configuration

from safeguard.sessions.plugin import PluginConfiguration, PluginSDKValueError, logging
from safeguard.sessions.plugin.plugin_configuration_exceptions import (
    RequiredConfigurationSettingNotFound,
)
from safeguard.sessions.plugin_impl.credential_store import credential_stores


def pem(label, content=b"content"):
    """Return a block that looks like PEM."""
    body = base64.encodebytes(content).decode("ascii")
    return "-----BEGIN %s-----\n%s-----END %s-----\n" % (label, body, label)


RSA_KEY = pem("RSA PRIVATE KEY")
CERTIFICATE = pem("CERTIFICATE")
ISSUER = pem("CERTIFICATE", b"issuer")
RSA_ALGORITHM = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01"
PKCS8_RSA = pem("PRIVATE KEY", b"\x30\x1a\x02\x01\x00\x30\x0d" + RSA_ALGORITHM)


def option(text):
    """Return PEM text as an option: the lines behind the first begin with a blank."""
    return "[s]\no=%s" % text.strip().replace("\n", "\n ")


class TextTest(PluginTest):
    """What counts as an option."""

    def test_options_lie_above_the_defaults(self):
        found = PluginConfiguration("[a]\nx=1", "[a]\nx=2\ny=3")
        self.assertEqual((found.get("a", "x"), found.get("a", "y")), ("1", "3"))

    def test_the_forms_of_texts_in_tests_and_documents_are_read(self):
        found = configuration(
            """
            ; a comment
            # another
            [usermapping source=explicit]
            Alice: one
            bob = two; no comment
            long=first
                second
            empty=
            """
        )
        section = "usermapping source=explicit"
        self.assertEqual(found.get_options(section), ["alice", "bob", "long", "empty"])
        self.assertEqual(found.get(section, "ALICE"), "one")
        self.assertEqual(found.get(section, "bob"), "two; no comment")
        self.assertEqual(found.get(section, "long"), "first\nsecond")
        self.assertEqual(found.get(section, "empty", "default", required=True), "")
        self.assertIsNone(found.get("Usermapping source=explicit", "alice"))
        self.assertEqual(found.get_options("nowhere"), [])

    def test_q18_a_percent_sign_means_nothing(self):
        self.assertEqual(configuration("[a]\nx=50%(y)s%").get("a", "x"), "50%(y)s%")

    def test_what_is_missing_is_the_default_or_an_error(self):
        found = configuration("[a]")
        self.assertIsNone(found.get("a", "x"))
        self.assertEqual(found.get("b", "x", "default"), "default")
        with self.assertRaises(RequiredConfigurationSettingNotFound) as raised:
            found.get("a", "x", required=True)
        self.assertEqual(str(raised.exception).partition(";")[2], " section='a', option='x'")
        for getter in ("get_key", "get_certificate", "get_ca_certificate", "getint", "getlist"):
            self.assertIsNone(getattr(found, getter)("a", "x"))
            with self.assertRaises(RequiredConfigurationSettingNotFound):
                getattr(found, getter)("a", "x", required=True)

    def test_a_text_that_cannot_be_read_is_not_quoted(self):
        for text in ("[a]\npassword hunter2", "password=hunter2", "[a]\nx=hunter2\nx=hunter2"):
            with self.assertRaises(PluginSDKValueError) as raised:
                configuration(text)
            self.assertNotIn("hunter2", str(raised.exception))
            self.assertRegex(str(raised.exception), r"^configuration: line \d")

    def test_q16_numbers_and_switches(self):
        found = configuration("[a]\ni=-7\nf=1.5\ny=Yes\nn=FALSE\nt=text\ne=One\nl=a, b ,,c")
        self.assertEqual((found.getint("a", "i"), found.getfloat("a", "f")), (-7, 1.5))
        self.assertEqual(found.getfloat("a", "x", 2.5), 2.5)
        self.assertIs(found.getboolean("a", "y"), True)
        self.assertIs(found.getboolean("a", "n"), False)
        self.assertIs(found.getboolean("a", "x", True), True)
        self.assertEqual(found.getienum("a", "e", ("one", "two")), "one")
        self.assertEqual(found.getienum("a", "x", ("one",), "other"), "other")
        self.assertEqual(found.getlist("a", "l"), ["a", "b", "", "c"])
        self.assertEqual(found.getlist("a", "x", "d, e"), ["d", "e"])
        self.assertEqual(found.getlist("a", "x", ""), [""])
        for read in (found.getint, found.getfloat, found.getboolean):
            with self.assertRaises(PluginSDKValueError) as raised:
                read("a", "t")
            self.assertIn("[a] t: text (expected: ", str(raised.exception))
        with self.assertRaises(PluginSDKValueError):
            found.getienum("a", "t", {"one"})


class SecretTest(ServiceTest):
    """Values that stand somewhere else."""

    NAMED = "[credential_store]\nname=vault\n"

    def test_q19_a_dollar_is_the_password_of_section_and_option(self):
        self.put(credential_stores, "vault", {"pin": {"a": [("1234",), ("other",)]}})
        found = configuration(self.NAMED + "[a]\npin=$\nother=$\nprice=$$\ncost=$5")
        self.assertEqual(found.getint("a", "pin"), 1234)
        self.assertEqual((found.get("a", "price"), found.get("a", "cost")), ("$", "$5"))
        with self.assertRaises(RequiredConfigurationSettingNotFound):
            found.get("a", "other", "default")

    def test_a_secret_is_in_no_message(self):
        self.put(credential_stores, "vault", {"pin": {"a": [("hunter2",)]}})
        found = configuration(self.NAMED + "[a]\npin=$")
        for read in (found.getint, found.getfloat, found.getboolean):
            with self.assertRaises(PluginSDKValueError) as raised:
                read("a", "pin")
            self.assertNotIn("hunter2", str(raised.exception))

    def test_the_store_itself_is_no_secret(self):
        with self.assertRaises(PluginSDKValueError):
            configuration("[credential_store]\nname=$\n[a]\nx=$").get("a", "x")
        with self.assertRaises(RequiredConfigurationSettingNotFound):
            configuration("[a]\nx=$").get("a", "x")

    def test_keys_and_certificates_come_from_the_store(self):
        key = {"type": "ssh-rsa", "key": "PEM"}
        certificate = {"type": "x509v3-sign-rsa", "key": "PEM", "cert": "PEM"}
        entries = {"key": {"a": [(key,)]}, "cert": {"a": [(certificate,)]}}
        self.put(credential_stores, "vault", entries)
        found = configuration(self.NAMED + "[a]\nkey=$\ncert=$")
        self.assertEqual(found.get_key("a", "key"), key)
        self.assertEqual(found.get_certificate("a", "cert"), certificate)
        with self.assertRaises(RequiredConfigurationSettingNotFound):
            found.get_key("a", "cert")

    def test_certificates_of_authorities_come_from_their_list(self):
        server = self.serve({("trusted_ca_list", "get"): [CERTIFICATE, ISSUER]})
        found = configuration("[s]\no=$[Our CAs]").get_ca_certificate("s", "o")
        self.assertEqual(found, {"type": "x509v3", "certificates": [CERTIFICATE, ISSUER]})
        self.assertEqual(server.questions, [("trusted_ca_list", "get", {"name": "Our CAs"})])
        server.answers.clear()
        with self.assertRaises(PluginSDKValueError):
            configuration("[s]\no=$[Our CAs]").get_ca_certificate("s", "o")


class PemTest(PluginTest):
    """Keys and certificates in the text."""

    def test_q31_a_key_has_a_type(self):
        for text, kind in ((RSA_KEY, "rsa"), (pem("DSA PRIVATE KEY"), "dss"), (PKCS8_RSA, "rsa")):
            found = configuration(option(text)).get_key("s", "o")
            self.assertEqual(found, {"type": "ssh-" + kind, "key": text})

    def test_what_is_no_usable_key_is_refused_and_not_quoted(self):
        encrypted = RSA_KEY.replace("-----\n", "-----\nProc-Type: 4,ENCRYPTED\n", 1)
        bad = ("text", RSA_KEY * 2, encrypted, pem("ENCRYPTED PRIVATE KEY"), CERTIFICATE)
        for text in bad + (pem("EC PRIVATE KEY"), pem("PRIVATE KEY", b"unknown"), ""):
            with self.assertRaises(PluginSDKValueError) as raised:
                configuration(option(text)).get_key("s", "o")
            self.assertNotIn("BEGIN", str(raised.exception))

    def test_q31_a_certificate_comes_with_its_chain_and_its_key(self):
        found = configuration(option(CERTIFICATE + ISSUER + RSA_KEY)).get_certificate("s", "o")
        self.assertEqual(found["cert"], CERTIFICATE + ISSUER)
        self.assertEqual((found["key"], found["type"]), (RSA_KEY, "x509v3-sign-rsa"))
        other = pem("EC PRIVATE KEY")
        found = configuration(option(CERTIFICATE + other)).get_certificate("s", "o")
        self.assertEqual((found["key"], found["type"]), (other, "x509v3-sign-other"))
        for text in (CERTIFICATE, RSA_KEY, "text"):
            with self.assertRaises(PluginSDKValueError):
                configuration(option(text)).get_certificate("s", "o")

    def test_q31_certificates_of_authorities_are_taken_apart(self):
        found = configuration(option(CERTIFICATE + ISSUER)).get_ca_certificate("s", "o")
        self.assertEqual(found["certificates"], [CERTIFICATE, ISSUER])
        for text in ("$", "text", RSA_KEY):
            with self.assertRaises(PluginSDKValueError):
                configuration(option(text)).get_ca_certificate("s", "o")


class LogTest(PluginTest):
    """Where lines go, and which."""

    def setUp(self):
        super().setUp()
        self.root = stdlib_logging.getLogger()
        self.root.handlers = []

    def test_lines_go_to_stderr_once(self):
        for _ in range(2):
            logging.configure(configuration())
        with mock.patch("sys.stderr", io.StringIO()) as stderr:
            logging.get_logger("lib.client").info("seen")
            logging.get_logger().debug("not seen")
        self.assertEqual(stderr.getvalue(), "INFO lib.client: seen\n")

    def test_a_log_that_goes_elsewhere_stays_there(self):
        handler = stdlib_logging.NullHandler()
        self.root.handlers = [handler]
        logging.configure(configuration())
        self.assertEqual(self.root.handlers, [handler])

    def test_the_level_is_a_name_or_a_number(self):
        for text, level in (("DEBUG", 10), ("warning", 30), ("critical", 50), ("15", 15)):
            logging.configure(configuration("[logging]\nlog_level=" + text))
            self.assertEqual(self.root.level, level)
        logging.configure(configuration("[logging]\nlog_level=debug"), log_level="error")
        self.assertEqual(self.root.level, 40)
        logging.configure(configuration(), log_level=stdlib_logging.INFO)
        self.assertEqual(self.root.level, 20)
        for text in ("loud", "-1", "", "1.5"):
            with self.assertRaises(PluginSDKValueError):
                logging.configure(configuration("[logging]\nlog_level=" + text))
