# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""LDAP servers of tests, and what is asked of real ones."""

import re

from servicetest import ServiceTest, configuration

from safeguard.sessions.plugin.ldap_server import LDAPServer
from safeguard.sessions.plugin.ldap_server_exceptions import LDAPOperationError, LDAPUserNotFound
from safeguard.sessions.plugin.plugin_configuration_exceptions import (
    RequiredConfigurationSettingNotFound,
)
from safeguard.sessions.plugin_impl.ldap_directory import (
    Directory,
    DirectoryError,
    ServerAway,
    Settings,
)
from safeguard.sessions.plugin_impl.ldap_server import ldap_servers

NAMED = "[ldap_server]\nname = directory\n"
USERS = {
    "alice": {"description": "a-1", "mail": ["a@x", "b@x"], "uidNumber": 1000, "photo": b"\xff"},
    "bob": {"description": []},
}
GROUPS = {"Admins": ["alice"], "Staff": ["alice", "bob"]}
SETTINGS = {
    "uri": ["ldap://one", "ldap://two"],
    "user_base_dn": "ou=people,dc=x",
    "group_base_dn": "ou=groups,dc=x",
    "user_class": "person",
    "group_class": "groupOfNames",
    "time_limit": 5,
}


class InjectedDirectoryTest(ServiceTest):
    """Directories that tests of plugins write down."""

    def setUp(self):
        self.put(ldap_servers, "directory", {"users": USERS, "groups": GROUPS})

    def server(self, text=NAMED):
        return LDAPServer.from_config(configuration(text))

    def test_values_are_lists_of_text(self):
        self.assertEqual(self.server().get_user_string_attribute("alice", "mail"), ["a@x", "b@x"])
        self.assertEqual(self.server().get_user_string_attribute("alice", "uidNumber"), ["1000"])
        self.assertEqual(self.server().get_user_string_attribute("Alice", "UIDNUMBER"), ["1000"])

    def test_the_configuration_names_the_attribute_of_who_names_none(self):
        server = self.server(NAMED + "user_attribute = description\n")
        self.assertEqual(server.get_user_string_attribute("alice"), ["a-1"])
        with self.assertRaises(RequiredConfigurationSettingNotFound):
            self.server().get_user_string_attribute("alice")

    def test_several_attributes_come_by_name_and_missing_or_empty_ones_are_empty(self):
        self.assertEqual(
            self.server().get_user_string_attributes("bob", ["description", "mail"]),
            {"description": [], "mail": []},
        )

    def test_a_value_that_is_not_text_is_an_error(self):
        with self.assertRaises(LDAPOperationError):
            self.server().get_user_string_attribute("alice", "photo")

    def test_an_unknown_user_is_an_error(self):
        for username in ("carol", "", None, "*"):
            with self.assertRaises(LDAPUserNotFound):
                self.server().get_user_string_attribute(username, "mail")
            with self.assertRaises(LDAPUserNotFound):
                self.server().filter_user_groups(username, ["Staff"])

    def test_groups_are_filtered_whatever_their_case(self):
        server = self.server(NAMED + "user_groups = staff, admins\n")
        self.assertEqual(server.filter_user_groups("bob", ["admins", "STAFF", "x"]), ["STAFF"])
        self.assertEqual(server.filter_user_groups("alice"), ["staff", "admins"])
        self.assertEqual(server.filter_user_groups("alice", []), [])

    def test_a_directory_of_groups_alone_has_every_user(self):
        self.put(ldap_servers, "directory", {"groups": GROUPS})
        self.assertEqual(self.server().filter_user_groups("carol", ["Staff"]), [])


class MissingPolicyTest(ServiceTest):
    """What becomes of names that nobody knows."""

    def test_a_configuration_that_names_no_server_is_an_error(self):
        with self.assertRaises(RequiredConfigurationSettingNotFound):
            LDAPServer.from_config(configuration())

    def test_a_policy_that_does_not_exist_or_cannot_be_had_is_an_error(self):
        server = LDAPServer.from_config(configuration(NAMED))
        with self.assertRaisesRegex(LDAPOperationError, "directory"):
            server.filter_user_groups("alice", ["Staff"])
        self.serve({("ldap_server", "get"): OSError("away")})
        with self.assertRaisesRegex(LDAPOperationError, "directory"):
            server.filter_user_groups("alice", ["Staff"])


class FakeClient(object):
    """A connection that keeps the filters it is asked with."""

    def __init__(self, answers):
        self.answers = list(answers)
        self.searches = []
        self.is_closed = False

    def search(self, base, text, attributes):
        self.searches.append((base, text, attributes))
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def close(self):
        self.is_closed = True


ALICE = ("uid=alice,ou=people,dc=x", {"uid": [b"alice"], "mail": [b"a@x"]})


class DirectoryTest(ServiceTest):
    """What is asked of a real directory, and what is made of its answers."""

    def directory(self, answers, **settings):
        self.client = FakeClient(answers)
        return Directory(Settings(dict(SETTINGS, **settings)), lambda *_: self.client)

    def test_a_user_is_found_by_class_and_name(self):
        values = self.directory([[ALICE]]).user_attributes("alice", ["Mail", "sn"])
        self.assertEqual(values, {"Mail": [b"a@x"], "sn": []})
        self.assertEqual(
            self.client.searches,
            [("ou=people,dc=x", "(&(objectClass=person)(uid=alice))", ["Mail", "sn"])],
        )
        self.assertTrue(self.client.is_closed)

    def test_a_name_means_nothing_but_itself_in_the_filter(self):
        directory = self.directory([[]])
        with self.assertRaises(LookupError):
            directory.user_attributes("*)(uid=*\\\0", ["mail"])
        self.assertEqual(
            self.client.searches[0][1],
            "(&(objectClass=person)(uid=\\2a\\29\\28uid=\\2a\\5c\\00))",
        )

    def test_half_a_character_is_no_name(self):
        with self.assertRaises(LookupError):
            self.directory([]).user_attributes("alice\ud800", ["mail"])

    def test_two_users_of_one_name_are_an_error(self):
        with self.assertRaisesRegex(DirectoryError, "2 entries"):
            self.directory([[ALICE, ALICE]]).user_attributes("alice", ["mail"])

    def test_an_attribute_has_to_have_the_form_of_one(self):
        for name in ("*", "mail)(x=*", "", "1", "a b"):
            with self.assertRaises(DirectoryError):
                self.directory([]).user_attributes("alice", [name])

    def test_members_are_looked_for_by_the_name_of_their_entry(self):
        group = ("cn=Staff,ou=groups,dc=x", {"cn": [b"Staff"]})
        groups = self.directory([[ALICE], [group]]).user_groups("alice", ["STAFF", "a(b", "staff"])
        self.assertEqual(groups, ["STAFF", "staff"])
        base, text, attributes = self.client.searches[1]
        self.assertEqual((base, attributes), ("ou=groups,dc=x", ["cn"]))
        self.assertEqual(
            text,
            "(&(objectClass=groupOfNames)(|(member=uid=alice,ou=people,dc=x))"
            "(|(cn=STAFF)(cn=a\\28b)(cn=staff)))",
        )

    def test_members_of_posix_groups_are_looked_for_by_the_name_in_the_directory(self):
        directory = self.directory([[ALICE], []], group_member_attribute="memberUid")
        self.assertEqual(directory.user_groups("ALICE", ["Staff"]), [])
        self.assertIn("(|(memberUid=alice))", self.client.searches[1][1])

    def test_without_groups_only_the_user_is_looked_for(self):
        for groups in ([], ["\ud800"]):
            self.assertEqual(self.directory([[ALICE]]).user_groups("alice", groups), [])
            self.assertEqual(len(self.client.searches), 1)
        with self.assertRaises(LookupError):
            self.directory([[]]).user_groups("alice", [])

    def test_a_client_is_closed_when_a_search_fails(self):
        with self.assertRaises(DirectoryError):
            self.directory([DirectoryError("refused")]).user_attributes("alice", ["mail"])
        self.assertTrue(self.client.is_closed)


class Clock(object):
    """Seconds that pass when a test says so."""

    now = 100.0

    def __call__(self):
        return self.now


class FailoverTest(ServiceTest):
    """Which of several servers is asked, and for how long."""

    def setUp(self):
        self.clock = Clock()
        self.tried = []

    def directory(self, seconds_until_failure, client=None):
        def connect(_, uri, limit):
            self.tried.append((uri, limit.left_s()))
            if client is not None and uri == "ldap://two":
                return client
            self.clock.now += seconds_until_failure
            raise ServerAway("down: " + uri)

        return Directory(Settings(SETTINGS), connect, self.clock)

    def test_the_next_server_is_asked_when_one_is_away(self):
        directory = self.directory(1.0, FakeClient([[ALICE]]))
        self.assertEqual(directory.user_attributes("alice", ["mail"]), {"mail": [b"a@x"]})
        self.assertEqual(self.tried, [("ldap://one", 2.5), ("ldap://two", 4.0)])

    def test_the_first_failure_is_told_when_all_are_away(self):
        with self.assertRaisesRegex(ServerAway, "ldap://one"):
            self.directory(1.0).user_attributes("alice", ["mail"])
        self.assertEqual([uri for uri, _ in self.tried], ["ldap://one", "ldap://two"])

    def test_all_servers_together_have_the_time_limit(self):
        with self.assertRaisesRegex(ServerAway, "ldap://one"):
            self.directory(5.0).user_attributes("alice", ["mail"])
        self.assertEqual(self.tried, [("ldap://one", 2.5)])

    def test_a_server_that_refuses_is_the_answer(self):
        tried = []

        def connect(_, uri, limit):
            tried.append(uri)
            raise DirectoryError("Invalid credentials")

        with self.assertRaises(DirectoryError):
            Directory(Settings(SETTINGS), connect).user_attributes("alice", ["mail"])
        self.assertEqual(tried, ["ldap://one"])


class SettingsTest(ServiceTest):
    """Policies that cannot be worked with."""

    def test_what_cannot_be_safe_is_refused(self):
        for wrong, text in (
            ({"uri": []}, "uri"),
            ({"uri": ["ldapi:///x"]}, "uri"),
            ({"uri": ["ldaps://x"]}, "ca_certificates"),
            ({"start_tls": True}, "ca_certificates"),
            ({"bind_dn": "cn=admin"}, "bind_password"),
            ({"user_name_attribute": "uid=*)(x"}, "attribute"),
        ):
            with self.assertRaisesRegex(DirectoryError, re.escape(text)):
                Settings(dict(SETTINGS, **wrong))
