# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""AA plugins against the conformance vectors of the contract's appendix A."""

from plugintest import PluginTest, through_json

from safeguard.sessions.plugin import AAPlugin, AAResponse
from safeguard.sessions.plugin.mfa_client import MFAAuthenticationFailure, MFAClient

QUESTIONS = """
    [question_1]
    key=q1
    prompt=First?
    [question_2]
    key=q2
    prompt=Second?
    disable_echo=yes
    [question_3]
    key=q3
    prompt=Third?
"""


class Challenging(AAPlugin):
    """Asks for one more password, as RADIUS servers do."""

    def do_authenticate(self):
        if "radius_password" not in self.connection.key_value_pairs:
            question = AAResponse.need_info("q", "radius_password", True)
            return question.with_cookie({"state": "s-1"})
        assert self.cookie["state"] == "s-1"
        return AAResponse.accept()


class Counting(AAPlugin):
    """Counts how often it authenticated, over processes."""

    def do_authenticate(self):
        calls = self.cookie.get("calls", 0) + 1
        return AAResponse.accept("pushed").with_cookie({"calls": calls})


class TypedName(AAPlugin):
    """Takes the name that the user typed before all others."""

    def _extract_username(self):
        return self.connection.key_value_pairs.get("ru") or super()._extract_username()


class Refusing(AAPlugin):
    """Refuses in both hooks."""

    def do_authenticate(self):
        return _FailingClient("Acme").execute_authenticate(self.username, self.mfa_identity, "1")

    def do_authorize(self):
        return AAResponse.deny("no ticket")


class _FailingClient(MFAClient):
    def otp_authenticate(self, user, passcode):
        raise MFAAuthenticationFailure("User was not found there", 404)


class VectorTest(PluginTest):
    """V1 to V14, V23, V24, V27 and V28."""

    def test_v1_who_has_given_no_password_is_asked(self):
        result = self.session(protocol="SSH").authenticate()
        self.assertEqual(result["verdict"], "NEEDINFO")
        self.assertEqual((result["question"][0], len(result["question"])), ("otp", 3))
        self.assertIs(result["question"][2], False)
        self.assertEqual(result["cookie"]["mfa_identity"], "gwuser")

    def test_v2_the_user_of_the_server_counts_without_a_gateway_user(self):
        result = self.session(gateway_user=None, server_username="srvuser").authenticate()
        self.assertEqual(result["verdict"], "NEEDINFO")
        self.assertEqual(result["cookie"]["mfa_identity"], "srvuser")

    def test_v3_nobody_is_refused(self):
        result = self.session(gateway_user=None).authenticate()
        self.assertEqual(result["verdict"], "DENY")
        self.assertIsNone(result["cookie"].get("mfa_identity"))

    def test_v4_the_user_of_the_server_becomes_the_gateway_user(self):
        result = self.session(gateway_user=None, server_username="srvuser").authenticate(otp="1")
        self.assertEqual((result["verdict"], result["gateway_user"]), ("ACCEPT", "srvuser"))
        self.assertEqual(result["gateway_groups"], ())

    def test_v5_a_plugin_takes_the_name_from_elsewhere(self):
        result = self.session(plugin_class=TypedName).authenticate(ru="typed", otp="1")
        self.assertEqual((result["verdict"], result["gateway_user"]), ("ACCEPT", "typed"))
        self.assertEqual(result["cookie"]["mfa_identity"], "typed")

    def test_v6_a_plugin_asks_itself_and_finds_its_cookie_again(self):
        session = self.session(plugin_class=Challenging)
        result = session.authenticate(otp="1")
        self.assertEqual(result["question"], ("radius_password", "q", True))
        self.assertEqual(result["cookie"]["state"], "s-1")
        result = session.authenticate(otp="1", radius_password="2")
        self.assertEqual(result["verdict"], "ACCEPT")

    def test_v7_v8_v9_v10_questions_come_after_one_authentication(self):
        session = self.session(QUESTIONS, Counting)
        self.assertEqual(session.authenticate()["question"][0], "otp")
        asked = session.authenticate(otp="")
        self.assertEqual(asked["question"], ("q1", "First?", False))
        asked = session.authenticate(otp="", q1="one", q2="two")
        self.assertEqual(asked["question"][0], "q3")
        answers = {"q1": "one", "q2": "two", "q3": "three"}
        result = session.authenticate(otp="", **answers)
        self.assertEqual(result["verdict"], "ACCEPT")
        self.assertIn("pushed", result["additional_metadata"])
        self.assertEqual(result["session_cookie"]["questions"], answers)
        self.assertEqual(result["cookie"]["calls"], 1)

    def test_v11_the_session_cookie_of_others_stays(self):
        result = self.session(session_cookie={"foo": "bar"}).authenticate()
        self.assertEqual(result["session_cookie"]["foo"], "bar")

    def test_v12_what_the_service_says_is_in_the_metadata(self):
        result = self.session(plugin_class=Refusing).authenticate(otp="1")
        self.assertEqual(result["verdict"], "DENY")
        self.assertIn("not found", result["additional_metadata"])

    def test_v13_so_is_the_reason_of_a_refusal(self):
        result = self.session(plugin_class=Refusing).authorize()
        self.assertEqual(result["verdict"], "DENY")
        self.assertIn("no ticket", result["additional_metadata"])

    def test_v14_a_mapped_identity_is_there_in_authorize(self):
        session = self.session("[usermapping source=explicit]\ngwuser=mapped")
        session.authenticate(otp="1")
        session.authorize()
        self.assertEqual(session.plugin.mfa_identity, "mapped")

    def test_v23_a_plugin_may_say_that_it_did_not_authenticate(self):
        class Abstaining(AAPlugin):
            def do_authenticate(self):
                return {"verdict": "NONE"}

        result = self.session(plugin_class=Abstaining, gateway_user=None, server_username="u")
        result = result.authenticate(otp="1")
        self.assertEqual(result["verdict"], "NONE")
        self.assertNotIn("gateway_user", result)

    def test_v24_keys_of_cookies_become_text(self):
        class Keeping(AAPlugin):
            def do_authenticate(self):
                return AAResponse.accept().with_cookie({"tries": {1: "a"}})

        session = self.session(plugin_class=Keeping)
        result = session.authenticate(otp="1")
        self.assertEqual(through_json(result)["cookie"]["tries"]["1"], "a")
        session.authorize()
        self.assertEqual(session.plugin.cookie["tries"]["1"], "a")

    def test_v27_former_callers_know_fewer_arguments(self):
        plugin = AAPlugin("")
        result = plugin.authorize(
            cookie={}, session_cookie={}, target_server="192.0.2.9", target_username="root"
        )
        self.assertEqual(result["verdict"], "ACCEPT")
        self.assertEqual(plugin.connection.target_server, "192.0.2.9")
        self.assertEqual(plugin.connection.server_username, "root")

    def test_l17_cookies_may_come_by_their_place(self):
        result = AAPlugin("").authenticate({"a": 1}, {"b": 2}, gateway_user="u", client_port=None)
        self.assertEqual((result["cookie"]["a"], result["session_cookie"]), (1, {"b": 2}))

    def test_v28_the_steps_have_their_names(self):
        plugin = AAPlugin("")
        lists = {
            plugin._authentication_steps: "_check_username _check_user_list_whitelist"
            " _check_ldap_group_whitelist _check_authentication_cache _map_username_explicit"
            " _map_username_ldap _transform_username _ask_mfa_password"
            " _log_authenticate_calculated_mfa_identity do_authenticate",
            plugin._post_successful_authentication_steps: "_refresh_authentication_cache"
            " _ask_questions",
            plugin._authorization_steps: "_log_authorize_calculated_mfa_identity"
            " _check_and_increase_client_connection_count do_authorize",
            plugin._session_ended_steps: "_decrease_client_connection_count do_session_ended",
        }
        for steps, names in lists.items():
            self.assertEqual([step.__name__ for step in steps()], names.split(" "))


class Document:
    """The documents' own sample of a plugin without the SDK, told anew (X3)."""

    def authenticate(self, key_value_pairs, cookie):
        """Ask for a word up to three times."""
        if key_value_pairs.get("token") == "open":
            return {"verdict": "ACCEPT"}
        count = cookie.get("cnt", 0) + 1
        if count > 3:
            return {"verdict": "DENY"}
        return {"verdict": "NEEDINFO", "question": ("token", "Token?"), "cookie": {"cnt": count}}


class DocumentTest(PluginTest):
    """V22, which needs nothing of the SDK but that it leaves such plugins alone."""

    def test_v22_the_fourth_wrong_word_is_refused(self):
        cookie, verdicts = {}, []
        for _ in range(4):
            result = Document().authenticate({"token": "wrong"}, cookie)
            cookie = through_json(result.get("cookie", cookie))
            verdicts.append(result["verdict"])
        self.assertEqual(verdicts, ["NEEDINFO"] * 3 + ["DENY"])
