# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Say what Python itself does not: what an author can do about a failure.

An author often has nothing but the text of the failure, and neither the machine nor the runtime.
"""

import os
import re
import sys

from pluginshim import _places, _sdk, _text, _walls

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Optional

_NO_MODULE = re.compile(u"No module named '?([A-Za-z0-9_.]+)'?$")
_SDK = "safeguard"
_SDK_MODULE = "safeguard.sessions.plugin"
# What plugins of Python 2 import and Python 3 calls by another name.
_PYTHON2_MODULES = frozenset(
    "BaseHTTPServer ConfigParser Cookie HTMLParser Queue SimpleHTTPServer SocketServer StringIO"
    " __builtin__ cPickle cStringIO commands cookielib exceptions httplib md5 sets sha urllib2"
    " urlparse xmllib xmlrpclib".split()
)

_runtime = [u"python"]


def remember_runtime(name):
    # type: (str) -> None
    """Take note of what the server calls this Python."""
    _runtime[0] = _text.safe_text(name)


def of_constructor():
    # type: () -> str
    """Return what is said when the constructor of `Plugin` cannot be called."""
    return (
        u"Plugin is called with one argument, the configuration (expected:"
        u' __init__(self, configuration=""))'
    )


def of_hook(name, arguments):
    # type: (str, Dict[str, Any]) -> str
    """Return what is said when a hook cannot be called."""
    return (
        u"%s is called by name with those of its parameters that are among %s (expected:"
        u" def %s(self, **kwargs), or no other parameter without a default)"
        % (name, u", ".join(sorted(arguments)), name)
    )


def of_error(error, plugin_directory, trace=None):
    # type: (Any, str, Any) -> Optional[str]
    """Return a hint about the exception, or None; never raises."""
    try:
        if isinstance(error, ImportError):
            return _of_import(error, plugin_directory)
        if isinstance(error, SyntaxError) and _text.PYTHON2 and error.filename:
            return (
                u"the runtime %s is Python %s; it runs this plugin because the MANIFEST has no"
                u" entry_point" % (_runtime[0], _version())
            )
        directory = os.path.join(plugin_directory, "")
        wall = _walls.of_error(error, _places.asked_at_the_end(trace, directory))
        return wall["message"] if wall else None
    except Exception:
        # The exception is an object of the plugin and can do anything when it is looked at.
        pass
    return None


def _version():
    # type: () -> str
    """Return the version of this Python."""
    return u"%d.%d.%d" % sys.version_info[:3]


def _of_import(error, plugin_directory):
    # type: (Any, str) -> Optional[str]
    """Say where a missing module is missing, and where it may come from."""
    found = _NO_MODULE.match(_text.safe_text(error))
    if not found:
        return None
    name = found.group(1)
    top = name.split(u".")[0]
    if _is_of_package(top, plugin_directory):
        return u"%s is in the package, but has no module %s" % (top, name)
    if top == _SDK:
        if _sdk.directory() is not None:
            return u"the plugin SDK has no module %s" % name
        return (
            u"the runtime %s (Python %s) has no plugin SDK, module %s (expected: Python 3.6 or"
            u" newer)" % (_runtime[0], _version(), _SDK_MODULE)
        )
    if top in _PYTHON2_MODULES and not _text.PYTHON2:
        return (
            u"%s is a module of Python 2, and the runtime %s is Python %s (expected: code for"
            u" Python 3, or a MANIFEST without entry_point, which means Python 2)"
            % (top, _runtime[0], _version())
        )
    return (
        u"neither the package nor the runtime %s (Python %s) has the module %s; put it into the"
        u" package, or have it installed in the runtime" % (_runtime[0], _version(), name)
    )


def _is_of_package(top, plugin_directory):
    # type: (str, str) -> bool
    """Tell whether the package has something that is imported by this name."""
    names = [top, top + u".py"]  # type: List[str]
    return any(os.path.exists(os.path.join(plugin_directory, name)) for name in names)
