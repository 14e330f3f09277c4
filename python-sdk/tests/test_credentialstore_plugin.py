# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Credential store plugins (contract 6.9), with vectors V15 to V21 of the contract's appendix A."""

from plugintest import PluginTest, through_json

from safeguard.sessions.plugin import CredentialStorePlugin, PluginSDKValueError
from safeguard.sessions.plugin.credentialstore_plugin import (
    InvalidUsageException,
    RemoteAppInfo,
    TotpCode,
)
from safeguard.sessions.plugin_impl import plain_dataclass
from safeguard.sessions.plugin_impl.test_utils.plugin import (
    assert_plugin_hook_result,
    check_that_data_is_serializable,
)

RSA_KEY = "-----BEGIN RSA PRIVATE KEY-----\nY29udGVudA==\n-----END RSA PRIVATE KEY-----\n"
LATE = "[check-in-trigger]\nssh=authentication-completed"


class Vault(CredentialStorePlugin):
    """Has what a test puts into it, and keeps how it is asked."""

    passwords = {}
    keys = {}
    asked = []

    def do_get_password_list(self):
        self.asked.append((self.account, self.asset))
        return {"passwords": self.passwords.get(self.asset, [])}

    def do_get_private_key_list(self):
        keys = self.keys.get(self.asset, [])
        return {"private_keys": [(self.determine_key_type(key), key) for key in keys]}

    def do_check_in_credential(self):
        self.asked.append(("check in", self.account, self.asset))

    def domain_asset_mapping_with_suffix(self):
        name = "%s.%s" % (self.connection.server_domain, self.domain_suffix)
        return self.plugin_configuration.get("domain_asset_mapping", name)


class VaultTest(PluginTest):
    """Sessions with a vault of their own."""

    def setUp(self):
        super().setUp()
        Vault.passwords, Vault.keys, Vault.asked = {"192.0.2.4": ["password"]}, {}, []

    def begin(self, configuration="", plugin_class=Vault, **arguments):
        known = {"gateway_user": None, "server_username": "root", "server_ip": "192.0.2.4"}
        return self.session(configuration, plugin_class, **dict(known, **arguments))

    def check_ins(self):
        return [asked for asked in Vault.asked if asked[0] == "check in"]


class CredentialTest(VaultTest):
    """What is found, and where it is looked for."""

    def test_v15_a_password_is_found_with_its_account_and_asset(self):
        result = self.begin().call("get_password_list")
        self.assertEqual(result["passwords"], ["password"])
        self.assertEqual(
            result["cookie"],
            {
                "account": "root",
                "asset": "192.0.2.4",
                "__plugin_sdk_private": {"check_in_trigger": "session-ended"},
            },
        )
        self.assertEqual(result["session_cookie"], {})

    def test_v16_nothing_is_an_empty_list(self):
        for answer in (None, [], {}, {"passwords": []}, {"passwords": None}):

            class Empty(CredentialStorePlugin):
                def do_get_password_list(self, answer=answer):
                    return answer

            result = self.begin(plugin_class=Empty).call("get_password_list")
            expected = {"passwords": [], "cookie": {"account": None, "asset": None}}
            assert_plugin_hook_result(result, expected)
        self.assertEqual(self.begin().call("get_private_key_list")["private_keys"], [])

    def test_v17_a_key_is_found_with_its_type(self):
        Vault.keys = {"192.0.2.4": [RSA_KEY]}
        result = self.begin().call("get_private_key_list")
        self.assertEqual(result["private_keys"], [("ssh-rsa", RSA_KEY)])
        trigger = {"check_in_trigger": "session-ended"}
        assert_plugin_hook_result(result, {"cookie": {"__plugin_sdk_private": trigger}})

    def test_v18_a_key_of_another_type_is_no_credential(self):
        Vault.keys = {"192.0.2.4": [RSA_KEY.replace("RSA", "EC")]}
        result = self.begin().call("get_private_key_list")
        self.assertEqual(result["private_keys"], [])
        self.assertIsNone(result["cookie"]["account"])

    def test_v19_assets_come_from_the_generators_in_their_order(self):
        Vault.passwords = {}
        text = """
            [assets]
            generator=ip, hostname, domain, domain_asset_mapping_with_suffix
            domain_suffix=baz
            [domain_asset_mapping]
            bar.baz=acme.com
        """
        names = {"server_ip": "1.1.1.1", "server_hostname": "foo.bar", "server_domain": "bar"}
        self.begin(text, **names).call("get_password_list")
        assets = ["1.1.1.1", "foo.bar.baz", "bar.baz", "acme.com"]
        self.assertEqual(Vault.asked, [("root", asset) for asset in assets])

    def test_q15_the_usual_order_of_assets(self):
        Vault.passwords = {}
        names = {"server_hostname": "host", "server_domain": "corp"}
        self.begin("[domain_asset_mapping]\nCORP=dc", **names).call("get_password_list")
        assets = ["host", "192.0.2.4", "corp", "dc"]
        self.assertEqual([asset for _, asset in Vault.asked], assets)

    def test_a_generator_that_the_plugin_does_not_have_is_an_error(self):
        with self.assertRaises(PluginSDKValueError):
            self.begin("[assets]\ngenerator=nowhere").call("get_password_list")

    def test_accounts_have_a_prefix_and_a_suffix(self):
        self.begin("[account]\nprefix=p-\nsuffix=-s").call("get_password_list")
        self.assertEqual(Vault.asked, [("p-root-s", "192.0.2.4")])

    def test_the_search_ends_with_the_first_credential(self):
        class Several(Vault):
            def _generate_accounts(self):
                return ["first", "second"]

        text = "[assets]\ngenerator=hostname, ip"
        session = self.begin(text, Several, server_hostname="host")
        result = session.call("get_password_list")
        self.assertEqual(Vault.asked, [("first", "host"), ("first", "192.0.2.4")])
        self.assertEqual(result["cookie"]["account"], "first")

    def test_without_an_account_nothing_is_asked(self):
        result = self.begin(server_username=None).call("get_password_list")
        self.assertEqual((result["passwords"], Vault.asked), ([], []))

    def test_l17_former_names_count_as_well(self):
        plugin = Vault("")
        result = plugin.get_password_list(
            "s", {}, {}, target_username="root", target_host="192.0.2.4", gateway_username="gw"
        )
        self.assertEqual(result["passwords"], ["password"])
        self.assertEqual(plugin.connection.gateway_user, "gw")

    def test_cookies_of_the_answer_are_merged(self):
        class Rich(Vault):
            def do_get_password_list(self):
                return {"passwords": ["p"], "cookie": {"a": 1}, "session_cookie": {"b": 2}}

        session = self.begin(plugin_class=Rich, cookie={"c": 3}, session_cookie={"d": 4})
        result = session.call("get_password_list")
        assert_plugin_hook_result(result, {"cookie": {"a": 1, "c": 3, "account": "root"}})
        self.assertEqual(result["session_cookie"], {"b": 2, "d": 4})


class CheckInTest(VaultTest):
    """When credentials are given back."""

    CHECK_IN = ("check in", "root", "192.0.2.4")

    def test_v20_an_error_of_the_check_in_is_the_plugins(self):
        ended = []

        class Failing(Vault):
            def do_check_in_credential(self):
                raise KeyError("vault")

            def do_session_ended(self):
                ended.append(self.connection.session_id)

        with self.assertRaises(KeyError):
            self.begin(plugin_class=Failing, cookie={"account": "x"}).end()
        self.assertEqual(ended, ["session-1"])

    def test_v21_one_object_may_serve_all_hooks(self):
        plugin = Vault("")
        names = {"session_id": "s", "server_username": "root", "server_ip": "192.0.2.4"}
        result = plugin.get_password_list(cookie={}, session_cookie={}, **names)
        check_that_data_is_serializable(result)
        cookies = {name: through_json(result[name]) for name in ("cookie", "session_cookie")}
        result = plugin.authentication_completed(session_id="s", **cookies)
        self.assertEqual(result["cookie"]["account"], "root")
        self.assertIsNone(plugin.session_ended(session_id="s", **cookies))
        self.assertEqual(self.check_ins(), [self.CHECK_IN])
        self.assertIsNone(plugin.connection.server_ip)

    def test_at_the_end_of_the_session_by_default(self):
        session = self.begin()
        session.call("get_password_list")
        session.call("authentication_completed")
        self.assertEqual(self.check_ins(), [])
        session.end()
        self.assertEqual(self.check_ins(), [self.CHECK_IN])

    def test_after_the_login_where_the_protocol_says_so_and_once(self):
        session = self.begin(LATE, protocol="SSH")
        session.call("get_password_list")
        session.call("authentication_completed")
        self.assertEqual(self.check_ins(), [self.CHECK_IN])
        session.call("authentication_completed")
        session.end()
        self.assertEqual(self.check_ins(), [self.CHECK_IN])

    def test_at_the_end_when_the_login_failed(self):
        session = self.begin(LATE)
        session.call("get_password_list")
        session.end()
        self.assertEqual(self.check_ins(), [self.CHECK_IN])

    def test_the_default_counts_for_protocols_without_an_option(self):
        text = "[check-in-trigger]\ndefault=authentication-completed\nrdp=session-ended"
        for protocol, expected in (("telnet", 1), ("rdp", 0)):
            Vault.asked.clear()
            session = self.begin(text, protocol=protocol)
            session.call("get_password_list")
            session.call("authentication_completed")
            self.assertEqual(len(self.check_ins()), expected, protocol)

    def test_a_bad_trigger_is_an_error_before_anything_is_checked_out(self):
        with self.assertRaises(PluginSDKValueError):
            self.begin("[check-in-trigger]\nssh=never").call("get_password_list")
        self.assertEqual(Vault.asked, [])

    def test_a_key_that_did_not_open_the_target_goes_before_the_password(self):
        Vault.keys = {"192.0.2.4": [RSA_KEY]}
        session = self.begin()
        session.call("get_private_key_list")
        session.call("get_password_list")
        self.assertEqual(Vault.asked, [self.CHECK_IN, ("root", "192.0.2.4")])
        session.end()
        self.assertEqual(self.check_ins(), [self.CHECK_IN] * 2)

    def test_a_key_that_opened_the_target_stays(self):
        Vault.keys = {"192.0.2.4": [RSA_KEY]}
        session = self.begin()
        session.call("get_private_key_list")
        session.call("authentication_completed")
        session.call("get_password_list")
        self.assertEqual(self.check_ins(), [])

    def test_nothing_is_given_back_when_nothing_was_found(self):
        Vault.passwords = {}
        session = self.begin()
        session.call("get_password_list")
        session.call("authentication_completed")
        session.end()
        self.assertEqual(self.check_ins(), [])


class VaultUserTest(VaultTest):
    """As whom the plugin logs in at its vault."""

    def plugin(self, text="", **options):
        plugin = CredentialStorePlugin(text, **options)
        plugin.get_password_list(gateway_username="gw", gateway_password="")
        return plugin

    def test_l18_the_gateway_user_is_the_default_with_any_password(self):
        plugin = self.plugin(configuration_section="vault")
        self.assertEqual(plugin.authentication_username, "gw")
        self.assertEqual(plugin.authentication_password, "")

    def test_the_configuration_may_name_another(self):
        text = "[vault]\nuse_credential=Explicit\nusername=u\npassword=p"
        plugin = self.plugin(text, configuration_section="vault")
        found = (plugin.authentication_username, plugin.authentication_password)
        self.assertEqual(found, ("u", "p"))
        self.assertEqual(plugin._configuration_section, "vault")

    def test_without_a_section_nobody_is_named(self):
        with self.assertRaises(InvalidUsageException):
            self.plugin().authentication_username

    def test_a_value_that_only_the_plugin_knows_is_no_matter_until_it_is_asked_for(self):
        plugin = self.plugin("[vault]\nuse_credential=token", configuration_section="vault")
        with self.assertRaises(PluginSDKValueError):
            plugin.authentication_password


class ApplicationTest(VaultTest):
    """Credentials of applications, and codes."""

    def test_the_launcher_gets_what_the_plugin_has(self):
        for answer in ({"passwords": ["p"]}, ["p"], RemoteAppInfo(passwords=["p"])):

            class Apps(CredentialStorePlugin):
                def do_get_remote_app_credentials(self, answer=answer):
                    self.cookie["asked"] = [self.remote_app_account, self.remote_app_asset]
                    return answer

            session = self.begin(plugin_class=Apps, cookie={"account": "root"})
            result = session.call("get_remote_app_credentials", account="app", asset="db")
            self.assertEqual(result["passwords"], ["p"])
            self.assertEqual(result["cookie"], {"account": "root", "asked": ["app", "db"]})
            check_that_data_is_serializable(result)
        self.assertIs(result["need_info"], True)

    def test_a_plugin_without_applications_has_nothing(self):
        session = self.begin()
        self.assertEqual(session.call("get_remote_app_credentials")["passwords"], [])
        self.assertEqual(session.call("get_totp_codes")["totp_codes"], [])

    def test_codes_are_dicts(self):
        class Codes(CredentialStorePlugin):
            def do_get_totp_codes(self):
                return [TotpCode(1761749392, 30, "123456"), {"code": "1"}]

        result = self.begin(plugin_class=Codes).call("get_totp_codes", account="a", asset="b")
        first = {"unix_time": 1761749392, "period": 30, "code": "123456"}
        self.assertEqual(result["totp_codes"], [first, {"code": "1"}])

    def test_their_classes_have_defaults_of_their_own(self):
        info = RemoteAppInfo(account="a")
        info.passwords.append("p")
        self.assertEqual(RemoteAppInfo(account="a"), RemoteAppInfo("a"))
        self.assertNotEqual(info, RemoteAppInfo("a"))
        self.assertEqual(repr(TotpCode()), "TotpCode(unix_time=0, period=30, code='')")

    def test_pythons_without_dataclasses_have_the_same(self):
        @plain_dataclass.dataclass
        class Plain:
            name: str = ""
            parts: list = plain_dataclass.field(default_factory=list)

        plain = Plain("n", parts=["p"])
        self.assertEqual((plain.name, plain.parts, Plain().parts), ("n", ["p"], []))
        self.assertEqual((Plain(), repr(Plain())), (Plain(), "Plain(name='', parts=[])"))
        self.assertIsNot(Plain().parts, Plain().parts)
        for values, names in ((("a", [], 1), {}), (("a",), {"name": "b"}), ((), {"other": 1})):
            with self.assertRaises(TypeError):
                Plain(*values, **names)
