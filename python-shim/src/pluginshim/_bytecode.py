# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Read byte code of the package ahead of all calls, so that a fork has only to run it.

Nothing of the plugin runs here, and nothing is compiled: only what the server itself has compiled
when the package was uploaded is read. Older Pythons have no byte code that is good as it is.
"""

import os
import sys

if sys.version_info >= (3, 7):
    from importlib import machinery, util

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Optional, Tuple

# How a list of modules names a source of the package, after which its path there follows.
SOURCE_PREFIX = "./"
MAIN_SOURCE = SOURCE_PREFIX + "main.py"
# PEP 552: byte code that is good without a look at its source.
_UNCHECKED_HASH = b"\1\0\0\0"
# In memory it takes about five times as much.
_LIMIT_BYTES = 4 * 1024 * 1024

_codes = {}  # type: Dict[str, Any]
# The module `main` before its code has run, and that code.
_main = []  # type: List[Tuple[Any, Any]]


def read_ahead(plugin_directory, names):
    # type: (str, List[str]) -> None
    """Read `main` and the sources among the names, and look into their directories."""
    if sys.version_info < (3, 7):
        return
    directories = [plugin_directory]
    left_bytes = _LIMIT_BYTES
    sources = [name for name in names if name.startswith(SOURCE_PREFIX)]
    for source in [MAIN_SOURCE] + sources:
        path = os.path.join(plugin_directory, source[len(SOURCE_PREFIX) :])
        size_bytes = _read(path, left_bytes)
        left_bytes -= size_bytes
        if size_bytes and os.path.dirname(path) not in directories:
            directories.append(os.path.dirname(path))
    for directory in directories:
        sys.path_importer_cache[directory] = _finder(directory)
    spec = sys.path_importer_cache[plugin_directory].find_spec("main")  # type: ignore[union-attr]
    if spec is not None and spec.origin in _codes:
        _main.append((util.module_from_spec(spec), _codes[spec.origin]))


def take_main():
    # type: () -> Optional[Tuple[Any, Any]]
    """Return the module `main` as it is before its code has run, and the code, if they are here."""
    return _main.pop() if _main else None


def _read(path, limit_bytes):
    # type: (str, int) -> int
    """Read the byte code of a source; returns its size, 0 if there is none that will do."""
    try:
        with open(util.cache_from_source(path), "rb") as stream:
            data = stream.read(limit_bytes + 1)
        if len(data) > limit_bytes or data[:8] != util.MAGIC_NUMBER + _UNCHECKED_HASH:
            return 0
        name = os.path.splitext(os.path.basename(path))[0]
        # The import system's own way, which also puts the path of the source into the code.
        _codes[path] = machinery.SourceFileLoader(name, path).get_code(name)
        return len(data)
    except (OSError, ImportError, EOFError, ValueError, TypeError, NotImplementedError):
        # An import by the plugin tells it what is wrong.
        return 0


def _finder(directory):
    # type: (str) -> Any
    """Return what the import system would look for modules with in this directory."""
    finder = machinery.FileFinder(
        directory,
        (machinery.ExtensionFileLoader, machinery.EXTENSION_SUFFIXES),
        (_loader, machinery.SOURCE_SUFFIXES),  # type: ignore[arg-type]
        (machinery.SourcelessFileLoader, machinery.BYTECODE_SUFFIXES),
    )
    # Has it list the directory, as it does at the first import.
    finder.find_spec("main")
    return finder


def _loader(name, path):
    # type: (str, str) -> Any
    """Return the loader of a source, which need not read what was read ahead."""
    loader = machinery.SourceFileLoader(name, path)
    code = _codes.get(path)
    if code is not None:
        loader.get_code = lambda _name: code  # type: ignore[method-assign]
    return loader
