#!/usr/bin/env pluginwrapper3
# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Sample X3: ask for a token, and give up after some attempts."""

TOKEN = "open-sesame"
MAX_COUNT = 3


class Plugin(object):
    """Accepts one fixed token."""

    def authenticate(self, key_value_pairs, cookie):
        """Compare the token that was typed.

        Called when a user connects and again with each answer. The process is another one each
        time, so the number of calls is kept in the cookie.
        """
        if key_value_pairs.get("token") == TOKEN:
            return {"verdict": "ACCEPT"}
        count = cookie.get("cnt", 0) + 1
        if count > MAX_COUNT:
            return {"verdict": "DENY"}
        return {
            "verdict": "NEEDINFO",
            "question": ("token", "Token, please: "),
            "cookie": {"cnt": count},
        }
