#!/usr/bin/env pluginwrapper3
# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Sample X1: accept everybody."""


class Plugin(object):
    """Accepts every user and leaves a note with the session."""

    def authenticate(
        self, session_id, protocol, connection_name, client_ip, client_port, key_value_pairs
    ):
        """Accept whoever connects.

        Called when a user connects. `additional_metadata` is stored with the session; a key that
        means nothing to the caller, as `note_to_self`, is ignored.
        """
        note = "%s from %s:%s by %s" % (protocol, client_ip, client_port, connection_name)
        return {
            "verdict": "ACCEPT",
            "additional_metadata": note,
            "note_to_self": sorted(key_value_pairs),
        }
