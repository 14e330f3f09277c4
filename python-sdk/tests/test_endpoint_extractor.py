# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Values from REST endpoints, with a session that keeps what it is called with (vector V26)."""

import json
import sys
import types
import unittest

import servicetest  # noqa: F401

from safeguard.sessions.plugin.endpoint_extractor import EndpointException, EndpointExtractor
from safeguard.sessions.plugin.exceptions import PluginSDKRuntimeError, PluginSDKValueError


class Response(object):
    """A response as requests gives it."""

    def __init__(self, text="{}", status_code=200, reason="OK"):
        self.text = text
        self.status_code = status_code
        self.reason = reason
        self.ok = status_code < 400


class Session(object):
    """A session that answers always the same."""

    def __init__(self, answer):
        self.answer = answer
        self.calls = []

    def __getattr__(self, method):
        def call(*arguments, **named):
            self.calls.append((method, arguments, named))
            if isinstance(self.answer, Exception):
                raise self.answer
            return self.answer

        return call


class InvokeTest(unittest.TestCase):
    """The call that is made."""

    def test_get_has_headers_and_parameters(self):
        session = Session(Response())
        EndpointExtractor("http://host").invoke_http_method(
            session, "v1/x", "get", headers={"a": "b"}, params={"p": 1}
        )
        self.assertEqual(
            session.calls,
            [("get", ("http://host/v1/x",), {"headers": {"a": "b"}, "params": {"p": 1}})],
        )

    def test_post_has_its_data_as_json_text(self):
        session = Session(Response())
        EndpointExtractor("http://host").invoke_http_method(
            session, "/v1/x", "POST", headers={"a": "b"}, data={"k": "v"}
        )
        named = {"headers": {"a": "b"}, "data": json.dumps({"k": "v"}), "params": None}
        self.assertEqual(session.calls, [("post", ("http://host/v1/x",), named)])

    def test_post_without_data_has_none(self):
        session = Session(Response())
        EndpointExtractor().invoke_http_method(session, "http://host/v1/x", "post")
        named = {"headers": None, "data": None, "params": None}
        self.assertEqual(session.calls, [("post", ("http://host/v1/x",), named)])

    def test_there_is_one_slash_between_base_and_endpoint(self):
        for base in ("http://host", "http://host/", "http://host/base", "http://host/base/"):
            for endpoint in ("PasswordVault/api/x", "/PasswordVault/api/x"):
                session = Session(Response())
                EndpointExtractor(base_url=base).invoke_http_method(session, endpoint, "get")
                self.assertEqual(
                    session.calls[0][1], (base.rstrip("/") + "/PasswordVault/api/x",)
                )

    def test_the_response_comes_back_whatever_its_status(self):
        response = Response("no", 403, "Forbidden")
        extractor = EndpointExtractor("http://host")
        self.assertIs(extractor.invoke_http_method(Session(response), "x", "get"), response)

    def test_a_method_that_does_not_exist_is_refused(self):
        with self.assertRaises(PluginSDKValueError):
            EndpointExtractor("http://host").invoke_http_method(Session(None), "x", "close")


class ExtractTest(unittest.TestCase):
    """The value in the answer."""

    def extract(self, response, data_path=None):
        return EndpointExtractor("http://host").extract_data_from_endpoint(
            Session(response), "v1/x", data_path
        )

    def test_a_path_leads_through_dicts(self):
        self.assertEqual(self.extract(Response('{"a": {"b": ["c"]}}'), "a.b"), ["c"])

    def test_without_path_everything_comes_back(self):
        self.assertEqual(self.extract(Response('"text"')), "text")

    def test_what_is_not_there_is_an_error_that_names_the_endpoint(self):
        message = r"Endpoint \(http://host/v1/x\) response did not contain the information;"
        for text in ('{"a": {}}', '{"a": null}', '{"a": ["b"]}', '{"a": "b"}', "[]", "not json"):
            with self.assertRaisesRegex(EndpointException, message):
                self.extract(Response(text), "a.b")

    def test_an_error_status_is_an_error_with_its_number_and_text(self):
        with self.assertRaises(EndpointException) as raised:
            self.extract(Response("no", 403, "Forbidden"))
        text = str(raised.exception)
        self.assertTrue(text.startswith("Endpoint responded with NOK"), text)
        self.assertIn("; ", text)
        self.assertIn("status_code='403'", text)
        self.assertIn("status_text='Forbidden'", text)
        self.assertIsInstance(raised.exception, PluginSDKRuntimeError)

    def test_the_answer_is_not_in_the_text_of_the_error(self):
        with self.assertRaises(EndpointException) as raised:
            self.extract(Response('{"password": "hush"'), "password")
        self.assertNotIn("hush", str(raised.exception))
        self.assertIsNone(raised.exception.__cause__)

    def test_other_arguments_reach_the_call(self):
        session = Session(Response('{"a": 1}'))
        EndpointExtractor("http://host").extract_data_from_endpoint(
            session, "x", "a", method="post", headers={"h": "1"}, data={}, params={"p": "1"}
        )
        named = {"headers": {"h": "1"}, "data": "{}", "params": {"p": "1"}}
        self.assertEqual(session.calls, [("post", ("http://host/x",), named)])


class UnreachableTest(unittest.TestCase):
    """Endpoints that cannot be reached, with a stand-in for requests."""

    def setUp(self):
        class ConnectionFailure(IOError):
            """What requests calls ConnectionError."""

        package = types.ModuleType("requests")
        exceptions = types.ModuleType("requests.exceptions")
        exceptions.ConnectionError = ConnectionFailure
        self.failure = ConnectionFailure("no route")
        for name, module in (("requests", package), ("requests.exceptions", exceptions)):
            before = sys.modules.get(name)
            sys.modules[name] = module
            self.addCleanup(self.restore, name, before)

    def restore(self, name, before):
        if before is None:
            del sys.modules[name]
        else:
            sys.modules[name] = before

    def test_a_failed_connection_is_an_error_of_the_endpoint(self):
        extractor = EndpointExtractor("http://host")
        with self.assertRaises(EndpointException) as raised:
            extractor.extract_data_from_endpoint(Session(self.failure), "x")
        self.assertIs(raised.exception.__cause__, self.failure)

    def test_other_errors_pass(self):
        with self.assertRaises(KeyError):
            EndpointExtractor("http://host").invoke_http_method(Session(KeyError("x")), "x", "get")
