# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Name the files of this machine that a plugin may read: its Python, libraries, certificates."""

import os
import sys

from pluginshim._errors import WallMissing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Iterable, List, Set

DEVICES = ("/dev/null", "/dev/zero", "/dev/random", "/dev/urandom")
# Names, time and certificates, as the C library and OpenSSL look for them. No user and no secret.
_SETTINGS = (
    "/etc/ca-certificates",
    "/etc/crypto-policies",
    "/etc/gai.conf",
    "/etc/host.conf",
    "/etc/hosts",
    "/etc/ld.so.cache",
    "/etc/ldap/ldap.conf",
    "/etc/localtime",
    "/etc/mime.types",
    "/etc/nsswitch.conf",
    "/etc/openldap/ldap.conf",
    "/etc/pki/ca-trust/extracted",
    "/etc/pki/tls/certs",
    "/etc/pki/tls/openssl.cnf",
    "/etc/protocols",
    "/etc/resolv.conf",
    "/etc/services",
    "/etc/ssl/certs",
    "/etc/ssl/openssl.cnf",
    "/etc/timezone",
    "/usr/local/share/ca-certificates",
    "/usr/share/ca-certificates",
    "/usr/share/pki",
    "/usr/share/zoneinfo",
)
_LIBRARIES = ("/lib", "/lib64", "/usr/lib64", "/usr/local/lib", "/usr/local/lib64")
# Where Debian and its kin keep what is not for one processor alone.
_SHARED_LIBRARIES = ("/usr/lib/ssl", "/usr/lib/locale")
# Prefixes that hold more than a Python.
_SYSTEM_PREFIXES = ("/", "/usr", "/usr/local")


def of_runtime():
    # type: () -> List[str]
    """Return the files and directories that this Python needs, none inside another one."""
    wanted = set(_SETTINGS) | set(_LIBRARIES) | set(_SHARED_LIBRARIES) | _system_libraries()
    executable = os.path.realpath(sys.executable)
    wanted.update((sys.executable, executable))
    for name in ("prefix", "exec_prefix", "base_prefix", "base_exec_prefix", "real_prefix"):
        prefix = getattr(sys, name, None)
        if prefix and os.path.realpath(prefix) not in _SYSTEM_PREFIXES:
            wanted.update((prefix, os.path.realpath(prefix)))
    wanted.update(path for path in sys.path if path)
    wanted.update(_mapped_files())
    return _outermost(path for path in wanted if os.path.isabs(path) and os.path.exists(path))


def require_access(directories):
    # type: (Iterable[str]) -> None
    """Make sure that the user of this process may enter these and the Python's own."""
    for path in list(directories) + [os.path.dirname(os.__file__)]:
        if not os.access(path, os.R_OK | os.X_OK):
            raise WallMissing(
                "files",
                "user %d may not enter %s" % (os.geteuid(), path),
                "a Python and a data directory that the user of the workers may enter",
            )


def _system_libraries():
    # type: () -> Set[str]
    """Return the directories of libraries under /usr/lib, or all of it where it has no parts."""
    parts = set()  # type: Set[str]
    for name in os.listdir("/usr/lib"):
        if "-linux-" in name or name.startswith(("python", "pypy")):
            parts.add("/usr/lib/" + name)
    if not any("-linux-" in part for part in parts):
        return {"/usr/lib"}
    return parts


def _mapped_files():
    # type: () -> Set[str]
    """Return the libraries that this process uses, wherever they are, see proc(5)."""
    with open("/proc/self/maps") as lines:
        return {line.split(None, 5)[5].rstrip("\n") for line in lines if "/" in line}


def _outermost(paths):
    # type: (Iterable[str]) -> List[str]
    """Leave out what lies inside another of the paths; links to directories stay."""
    kept = []  # type: List[str]
    for path in sorted(set(os.path.normpath(path) for path in paths)):
        if not any(path.startswith(other + "/") for other in kept if not os.path.islink(other)):
            kept.append(path)
    return kept
