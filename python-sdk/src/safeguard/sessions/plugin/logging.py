# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""The log of a plugin: lines on stderr, which the server takes over (contract 3.4, 6.10.2)."""

import logging
import sys

from safeguard.sessions.plugin.exceptions import PluginSDKValueError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Optional, Union

    from safeguard.sessions.plugin.plugin_configuration import PluginConfiguration

_LEVELS = {
    "debug": logging.DEBUG,
    "info": logging.INFO,
    "warning": logging.WARNING,
    "error": logging.ERROR,
    "critical": logging.CRITICAL,
}
_RULE = "debug, info, warning, error, critical or a number from 0 on"


class _StderrHandler(logging.Handler):
    """Write to the stderr of the moment, which tests replace."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record."""
        try:
            sys.stderr.write(self.format(record) + "\n")
            sys.stderr.flush()
        except Exception:
            self.handleError(record)


def get_logger(name: "Optional[str]" = None) -> logging.Logger:
    """Return the logger of the name; without a name that of plugins in general, `plugin`."""
    return logging.getLogger(name or "plugin")


def configure(
    configuration: "PluginConfiguration", log_level: "Union[None, int, str]" = None
) -> None:
    """Set the level of the root logger and send its lines to stderr, unless they go elsewhere.

    The level is `log_level`, or else `log_level` of the section `[logging]`, or else `info`: a
    name in any letter case, or a number. PluginSDKValueError: it is neither.
    """
    if log_level is None:
        log_level = configuration.get("logging", "log_level", "info")
    root = logging.getLogger()
    root.setLevel(_level(log_level))
    if not root.handlers:
        handler = _StderrHandler()
        handler.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))
        root.addHandler(handler)


def _level(given: "Union[None, int, str]") -> int:
    text = str(given).strip().lower()
    if text in _LEVELS:
        return _LEVELS[text]
    try:
        level = int(text)
    except ValueError:
        level = -1
    if level < 0:
        raise PluginSDKValueError("log_level: %s (expected: %s)" % (given, _RULE))
    return level
