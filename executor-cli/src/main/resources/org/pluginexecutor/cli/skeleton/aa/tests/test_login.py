"""Logins, hook by hook. Run them with: plugin-executor plugin test"""

import os
import unittest

from main import Plugin
from safeguard.sessions.plugin_impl.test_utils.plugin import (
    assert_plugin_hook_result,
    check_that_data_is_serializable,
    minimal_parameters,
    update_cookies,
)

_ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

with open(os.path.join(_ROOT, "default.cfg"), encoding="utf-8") as _file:
    CONFIGURATION = _file.read()


class LoginTest(unittest.TestCase):
    def setUp(self):
        self.parameters = {
            "session_id": "test-1",
            "cookie": {},
            "session_cookie": {},
            "protocol": "ssh",
            "connection_name": "tests",
            "client_ip": "192.0.2.10",
            "client_port": 40000,
            "gateway_user": "alice",
            "key_value_pairs": {},
        }

    def call(self, hook, **answers):
        # A new object for each call, as in a session: only the cookies are carried over.
        self.parameters["key_value_pairs"].update(answers)
        result = getattr(Plugin(CONFIGURATION), hook)(**self.parameters)
        check_that_data_is_serializable(result)
        update_cookies(self.parameters, result)
        return result

    def test_asks_for_the_one_time_password(self):
        result = self.call("authenticate")

        assert_plugin_hook_result(
            result, {"verdict": "NEEDINFO", "question": ("otp", "One-time password:", True)}
        )

    def test_accepts_the_right_one(self):
        self.call("authenticate")

        assert_plugin_hook_result(self.call("authenticate", otp="123456"), {"verdict": "ACCEPT"})
        assert_plugin_hook_result(self.call("authorize"), {"verdict": "ACCEPT"})

    def test_refuses_a_wrong_one(self):
        self.call("authenticate")

        assert_plugin_hook_result(self.call("authenticate", otp="654321"), {"verdict": "DENY"})

    def test_the_end_of_the_session_has_the_cookies_only(self):
        self.call("authenticate", otp="123456")

        Plugin(CONFIGURATION).session_ended(**minimal_parameters(self.parameters))


if __name__ == "__main__":
    unittest.main()
