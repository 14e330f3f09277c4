# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Look at a package without running anything of it: does main.py compile, which hooks has it got?

The sources are parsed and compiled, never imported. As a strange source can crash or exhaust a
compiler, this runs in a process of its own with limits, and says what it knows of main.py before it
goes on to write the byte code of the other files.
"""

import ast
import os
import py_compile
import re
import resource
import sys
import warnings

from pluginshim import _frames, _text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, FrozenSet, Iterator, List, Optional, Tuple

_REQUEST_LIMIT_BYTES = 64 * 1024
_CPU_LIMIT_S = 20
_MEMORY_LIMIT_BYTES = 1024 * 1024 * 1024
# From main.py over a few modules to the class itself; a circle ends here too.
_IMPORT_LIMIT = 10
_ENCODING = re.compile(br"#.*coding[:=]")
_BLOCKS = (ast.If, ast.With, ast.Try if hasattr(ast, "Try") else getattr(ast, "TryExcept"))


def inspect():
    # type: () -> int
    """Answer on standard output: one line of JSON about main.py, one about the byte code."""
    request = _frames.from_json(_frames.read_line(0, _REQUEST_LIMIT_BYTES))
    directory = request["plugin_directory"]
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_LIMIT_S, _CPU_LIMIT_S))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_LIMIT_BYTES, _MEMORY_LIMIT_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    warnings.simplefilter("ignore")
    _answer(_describe(directory, frozenset(request["hooks"])))
    _answer({"compiled": _compile_all(directory)})
    return 0


def _answer(facts):
    # type: (Dict[str, Any]) -> None
    """Print one line and make sure that it is out."""
    sys.stdout.write(_frames.to_json(facts) + "\n")
    sys.stdout.flush()


def _describe(directory, hooks):
    # type: (str, FrozenSet[str]) -> Dict[str, Any]
    """Return what is known of main.py, and which of the hooks it was seen to have."""
    problem = _compile_problem(os.path.join(directory, "main.py"))
    facts = {"problem": problem, "plugin": "unknown", "hooks": [], "complete": False}
    if problem is None:
        found, methods, complete = _find_class(directory, "main", "Plugin", _IMPORT_LIMIT)
        facts.update(
            {"plugin": found, "hooks": sorted(hooks & frozenset(methods)), "complete": complete}
        )
    return facts


def _compile_problem(path):
    # type: (str) -> Optional[Dict[str, Any]]
    """Return what keeps the file from being compiled, or None."""
    source = _read(path)
    try:
        compile(source, "main.py", "exec", 0, True)
        return None
    except SyntaxError as error:
        return _problem(error.msg, error.lineno or _likely_line(source), error.offset)
    except (ValueError, TypeError) as error:
        return _problem(error, _likely_line(source), None)
    except (OverflowError, RuntimeError, MemoryError) as error:
        # Sources that nest too deep.
        return _problem(error, None, None)


def _likely_line(source):
    # type: (bytes) -> Optional[int]
    """Return what Python itself does not say: the line of a null byte or of an unknown encoding."""
    if b"\0" in source:
        return source.count(b"\n", 0, source.index(b"\0")) + 1
    for number, line in enumerate(source.split(b"\n", 2)[:2], 1):
        if _ENCODING.search(line):
            return number
    return None


def _problem(message, line, column):
    # type: (Any, Optional[int], Optional[int]) -> Dict[str, Any]
    """Bound and shape the description of a problem."""
    text = _text.keep_start(_text.safe_text(message), 1024)
    return {"message": text, "line": max(line or 0, 0), "column": max(column or 0, 0)}


def _read(path):
    # type: (str) -> bytes
    """Return the source as it is: compile() itself looks for its encoding."""
    with open(path, "rb") as source:
        return source.read()


def _find_class(directory, module, name, limit):
    # type: (str, str, str, int) -> Tuple[str, List[str], bool]
    """Look a class up: whether it is there, its methods, and whether these are all."""
    path = _path_of(directory, module)
    if path is None or limit == 0:
        return "unknown", [], False
    try:
        source = _read(path)
        tree = ast.parse(source)
    except Exception:
        return "unknown", [], False
    # Python can bind a name in more ways than are looked for here, so that "no" is only said where
    # the name does not even occur.
    found = "unknown" if name.encode("utf-8") in source else "no"
    for node in _top_level(tree.body):
        if isinstance(node, ast.ClassDef) and node.name == name:
            methods = [getattr(part, "name") for part in node.body if hasattr(part, "args")]
            return "yes", methods, _is_plain(node)
        if isinstance(node, ast.FunctionDef) and node.name == name:
            return "yes", [], False
        if isinstance(node, ast.Assign) and name in _assigned(node):
            return "yes", [], False
        if isinstance(node, ast.Import):
            if any((alias.asname or alias.name.split(".")[0]) == name for alias in node.names):
                return "yes", [], False
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                if alias.name == "*":
                    found = "unknown"
                elif (alias.asname or alias.name) == name:
                    origin = _imported_module(module, path, node)
                    inner = _find_class(directory, origin, alias.name, limit - 1)
                    # The import says that it is there, whatever can be seen of it.
                    return "yes", inner[1], inner[2]
    return found, [], False


def _top_level(body):
    # type: (List[Any]) -> Iterator[Any]
    """Yield the statements of a module, also those under if, try and with."""
    for node in body:
        yield node
        if isinstance(node, _BLOCKS):
            parts = [node.body, getattr(node, "orelse", [])]
            parts += [handler.body for handler in getattr(node, "handlers", [])]
            for part in parts:
                for inner in _top_level(part):
                    yield inner


def _is_plain(node):
    # type: (Any) -> bool
    """Tell whether a class has no methods but those in its body."""
    bases = [getattr(base, "id", "") for base in node.bases]
    return not node.decorator_list and not getattr(node, "keywords", []) and set(bases) <= {"object"}


def _assigned(node):
    # type: (Any) -> List[str]
    """Return the plain names that an assignment sets."""
    return [target.id for target in node.targets if isinstance(target, ast.Name)]


def _imported_module(module, path, node):
    # type: (str, str, Any) -> str
    """Return the full name of the module that a `from` names."""
    if not node.level:
        return node.module or ""
    package = module.split(".")
    drop = node.level - (1 if os.path.basename(path) == "__init__.py" else 0)
    base = package[: len(package) - drop]
    return ".".join(base + ([node.module] if node.module else []))


def _path_of(directory, module):
    # type: (str, str) -> Optional[str]
    """Return the file of a module of the package, or None for anything else."""
    base = os.path.join(directory, *module.split("."))
    for path in (base + ".py", os.path.join(base, "__init__.py")):
        if module and os.path.isfile(path):
            return path
    return None


def _compile_all(directory):
    # type: (str) -> int
    """Write the byte code of every source that compiles, so that no call has to."""
    count = 0
    for folder, _, names in os.walk(directory):
        for name in sorted(names):
            if name.endswith(".py") and _compile_one(os.path.join(folder, name)):
                count += 1
    return count


def _compile_one(path):
    # type: (str) -> bool
    """Write the byte code of one source; returns whether it could be."""
    try:
        if _text.PYTHON2 or sys.version_info < (3, 7):
            return py_compile.compile(path, doraise=True) is not None or _text.PYTHON2
        # Not compared with the source at each import: the tree is read-only and has a digest.
        mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
        return py_compile.compile(path, doraise=True, invalidation_mode=mode) is not None
    except Exception:
        # Packages carry sources of other Pythons along; they are compiled if they are ever imported.
        return False
