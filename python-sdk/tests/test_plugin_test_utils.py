# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""What tests of plugins are helped with."""

import unittest

import servicetest  # noqa: F401

from safeguard.sessions.plugin_impl.test_utils.plugin import (
    assert_plugin_hook_result,
    check_that_data_is_serializable,
    minimal_parameters,
    update_cookies,
)


class HookResultTest(unittest.TestCase):
    """Results that have at least what is expected."""

    def test_a_result_may_have_more_inside_and_outside(self):
        result = {"verdict": "ACCEPT", "cookie": {"a": 1, "b": {"c": 2, "d": 3}}, "other": None}
        assert_plugin_hook_result(result, {"verdict": "ACCEPT", "cookie": {"b": {"c": 2}}})

    def test_a_missing_or_other_value_fails_and_is_named(self):
        result = {"verdict": "DENY", "cookie": {"a": 1}}
        for expected, place in (
            ({"verdict": "ACCEPT"}, "verdict"),
            ({"cookie": {"a": 2}}, "a"),
            ({"cookie": {"b": 1}}, "b"),
            ({"cookie": None}, "cookie"),
        ):
            with self.assertRaisesRegex(AssertionError, place):
                assert_plugin_hook_result(result, expected)

    def test_no_result_fails(self):
        with self.assertRaises(AssertionError):
            assert_plugin_hook_result(None, {})

    def test_what_json_cannot_say_fails(self):
        check_that_data_is_serializable({"a": [1, None, (2,)]})
        with self.assertRaises(AssertionError):
            check_that_data_is_serializable({"a": object()})


class CookiesTest(unittest.TestCase):
    """Cookies on their way to the next hook."""

    def test_minimal_parameters_are_the_session_and_its_cookies(self):
        params = {"session_id": "1", "cookie": {}, "session_cookie": {}, "protocol": "ssh"}
        self.assertEqual(
            minimal_parameters(params), {"session_id": "1", "cookie": {}, "session_cookie": {}}
        )

    def test_cookies_of_a_result_are_carried_over_and_others_stay(self):
        params = {"cookie": {"a": 1}, "session_cookie": {"b": 2}}
        update_cookies(params, {"cookie": {"c": 3}})
        update_cookies(params, None)
        self.assertEqual(params, {"cookie": {"c": 3}, "session_cookie": {"b": 2}})
