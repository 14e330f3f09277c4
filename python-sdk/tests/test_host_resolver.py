# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Names of hosts, with the resolver of this machine and its loopback address alone."""

import socket
import unittest

from servicetest import configuration

from safeguard.sessions.plugin.host_resolver import HostResolver


class HostResolverTest(unittest.TestCase):
    """Names by addresses."""

    def test_the_full_name_comes_first_and_aliases_follow(self):
        try:
            name, aliases, _ = socket.gethostbyaddr("127.0.0.1")
        except socket.error as error:
            self.skipTest("127.0.0.1 has no name on this machine: %s" % error)
        resolver = HostResolver.from_config(configuration())
        self.assertEqual(resolver.resolve_hosts_by_ip("127.0.0.1"), [name] + aliases)

    def test_what_has_no_name_is_a_socket_error(self):
        with self.assertRaises(socket.error):
            HostResolver().resolve_hosts_by_ip("not an address")
