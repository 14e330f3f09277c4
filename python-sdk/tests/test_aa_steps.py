# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""The steps around an AA plugin's own authentication, one by one (contract 6.7)."""

from plugintest import PluginTest

from safeguard.sessions.plugin import (
    AAPlugin,
    AAResponse,
    PluginSDKRuntimeError,
    PluginSDKValueError,
)
from safeguard.sessions.plugin.ldap_server_exceptions import LDAPUserNotFound
from safeguard.sessions.plugin.plugin_configuration_exceptions import (
    RequiredConfigurationSettingNotFound,
)
from safeguard.sessions.plugin.user_list_exceptions import LocalUserListNotFound
from safeguard.sessions.plugin_impl.ldap_server import ldap_servers
from safeguard.sessions.plugin_impl.user_list import user_lists

LDAP = "[ldap_server]\nname=directory\n"
USERS = {"gwuser": {"description": ["mapped", "second"], "empty": []}}


class Recording(AAPlugin):
    """Keeps in its cookie which steps ran."""

    def _authentication_steps(self):
        steps = list(super()._authentication_steps())
        index = [step.__name__ for step in steps].index("_transform_username")
        steps.insert(index, self._look_up)
        return iter(steps)

    def _look_up(self):
        self.cookie["lookups"] = self.cookie.get("lookups", 0) + 1

    def do_authenticate(self):
        tries = self.cookie["tries"] = self.cookie.get("tries", 0) + 1
        if tries < 3:
            # A copy with what the SDK had kept before this call.
            return AAResponse.need_info("again?", "again").with_cookie(dict(self.cookie))
        return AAResponse.accept()


class StepTest(PluginTest):
    """Which steps run at which call."""

    def test_a_step_without_a_verdict_runs_once_and_one_that_asks_again(self):
        session = self.session("[username_transform]\nappend_domain=acme", Recording)
        self.assertEqual(session.authenticate()["verdict"], "NEEDINFO")
        self.assertEqual(session.authenticate(otp="1")["verdict"], "NEEDINFO")
        self.assertEqual(session.authenticate(otp="1")["verdict"], "NEEDINFO")
        result = session.authenticate(otp="1")
        self.assertEqual((result["verdict"], result["cookie"]["tries"]), ("ACCEPT", 3))
        self.assertEqual(result["cookie"]["lookups"], 1)
        self.assertEqual(result["cookie"]["mfa_identity"], "gwuser@acme")
        self.assertNotIn("__plugin_sdk_private", result["cookie"])

    def test_steps_of_one_name_all_run(self):
        class Twins(AAPlugin):
            def _authentication_steps(self):
                return [self._first(), self._second()]

            def _first(self):
                def check():
                    return None

                return check

            def _second(self):
                def check():
                    return AAResponse.need_info("?", "key")

                return check

        session = self.session(plugin_class=Twins)
        self.assertEqual(session.authenticate()["verdict"], "NEEDINFO")
        self.assertEqual(session.authenticate()["verdict"], "NEEDINFO")

    def test_a_plugin_without_a_verdict_refuses(self):
        class Silent(AAPlugin):
            def do_authenticate(self):
                return None

            do_authorize = do_authenticate

        session = self.session(plugin_class=Silent)
        self.assertEqual(session.authenticate(otp="1")["verdict"], "DENY")
        self.assertEqual(session.authorize()["verdict"], "DENY")

    def test_an_answer_that_is_no_verdict_is_an_error(self):
        for answer in ("ACCEPT", True, {}, {"verdict": "accept"}, ["ACCEPT"]):

            class Wrong(AAPlugin):
                def do_authenticate(self, answer=answer):
                    return answer

            with self.assertRaises(PluginSDKRuntimeError):
                self.session(plugin_class=Wrong).authenticate(otp="1")

    def test_a_verdict_that_the_plugin_keeps_gets_no_cookies(self):
        kept = {"verdict": "ACCEPT"}

        class Keeping(AAPlugin):
            def do_authenticate(self):
                return kept

        result = self.session(plugin_class=Keeping).authenticate(otp="1")
        self.assertEqual((result["verdict"], kept), ("ACCEPT", {"verdict": "ACCEPT"}))

    def test_behind_an_accept_there_may_be_questions_or_a_refusal_only(self):
        class Late(AAPlugin):
            answer = "ACCEPT"

            def _post_successful_authentication_steps(self):
                return [self._late]

            def _late(self):
                return {"verdict": self.answer}

        with self.assertRaises(PluginSDKRuntimeError):
            self.session(plugin_class=Late).authenticate(otp="1")
        Late.answer = "DENY"
        self.assertEqual(self.session(plugin_class=Late).authenticate(otp="1")["verdict"], "DENY")

    def test_a_remembered_accept_keeps_what_it_says(self):
        class Rich(AAPlugin):
            def do_authenticate(self):
                self.cookie = {"replaced": True}
                accept = AAResponse.accept().with_gateway_user("other", ("a", "b"))
                return accept.with_additional_metadata("x").with_session_cookie({"token": "t"})

        session = self.session("[question_1]\nkey=k\nprompt=p", Rich)
        self.assertEqual(session.authenticate(otp="1")["question"], ("k", "p", False))
        result = session.authenticate(otp="1", k="v")
        self.assertEqual((result["gateway_user"], result["gateway_groups"]), ("other", ("a", "b")))
        self.assertEqual(result["additional_metadata"], '"x"')
        self.assertEqual(result["session_cookie"], {"token": "t", "questions": {"k": "v"}})
        self.assertEqual(result["cookie"], {"replaced": True})

    def test_one_object_may_serve_one_session_after_the_other(self):
        plugin = AAPlugin("")
        first = plugin.authenticate({}, {}, gateway_user="alice", key_value_pairs={"otp": "1"})
        second = plugin.authenticate({}, {}, gateway_user="bob", key_value_pairs={"otp": "1"})
        self.assertEqual(first["cookie"]["username"], "alice")
        self.assertEqual(second["cookie"]["username"], "bob")

    def test_the_end_of_a_session_runs_all_steps_and_answers_nothing(self):
        ended = []

        class Ending(AAPlugin):
            def do_session_ended(self):
                ended.append((self.connection.session_id, self.connection.client_ip))
                return "ignored"

        self.assertIsNone(self.session(plugin_class=Ending).end())
        self.assertEqual(ended, [("session-1", None)])


class NameTest(PluginTest):
    """Who the user is."""

    def identity(self, configuration="", pairs=None, **arguments):
        return self.result(configuration, pairs, **arguments)["cookie"].get("mfa_identity")

    def result(self, configuration="", pairs=None, **arguments):
        session = self.session(configuration, **arguments)
        return session.authenticate(**dict(pairs or {}, otp="1"))

    def test_the_gateway_user_comes_before_the_pairs_and_the_server(self):
        names = {"gu": "typed", "username": "late"}
        self.assertEqual(self.identity("", names, server_username="srv"), "gwuser")
        nobody = {"gateway_user": None}
        self.assertEqual(self.identity("", names, server_username="srv", **nobody), "typed")
        self.assertEqual(self.identity("", {"username": "late"}, **nobody), "late")
        late = {"username": "late"}
        self.assertEqual(self.identity("", late, server_username="srv", **nobody), "srv")

    def test_the_suffix_is_ignored_in_rdp_and_the_groups_stay(self):
        upn = {"gateway_user": "alice@acme.com", "protocol": "RDP"}
        result = self.result("", **upn)
        self.assertEqual(result["cookie"]["username"], "alice")
        self.assertNotIn("gateway_user", result)
        off = "[ignore_upn_suffix_for_rdp]\nignore=no"
        self.assertEqual(self.identity(off, **upn), "alice@acme.com")
        self.assertEqual(self.identity("", gateway_user="alice@acme.com"), "alice@acme.com")

    def test_a_domain_is_appended_behind_the_mapping(self):
        both = "[usermapping source=explicit]\ngwuser=m\n[username_transform]\nappend_domain=a.com"
        self.assertEqual(self.identity(both), "m@a.com")
        self.assertEqual(self.identity(both, gateway_user="GWUSER"), "m@a.com")

    def test_an_empty_identity_is_an_error(self):
        with self.assertRaises(PluginSDKValueError):
            self.result("[usermapping source=explicit]\ngwuser=")

    def test_q28_the_directory_maps_where_the_configuration_does_not(self):
        ldap_servers["directory"] = {"users": USERS, "groups": {}}
        self.addCleanup(ldap_servers.clear)
        mapping = LDAP + "[usermapping source=ldap_server]\nuser_attribute=%s\n"
        self.assertEqual(self.identity(mapping % "description"), "mapped")
        self.assertEqual(self.identity(mapping % "empty"), "gwuser")
        explicit = "[usermapping source=explicit]\ngwuser=first\n"
        self.assertEqual(self.identity(mapping % "description" + explicit), "first")
        with self.assertRaises(LDAPUserNotFound):
            self.identity(mapping % "description", gateway_user="nobody")


class PasswordTest(PluginTest):
    """How the password comes."""

    def test_the_question_is_the_configured_one(self):
        text = "[auth]\nprompt=Code?\ndisable_echo=yes"
        self.assertEqual(self.session(text).authenticate()["question"], ("otp", "Code?", True))

    def test_nobody_is_asked_where_nobody_can_answer(self):
        passwords = []

        class Seeing(AAPlugin):
            def do_authenticate(self):
                passwords.append(self.mfa_password)
                return AAResponse.accept()

        self.session(plugin_class=Seeing, protocol="mssql").authenticate()
        self.session("[auth]\ninteractive_protocols=rdp", Seeing).authenticate()
        self.session(plugin_class=Seeing).authenticate(otp="")
        self.assertEqual(passwords, ["", "", ""])
        asked = self.session("[auth]\ninteractive_protocols=RDP, Sudo", protocol="sudo")
        self.assertEqual(asked.authenticate()["verdict"], "NEEDINFO")
        self.assertEqual(self.session(protocol=None).authenticate()["verdict"], "NEEDINFO")


class QuestionTest(PluginTest):
    """Questions behind an accepted login."""

    def asked(self, text):
        return self.session(text).authenticate(otp="1")["question"]

    def test_q17_what_is_typed_is_shown_unless_the_question_says_otherwise(self):
        text = "[question_1]\nkey=k\nprompt=p\n"
        self.assertEqual(self.asked(text), ("k", "p", False))
        self.assertEqual(self.asked(text + "disable_echo=yes"), ("k", "p", True))

    def test_q30_questions_come_in_the_order_of_the_text(self):
        text = "[question_2]\nkey=b\nprompt=p\n[question_1]\nkey=a\nprompt=p\n"
        self.assertEqual(self.asked(text)[0], "b")

    def test_a_question_without_a_key_is_an_error(self):
        with self.assertRaises(RequiredConfigurationSettingNotFound):
            self.asked("[question_1]\nprompt=p")


class WhitelistTest(PluginTest):
    """Who is accepted without MFA."""

    def verdict(self, configuration, **arguments):
        return self.session(configuration, **arguments).authenticate()["verdict"]

    def test_users_of_a_list_need_no_mfa(self):
        user_lists["vips"] = {"allow": "no_user", "except": ["gwuser"]}
        self.addCleanup(user_lists.clear)
        text = "[whitelist source=user_list]\nname=vips"
        self.assertEqual(self.verdict(text), "ACCEPT")
        self.assertEqual(self.verdict(text, gateway_user="GWuser"), "NEEDINFO")
        with self.assertRaises(LocalUserListNotFound):
            self.verdict("[whitelist source=user_list]\nname=others")

    def test_members_of_groups_need_no_mfa_or_alone_need_it(self):
        groups = {"admins": ["gwuser"]}
        users = {"gwuser": {}, "other": {}}
        ldap_servers["directory"] = {"users": users, "groups": groups}
        self.addCleanup(ldap_servers.clear)
        text = LDAP + "[whitelist source=ldap_server_group]\nallow=%s\nexcept=Admins, else\n"
        table = {
            ("no_user", "gwuser"): "ACCEPT",
            ("no_user", "other"): "NEEDINFO",
            ("all_users", "gwuser"): "NEEDINFO",
            ("all_users", "other"): "ACCEPT",
            ("no_user", "unknown"): "NEEDINFO",
            ("all_users", "unknown"): "NEEDINFO",
        }
        for (allow, user), expected in table.items():
            self.assertEqual(self.verdict(text % allow, gateway_user=user), expected, (allow, user))

    def test_without_groups_the_directory_is_not_asked(self):
        text = "[whitelist source=ldap_server_group]\nallow=%s\n"
        self.assertEqual(self.verdict(text % "no_user"), "NEEDINFO")
        self.assertEqual(self.verdict(text % "all_users"), "ACCEPT")

    def test_q29_questions_are_asked_nevertheless(self):
        user_lists["vips"] = {"allow": "all_users", "except": []}
        self.addCleanup(user_lists.clear)
        text = "[whitelist source=user_list]\nname=vips\n[question_9]\nkey=k\nprompt=p"
        session = self.session(text)
        self.assertEqual(session.authenticate()["question"][0], "k")
        self.assertEqual(session.authenticate(k="v")["verdict"], "ACCEPT")
