#!/usr/bin/env pluginwrapper3
# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Sample X4: name the user and the groups, and remember something for the end of the session."""


class Plugin(object):
    """Accepts any token."""

    def authenticate(
        self,
        session_id,
        cookie,
        protocol,
        connection_name,
        client_ip,
        client_port,
        key_value_pairs,
    ):
        """Accept whoever gives a token, and ask for one otherwise.

        Called when a user connects and again with each answer. With ACCEPT, `gateway_user` and
        `gateway_groups` say who the user is, and `cookie` is handed to the later hooks.
        """
        if "token" not in key_value_pairs:
            return {"verdict": "NEEDINFO", "question": ("token", "Token, please: ")}
        return {
            "verdict": "ACCEPT",
            "gateway_user": "bob",
            "gateway_groups": ["operators", "auditors"],
            "additional_metadata": key_value_pairs["token"],
            "cookie": {"client_ip": client_ip},
        }

    def session_ended(self, session_id, cookie):
        """Print where the user came from; called once, when the session is over."""
        print("session %s from %s is over" % (session_id, cookie.get("client_ip")))
