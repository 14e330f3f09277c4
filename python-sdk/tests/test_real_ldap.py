# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""A real slapd, asked by python-ldap and by ldap3."""

import importlib
import sys
import time

import certificates
import directoryserver
import loopback
from servicetest import ServiceTest, configuration, skip

from safeguard.sessions import plugin_impl
from safeguard.sessions.plugin.ldap_server import LDAPServer
from safeguard.sessions.plugin.ldap_server_exceptions import LDAPOperationError, LDAPUserNotFound

ADAPTERS = {"ldap": "ldap_by_python_ldap", "ldap3": "ldap_by_ldap3"}


def is_installed(library):
    """Tell whether the library can be imported."""
    try:
        importlib.import_module(library)
    except ImportError:
        return False
    return True


def hide(test, library):
    """Let imports of the library fail until the test is over, and what has imported it be new."""
    before = sys.modules.get(library)
    sys.modules[library] = None
    test.addCleanup(show, library, before)
    adapter = ADAPTERS[library]
    sys.modules.pop(plugin_impl.__name__ + "." + adapter, None)
    if hasattr(plugin_impl, adapter):
        delattr(plugin_impl, adapter)


def show(library, before):
    """Undo what hides the library."""
    if before is None:
        del sys.modules[library]
    else:
        sys.modules[library] = before


def setUpModule():
    """Start one server for all tests, where there is one."""
    global ours, theirs, server
    if directoryserver.SLAPD is None or directoryserver.SLAPADD is None:
        skip("tests of LDAP: slapd is not installed")
    if certificates.OPENSSL is None:
        skip("tests of LDAP: the command openssl is not installed")
    ours = certificates.Certificates()
    ours.sign("server")
    theirs = certificates.Certificates()
    server = directoryserver.DirectoryServer(ours)


def tearDownModule():
    """End what setUpModule has started."""
    server.close()
    ours.close()
    theirs.close()


class RealLDAPTests(object):
    """What holds with either library."""

    library = ""
    hidden = ""

    @classmethod
    def setUpClass(cls):
        if not is_installed(cls.library):
            skip("tests of LDAP: this Python (%s) has no %s" % (sys.executable, cls.library))

    def setUp(self):
        if self.hidden:
            hide(self, self.hidden)

    def settings(self, **changes):
        settings = {
            "uri": [server.plain_uri],
            "bind_dn": directoryserver.BIND_DN,
            "bind_password": directoryserver.BIND_PASSWORD,
            "user_base_dn": "ou=people,dc=example,dc=org",
            "group_base_dn": "ou=groups,dc=example,dc=org",
            "user_name_attribute": "uid",
            "user_class": "inetOrgPerson",
            "group_class": "groupOfNames",
            "group_name_attribute": "cn",
            "group_member_attribute": "member",
            "start_tls": True,
            "ca_certificates": [ours.text("ca.pem")],
            "time_limit": 5,
        }
        settings.update(changes)
        return settings

    def directory(self, **changes):
        self.serve({("ldap_server", "get"): self.settings(**changes)})
        return LDAPServer.from_config(configuration(), name="directory")

    def test_values_of_a_user_are_text(self):
        values = self.directory().get_user_string_attributes(
            "alice", ["mail", "uidNumber", "Description", "title"]
        )
        self.assertEqual(sorted(values.pop("mail")), ["a@example.org", "alice@example.org"])
        self.assertEqual(
            values, {"uidNumber": ["1000"], "Description": [u"\u00e9l\u00e8ve"], "title": []}
        )

    def test_a_picture_is_not_text(self):
        with self.assertRaises(LDAPOperationError):
            self.directory().get_user_string_attribute("alice", "jpegPhoto")

    def test_tls_from_the_start_works_as_well_as_later(self):
        directory = self.directory(uri=[server.tls_uri], start_tls=False)
        self.assertEqual(directory.get_user_string_attribute("alice", "uid"), ["alice"])

    def test_names_that_would_change_the_filter_find_nobody(self):
        directory = self.directory()
        for username in ("*", "al*", "*)(uid=*", "alice)(|(uid=*)", "alice\0", "\\61lice", ")"):
            with self.assertRaises(LDAPUserNotFound):
                directory.get_user_string_attribute(username, "uid")
            with self.assertRaises(LDAPUserNotFound):
                directory.filter_user_groups(username, ["Admins"])

    def test_names_with_special_characters_are_found(self):
        directory = self.directory()
        self.assertEqual(directory.get_user_string_attribute("bob*", "cn"), ["Bob"])
        self.assertEqual(
            directory.filter_user_groups("bob*", ["others (ALL)", "Admins", "*"]), ["others (ALL)"]
        )

    def test_a_user_with_an_odd_entry_name_is_found_in_groups(self):
        directory = self.directory()
        self.assertEqual(directory.filter_user_groups("odd", ["Admins", "staff"]), ["Admins"])

    def test_groups_with_names_as_members_are_filtered_too(self):
        directory = self.directory(group_class="posixGroup", group_member_attribute="memberUid")
        self.assertEqual(directory.filter_user_groups("ALICE", ["Staff", "Admins"]), ["Staff"])
        self.assertEqual(directory.filter_user_groups("odd", ["Staff"]), [])

    def test_what_is_no_certificate_is_an_error(self):
        for changes in ({}, {"uri": [server.tls_uri], "start_tls": False}):
            directory = self.directory(ca_certificates=["nonsense"], **changes)
            with self.assertRaises(LDAPOperationError):
                directory.get_user_string_attribute("alice", "uid")

    def test_the_next_server_is_asked_when_one_is_not_trusted(self):
        elsewhere = server.plain_uri.replace("127.0.0.1", "localhost")
        directory = self.directory(uri=[elsewhere, server.plain_uri])
        self.assertEqual(directory.get_user_string_attribute("alice", "uid"), ["alice"])

    def test_two_users_of_one_name_are_an_error(self):
        with self.assertRaisesRegex(LDAPOperationError, "2 entries"):
            self.directory().get_user_string_attribute("twin", "uid")

    def test_a_base_that_does_not_exist_has_nobody(self):
        with self.assertRaises(LDAPUserNotFound):
            self.directory(user_base_dn="ou=nowhere,dc=example,dc=org").get_user_string_attribute(
                "alice", "uid"
            )

    def test_without_name_to_bind_only_what_is_public_is_seen(self):
        changes = {"bind_dn": "", "bind_password": ""}
        with self.assertRaises(LDAPUserNotFound):
            self.directory(**changes).get_user_string_attribute("alice", "uid")
        changes["user_base_dn"] = "ou=public,dc=example,dc=org"
        directory = self.directory(**changes)
        self.assertEqual(directory.get_user_string_attribute("open", "uid"), ["open"])

    def test_a_wrong_password_is_an_error_without_the_password(self):
        with self.assertRaises(LDAPOperationError) as raised:
            self.directory(bind_password="hush").get_user_string_attribute("alice", "uid")
        self.assertNotIn("hush", str(raised.exception))

    def test_a_server_of_another_authority_is_not_trusted(self):
        for changes in ({}, {"uri": [server.tls_uri], "start_tls": False}):
            directory = self.directory(ca_certificates=[theirs.text("ca.pem")], **changes)
            with self.assertRaises(LDAPOperationError):
                directory.get_user_string_attribute("alice", "uid")

    def test_the_name_in_the_certificate_has_to_be_the_one_of_the_server(self):
        for uri in (server.plain_uri, server.tls_uri):
            directory = self.directory(uri=[uri.replace("127.0.0.1", "localhost")])
            with self.assertRaises(LDAPOperationError):
                directory.get_user_string_attribute("alice", "uid")

    def test_the_next_server_is_asked_when_one_is_away(self):
        with loopback.silent_listener() as listener:
            port = listener.getsockname()[1]
        directory = self.directory(uri=["ldap://127.0.0.1:%d" % port, server.plain_uri])
        self.assertEqual(directory.get_user_string_attribute("alice", "uid"), ["alice"])

    def test_a_server_that_says_nothing_is_left_after_the_time_limit(self):
        with loopback.silent_listener() as listener:
            port = listener.getsockname()[1]
            for uri, start_tls in (("ldap", False), ("ldap", True), ("ldaps", False)):
                directory = self.directory(
                    uri=["%s://127.0.0.1:%d" % (uri, port)], start_tls=start_tls, time_limit=1
                )
                begin = time.monotonic()
                with self.assertRaises(LDAPOperationError):
                    directory.get_user_string_attribute("alice", "uid")
                self.assertLess(time.monotonic() - begin, 5, (uri, start_tls))


class PythonLdapTest(RealLDAPTests, ServiceTest):
    """By python-ldap, which is taken where it can be had."""

    library = "ldap"


class Ldap3Test(RealLDAPTests, ServiceTest):
    """By ldap3, which is taken where there is no python-ldap."""

    library = "ldap3"
    hidden = "ldap"


class NoLibraryTest(ServiceTest):
    """Neither."""

    def test_without_any_library_the_error_says_which_are_meant(self):
        self.serve({("ldap_server", "get"): {"uri": [server.plain_uri]}})
        for library in ADAPTERS:
            hide(self, library)
        with self.assertRaisesRegex(LDAPOperationError, "python-ldap or ldap3"):
            LDAPServer.from_config(configuration(), name="x").filter_user_groups("alice", ["a"])
