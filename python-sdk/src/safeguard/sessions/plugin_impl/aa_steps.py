# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""The steps that come before and after a plugin's own authentication (contract 6.7)."""

from safeguard.sessions.plugin.connection_info import ConnectionInfo
from safeguard.sessions.plugin.exceptions import PluginSDKValueError
from safeguard.sessions.plugin.plugin_base import PluginBase, cookie_property
from safeguard.sessions.plugin.plugin_response import AAResponse
from safeguard.sessions.plugin_impl import private_cookie

TYPE_CHECKING = False
if TYPE_CHECKING:
    from logging import Logger
    from typing import Any, Dict, List, Optional

    from safeguard.sessions.plugin.ldap_server import LDAPServer
    from safeguard.sessions.plugin_impl.authentication_cache import AuthenticationCache
    from safeguard.sessions.plugin_impl.connection_count import ConnectionCount

_DEFAULT_PROMPT = "Press Enter for push notification or type one-time password:"
_DEFAULT_INTERACTIVE_PROTOCOLS = "rdp,ssh,telnet"
_USER_LIST_SECTION = "whitelist source=user_list"
_LDAP_GROUP_SECTION = "whitelist source=ldap_server_group"
_EXPLICIT_SECTION = "usermapping source=explicit"
_LDAP_MAPPING_SECTION = "usermapping source=ldap_server"
_CACHE_SECTION = "authentication_cache"
_LIMIT_SECTION = "connection_limit by=client_ip_gateway_user"
_NO_MFA_STEPS = (
    "_check_user_list_whitelist",
    "_check_ldap_group_whitelist",
    "_check_authentication_cache",
)


class AASteps(PluginBase):
    """Everything that an AA plugin does around the methods of its author; confined to one thread.

    A step returns None to go on, or a verdict.
    """

    def __init__(
        self,
        configuration: str,
        defaults: "Optional[str]" = None,
        logger: "Optional[Logger]" = None,
    ) -> None:
        """Set up the plugin; there is no connection before a hook is called."""
        super().__init__(configuration, defaults, logger)
        self.connection = ConnectionInfo()

    @cookie_property
    def username(self) -> "Optional[str]":
        """Return who is to be authenticated; None: nobody is known."""
        return self._extract_username()

    @cookie_property
    def mfa_identity(self) -> "Optional[str]":
        """Return who it is for the MFA service: the user name, until a step changes it."""
        return self.username

    @property
    def mfa_password(self) -> "Optional[str]":
        """Return the one-time password; empty: push; None: the user has to be asked."""
        return self._extract_mfa_password()

    def _extract_username(self) -> "Optional[str]":
        pairs = self.connection.key_value_pairs
        name = (
            self.connection.gateway_username
            or pairs.get("gu")
            or self.connection.server_username
            or pairs.get("username")
        )
        return self.__without_upn_suffix(name)

    def __without_upn_suffix(self, name: "Optional[str]") -> "Optional[str]":
        is_rdp = (self.connection.protocol or "").lower() == "rdp"
        if not name or not is_rdp:
            return name
        section = "ignore_upn_suffix_for_rdp"
        if not self.plugin_configuration.getboolean(section, "ignore", True):
            return name
        return name.partition("@")[0]

    def _extract_mfa_password(self) -> "Optional[str]":
        if "otp" in self.connection.key_value_pairs:
            return self.connection.key_value_pairs["otp"]
        return None if self.__is_interactive() else ""

    def __is_interactive(self) -> bool:
        protocol = self.connection.protocol
        names = self.plugin_configuration.getlist(
            "auth", "interactive_protocols", _DEFAULT_INTERACTIVE_PROTOCOLS
        )
        # Callers of former versions do not say the protocol, and the user can be asked there.
        return protocol is None or protocol.lower() in [name.lower() for name in names]

    def _check_username(self) -> "Optional[Dict[str, Any]]":
        if self.username:
            return None
        return AAResponse.deny("No user name is known")

    def _check_user_list_whitelist(self) -> "Optional[Dict[str, Any]]":
        if not self.plugin_configuration.get(_USER_LIST_SECTION, "name"):
            return None
        from safeguard.sessions.plugin.user_list import UserList

        users = UserList.from_config(self.plugin_configuration, section=_USER_LIST_SECTION)
        if not users.check_user(self.username):
            return None
        self.logger.info("'%s' is on the list of users without MFA", self.username)
        return AAResponse.accept("User is accepted without MFA by a user list")

    def _check_ldap_group_whitelist(self) -> "Optional[Dict[str, Any]]":
        configuration = self.plugin_configuration
        if not configuration.get_options(_LDAP_GROUP_SECTION):
            return None
        allow = configuration.getienum(
            _LDAP_GROUP_SECTION, "allow", ("no_user", "all_users"), required=True
        )
        groups = configuration.getlist(_LDAP_GROUP_SECTION, "except", "")
        groups = [group for group in groups if group]
        if self.__is_in_a_group(groups) != (allow == "no_user"):
            return None
        self.logger.info("'%s' is accepted without MFA by LDAP groups", self.username)
        return AAResponse.accept("User is accepted without MFA by LDAP groups")

    def __is_in_a_group(self, groups: "List[str]") -> "Optional[bool]":
        """Tell whether the user is in one of the groups; None: the user is not in the directory."""
        if not groups:
            return False
        from safeguard.sessions.plugin.ldap_server_exceptions import LDAPUserNotFound

        try:
            return bool(self.__ldap_server().filter_user_groups(self.username, groups))
        except LDAPUserNotFound as error:
            # MFA is what everybody needs about whom nothing is known.
            self.logger.warning("'%s' is accepted with MFA alone: %s", self.username, error)
            return None

    def __ldap_server(self) -> "LDAPServer":
        from safeguard.sessions.plugin.ldap_server import LDAPServer

        return LDAPServer.from_config(self.plugin_configuration)

    def __authentication_cache(self) -> "Optional[AuthenticationCache]":
        """Return the cache; None: the configuration says nothing of it."""
        if not self.plugin_configuration.get_options(_CACHE_SECTION):
            return None
        from safeguard.sessions.plugin_impl.authentication_cache import AuthenticationCache

        return AuthenticationCache.from_config(self.plugin_configuration, _CACHE_SECTION)

    def _check_authentication_cache(self) -> "Optional[Dict[str, Any]]":
        connection = self.connection
        cache = self.__authentication_cache()
        if cache is None:
            return None
        # The use is counted here and not after the login: of two at once both could be the last.
        if not cache.use(connection.client_ip, connection.gateway_username, self.username):
            return None
        self.logger.info("'%s' authenticated a moment ago", self.username)
        return AAResponse.accept("User is accepted by the authentication cache")

    def _map_username_explicit(self) -> "Optional[Dict[str, Any]]":
        identity = self.__explicit_identity()
        if identity is not None:
            self.__set_identity(identity, _EXPLICIT_SECTION)
        return None

    def __explicit_identity(self) -> "Optional[str]":
        if not self.username:
            return None
        return self.plugin_configuration.get(_EXPLICIT_SECTION, self.username)

    def _map_username_ldap(self) -> "Optional[Dict[str, Any]]":
        attribute = self.plugin_configuration.get(_LDAP_MAPPING_SECTION, "user_attribute")
        if not attribute or self.__explicit_identity() is not None:
            return None
        values = self.__ldap_server().get_user_string_attribute(self.username, attribute)
        if values:
            self.__set_identity(values[0], _LDAP_MAPPING_SECTION)
        else:
            self.logger.warning("'%s' has no attribute %s to map", self.username, attribute)
        return None

    def __set_identity(self, identity: str, section: str) -> None:
        if not identity:
            message = "[%s] identity: empty (expected: a name)" % section
            raise PluginSDKValueError(message, {"username": self.username})
        self.mfa_identity = identity

    def _transform_username(self) -> "Optional[Dict[str, Any]]":
        domain = self.plugin_configuration.get("username_transform", "append_domain")
        identity = self.mfa_identity
        if domain:
            self.mfa_identity = "%s@%s" % (identity, domain)
        return None

    def _ask_mfa_password(self) -> "Optional[Dict[str, Any]]":
        if self.mfa_password is not None:
            return None
        prompt = self.plugin_configuration.get("auth", "prompt", _DEFAULT_PROMPT)
        disable_echo = self.plugin_configuration.getboolean("auth", "disable_echo", False)
        return AAResponse.need_info(prompt or "", "otp", disable_echo)

    def _log_authenticate_calculated_mfa_identity(self) -> None:
        self.__log_identity("authenticate")

    def _log_authorize_calculated_mfa_identity(self) -> None:
        self.__log_identity("authorize")

    def __log_identity(self, hook: str) -> None:
        message = "%s: '%s' is '%s' for the MFA service"
        self.logger.info(message, hook, self.username, self.mfa_identity)

    def _refresh_authentication_cache(self) -> None:
        # Who needed no MFA would be accepted longer than the list says so; uses are counted.
        accepting_step_name = private_cookie.read(self.cookie).get("accepted_by")
        if accepting_step_name in _NO_MFA_STEPS:
            return
        connection = self.connection
        cache = self.__authentication_cache()
        if cache is not None:
            cache.remember(connection.client_ip, connection.gateway_username, self.username)

    def _ask_questions(self) -> "Optional[Dict[str, Any]]":
        unanswered: "List[str]" = []
        for section in self.plugin_configuration.get_sections():
            if not section.startswith("question_"):
                continue
            key = self.plugin_configuration.get(section, "key", required=True) or ""
            if key in self.connection.key_value_pairs:
                answers: "Dict[str, Any]" = dict(self.session_cookie.get("questions") or {})
                answers[key] = self.connection.key_value_pairs[key]
                self.session_cookie["questions"] = answers
            else:
                unanswered.append(section)
        return self.__question(unanswered[0]) if unanswered else None

    def __question(self, section: str) -> "Dict[str, Any]":
        configuration = self.plugin_configuration
        return AAResponse.need_info(
            configuration.get(section, "prompt", required=True) or "",
            configuration.get(section, "key", required=True) or "",
            configuration.getboolean(section, "disable_echo", False),
        )

    def __connection_count(self) -> "Optional[ConnectionCount]":
        """Return the count; None: the configuration says nothing of a limit."""
        if not self.plugin_configuration.get_options(_LIMIT_SECTION):
            return None
        from safeguard.sessions.plugin_impl.connection_count import ConnectionCount

        return ConnectionCount.from_config(self.plugin_configuration, _LIMIT_SECTION)

    def _check_and_increase_client_connection_count(self) -> "Optional[Dict[str, Any]]":
        connection = self.connection
        user = connection.gateway_username or self.username
        count = self.__connection_count()
        if count is None or count.admit(connection.session_id, connection.client_ip, user):
            return None
        self.logger.warning("'%s' has no session left from %s", user, connection.client_ip)
        return AAResponse.deny("Connection limit is reached")

    def _decrease_client_connection_count(self) -> None:
        count = self.__connection_count()
        if count is not None:
            count.end(self.connection.session_id)

    def _add_gateway_user(self, verdict: "Dict[str, Any]") -> "Dict[str, Any]":
        """Add the user name to an ACCEPT that names no gateway user, where it is another one."""
        if verdict["verdict"] != "ACCEPT" or verdict.get("gateway_user") is not None:
            return verdict
        # A gateway user with its suffix is the same one, and has groups that would be lost.
        known = self.connection.gateway_username
        if self.username and self.username not in (known, self.__without_upn_suffix(known)):
            verdict["gateway_user"] = self.username
            verdict["gateway_groups"] = ()
        return verdict
