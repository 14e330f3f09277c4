# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Name the failures of the shim itself.

    ShimError
    |-- StartError      the shim was not started as the protocol says, or could not connect
    |-- WallMissing     this machine cannot give a layer of the sandbox
    |-- FrameError      a frame that breaks the protocol: too large, cut off, not JSON
    |-- LoadRefused     the plugin cannot be loaded although none of its code raised
    `-- BadResult       what the hook returned is not a result

Exceptions of plugin code never belong to this tree.
"""


class ShimError(Exception):
    """Root of everything that the shim raises on its own account."""


class StartError(ShimError):
    """The worker cannot be started; `exit_code` tells whose fault it is (sysexits.h)."""

    def __init__(self, message, exit_code=70):
        # type: (str, int) -> None
        """Keep the sentence for people and the exit code for the server."""
        ShimError.__init__(self, message)
        self.exit_code = exit_code


class WallMissing(ShimError):
    """A layer of the sandbox cannot be had here; `remedy` says what an operator can do."""

    def __init__(self, layer, cause, remedy):
        # type: (str, object, str) -> None
        """Keep the three apart, as the server reports them."""
        ShimError.__init__(self, "%s: %s (expected: %s)" % (layer, cause, remedy))
        self.layer = layer
        self.cause = cause
        self.remedy = remedy


class FrameError(ShimError):
    """A frame breaks the protocol."""


class LoadRefused(ShimError):
    """The package has no class `Plugin`, or one that does not take the configuration."""

    def __init__(self, exception_type, message):
        # type: (str, str) -> None
        """Keep the type to report, named like the exception that Python itself would raise."""
        ShimError.__init__(self, message)
        self.exception_type = exception_type
        self.message = message


class BadResult(ShimError):
    """The value at `path` in the result of the hook cannot be sent."""

    def __init__(self, path, message):
        # type: (str, str) -> None
        """Keep the path apart from the message, which begins with it."""
        ShimError.__init__(self, message)
        self.path = path
        self.message = message
        # Set where it is the size that is wrong.
        self.size_bytes = 0
