#!/usr/bin/env pluginwrapper3
# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""A credential store plugin for the accounts of the throwaway server; notes each call."""

import os


def note(*facts):
    """Append a line to a file that outlives the call."""
    path = os.path.join(os.environ["SCB_PLUGIN_STATE_DIRECTORY"], "calls")
    calls = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.write(calls, (" ".join(facts) + "\n").encode())
    os.close(calls)


class Plugin:
    """What is called; the configuration is the keys of two accounts."""

    def __init__(self, configuration=""):
        self.keys = dict(zip(("robot", "robot-ed25519"), configuration.split("\n\n")))

    def get_private_key_list(self, session_id, server_username):
        """Give the key of the account, under the type that the contract has for all but DSA."""
        note(session_id, "cs.get_private_key_list")
        if server_username not in self.keys:
            return None
        key = self.keys[server_username]
        return {"private_keys": [("ssh-ed25519", "left out"), ("ssh-rsa", key)]}

    def get_password_list(self, session_id, server_username, gateway_username, gateway_password,
                          gateway_groups):
        """Give the password of deploy, after one that is wrong."""
        note(session_id, "cs.get_password_list", gateway_username, ",".join(gateway_groups),
             "password=" + gateway_password)
        if server_username == "deploy":
            return {"passwords": ["wrong-password", "right-password"]}
        return {"passwords": ["wrong-password"]}

    def authentication_completed(self, session_id, gateway_username=None):
        """Note it."""
        note(session_id, "cs.authentication_completed")

    def session_ended(self, session_id):
        """Note it."""
        note(session_id, "cs.session_ended")
