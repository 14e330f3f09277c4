#!/usr/bin/env pluginwrapper3
# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""The plugin of the sample tests in docs/TESTING.md."""

import configparser


class Plugin:
    """Asks for a password, and opens to some."""

    def __init__(self, configuration):
        """Read the names of those who may pass."""
        parser = configparser.ConfigParser(interpolation=None)
        parser.read_string(configuration)
        self.open_to = parser["door"]["open_to"].split()

    def authenticate(self, gateway_user, key_value_pairs):
        """Ask first, then look at the name."""
        if "otp" not in key_value_pairs:
            return {"verdict": "NEEDINFO", "question": ("otp", "One-time password: ", True)}
        print("%s knocks" % gateway_user)
        if gateway_user not in self.open_to or key_value_pairs["otp"] != "123456":
            return {"verdict": "DENY"}
        return {"verdict": "ACCEPT", "gateway_user": gateway_user}
