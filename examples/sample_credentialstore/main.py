#!/usr/bin/env pluginwrapper3
# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""A credential store plugin that shows every part of the contract.

It hands out passwords, SSH keys and TOTP codes that stand in its configuration. Read sample_aa
first: how a plugin is found, called and logged is told there.

The first hook that hands something out opens a checkout, a lease with an id. The id goes into
the cookie, because the checkout must be closed by a later hook, in another process.
"""

import base64
import configparser
import hashlib
import hmac
import struct
import sys
import time
import uuid

TOTP_PERIOD_S = 30
TOTP_DIGITS = 6


class Plugin:
    """What is called: one instance for each call of a hook."""

    def __init__(self, configuration=""):
        """Get the text of the configuration; it is empty when the administrator wrote none."""
        # Without interpolation a % in a password is just a %.
        self.accounts = configparser.ConfigParser(interpolation=None)
        self.accounts.read_string(configuration)

    def get_password_list(
        self,
        session_id,
        cookie,
        session_cookie,
        protocol=None,
        client_ip=None,
        client_hostname=None,
        gateway_username=None,
        gateway_password=None,
        gateway_domain=None,
        gateway_groups=None,
        server_username=None,
        server_ip=None,
        server_hostname=None,
        server_port=None,
        server_domain=None,
        **others
    ):
        """Give the passwords to try on the server.

        Called when a password is needed to log in; perhaps several times in a session.

        session_id       the id of the session, the same in all its calls
        cookie           what this plugin returned as `cookie` before; {} at first
        session_cookie   what any plugin of the session returned as `session_cookie`; {} at first
        protocol         ssh, rdp, telnet, vnc, http, ica
        client_*         where the user connects from; the host name may be None
        gateway_*        who the user is on the gateway. Any of it may be None. The password may be
                         empty. Never print it.
        server_*         the server and the user there; host name and domain may be None
        others           every other argument, such as target_username, target_host, target_port
                         and target_domain, the former names of server_*

        Returns a dict with these keys, all optional; or None, which means that there are none:

        passwords        a list, tried in this order
        cookie           kept for the next hook of this plugin; replaces the former one
        session_cookie   kept for the next hook of any plugin; replaces the former one
        """
        # sample_aa leaves the name of the user in the session cookie; other AA plugins do not.
        aa_user = session_cookie.get("sample_aa", {}).get("user")
        user = aa_user or gateway_username
        print(f"get_password_list: {user} wants {server_username} on {server_ip}")

        account, secrets = self.find_account(server_username, server_ip, server_hostname)
        passwords = lines(secrets.get("passwords", ""))
        if not passwords:
            return None
        return dict(check_out(account, cookie, session_cookie), passwords=passwords)

    def get_private_key_list(
        self,
        session_id,
        cookie,
        session_cookie,
        server_username=None,
        server_ip=None,
        server_hostname=None,
    ):
        """Give the SSH keys to try on the server.

        Called when a key is needed to log in; perhaps several times in a session. The arguments
        on offer are those of get_password_list. This hook declares only what it needs, and only
        that is passed.

        Returns `private_keys`, and the cookies as get_password_list does. Each key is a pair of a
        type, ssh-rsa or ssh-dss, and a PEM text.
        """
        account, secrets = self.find_account(server_username, server_ip, server_hostname)
        private_key = secrets.get("private_key", "").strip()
        print(f"get_private_key_list: {'a key' if private_key else 'no key'} for {server_username}")
        if not private_key:
            return {"private_keys": []}
        return dict(
            check_out(account, cookie, session_cookie),
            private_keys=[("ssh-rsa", private_key + "\n")],
        )

    def authentication_completed(self, session_id, cookie, session_cookie):
        """Check the password in: from here on the session does not need it.

        Called when the login on the server succeeded, and not called when it failed.

        Returns `cookie` and `session_cookie`, both optional; or None.
        """
        if "checkout_id" not in cookie:
            return None
        print(f"authentication_completed: check-in of checkout {cookie['checkout_id']}")
        return {"cookie": dict(cookie, checked_in=True)}

    def session_ended(self, session_id, cookie, session_cookie):
        """Check in what is still checked out.

        Called once, when the session is over. What it returns has no effect.
        """
        if "checkout_id" in cookie and not cookie.get("checked_in"):
            print(f"session_ended: late check-in of checkout {cookie['checkout_id']}")
        print(f"session_ended: session {session_id} used {cookie.get('accounts', [])}")

    def get_remote_app_credentials(
        self,
        session_id,
        cookie,
        session_cookie,
        account=None,
        asset=None,
        connection_name=None,
        gateway_username=None,
    ):
        """Give the passwords for a program that the RemoteApp launcher starts.

        Called whenever the launcher asks, during the session. The arguments on offer are those of
        get_password_list, and also:

        account          the account that the password is wanted for
        asset            what the account is an account of, for example a database
        connection_name  the connection policy in use

        Returns the keys of get_password_list, and if it likes also `account` and `asset`,
        and `need_info`, `launch_information` and `additional_information` for the launcher.
        """
        print(
            f"get_remote_app_credentials: {gateway_username} wants {account} of {asset} in"
            f" connection {connection_name}"
        )
        found, secrets = self.find_account(account, asset)
        passwords = lines(secrets.get("passwords", ""))
        if not passwords:
            return {"passwords": []}
        return dict(
            check_out(found, cookie, session_cookie),
            passwords=passwords,
            account=account,
            asset=asset,
        )

    def get_totp_codes(
        self,
        session_id,
        cookie,
        session_cookie,
        account=None,
        asset=None,
        server_username=None,
        server_ip=None,
        server_hostname=None,
    ):
        """Give the codes that an authenticator app would show now.

        Called whenever a code is wanted, during the session. The arguments on offer are those of
        get_remote_app_credentials. Without an account the one of the login is meant.

        Returns `totp_codes` and the cookies. Each code is a dict of `code`, `period` (how many
        seconds a code is good for) and `unix_time` (the second at which this code ends).
        """
        if account:
            found, secrets = self.find_account(account, asset)
        else:
            found, secrets = self.find_account(server_username, server_ip, server_hostname)
        secret = secrets.get("totp_secret")
        if not secret:
            print("get_totp_codes: no secret for this account", file=sys.stderr)
            return {"totp_codes": []}
        counter = int(time.time()) // TOTP_PERIOD_S
        code = {
            "unix_time": (counter + 1) * TOTP_PERIOD_S,
            "period": TOTP_PERIOD_S,
            "code": totp(secret, counter),
        }
        return dict(check_out(found, cookie, session_cookie), totp_codes=[code])

    def find_account(self, user, *hosts):
        """Return the account on the first of these hosts that has one, and its secrets."""
        for host in hosts:
            account = f"{user}@{host}"
            if self.accounts.has_section(f"account {account}"):
                return account, self.accounts[f"account {account}"]
        print(f"no account for {user} on any of {hosts}", file=sys.stderr)
        return None, {}


def lines(text):
    """Split a text into its lines, without the empty ones."""
    return [line for line in text.splitlines() if line]


def check_out(account, cookie, session_cookie):
    """Return both cookies with this account added to the checkout of the session."""
    cookie = dict(cookie)
    cookie.setdefault("checkout_id", uuid.uuid4().hex[:8])
    cookie["accounts"] = sorted({account, *cookie.get("accounts", [])})
    cookie["checked_in"] = False
    print(f"checkout {cookie['checkout_id']}: {account}")
    # Copy and add: what other plugins put into the session cookie must stay.
    shared = {"checkout_id": cookie["checkout_id"], "accounts": cookie["accounts"]}
    return {
        "cookie": cookie,
        "session_cookie": dict(session_cookie, sample_credentialstore=shared),
    }


def totp(secret_base32, counter):
    """Compute the code of RFC 6238: the HMAC of the counter, cut to a few digits."""
    key = base64.b32decode(secret_base32, casefold=True)
    digest = hmac.new(key, struct.pack(">Q", counter), hashlib.sha1).digest()
    offset = digest[-1] & 0x0F
    (number,) = struct.unpack(">I", digest[offset : offset + 4])
    return str((number & 0x7FFFFFFF) % 10**TOTP_DIGITS).zfill(TOTP_DIGITS)
