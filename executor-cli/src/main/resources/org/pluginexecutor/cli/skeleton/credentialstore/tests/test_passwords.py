"""Check-outs, hook by hook. Run them with: plugin-executor plugin test"""

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


class PasswordsTest(unittest.TestCase):
    def setUp(self):
        self.parameters = {
            "session_id": "test-1",
            "cookie": {},
            "session_cookie": {},
            "protocol": "ssh",
            "client_ip": "192.0.2.10",
            "gateway_username": "alice",
            "gateway_groups": ["operators"],
            "server_username": "root",
            "server_ip": "198.51.100.7",
            "server_hostname": "server.example",
            "server_port": 22,
        }

    def call(self, hook):
        # A new object for each call, as in a session: only the cookies are carried over.
        result = getattr(Plugin(CONFIGURATION), hook)(**self.parameters)
        check_that_data_is_serializable(result)
        update_cookies(self.parameters, result)
        return result

    def test_knows_a_password(self):
        result = self.call("get_password_list")

        assert_plugin_hook_result(
            result,
            {
                "passwords": ["sample-password-of-root"],
                "cookie": {"account": "root", "asset": "server.example"},
            },
        )

    def test_says_nothing_of_an_account_that_it_does_not_know(self):
        self.parameters["server_username"] = "nobody"

        assert_plugin_hook_result(self.call("get_password_list"), {"passwords": []})

    def test_has_no_keys(self):
        assert_plugin_hook_result(self.call("get_private_key_list"), {"private_keys": []})

    def test_gives_the_password_back_when_the_session_is_over(self):
        given_back = []

        class Watched(Plugin):
            def do_check_in_credential(self):
                given_back.append((self.account, self.asset))

        self.call("get_password_list")
        Watched(CONFIGURATION).session_ended(**minimal_parameters(self.parameters))

        self.assertEqual([("root", "server.example")], given_back)


if __name__ == "__main__":
    unittest.main()
