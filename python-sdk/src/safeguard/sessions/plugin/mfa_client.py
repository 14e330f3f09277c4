# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""The border between an AA plugin and a service that authenticates (contract 6.8)."""

from safeguard.sessions.plugin import logging
from safeguard.sessions.plugin.plugin_response import AAResponse, DenyReasons

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Optional, Union

    Answer = Union[bool, Dict[str, Any]]


class _MFAError(Exception):
    """The common form of what an MFA service makes go wrong: a message and whatever explains it."""

    def __str__(self) -> str:
        """Return the message with the explanations behind it."""
        return "; ".join(str(part) for part in self.args)


class MFAAuthenticationFailure(_MFAError):
    """The service says that the user is not authenticated, or cannot be."""


class MFACommunicationError(_MFAError):
    """The service answers, and not as agreed: another version of its protocol, for example."""


class MFAServiceUnreachable(_MFAError):
    """The service cannot be reached over the network."""


class MFAClient:
    """The base of clients of MFA services: what they say becomes a verdict.

    Only a plain True accepts. Confined to one thread.
    """

    def __init__(
        self, branded_name: str, ignore_connection_error: "Optional[bool]" = False
    ) -> None:
        """Keep the service's name for the log, and whether a service out of reach accepts."""
        self.branded_name = branded_name
        self.ignore_connection_error = ignore_connection_error
        self.logger = logging.get_logger()

    def push_authenticate(self, mfa_identity: str) -> "Answer":
        """Ask the service to ask the user; True: authenticated, False: not, a dict: the verdict."""
        raise MFAAuthenticationFailure("%s: push is not supported" % self.branded_name)

    def otp_authenticate(self, mfa_identity: str, otp: str) -> "Answer":
        """Let the service check a one-time password; the same answers as push_authenticate."""
        raise MFAAuthenticationFailure("%s: passwords are not supported" % self.branded_name)

    def execute_authenticate(
        self, username: "Optional[str]", mfa_identity: str, mfa_password: "Optional[str]" = None
    ) -> "Dict[str, Any]":
        """Authenticate with the password, or by push without one, and return the verdict.

        What the service makes go wrong is DENY; only a service out of reach is ACCEPT with
        ignore_connection_error. Other exceptions are the caller's.
        """
        reasons = DenyReasons()
        try:
            answer = self.__ask(mfa_identity, mfa_password)
        except MFAAuthenticationFailure as error:
            return self.__deny(username, error, reasons.authentication_failure)
        except MFACommunicationError as error:
            return self.__deny(username, error, reasons.communication_error)
        except MFAServiceUnreachable as error:
            if not self.ignore_connection_error:
                return self.__deny(username, error, reasons.backend_service_error)
            self.logger.warning(
                "%s is out of reach, and '%s' is accepted without it, as configured: %s",
                self.branded_name,
                username,
                error,
            )
            return AAResponse.accept("%s is out of reach" % self.branded_name)
        return self.__verdict(username, answer)

    def __ask(self, mfa_identity: str, mfa_password: "Optional[str]") -> "Any":
        if mfa_password:
            return self.otp_authenticate(mfa_identity, mfa_password)
        return self.push_authenticate(mfa_identity)

    def __verdict(
        self, username: "Optional[str]", answer: "Optional[Answer]"
    ) -> "Dict[str, Any]":
        if isinstance(answer, dict):
            return answer
        if answer is True:
            self.logger.info("%s authenticated '%s'", self.branded_name, username)
            return AAResponse.accept()
        if answer is not False:
            self.logger.error(
                "%s: client answered with %s (expected: True, False or a verdict)",
                self.branded_name,
                type(answer).__name__,
            )
        refusal = "%s did not authenticate the user" % self.branded_name
        return self.__deny(username, refusal, DenyReasons().authentication_failure)

    def __deny(
        self, username: "Optional[str]", cause: object, deny_reason: str
    ) -> "Dict[str, Any]":
        self.logger.warning("%s refused '%s': %s", self.branded_name, username, cause)
        return AAResponse.deny(reason=str(cause), deny_reason=deny_reason)
