# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Keep short texts between calls: in the server, or in this process where there is none."""

import time

from safeguard.sessions.plugin_impl import channel

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Callable, Dict, Optional, Tuple, Union

    Store = Union["MemoryCache", "ServerMemoryCache"]

_SERVICE = "memory_cache"


class MemoryCache:
    """Texts in the memory of this process, for tests; thread-safe."""

    def __init__(self, clock: "Callable[[], float]" = time.monotonic) -> None:
        """Start empty; the clock gives seconds."""
        self._clock = clock
        self._entries: "Dict[str, Tuple[str, Optional[float]]]" = {}

    def set(self, key: str, value: str, ttl: int = 0) -> None:
        """Keep the text for `ttl` seconds; 0 means until the process ends."""
        self._entries[key] = (value, self._clock() + ttl if ttl else None)

    def get(self, key: str) -> "Optional[str]":
        """Return the text, or None when there is none or it has expired."""
        value, expires_at = self._entries.get(key, (None, None))
        if expires_at is not None and self._clock() >= expires_at:
            self._entries.pop(key, None)
            return None
        return value


class ServerMemoryCache:
    """Texts in the server, common to all plugins; stateless."""

    def set(self, key: str, value: str, ttl: int = 0) -> None:
        """Keep the text for `ttl` seconds, 0 without end; OSError when the cache is away."""
        channel.ask(_SERVICE, "set", {"key": key, "value": value, "ttl": ttl})

    def get(self, key: str) -> "Optional[str]":
        """Return the text or None; OSError when the cache is away."""
        return channel.ask(_SERVICE, "get", {"key": key})


# One for all: what one object has set, the next one of the same process has to find.
_OF_THIS_PROCESS = MemoryCache()


def shared() -> "Store":
    """Return the cache that is common to all plugins."""
    return ServerMemoryCache() if channel.available() else _OF_THIS_PROCESS
