# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Keep values between calls, for all plugins (contract 6.10.8)."""

from safeguard.sessions.plugin import logging
from safeguard.sessions.plugin.exceptions import PluginSDKRuntimeError, PluginSDKValueError
from safeguard.sessions.plugin_impl import memory_cache as implementation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Optional, Protocol, TypeVar

    from safeguard.sessions.plugin.plugin_configuration import PluginConfiguration

    Answer = TypeVar("Answer")

    class Store(Protocol):
        """Where the texts are kept."""

        def set(self, key: str, value: str, ttl: int = 0) -> None:
            """Keep the text for `ttl` seconds, 0 without end."""
            ...

        def get(self, key: str) -> "Optional[str]":
            """Return the text or None."""
            ...


class MemoryCache:
    """Values that may be forgotten at any time; stateless.

    All plugins have the same cache: a prefix of the form `vendor:product` keeps their keys apart.
    While it cannot be had it has forgotten everything and keeps nothing, with a warning in the log.
    PluginSDKRuntimeError: the server refuses the question.
    """

    def __init__(self, memory_cache: "Store", prefix: str, ttl: int) -> None:
        """Keep values there, under the prefix, for `ttl` seconds unless told otherwise.

        0 seconds: without end. PluginSDKValueError: less than that.
        """
        self._memory_cache = memory_cache
        self._prefix = prefix
        self._ttl = _checked(ttl)

    @classmethod
    def from_config(
        cls,
        plugin_configuration: "PluginConfiguration",
        section: str = "memory-cache",
        prefix: str = "",
        ttl: int = 0,
    ) -> "MemoryCache":
        """Return the cache with `[section] prefix` and `ttl`; the arguments are the defaults."""
        configured_prefix = plugin_configuration.get(section, "prefix", default=prefix)
        configured_ttl = plugin_configuration.getint(section, "ttl", default=ttl)
        return cls(
            implementation.shared(),
            str(prefix if configured_prefix is None else configured_prefix),
            ttl if configured_ttl is None else configured_ttl,
        )

    def set(self, key: str, value: "Any", ttl: "Optional[int]" = None) -> None:
        """Keep the value for `ttl` seconds: 0 without end, None as the constructor says.

        PluginSDKValueError: JSON has no form for the value. None cannot be told from nothing.
        """
        import json

        try:
            text = json.dumps(value, allow_nan=False)
        except (TypeError, ValueError) as error:
            raise PluginSDKValueError("Value has no form in JSON", {"key": key}) from error
        seconds = self._ttl if ttl is None else _checked(ttl)
        _ask(lambda: self._memory_cache.set(self._full_key(key), text, seconds))

    def get(self, key: str) -> "Any":
        """Return the value as JSON gives it back, or None when there is none (any more)."""
        import json

        text = _ask(lambda: self._memory_cache.get(self._full_key(key)))
        return None if text is None else json.loads(text)

    def _full_key(self, key: str) -> str:
        return "%s:%s" % (self._prefix, key) if self._prefix else key


def _ask(question: "Callable[[], Answer]") -> "Optional[Answer]":
    try:
        return question()
    except LookupError as error:
        raise PluginSDKRuntimeError("Memory cache refuses", {"reason": str(error)}) from error
    except OSError as error:
        # Whoever can do without a value that was forgotten can do without the cache: no user shall
        # be locked out because it is away.
        logging.get_logger().warning("Memory cache cannot be had now: %s", error)
        return None


def _checked(ttl: int) -> int:
    if ttl < 0:
        raise PluginSDKValueError("Seconds to live must be 0 or more", {"ttl": ttl})
    return ttl
