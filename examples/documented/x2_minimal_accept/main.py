#!/usr/bin/env pluginwrapper3
# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Sample X2: the smallest plugin that accepts."""


class Plugin(object):
    """Accepts every user and wants to know nothing."""

    def authenticate(self):
        """Accept whoever connects; a hook that declares no arguments gets none."""
        return {"verdict": "ACCEPT"}
