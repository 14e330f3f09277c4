# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""The base of authentication and authorization plugins (contract 6.7)."""

from safeguard.sessions.plugin.exceptions import PluginSDKRuntimeError
from safeguard.sessions.plugin.plugin_response import AAResponse
from safeguard.sessions.plugin_impl import private_cookie
from safeguard.sessions.plugin_impl.aa_steps import AASteps
from safeguard.sessions.plugin_impl.hook_arguments import begin
from safeguard.sessions.plugin_impl.step_run import StepRun

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Dict, Iterable, List, Optional

    Step = Callable[[], Any]


class AAPlugin(AASteps):
    """A plugin that says who may connect; its author overrides the three `do_` methods.

    The hooks are the gateway's and are not overridden. Each call has an object of its own, or may
    use one again: everything comes from the arguments. Confined to one thread.
    """

    def authenticate(
        self,
        cookie: "Optional[Dict[str, Any]]" = None,
        session_cookie: "Optional[Dict[str, Any]]" = None,
        session_id: "Optional[str]" = None,
        protocol: "Optional[str]" = None,
        connection_name: "Optional[str]" = None,
        client_ip: "Optional[str]" = None,
        client_port: "Optional[int]" = None,
        client_hostname: "Optional[str]" = None,
        gateway_user: "Optional[str]" = None,
        gateway_domain: "Optional[str]" = None,
        server_username: "Optional[str]" = None,
        server_domain: "Optional[str]" = None,
        key_value_pairs: "Optional[Dict[str, Any]]" = None,
        **others: "Any"
    ) -> "Dict[str, Any]":
        """Say who the user is: the hook of contract 2.2, with all its keys but `reason` optional.

        Former names are taken as well, and so is any subset of the arguments.
        """
        self.connection = begin(self, dict(locals(), **others))
        return self.__answer(self._add_gateway_user(self.__authenticated()))

    def authorize(
        self,
        cookie: "Optional[Dict[str, Any]]" = None,
        session_cookie: "Optional[Dict[str, Any]]" = None,
        session_id: "Optional[str]" = None,
        protocol: "Optional[str]" = None,
        connection_name: "Optional[str]" = None,
        client_ip: "Optional[str]" = None,
        client_port: "Optional[int]" = None,
        client_hostname: "Optional[str]" = None,
        gateway_user: "Optional[str]" = None,
        gateway_domain: "Optional[str]" = None,
        gateway_groups: "Optional[List[str]]" = None,
        server_ip: "Optional[str]" = None,
        server_port: "Optional[int]" = None,
        server_hostname: "Optional[str]" = None,
        server_username: "Optional[str]" = None,
        server_domain: "Optional[str]" = None,
        key_value_pairs: "Optional[Dict[str, Any]]" = None,
        **others: "Any"
    ) -> "Dict[str, Any]":
        """Say whether the user may connect to the target: the hook of contract 2.3."""
        self.connection = begin(self, dict(locals(), **others))
        run = StepRun("authorize", self)
        return self.__answer(self.__verdict_of(run, self._authorization_steps()))

    def session_ended(
        self,
        session_id: "Optional[str]" = None,
        cookie: "Optional[Dict[str, Any]]" = None,
        session_cookie: "Optional[Dict[str, Any]]" = None,
        **_: "Any"
    ) -> None:
        """Tidy up: the hook of contract 2.4, in which only the session's id is known."""
        known = {"session_id": session_id, "cookie": cookie, "session_cookie": session_cookie}
        self.connection = begin(self, known)
        for step in self._session_ended_steps():
            if step() is not None:
                self.logger.warning("%s: answer is ignored (expected: None)", step.__name__)

    def do_authenticate(self) -> "Any":
        """Check the identity and the password; return ACCEPT, DENY or NEEDINFO. Here: ACCEPT."""
        return AAResponse.accept()

    def do_authorize(self) -> "Any":
        """Check whether the user may connect; return ACCEPT, DENY or NEEDINFO. Here: ACCEPT."""
        return AAResponse.accept()

    def do_session_ended(self) -> "Any":
        """Do what remains to be done after the session. Here: nothing."""
        return None

    def _authentication_steps(self) -> "Iterable[Step]":
        yield self._check_username
        yield self._check_user_list_whitelist
        yield self._check_ldap_group_whitelist
        yield self._check_authentication_cache
        yield self._map_username_explicit
        yield self._map_username_ldap
        yield self._transform_username
        yield self._ask_mfa_password
        yield self._log_authenticate_calculated_mfa_identity
        yield self.do_authenticate

    def _post_successful_authentication_steps(self) -> "Iterable[Step]":
        yield self._refresh_authentication_cache
        yield self._ask_questions

    def _authorization_steps(self) -> "Iterable[Step]":
        yield self._log_authorize_calculated_mfa_identity
        yield self._check_and_increase_client_connection_count
        yield self.do_authorize

    def _session_ended_steps(self) -> "Iterable[Step]":
        yield self._decrease_client_connection_count
        yield self.do_session_ended

    def __authenticated(self) -> AAResponse:
        """Run the steps of authentication, and those behind an ACCEPT, and return the verdict."""
        verdict = self.__remembered()
        if verdict is None:
            run = StepRun("authenticate", self)
            verdict = self.__verdict_of(run, self._authentication_steps())
            if verdict["verdict"] != "ACCEPT":
                return verdict
            self.__merge_cookies(verdict)
            private_cookie.write(
                self.cookie, accepted=dict(verdict), accepted_by=run.last_step_name
            )
        run = StepRun("post_successful_authentication", self)
        question = run.run(self._post_successful_authentication_steps())
        if question is None or question["verdict"] != "NEEDINFO":
            private_cookie.write(self.cookie, accepted=None, accepted_by=None)
        if question is not None and question["verdict"] not in ("NEEDINFO", "DENY"):
            message = "%s: %s (expected: NEEDINFO, or None)"
            raise PluginSDKRuntimeError(message % (run.last_step_name, question["verdict"]))
        return question or verdict

    def __remembered(self) -> "Optional[AAResponse]":
        """Return the ACCEPT of an earlier call that had questions behind it."""
        accepted: "Optional[Dict[str, Any]]" = private_cookie.read(self.cookie).get("accepted")
        if not isinstance(accepted, dict):
            return None
        verdict = AAResponse(accepted)
        if "gateway_groups" in verdict:
            # The way through a cookie makes a list of every sequence.
            verdict["gateway_groups"] = tuple(verdict["gateway_groups"])
        return verdict

    def __verdict_of(self, run: StepRun, steps: "Iterable[Step]") -> AAResponse:
        """Run the steps; where none has a verdict nobody has said that the user may pass."""
        verdict = run.run(steps)
        if verdict is not None:
            return verdict
        self.logger.error("No step has a verdict (expected: ACCEPT, DENY or NEEDINFO)")
        return AAResponse.deny("The plugin has no verdict")

    def __merge_cookies(self, verdict: "Dict[str, Any]") -> None:
        """Move what the verdict says of the cookies into the plugin's own."""
        private_cookie.merge(self.cookie, verdict.pop("cookie", None))
        self.session_cookie.update(verdict.pop("session_cookie", None) or {})

    def __answer(self, verdict: "Dict[str, Any]") -> "Dict[str, Any]":
        self.__merge_cookies(verdict)
        verdict["cookie"] = self.cookie
        verdict["session_cookie"] = self.session_cookie
        return verdict
