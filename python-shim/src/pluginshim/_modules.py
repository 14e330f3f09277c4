# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Tell which of the modules that plugins are promised this Python has, without importing them.

Importing would take seconds, and would run code of whatever is installed. Run with the flags and
the environment of a worker, it finds what a worker would.
"""

import os
import re
import sys

from pluginshim import _connections, _frames, _sdk, _text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Optional, Tuple

# Contract section 4: the module, and what its distribution is called; None: part of Python.
_PYTHON3 = (
    ("OpenSSL", "pyopenssl"),
    ("ldap", "python-ldap"),
    ("requests", "requests"),
    ("urllib3", "urllib3"),
    ("yaml", "pyyaml"),
    ("safeguard.sessions.plugin", ""),
)  # type: Tuple[Tuple[str, Optional[str]], ...]
_PYTHON2 = (
    ("OpenSSL", "pyopenssl"),
    ("dns", "dnspython"),
    ("httplib", None),
    ("json", None),
    ("lxml", "lxml"),
    ("urllib", None),
    ("urllib2", None),
    ("xml", None),
    ("xmllib", None),
    ("xmlrpclib", None),
)  # type: Tuple[Tuple[str, Optional[str]], ...]
_DISTRIBUTION = re.compile(r"([A-Za-z0-9._-]+?)-([0-9][^-]*)(-.*)?\.(dist|egg)-info$")
_VERSION = re.compile(r"^(?:__version__|VERSION)\s*=\s*[\"']([0-9][^\"'\s]{0,63})[\"']", re.M)
_SOURCE_LIMIT_BYTES = 64 * 1024


def modules():
    # type: () -> int
    """Print one line of JSON: version and implementation of the interpreter, and its modules."""
    promised = _PYTHON2 if _text.PYTHON2 else _PYTHON3
    _sdk.offer(_sdk.directory())
    facts = {
        "implementation": _connections.implementation(),
        "version": _connections.runtime_version(),
        "modules": [_facts(name, distribution) for name, distribution in promised],
    }
    sys.stdout.write(_frames.to_json(facts) + "\n")
    sys.stdout.flush()
    return 0


def _facts(name, distribution):
    # type: (str, Optional[str]) -> Dict[str, Any]
    """Return what is known of one module; a version that cannot be told is empty."""
    found, path = _find(name)
    version = ""
    if found and distribution is not None and path:
        parent = path
        for _ in name.split("."):
            parent = os.path.dirname(parent)
        version = _distribution_version(parent, distribution) or _source_version(path) or ""
    return {"name": name, "found": found, "version": version}


def _find(name):
    # type: (str) -> Tuple[bool, Optional[str]]
    """Look for a module as an import would: whether it is there, and its file without extension."""
    try:
        path = None
        search = None  # type: Optional[List[str]]
        for part in name.split("."):
            found, path, search = _find_python2(part, search) if _text.PYTHON2 else _find_spec(
                part, search
            )
            if not found:
                return False, None
        return True, path
    except Exception:
        # Hooks that an installation puts into its import machinery can raise anything.
        return False, None


def _find_spec(part, search):
    # type: (str, Optional[List[str]]) -> Tuple[bool, Optional[str], Optional[List[str]]]
    """Take one step of the search in Python 3, through all finders, so that `.pth` hooks count."""
    for finder in sys.meta_path:
        find_spec = getattr(finder, "find_spec", None)
        spec = find_spec(part, search) if find_spec is not None else None
        if spec is not None:
            inside = spec.submodule_search_locations
            path = list(inside)[0] if inside else os.path.splitext(spec.origin or "")[0]
            return True, path, None if inside is None else list(inside)
    return False, None, None


def _find_python2(part, search):
    # type: (str, Optional[List[str]]) -> Tuple[bool, Optional[str], Optional[List[str]]]
    """Take one step of the search in Python 2."""
    import imp

    try:
        stream, path, _ = imp.find_module(part, search)
    except ImportError:
        return False, None, None
    if stream is not None:
        stream.close()
        return True, os.path.splitext(path)[0], None
    return True, path, [path]


def _distribution_version(directory, distribution):
    # type: (str, str) -> Optional[str]
    """Return the version that the installed package's metadata has in its name."""
    if not distribution:
        return None
    for entry in sorted(os.listdir(directory)):
        match = _DISTRIBUTION.match(entry)
        if match and re.sub(r"[-_.]+", "-", match.group(1)).lower() == distribution:
            return match.group(2)
    return None


def _source_version(path):
    # type: (str) -> Optional[str]
    """Return the version that stands in the module's own source."""
    inside = [os.path.join(path, name) for name in ("__init__.py", "_version.py")]
    for name in inside + [path + ".py"]:
        if os.path.isfile(name):
            with open(name, "rb") as source:
                match = _VERSION.search(source.read(_SOURCE_LIMIT_BYTES).decode("utf-8", "replace"))
            if match:
                return match.group(1)
    return None
