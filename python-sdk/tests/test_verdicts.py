# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Verdicts (contract 6.6), and what becomes of an MFA service's answers (contract 6.8)."""

import json

from plugintest import PluginTest

from safeguard.sessions.plugin import AAResponse, DenyReasons
from safeguard.sessions.plugin.mfa_client import (
    MFAAuthenticationFailure,
    MFAClient,
    MFACommunicationError,
    MFAServiceUnreachable,
)


class ResponseTest(PluginTest):
    """Dicts with a verdict."""

    def test_accept_and_deny_say_why(self):
        self.assertEqual(AAResponse.accept(), {"verdict": "ACCEPT"})
        self.assertEqual(AAResponse.deny(), {"verdict": "DENY"})
        denied = AAResponse.deny(reason="h\u00e9", deny_reason="Go away")
        self.assertEqual(denied["reason"], "Go away")
        self.assertIn("h\u00e9", denied["additional_metadata"])
        self.assertEqual(json.loads(denied["additional_metadata"]), {"reason": "h\u00e9"})

    def test_a_question_has_three_parts(self):
        asked = AAResponse.need_info(question="Code?", key="otp")
        self.assertEqual(asked, {"verdict": "NEEDINFO", "question": ("otp", "Code?", False)})
        self.assertEqual(AAResponse.need_info("q", "k", True)["question"], ("k", "q", True))

    def test_more_is_chained(self):
        response = (
            AAResponse.accept("why")
            .with_cookie({"a": 1})
            .with_session_cookie({"b": 2})
            .with_gateway_user("user", ["group"])
            .with_additional_metadata({"c": 3})
            .with_reason("text")
        )
        self.assertEqual(
            response,
            {
                "verdict": "ACCEPT",
                "cookie": {"a": 1},
                "session_cookie": {"b": 2},
                "gateway_user": "user",
                "gateway_groups": ["group"],
                "additional_metadata": '{"c": 3}',
                "reason": "text",
            },
        )
        self.assertEqual(AAResponse.accept().with_gateway_user("u")["gateway_groups"], ())
        self.assertIsInstance(response, AAResponse)
        with self.assertRaises(TypeError):
            AAResponse.accept().with_additional_metadata(object())


class Client(MFAClient):
    """Answers or raises what a test says."""

    def __init__(self, answer, **options):
        super().__init__("Acme", **options)
        self.answer = answer
        self.calls = []

    def push_authenticate(self, mfa_identity):
        self.calls.append(("push", mfa_identity))
        return self._answer()

    def otp_authenticate(self, username, passcode):
        self.calls.append(("otp", username, passcode))
        return self._answer()

    def _answer(self):
        if isinstance(self.answer, BaseException):
            raise self.answer
        return self.answer


class MFAClientTest(PluginTest):
    """Answers and their verdicts."""

    def result(self, answer, **options):
        return Client(answer, **options).execute_authenticate("user", "identity", "1")

    def test_without_a_password_the_service_asks(self):
        client = Client(True)
        for password in (None, "", "123"):
            client.execute_authenticate("user", "identity", password)
        push = ("push", "identity")
        self.assertEqual(client.calls, [push, push, ("otp", "identity", "123")])

    def test_true_alone_accepts(self):
        self.assertEqual(self.result(True), {"verdict": "ACCEPT"})
        for answer in (False, None, 1, "yes", object()):
            result = self.result(answer)
            self.assertEqual(result["verdict"], "DENY", answer)
            self.assertEqual(result["reason"], DenyReasons().authentication_failure)

    def test_a_verdict_is_passed_on(self):
        asked = AAResponse.need_info("q", "k")
        self.assertIs(self.result(asked), asked)

    def test_q13_each_error_has_a_text_for_the_user(self):
        reasons = DenyReasons()
        table = (
            (MFAAuthenticationFailure("text", {"code": 4}), reasons.authentication_failure),
            (MFACommunicationError("text"), reasons.communication_error),
            (MFAServiceUnreachable("text"), reasons.backend_service_error),
        )
        for error, reason in table:
            result = self.result(error)
            self.assertEqual((result["verdict"], result["reason"]), ("DENY", reason))
            self.assertIn("text", result["additional_metadata"])

    def test_q14_only_a_service_out_of_reach_can_be_ignored(self):
        table = (
            (MFAAuthenticationFailure("text"), "DENY"),
            (MFACommunicationError("text"), "DENY"),
            (MFAServiceUnreachable("text"), "ACCEPT"),
        )
        for error, verdict in table:
            result = self.result(error, ignore_connection_error=True)
            self.assertEqual(result["verdict"], verdict)
        result = self.result(MFAServiceUnreachable("text"), ignore_connection_error=None)
        self.assertEqual(result["verdict"], "DENY")

    def test_other_errors_are_the_plugins(self):
        with self.assertRaises(KeyError):
            self.result(KeyError("x"))

    def test_a_client_that_cannot_push_refuses(self):
        result = MFAClient("Acme", True).execute_authenticate("user", "identity", "")
        self.assertEqual(result["verdict"], "DENY")
        result = MFAClient("Acme", True).execute_authenticate("user", "identity", "1")
        self.assertEqual(result["verdict"], "DENY")
