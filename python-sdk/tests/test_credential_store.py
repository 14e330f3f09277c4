# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Local credential stores, of tests and of the server."""

from servicetest import ServiceTest, configuration

from safeguard.sessions.plugin.credential_store import CredentialStore
from safeguard.sessions.plugin.credential_store_exceptions import LocalCredentialStoreNotFound
from safeguard.sessions.plugin.exceptions import PluginSDKRuntimeError
from safeguard.sessions.plugin.plugin_configuration_exceptions import (
    RequiredConfigurationSettingNotFound,
)
from safeguard.sessions.plugin_impl.credential_store import credential_stores

KEY = {"type": "ssh-rsa", "key": "PEM of a key"}
CERTIFICATE = {"type": "x509v3-sign-rsa", "key": "PEM of a key", "cert": "PEM of a certificate"}
NAMED = "[credential_store]\nname = vault\n"


class InjectedStoreTest(ServiceTest):
    """Stores that tests of plugins write down."""

    def setUp(self):
        entries = {"alice": {"web": [("first",), (KEY,), (CERTIFICATE,), ("second",)]}}
        self.put(credential_stores, "vault", entries)
        self.store = CredentialStore.from_config(configuration(NAMED))

    def test_each_getter_gives_its_kind_in_the_order_of_the_store(self):
        self.assertEqual(
            self.store.get_credentials("web", "alice"), ["first", KEY, CERTIFICATE, "second"]
        )
        self.assertEqual(self.store.get_passwords("web", "alice"), ["first", "second"])
        self.assertEqual(self.store.get_keys("web", "alice"), [KEY])
        self.assertEqual(self.store.get_certificates("web", "alice"), [CERTIFICATE])

    def test_the_host_comes_first_in_questions_and_the_user_in_the_entries(self):
        self.assertEqual(self.store.get_passwords("alice", "web"), [])
        self.assertEqual(self.store.get_passwords(host="web", user="alice"), ["first", "second"])

    def test_all_credentials_come_with_user_and_host(self):
        self.assertEqual(
            self.store.get_all(),
            [("alice", "web", each) for each in ("first", KEY, CERTIFICATE, "second")],
        )

    def test_entries_of_later_are_found(self):
        credential_stores["vault"] = {"bob": {"web": [("other",)]}}
        self.assertEqual(self.store.get_passwords("web", "bob"), ["other"])
        self.assertEqual(self.store.get_passwords("web", "alice"), [])

    def test_an_argument_names_the_store_as_well_as_the_configuration(self):
        named = CredentialStore.from_config(configuration(), name="vault")
        self.assertEqual(named.get_passwords("web", "alice"), ["first", "second"])
        other = CredentialStore.from_config(configuration("[mine]\nname=vault"), section="mine")
        self.assertEqual(other.get_passwords("web", "alice"), ["first", "second"])

    def test_the_server_is_not_asked_for_what_a_test_has_written_down(self):
        server = self.serve({})
        self.assertEqual(self.store.get_passwords("web", "alice"), ["first", "second"])
        self.assertEqual(server.questions, [])


class MissingStoreTest(ServiceTest):
    """What becomes of names that nobody knows."""

    def test_a_store_that_does_not_exist_is_an_error(self):
        with self.assertRaisesRegex(LocalCredentialStoreNotFound, "vault"):
            CredentialStore.from_config(configuration(NAMED))

    def test_a_configuration_that_names_no_store_is_an_error(self):
        with self.assertRaises(RequiredConfigurationSettingNotFound):
            CredentialStore.from_config(configuration())


class ServedStoreTest(ServiceTest):
    """Stores of the server."""

    def test_credentials_of_one_account_are_asked_for_by_name_host_and_user(self):
        server = self.serve({("credential_store", "credentials"): ["secret", KEY]})
        store = CredentialStore.from_config(configuration(NAMED))
        self.assertEqual(store.get_passwords("web", "alice"), ["secret"])
        self.assertEqual(store.get_keys("web", "alice"), [KEY])
        arguments = {"name": "vault", "host": "web", "user": "alice"}
        self.assertEqual(
            server.questions, [("credential_store", "credentials", arguments)] * 2
        )

    def test_all_credentials_are_asked_for_by_name(self):
        self.serve({("credential_store", "all"): [["alice", "web", "secret"]]})
        store = CredentialStore.from_config(configuration(NAMED))
        self.assertEqual(store.get_all(), [("alice", "web", "secret")])

    def test_a_store_out_of_reach_does_not_exist(self):
        self.serve({})
        store = CredentialStore.from_config(configuration(NAMED))
        with self.assertRaisesRegex(LocalCredentialStoreNotFound, "vault"):
            store.get_passwords("web", "alice")

    def test_a_store_that_cannot_be_had_now_is_another_error(self):
        self.serve({("credential_store", "credentials"): OSError("away")})
        store = CredentialStore.from_config(configuration(NAMED))
        with self.assertRaises(PluginSDKRuntimeError) as raised:
            store.get_passwords("web", "alice")
        self.assertNotIsInstance(raised.exception, LocalCredentialStoreNotFound)


class DecryptorTest(ServiceTest):
    """Stores that are put together by hand."""

    def test_the_decryptor_sees_each_credential(self):
        class Database(object):
            def get_all(self):
                return [("alice", "web", "abc")]

            def get_credentials(self, host, user):
                return ["abc"]

        store = CredentialStore(Database(), lambda sealed: sealed[::-1])
        self.assertEqual(store.get_passwords("web", "alice"), ["cba"])
        self.assertEqual(store.get_all(), [("alice", "web", "cba")])
