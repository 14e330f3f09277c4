#!/usr/bin/env pluginwrapper3
# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""An AA plugin that does what the user's name says, and notes each call."""

import os
import time


def note(*facts):
    """Append a line to a file that outlives the call."""
    path = os.path.join(os.environ["SCB_PLUGIN_STATE_DIRECTORY"], "calls")
    calls = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.write(calls, (" ".join(facts) + "\n").encode())
    os.close(calls)


class Plugin:
    """What is called: one instance for each call of a hook."""

    def authenticate(self, session_id, cookie, key_value_pairs, gateway_user, **arguments):
        """Accept who is harmless."""
        note(session_id, "aa.authenticate", "protocol=" + arguments["protocol"])
        print("authenticate: %s" % gateway_user)
        if gateway_user == "mallory":
            return {"verdict": "DENY", "reason": "Mallory\x1b[31m may not enter."}
        if gateway_user == "abstains":
            return None
        if gateway_user == "unnamed":
            return {"verdict": "ACCEPT"}
        if gateway_user == "raises":
            raise ValueError("a secret of the inside")
        if gateway_user == "hangs":
            time.sleep(600)
        if gateway_user == "otp":
            return self.ask_otp(cookie, key_value_pairs)
        if gateway_user == "chatty" and len(key_value_pairs) < 6:
            number = len(key_value_pairs)
            question = ("q%d" % number, "Question %d: " % number, number % 2 == 0)
            return {"verdict": "NEEDINFO", "question": question}
        if gateway_user is None:
            return {"verdict": "ACCEPT"}
        return {"verdict": "ACCEPT", "gateway_user": gateway_user, "gateway_groups": ["ops", "web"]}

    def ask_otp(self, cookie, pairs):
        """Ask for the right one-time password three times."""
        if pairs.get("otp") == "123456":
            return {"verdict": "ACCEPT", "gateway_user": "alice", "gateway_groups": ["ops"]}
        attempts = cookie.get("attempts", 0) + ("otp" in pairs)
        if attempts == 3:
            return {"verdict": "DENY", "reason": "Three wrong answers."}
        return {
            "verdict": "NEEDINFO",
            "question": ("otp", "One-time password: ", True),
            "cookie": {"attempts": attempts},
        }

    def authorize(self, session_id, key_value_pairs, gateway_user, gateway_groups, server_username,
                  server_ip, server_port, connection_name):
        """Accept everybody who is not to be stopped here."""
        note(session_id, "aa.authorize", gateway_user, ",".join(gateway_groups), server_username,
             server_ip, connection_name, str(isinstance(server_port, int)))
        if gateway_user == "unauthorized":
            return {"verdict": "DENY", "reason": "Not on this server."}
        if gateway_user == "hangs-later":
            time.sleep(600)
        if gateway_user == "asked-later" and "purpose" not in key_value_pairs:
            return {"verdict": "NEEDINFO", "question": ("purpose", "What for? ")}
        return {"verdict": "ACCEPT"}

    def session_ended(self, session_id):
        """Note it."""
        note(session_id, "aa.session_ended")
