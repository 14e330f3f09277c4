# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""What AA hooks answer (contract 6.6)."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Optional, Sequence

    AnswerDict = Dict[str, Any]
else:
    AnswerDict = dict


class AAResponse(AnswerDict):
    """A verdict with what belongs to it; a dict of the keys of contract 2.2."""

    @classmethod
    def accept(cls, reason: "Optional[str]" = None) -> "AAResponse":
        """Return ACCEPT; the reason goes to the session's additional metadata."""
        return cls(verdict="ACCEPT")._with_metadata_reason(reason)

    @classmethod
    def deny(
        cls, reason: "Optional[str]" = None, deny_reason: "Optional[str]" = None
    ) -> "AAResponse":
        """Return DENY; the reason goes to the metadata, deny_reason to the user who is refused."""
        response = cls(verdict="DENY")._with_metadata_reason(reason)
        return response if deny_reason is None else response.with_reason(deny_reason)

    @classmethod
    def need_info(cls, question: str, key: str, disable_echo: bool = False) -> "AAResponse":
        """Return NEEDINFO: ask the user, and give the answer in key_value_pairs under the key.

        With disable_echo the typed characters are not shown.
        """
        return cls(verdict="NEEDINFO", question=(key, question, disable_echo))

    def with_additional_metadata(self, value: "Any") -> "AAResponse":
        """Store a value as JSON text in the session's metadata, instead of a reason; return self.

        TypeError: JSON cannot say it.
        """
        # Most answers have no metadata, and the import is a tenth of what a hook's modules take.
        import json

        self["additional_metadata"] = json.dumps(value, ensure_ascii=False)
        return self

    def with_cookie(self, cookie: "Dict[str, Any]") -> "AAResponse":
        """Add items to the plugin's cookie; return self."""
        self["cookie"] = cookie
        return self

    def with_session_cookie(self, session_cookie: "Dict[str, Any]") -> "AAResponse":
        """Add items to the session cookie; return self."""
        self["session_cookie"] = session_cookie
        return self

    def with_gateway_user(
        self, gateway_user: str, gateway_groups: "Sequence[str]" = ()
    ) -> "AAResponse":
        """Replace the gateway user and the gateway groups of the session; return self."""
        self["gateway_user"] = gateway_user
        self["gateway_groups"] = gateway_groups
        return self

    def with_reason(self, reason: str) -> "AAResponse":
        """Set the text that the refused user sees; return self."""
        self["reason"] = reason
        return self

    def _with_metadata_reason(self, reason: "Optional[str]") -> "AAResponse":
        return self if reason is None else self.with_additional_metadata({"reason": reason})


class DenyReasons:
    """Texts for users who are refused, which tell them no more than whom to ask; stateless."""

    @property
    def authentication_failure(self) -> str:
        """Return the text for a user who could not be authenticated."""
        return "Authentication failed."

    @property
    def communication_error(self) -> str:
        """Return the text for answers of the service that could not be understood."""
        return "Authentication failed: the authentication service gave no valid answer."

    @property
    def backend_service_error(self) -> str:
        """Return the text for a service that could not be reached."""
        return "Authentication failed: the authentication service cannot be reached."
