# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Exceptions that carry details beside their message (contract 6.3)."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Optional, Tuple, TypeVar

    Formatter = TypeVar("Formatter", bound="PluginSDKExceptionFormatter")


class PluginSDKExceptionFormatter:
    """Give an exception a text of a message and details: `message; name='value', other='value'`.

    Not used alone: it stands before a class of exceptions among the bases.
    """

    def __init__(self, message: str, variables: "Optional[Dict[str, Any]]" = None) -> None:
        """Keep a message that has no details in it, and the details."""
        super().__init__(message)  # pyright: ignore[reportCallIssue]
        self.message = message
        self._details: "List[Tuple[str, Any]]" = []
        self.append_variables(variables)

    @property
    def variables(self) -> "Dict[str, Any]":
        """Return the details; of several with one name the earliest."""
        return dict(reversed(self._details))

    def append_variables(
        self: "Formatter", variables: "Optional[Dict[str, Any]]"
    ) -> "Formatter":
        """Add details behind the earlier ones, which stay even under the same name; return self."""
        self._details.extend((variables or {}).items())
        return self

    def __str__(self) -> str:
        """Return the message, with the details behind it when there are some."""
        if not self._details:
            return str(self.message)
        details = ", ".join("%s='%s'" % detail for detail in self._details)
        return "%s; %s" % (self.message, details)


class PluginSDKRuntimeError(PluginSDKExceptionFormatter, RuntimeError):
    """Something went wrong at run time that is no matter of a value."""


class PluginSDKRuntimeWarning(PluginSDKExceptionFormatter, RuntimeWarning):
    """Something deserves attention, and the plugin can go on."""


class PluginSDKValueError(PluginSDKExceptionFormatter, ValueError):
    """A value, of the configuration for example, is not what it has to be."""
