#!/usr/bin/env pluginwrapper3
# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Sample X5: print a summary when the session is over."""


class Plugin(object):
    """Does nothing but print; a hook that is not there counts as one that returned None."""

    def session_ended(self, session_id, session_cookie, cookie):
        """Print one line with all that the cookie holds; called once, at the end."""
        summary = ", ".join("%s=%s" % (key, cookie[key]) for key in sorted(cookie))
        print("session %s is over: %s" % (session_id, summary))
