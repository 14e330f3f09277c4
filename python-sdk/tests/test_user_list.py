# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""User List policies, of tests and of the server."""

from servicetest import ServiceTest, configuration

from safeguard.sessions.plugin.exceptions import PluginSDKRuntimeError, PluginSDKValueError
from safeguard.sessions.plugin.plugin_configuration_exceptions import (
    RequiredConfigurationSettingNotFound,
)
from safeguard.sessions.plugin.user_list import UserList
from safeguard.sessions.plugin.user_list_exceptions import LocalUserListNotFound
from safeguard.sessions.plugin_impl.user_list import user_lists

NAMED = "[user_list]\nname = people\n"


class UserListTest(ServiceTest):
    """Who matches."""

    def test_with_no_user_those_on_the_list_match(self):
        users = UserList(["alice"], "no_user")
        self.assertEqual([users.check_user(each) for each in ("alice", "bob")], [True, False])

    def test_with_all_users_everybody_else_matches(self):
        users = UserList(["alice"], "all_users")
        self.assertEqual([users.check_user(each) for each in ("alice", "bob")], [False, True])

    def test_case_counts(self):
        self.assertFalse(UserList(["alice"], "no_user").check_user("Alice"))
        self.assertTrue(UserList(["alice"], "all_users").check_user("Alice"))

    def test_nobody_never_matches(self):
        for default in ("all_users", "no_user"):
            users = UserList(["alice", ""], default)
            self.assertEqual([users.check_user(each) for each in ("", None)], [False, False])

    def test_another_default_is_refused(self):
        with self.assertRaises(PluginSDKValueError):
            UserList([], "everyone")


class SourceTest(ServiceTest):
    """Where policies come from."""

    def test_a_policy_of_a_test_is_used(self):
        self.put(user_lists, "people", {"allow": "no_user", "except": ["alice"]})
        users = UserList.from_config(configuration(NAMED))
        self.assertTrue(users.check_user("alice"))
        self.assertFalse(users.check_user("bob"))

    def test_a_policy_of_the_server_is_asked_for_by_name(self):
        server = self.serve({("user_list", "get"): {"allow": "all_users", "except": ["alice"]}})
        users = UserList.from_config(configuration(), name="people")
        self.assertFalse(users.check_user("alice"))
        self.assertTrue(users.check_user("bob"))
        self.assertEqual(server.questions, [("user_list", "get", {"name": "people"})])

    def test_a_policy_that_does_not_exist_is_an_error(self):
        with self.assertRaisesRegex(LocalUserListNotFound, "people"):
            UserList.from_config(configuration(NAMED))
        self.serve({})
        with self.assertRaisesRegex(LocalUserListNotFound, "people"):
            UserList.from_config(configuration(NAMED))

    def test_a_policy_that_cannot_be_had_now_is_another_error(self):
        self.serve({("user_list", "get"): OSError("away")})
        with self.assertRaises(PluginSDKRuntimeError) as raised:
            UserList.from_config(configuration(NAMED))
        self.assertNotIsInstance(raised.exception, LocalUserListNotFound)

    def test_a_configuration_that_names_no_policy_is_an_error(self):
        with self.assertRaises(RequiredConfigurationSettingNotFound):
            UserList.from_config(configuration())
