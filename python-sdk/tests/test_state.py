# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""What is remembered over processes: authentications and open sessions (contract 6.7, 6.7.1)."""

import json
import os
import stat
from unittest import mock

from plugintest import PluginTest, run_python

from safeguard.sessions.plugin import AAPlugin, AAResponse, PluginSDKValueError
from safeguard.sessions.plugin_impl import authentication_cache, connection_count, state_table
from safeguard.sessions.plugin_impl.user_list import user_lists

CACHE = "[authentication_cache]\nhard_timeout=90\nsoft_timeout=15\nreuse_limit=%d\n"
LIMIT = "[connection_limit by=client_ip_gateway_user]\nlimit=%d\n"


class Clock:
    """The time of a test."""

    def __init__(self, test, module):
        """Begin at some time, for one module."""
        self.now = 1000000.0
        patcher = mock.patch.object(module, "time")
        patcher.start().time.side_effect = lambda: self.now
        test.addCleanup(patcher.stop)


class CacheTest(PluginTest):
    """Logins that follow an authentication."""

    def setUp(self):
        super().setUp()
        self.directory = self.state_directory()
        self.clock = Clock(self, authentication_cache)

    def log_in(self, limit=2, otp="1", **arguments):
        """Log in, and tell whether it took an authentication."""
        runs = []

        class Plugin(AAPlugin):
            def do_authenticate(self):
                runs.append(self.username)
                return AAResponse.accept() if otp == "1" else AAResponse.deny()

        session = self.session(CACHE % limit, Plugin, **arguments)
        session.authenticate(otp=otp)
        return bool(runs)

    def test_it_is_off_unless_configured(self):
        self.assertEqual([self.log_in(limit=0) for _ in range(2)], [True, True])
        self.assertEqual(os.listdir(self.directory), [])

    def test_as_many_logins_as_configured_follow_without_one(self):
        found = [self.log_in() for _ in range(5)]
        self.assertEqual(found, [True, False, False, True, False])

    def test_a_gap_ends_it(self):
        self.log_in(limit=9)
        self.clock.now += 15
        self.assertFalse(self.log_in(limit=9))
        self.clock.now += 15.1
        self.assertTrue(self.log_in(limit=9))

    def test_its_age_ends_it_whatever_happens(self):
        self.log_in(limit=99)
        for _ in range(9):
            self.clock.now += 10
            self.assertFalse(self.log_in(limit=99))
        self.clock.now += 1
        self.assertTrue(self.log_in(limit=99))

    def test_a_clock_that_is_set_back_ends_it(self):
        self.log_in()
        self.clock.now -= 1
        self.assertTrue(self.log_in())

    def test_it_is_for_one_address_and_one_user_as_the_gateway_and_as_the_plugin_knows_them(self):
        self.log_in()
        self.assertTrue(self.log_in(client_ip="192.0.2.2"))
        self.assertTrue(self.log_in(gateway_user="other"))
        self.assertTrue(self.log_in(gateway_user=None, server_username="gwuser"))
        self.assertTrue(self.log_in(client_ip=None))
        self.assertTrue(self.log_in(client_ip=None))
        self.assertFalse(self.log_in())

    def test_who_was_refused_is_not_remembered(self):
        self.log_in(otp="wrong")
        self.assertTrue(self.log_in())

    def test_q29_who_needed_no_authentication_is_not_remembered(self):
        user_lists["vips"] = {"allow": "all_users", "except": []}
        self.addCleanup(user_lists.clear)
        listed = CACHE % 2 + "[whitelist source=user_list]\nname=vips"
        self.assertEqual(self.session(listed).authenticate()["verdict"], "ACCEPT")
        self.assertTrue(self.log_in())

    def test_questions_of_a_remembered_user_do_not_begin_a_new_time(self):
        self.log_in(limit=1)
        session = self.session(CACHE % 1 + "[question_1]\nkey=k\nprompt=p")
        self.assertEqual(session.authenticate()["question"][0], "k")
        self.assertEqual(session.authenticate(k="v")["verdict"], "ACCEPT")
        self.assertTrue(self.log_in(limit=1))

    def test_numbers_out_of_range_are_errors(self):
        for value in ("-1", "2147483648", "soon"):
            with self.assertRaises(PluginSDKValueError):
                text = "[authentication_cache]\nreuse_limit=1\nhard_timeout=" + value
                self.session(text).authenticate(otp="1")

    def test_names_are_in_no_file(self):
        self.log_in(gateway_user="../../Alice")
        place = os.path.join(self.directory, "plugin-sdk")
        names = sorted(os.listdir(place))
        self.assertEqual(names, ["authentication-cache", "authentication-cache.lock"])
        with open(os.path.join(place, names[0])) as file:
            self.assertNotIn("Alice", file.read())
        for name in names:
            mode = stat.S_IMODE(os.stat(os.path.join(place, name)).st_mode)
            self.assertEqual(mode, 0o600, name)

    def test_without_a_directory_the_process_remembers(self):
        self.set_variable("EPHEMERAL_PLUGIN_STATE_DIRECTORY", None)
        self.assertEqual([self.log_in() for _ in range(2)], [True, False])


class BrokenStateTest(PluginTest):
    """Files that cannot be read, and directories that cannot be written."""

    def setUp(self):
        super().setUp()
        self.directory = self.state_directory()
        self.place = os.path.join(self.directory, "plugin-sdk")

    def verdicts(self, text, count=2):
        return [
            self.session(text, session_id="s%d" % number).authorize()["verdict"]
            for number in range(count)
        ]

    def test_damaged_records_are_given_up(self):
        for content in (b"{", b"[]", b'{"a": 1}', b'{"a": [1, 2]}', b"\xff", b'{"a":["x"]}'):
            self.write("authentication-cache", content)
            self.write("connection-count", content)
            with self.assertLogs("plugin", "WARNING") as log:
                result = self.session(CACHE % 5).authenticate()
                self.assertEqual(self.verdicts(LIMIT % 1), ["ACCEPT", "DENY"])
            self.assertEqual(result["verdict"], "NEEDINFO", content)
            self.assertIn("damaged", log.output[0])

    def test_records_larger_than_any_table_are_given_up(self):
        self.write("connection-count", b" " * (state_table._SIZE_LIMIT_BYTES + 1))
        self.assertEqual(self.verdicts(LIMIT % 1), ["ACCEPT", "DENY"])

    def test_a_state_that_cannot_be_had_accepts_nobody_and_stops_no_login(self):
        # A file where a directory is expected: rights would not stop root.
        self.set_variable("EPHEMERAL_PLUGIN_STATE_DIRECTORY", os.devnull)
        for _ in range(2):
            with self.assertLogs("plugin", "WARNING"):
                result = self.session(CACHE % 5, AAPlugin).authenticate(otp="1")
            self.assertEqual(result["verdict"], "ACCEPT")
            self.assertIn("gwuser", result["cookie"]["mfa_identity"])
        with self.assertLogs("plugin", "ERROR"):
            self.assertEqual(self.verdicts(LIMIT % 1), ["DENY", "DENY"])
        self.session(LIMIT % 1).end()

    def test_a_full_disk_keeps_what_was_there(self):
        self.assertEqual(self.verdicts(LIMIT % 1, 1), ["ACCEPT"])
        with mock.patch.object(state_table.os, "replace", side_effect=OSError(28, "full")):
            with self.assertLogs("plugin", "ERROR") as log:
                result = self.session(LIMIT % 2, session_id="s9").authorize()
        self.assertEqual(result["verdict"], "DENY")
        self.assertIn("full", log.output[0])
        self.assertEqual(
            sorted(os.listdir(self.place)), ["connection-count", "connection-count.lock"]
        )
        self.assertEqual(len(self.records("connection-count")), 1)

    def test_a_hit_that_cannot_be_counted_is_none(self):
        self.session(CACHE % 5).authenticate(otp="1")
        with mock.patch.object(state_table.os, "replace", side_effect=OSError(28, "full")):
            self.assertEqual(self.session(CACHE % 5).authenticate()["verdict"], "NEEDINFO")

    def test_links_are_not_followed(self):
        os.mkdir(self.place)
        target = os.path.join(self.directory, "elsewhere")
        os.symlink(target, os.path.join(self.place, "connection-count.lock"))
        self.assertEqual(self.verdicts(LIMIT % 1, 1), ["DENY"])
        self.assertFalse(os.path.exists(target))

    def test_the_oldest_records_make_room(self):
        clock = Clock(self, connection_count)
        with mock.patch.object(connection_count, "_RECORD_LIMIT", 3):
            for number in range(5):
                clock.now += 1
                self.session(LIMIT % 9, session_id=str(number)).authorize()
        kept = set(self.records("connection-count"))
        self.assertEqual(kept, {state_table.digest(str(number)) for number in (2, 3, 4)})

    def write(self, name, content):
        os.makedirs(self.place, exist_ok=True)
        with open(os.path.join(self.place, name), "wb") as file:
            file.write(content)

    def records(self, name):
        with open(os.path.join(self.place, name)) as file:
            return json.load(file)


class ConnectionLimitTest(PluginTest):
    """Sessions at the same time."""

    def setUp(self):
        super().setUp()
        self.state_directory()

    def begin(self, session_id, limit=2, **arguments):
        session = self.session(LIMIT % limit, session_id=session_id, **arguments)
        return session, session.authorize()["verdict"]

    def test_sessions_up_to_the_limit_are_let_in_until_one_ends(self):
        first, verdict = self.begin("a")
        self.assertEqual(verdict, "ACCEPT")
        self.assertEqual(self.begin("b")[1], "ACCEPT")
        self.assertEqual(self.begin("c")[1], "DENY")
        first.end()
        self.assertEqual(self.begin("c")[1], "ACCEPT")

    def test_each_user_and_each_address_has_a_limit_of_its_own(self):
        self.assertEqual(self.begin("a", 1)[1], "ACCEPT")
        self.assertEqual(self.begin("b", 1, gateway_user="other")[1], "ACCEPT")
        self.assertEqual(self.begin("c", 1, client_ip="192.0.2.2")[1], "ACCEPT")
        self.assertEqual(self.begin("d", 1)[1], "DENY")

    def test_an_end_that_is_reported_twice_counts_once(self):
        first, _ = self.begin("a")
        self.begin("b")
        first.end()
        first.end()
        self.assertEqual([self.begin(name)[1] for name in "cd"], ["ACCEPT", "DENY"])

    def test_an_end_needs_no_cookie(self):
        first, _ = self.begin("a", 1)
        first.arguments["cookie"] = {}
        first.end()
        self.assertEqual(self.begin("b", 1)[1], "ACCEPT")

    def test_a_session_that_is_authorized_twice_counts_once(self):
        self.begin("a", 1)
        self.assertEqual(self.begin("a", 1)[1], "ACCEPT")

    def test_a_session_whose_end_is_lost_counts_for_a_day(self):
        clock = Clock(self, connection_count)
        self.begin("a", 1)
        clock.now += 24 * 3600
        self.assertEqual(self.begin("b", 1)[1], "DENY")
        clock.now += 1
        self.assertEqual(self.begin("b", 1)[1], "ACCEPT")

    def test_a_session_without_an_id_is_refused_where_there_is_a_limit(self):
        self.assertEqual(self.begin(None, 1)[1], "DENY")
        self.assertEqual(self.begin(None, 0)[1], "ACCEPT")

    def test_a_negative_limit_is_an_error(self):
        with self.assertRaises(PluginSDKValueError):
            self.begin("a", -1)


class ParallelTest(PluginTest):
    """Many processes at once."""

    CODE = """
        import sys
        from safeguard.sessions.plugin import AAPlugin
        process = sys.argv[1]
        sys.stdin.readline()
        for number in range(25):
            plugin = AAPlugin(%r)
            result = plugin.%s({}, {}, session_id="%%s-%%d" %% (process, number), protocol="ssh",
                gateway_user="u", client_ip="192.0.2.1")
            print(result["verdict"])
    """

    def run_all(self, text, hook):
        """Start four processes, let them go at once, and return all verdicts."""
        code = self.CODE % (text, hook)
        processes = [run_python(code, str(number)) for number in range(4)]
        for process in processes:
            process.stdin.write("go\n")
            process.stdin.flush()
        verdicts = []
        for process in processes:
            out, err = process.communicate(timeout=60)
            self.assertEqual(process.returncode, 0, err)
            verdicts += out.split()
        return verdicts

    def test_a_process_that_is_killed_in_the_middle_leaves_the_records_as_they_were(self):
        self.state_directory()
        self.assertEqual(self.session(LIMIT % 1).authorize()["verdict"], "ACCEPT")
        code = """
            import sys
            from safeguard.sessions.plugin_impl.state_table import StateTable

            def change(records):
                records.clear()
                print("in", flush=True)
                sys.stdin.readline()

            StateTable("connection-count", [str, float], 9).update(change)
        """
        process = run_python(code)
        self.assertEqual(process.stdout.readline(), "in\n")
        process.kill()
        process.communicate()
        other = self.session(LIMIT % 1, session_id="other")
        self.assertEqual(other.authorize()["verdict"], "DENY")

    def test_no_more_sessions_are_let_in_than_the_limit(self):
        self.state_directory()
        verdicts = self.run_all(LIMIT % 30, "authorize")
        self.assertEqual((verdicts.count("ACCEPT"), verdicts.count("DENY")), (30, 70))

    def test_no_more_logins_are_let_in_than_an_authentication_counts(self):
        self.state_directory()
        text = CACHE.replace("=15", "=90") % 30
        self.session(text, gateway_user="u").authenticate(otp="1")
        verdicts = self.run_all(text, "authenticate")
        self.assertEqual((verdicts.count("ACCEPT"), verdicts.count("NEEDINFO")), (30, 70))


