# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Sample X7: print every argument, and count the calls. A Python 2 plugin."""

import inspect
import json


class Plugin(object):
    """Hands out nothing and logs much; does not define get_private_key_list."""

    def get_password_list(
        self,
        session_id,
        cookie,
        protocol,
        client_ip,
        gateway_username,
        gateway_password,
        target_username,
        target_host,
        target_port,
        target_domain=None,
        gateway_domain=None,
        gateway_groups=None
    ):
        """Print the arguments that are not None; called when the login needs a password.

        The arguments are read from the hook's own frame, so none has to be listed twice. What is
        printed ends in a log: the password is replaced by stars.
        """
        values = inspect.getargvalues(inspect.currentframe())
        for name in values.args:
            value = values.locals[name]
            if name == "self" or value is None:
                continue
            if name == "gateway_password":
                value = "***"
            print "get_password_list: %s = %s" % (name, json.dumps(value, sort_keys=True))
        call_count = cookie.get("call_count", 0) + 1
        return {"cookie": {"call_count": call_count}}

    def authentication_completed(self, session_id, cookie):
        """Print the counter; called after the login on the server succeeded.

        None is returned, which leaves the cookie as it is.
        """
        print "authentication_completed: %s calls" % cookie.get("call_count", 0)

    def session_ended(self, session_id, cookie):
        """Print the counter; called once, when the session is over."""
        print "session_ended: %s calls" % cookie.get("call_count", 0)
