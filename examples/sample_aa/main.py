#!/usr/bin/env pluginwrapper3
# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""An authentication and authorization plugin that shows every part of the contract.

It asks for a one-time password, then checks the rule of its configuration. The file is main.py and
the class is Plugin; both names are fixed. Each call of a hook has a Python process of its own, so
nothing that is stored in `self` or in a file survives until the next call. What must survive goes
into the cookie (for this plugin) or the session cookie (for all plugins of the session).

Arguments are passed by name, and a hook gets only those that it declares: the order is free,
and leaving one out is fine. Whatever is printed is a log line.
"""

import configparser
import hmac
import json
import sys

DEFAULTS = """
[authentication]
otp = 123456
max_attempts = 3
gateway_groups = operators, webmasters
exempt_connections =

[authorization]
allowed_server_users = root, deploy
unrestricted_group = administrators
ask_purpose = no
"""


class Plugin:
    """What is called: one instance for each call of a hook."""

    def __init__(self, configuration=""):
        """Get the text of the configuration; it is empty when the administrator wrote none."""
        # Without interpolation a % in a value is just a %.
        parser = configparser.ConfigParser(interpolation=None)
        parser.read_string(DEFAULTS)
        parser.read_string(configuration)
        self.authentication = parser["authentication"]
        self.authorization = parser["authorization"]

    def authenticate(
        self,
        session_id,
        cookie,
        session_cookie,
        key_value_pairs=None,
        protocol=None,
        connection_name=None,
        client_ip=None,
        client_port=None,
        client_hostname=None,
        gateway_user=None,
        gateway_domain=None,
        server_username=None,
        server_domain=None,
        **others
    ):
        """Find out who connects.

        Called first in a session, and again with each answer that the user gave.

        session_id       the id of the session, the same in all its calls
        cookie           what this plugin returned as `cookie` before; {} at first
        session_cookie   what any plugin of the session returned as `session_cookie`; {} at first
        key_value_pairs  what the user put into the login name, and the answers to questions
        protocol         ssh, rdp, telnet, mssql
        connection_name  the connection policy in use
        client_*         where the user connects from; the host name may be None
        gateway_*        who the user is on the gateway; None as long as it is not known
        server_*         who the user wants to be on the server; None as long as it is not known
        others           every other argument, such as target_username, the former name of
                         server_username; a hook without ** gets only what it declares

        Returns a dict with these keys; only `verdict` is required:

        verdict              ACCEPT, DENY, NEEDINFO (ask `question`, then call again), or NONE
                             (no opinion; returning None instead of a dict says the same)
        question             (key, prompt, hide what is typed); the answer is key_value_pairs[key]
        reason               with DENY: a text for the user
        gateway_user         who the user is, from now on
        gateway_groups       the groups of the user, from now on
        additional_metadata  text that is stored with the session
        cookie               kept for the next hook of this plugin; replaces the former one
        session_cookie       kept for the next hook of any plugin; replaces the former one
        """
        print(f"authenticate: {protocol} from {client_ip}, user {gateway_user or server_username}")

        if connection_name in names(self.authentication["exempt_connections"]):
            return {"verdict": "NONE"}

        user = gateway_user or server_username
        if not user:
            return {"verdict": "DENY", "reason": "Your user name is not known."}

        otp = (key_value_pairs or {}).get("otp")
        if otp is None:
            return {"verdict": "NEEDINFO", "question": ("otp", "One-time password: ", True)}

        attempts = cookie.get("attempts", 0) + 1
        cookie = dict(cookie, attempts=attempts)
        if not hmac.compare_digest(otp.encode(), self.authentication["otp"].encode()):
            print(f"authenticate: wrong one-time password, attempt {attempts}", file=sys.stderr)
            if attempts >= self.authentication.getint("max_attempts"):
                return {
                    "verdict": "DENY",
                    "reason": "Too many wrong one-time passwords.",
                    "cookie": cookie,
                }
            return {
                "verdict": "NEEDINFO",
                "question": ("otp", "Wrong. One-time password: ", True),
                "cookie": cookie,
            }

        print(f"authenticate: {user} is accepted after {attempts} attempt(s)")
        return {
            "verdict": "ACCEPT",
            "gateway_user": user,
            "gateway_groups": names(self.authentication["gateway_groups"]),
            "additional_metadata": json.dumps({"method": "otp", "attempts": attempts}),
            "cookie": dict(cookie, user=user),
            # Copy and add: other plugins may have put something in.
            "session_cookie": dict(session_cookie, sample_aa={"user": user, "method": "otp"}),
        }

    def authorize(
        self,
        session_id,
        cookie,
        session_cookie,
        key_value_pairs=None,
        protocol=None,
        connection_name=None,
        client_ip=None,
        client_port=None,
        client_hostname=None,
        gateway_user=None,
        gateway_domain=None,
        gateway_groups=None,
        server_username=None,
        server_domain=None,
        server_ip=None,
        server_port=None,
        server_hostname=None,
        **others
    ):
        """Decide whether the user may log in to this server as this user.

        Called after `authenticate`, as soon as the server is known; again after a NEEDINFO.

        The arguments are those of `authenticate`, and now also:

        gateway_groups   the groups of the user; may be None
        server_*         the server and the user there; the host name may be None
        others           here also target_server and target_port, the former names of server_ip
                         and server_port

        Returns the same keys as `authenticate`. Returning None is a refusal here, and
        `gateway_user` and `gateway_groups` have no effect any more.
        """
        print(f"authorize: {gateway_user} wants {server_username} on {server_ip}:{server_port}")
        unrestricted = self.authorization["unrestricted_group"]
        if unrestricted and unrestricted in (gateway_groups or []):
            rule = "unrestricted group"
        elif server_username in names(self.authorization["allowed_server_users"]):
            rule = "allowed server user"
        else:
            print(f"authorize: no rule allows {server_username}", file=sys.stderr)
            return {
                "verdict": "DENY",
                "reason": f"You may not log in as {server_username}.",
                "cookie": dict(cookie, rule=None),
            }

        purpose = (key_value_pairs or {}).get("purpose")
        if purpose is None and self.authorization.getboolean("ask_purpose"):
            # Two elements are enough when the user may see what is typed.
            return {"verdict": "NEEDINFO", "question": ("purpose", "Purpose of this session: ")}

        print(f"authorize: accepted by rule: {rule}")
        return {
            "verdict": "ACCEPT",
            "additional_metadata": json.dumps({"rule": rule, "purpose": purpose}),
            "cookie": dict(cookie, rule=rule, server=f"{server_username}@{server_ip}"),
            # No "session_cookie" here: it stays what it is.
        }

    def session_ended(self, session_id, cookie, session_cookie):
        """Tidy up, or print a summary.

        Called once, when the session is over, also when the session was refused. What it returns
        has no effect.
        """
        summary = ", ".join(f"{key}={cookie[key]}" for key in sorted(cookie))
        print(f"session_ended: session {session_id}: {summary or 'nothing is known'}")


def names(text):
    """Split "a, b" into ["a", "b"]; an empty text gives an empty list."""
    return [name.strip() for name in text.split(",") if name.strip()]
