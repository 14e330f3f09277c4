# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""The base of credential store plugins (contract 6.9)."""

import sys

from safeguard.sessions.plugin_impl import private_cookie
from safeguard.sessions.plugin_impl.cs_candidates import CSCandidates, InvalidUsageException
from safeguard.sessions.plugin_impl.hook_arguments import begin

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Dict, List, Optional, Tuple, Union

    from safeguard.sessions.plugin_impl.remote_app import RemoteAppInfo, TotpCode

    Answer = Union[Dict[str, Any], List[Any], Tuple[Any, ...], RemoteAppInfo, TotpCode]

__all__ = ["CredentialStorePlugin", "InvalidUsageException", "RemoteAppInfo", "TotpCode"]

_TRIGGERS = ("session-ended", "authentication-completed")


def __getattr__(name: str) -> "Any":
    """Import the classes that most plugins do without."""
    if name not in ("RemoteAppInfo", "TotpCode"):
        raise AttributeError("module %r has no attribute %r" % (__name__, name))
    from safeguard.sessions.plugin_impl import remote_app

    globals()[name] = getattr(remote_app, name)
    return globals()[name]


if sys.version_info < (3, 7):
    # Python 3.6 does not ask a module's __getattr__.
    __getattr__("RemoteAppInfo")
    __getattr__("TotpCode")


class CredentialStorePlugin(CSCandidates):
    """A plugin that gets credentials from a vault; its author overrides the `do_` methods.

    The hooks are the gateway's and are not overridden. Each call has an object of its own, or may
    use one again: everything comes from the arguments. Confined to one thread.
    """

    def get_password_list(
        self,
        session_id: "Optional[str]" = None,
        cookie: "Optional[Dict[str, Any]]" = None,
        session_cookie: "Optional[Dict[str, Any]]" = None,
        **others: "Any"
    ) -> "Dict[str, Any]":
        """Return passwords for the target: the hook of contract 2.5, under any of its names."""
        self.connection = begin(self, dict(locals(), **others))
        kept = private_cookie.read(self.cookie)
        if kept.get("checked_out") == "private_keys" and not kept.get("is_authenticated"):
            # The key did not open the target, or nobody would ask for a password.
            self.__check_in()
        return self.__check_out("passwords", self.do_get_password_list)

    def get_private_key_list(
        self,
        session_id: "Optional[str]" = None,
        cookie: "Optional[Dict[str, Any]]" = None,
        session_cookie: "Optional[Dict[str, Any]]" = None,
        **others: "Any"
    ) -> "Dict[str, Any]":
        """Return private keys for the target: the hook of contract 2.5, under any of its names.

        Keys without a type, as determine_key_type leaves those that no gateway takes, are left out.
        """
        self.connection = begin(self, dict(locals(), **others))
        return self.__check_out("private_keys", self.do_get_private_key_list)

    def authentication_completed(
        self,
        session_id: "Optional[str]" = None,
        cookie: "Optional[Dict[str, Any]]" = None,
        session_cookie: "Optional[Dict[str, Any]]" = None,
        **_: "Any"
    ) -> "Dict[str, Any]":
        """Take note of a login on the target: the hook of contract 2.6."""
        self.__begin_later(session_id, cookie, session_cookie)
        private_cookie.write(
            self.cookie, is_authenticated=True if self.account is not None else None
        )
        self.do_authentication_completed()
        if private_cookie.read(self.cookie).get("check_in_trigger") == "authentication-completed":
            self.__check_in()
        return self.__with_cookies({})

    def session_ended(
        self,
        session_id: "Optional[str]" = None,
        cookie: "Optional[Dict[str, Any]]" = None,
        session_cookie: "Optional[Dict[str, Any]]" = None,
        **_: "Any"
    ) -> None:
        """Check in what still is checked out, and tidy up: the hook of contract 2.7."""
        self.__begin_later(session_id, cookie, session_cookie)
        try:
            self.__check_in()
        finally:
            self.do_session_ended()

    def get_remote_app_credentials(
        self,
        session_id: "Optional[str]" = None,
        cookie: "Optional[Dict[str, Any]]" = None,
        session_cookie: "Optional[Dict[str, Any]]" = None,
        account: "Optional[str]" = None,
        asset: "Optional[str]" = None,
        **others: "Any"
    ) -> "Dict[str, Any]":
        """Return what an application is started with: the hook of contract 2.8."""
        self.__begin_remote_app(dict(locals(), **others))
        answer = _items(self.do_get_remote_app_credentials(), "passwords")
        answer["passwords"] = list(answer.get("passwords") or ())
        return self.__with_cookies(answer)

    def get_totp_codes(
        self,
        session_id: "Optional[str]" = None,
        cookie: "Optional[Dict[str, Any]]" = None,
        session_cookie: "Optional[Dict[str, Any]]" = None,
        account: "Optional[str]" = None,
        asset: "Optional[str]" = None,
        **others: "Any"
    ) -> "Dict[str, Any]":
        """Return one-time codes: the hook of contract 2.9."""
        self.__begin_remote_app(dict(locals(), **others))
        answer = _items(self.do_get_totp_codes(), "totp_codes")
        codes = answer.get("totp_codes") or ()
        answer["totp_codes"] = [_items(code, "code") for code in codes]
        return self.__with_cookies(answer)

    def do_get_password_list(self) -> "Any":
        """Return `{"passwords": [...]}` for self.account and self.asset. Here: nothing."""
        return None

    def do_get_private_key_list(self) -> "Any":
        """Return `{"private_keys": [(type, PEM)]}` for the same two. Here: nothing."""
        return None

    def do_authentication_completed(self) -> "Any":
        """Do what has to be done after a login on the target. Here: nothing."""
        return None

    def do_check_in_credential(self) -> "Any":
        """Give the credential of self.account and self.asset back. Here: nothing."""
        return None

    def do_session_ended(self) -> "Any":
        """Do what remains to be done after the session. Here: nothing."""
        return None

    def do_get_remote_app_credentials(self) -> "Any":
        """Return `{"passwords": [...]}` or a RemoteAppInfo. Here: nothing.

        It is for self.remote_app_account and self.remote_app_asset.
        """
        return None

    def do_get_totp_codes(self) -> "Any":
        """Return a list of TotpCode, or of dicts with its names. Here: nothing."""
        return None

    def __begin_later(
        self,
        session_id: "Optional[str]",
        cookie: "Optional[Dict[str, Any]]",
        session_cookie: "Optional[Dict[str, Any]]",
    ) -> None:
        """Begin a hook in which only the session's id is known of the connection."""
        known = {"session_id": session_id, "cookie": cookie, "session_cookie": session_cookie}
        self.connection = begin(self, known)

    def __begin_remote_app(self, arguments: "Dict[str, Any]") -> None:
        self.connection = begin(self, arguments)
        self.remote_app_account = arguments["account"]
        self.remote_app_asset = arguments["asset"]

    def __check_out(self, key: str, get: "Callable[[], Any]") -> "Dict[str, Any]":
        """Try all pairs of account and asset until one gives a credential."""
        # Read first: with a bad trigger nothing should be checked out.
        trigger = self.__check_in_trigger()
        for account in self._generate_accounts():
            for asset in self._generate_assets():
                self.account, self.asset = account, asset
                credentials = self.__credentials(key, get())
                if credentials:
                    self.__note_checkout(key, trigger)
                    return self.__with_cookies({key: credentials})
        self.account = self.asset = None
        private_cookie.write(
            self.cookie, check_in_trigger=None, checked_out=None, is_authenticated=None
        )
        return self.__with_cookies({key: []})

    def __credentials(self, key: str, answer: "Any") -> "List[Any]":
        items = _items(answer, key)
        private_cookie.merge(self.cookie, items.get("cookie"))
        self.session_cookie.update(items.get("session_cookie") or {})
        credentials: "List[Any]" = list(items.get(key) or ())
        if key != "private_keys":
            return credentials
        usable = [credential for credential in credentials if credential[0]]
        if len(usable) < len(credentials):
            left_out = len(credentials) - len(usable)
            self.logger.warning("%d private keys of unknown type are left out", left_out)
        return usable

    def __note_checkout(self, key: str, trigger: str) -> None:
        """Keep what the later hooks need to know: they are not told the protocol."""
        # Passwords need no mark, and their callers expect to find the trigger alone.
        checked_out = key if key == "private_keys" else None
        private_cookie.write(
            self.cookie,
            check_in_trigger=trigger,
            checked_out=checked_out,
            is_authenticated=None,
            is_checked_in=None,
        )

    def __check_in_trigger(self) -> str:
        section, configuration = "check-in-trigger", self.plugin_configuration
        default: str = configuration.getienum(section, "default", _TRIGGERS, "session-ended")
        protocol = (self.connection.protocol or "").lower()
        return configuration.getienum(section, protocol, _TRIGGERS, default)

    def __check_in(self) -> None:
        """Check in what is checked out, once."""
        if self.account is None or private_cookie.read(self.cookie).get("is_checked_in"):
            return
        self.do_check_in_credential()
        private_cookie.write(self.cookie, is_checked_in=True)

    def __with_cookies(self, answer: "Dict[str, Any]") -> "Dict[str, Any]":
        private_cookie.merge(self.cookie, answer.get("cookie"))
        self.session_cookie.update(answer.get("session_cookie") or {})
        return dict(answer, cookie=self.cookie, session_cookie=self.session_cookie)


def _items(answer: "Optional[Answer]", key: str) -> "Dict[str, Any]":
    """Return an answer as a dict, whether it was one, a list for the key, or an object."""
    if answer is None:
        return {}
    if isinstance(answer, (list, tuple)):
        return {key: answer}
    if isinstance(answer, dict):
        return dict(answer)
    return dict(vars(answer))
