# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Write docs/SDK_API.md from the docstrings of the SDK.

Sources are parsed and not imported, so that every Python writes the same page.
"""

import ast
import inspect
import io
import os
import re
import sys

_ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
_SOURCES = os.path.join(_ROOT, "python-sdk", "src")
PAGE = os.path.join(_ROOT, "docs", "SDK_API.md")

_PUBLIC = "safeguard.sessions.plugin."
_PRIVATE = "safeguard.sessions.plugin_impl."

# In the order in which an author meets them.
_FOR_PLUGINS = (
    "aa_plugin credentialstore_plugin plugin_base plugin_response connection_info mfa_client"
    " plugin_configuration plugin_configuration_exceptions logging exceptions credential_store"
    " credential_store_exceptions ldap_server ldap_server_exceptions user_list"
    " user_list_exceptions host_resolver requests_tls memory_cache endpoint_extractor"
    " box_configuration"
).split()
# With what tests may use of each; nothing else of these modules is promised.
_FOR_TESTS = (
    ("test_utils.plugin", None),
    ("tasks.common_conftest", None),
    ("credential_store", "credential_stores"),
    ("ldap_server", "ldap_servers"),
    ("user_list", "user_lists"),
    ("box_config", "stable_box_configuration BoxConfig"),
    ("memory_cache", "MemoryCache"),
)

_INTRODUCTION = """# API of the plugin SDK

<!-- Written by python-sdk/tools/api_reference.py from the docstrings: change those, and run it again. -->

What plugins and their tests can use of [the SDK](SDK.md). A method whose name begins with an underscore is a step of the base class that a plugin may replace. "Contract" means the documented rules of the gateway that the SDK keeps; those of hooks are in [CONTRACT.md](CONTRACT.md).
"""


class _Module:
    """One parsed source."""

    def __init__(self, name):
        path = os.path.join(_SOURCES, *name.split("."))
        path = os.path.join(path, "__init__.py") if os.path.isdir(path) else path + ".py"
        with io.open(path, encoding="utf-8") as source:
            self.tree = ast.parse(source.read())
        self.name = name
        self.origins = {}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    self.origins[alias.asname or alias.name] = node.module

    def definitions(self):
        """Yield the classes and functions that are defined here, or named in `__all__`."""
        for node in self.tree.body:
            if isinstance(node, (ast.ClassDef, ast.FunctionDef)):
                yield self, node
        for name in self._offered():
            origin = self.origins.get(name, "")
            if origin.startswith(_PRIVATE):
                module = _Module(origin)
                yield module, module.named(name)

    def _offered(self):
        for node in self.tree.body:
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__":
                return ast.literal_eval(node.value)
        return []

    def named(self, name):
        """Return the class or function of that name."""
        for node in self.tree.body:
            if getattr(node, "name", None) == name:
                return node
        raise LookupError("%s: no %s (expected: it is defined there)" % (self.name, name))

    def inner_bases(self, node):
        """Yield the bases of a class that nobody else is meant to see, with their modules."""
        for base in node.bases:
            name = getattr(base, "id", "")
            origin = self.origins.get(name, "")
            if origin.startswith(_PRIVATE):
                module = _Module(origin)
                yield module, module.named(name)
            elif name.startswith("_") and not origin:
                yield self, self.named(name)

    def outer_bases(self, node):
        """Return the names of the bases that a reader of the page finds elsewhere."""
        inner = [base.name for _, base in self.inner_bases(node)]
        names = []
        for module, base in self.inner_bases(node):
            names += module.outer_bases(base)
        for base in node.bases:
            name = getattr(base, "id", "")
            if name and name not in inner:
                names.append(self._meant_by(name))
        return names

    def _meant_by(self, name):
        """Return what a name stands for at run time, where it is another name."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Name):
                if getattr(node.targets[0], "id", "") == name:
                    return node.value.id
        return name


def page():
    """Return the whole page."""
    parts = [_INTRODUCTION, "## For plugins\n"]
    parts += [_module(_Module(_PUBLIC + name)) for name in _FOR_PLUGINS]
    parts.append("## For tests\n")
    parts += [_module(_Module(_PRIVATE + name), names) for name, names in _FOR_TESTS]
    return "\n".join(parts)


def _module(module, names=None):
    lines = ["### `%s`\n" % module.name, _text(ast.get_docstring(module.tree))]
    for home, node in module.definitions():
        if names is not None and node.name not in names.split():
            continue
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            lines.append(_class(home, node))
        elif isinstance(node, ast.FunctionDef) and not node.name.startswith("__"):
            lines += _function(module, node)
    lines += _values(module)
    return "\n".join(_spaced(lines)).rstrip() + "\n"


def _spaced(lines):
    """Put an empty line where a list begins."""
    former = ""
    for line in lines:
        if line.startswith("* ") and not former.startswith("* "):
            yield ""
        if line:
            yield line
        former = line


def _function(module, node):
    name = node.name
    if name.startswith("_"):
        # A fixture is a value that is made of a function with an underscore.
        if name[1:] not in _assigned(module.tree):
            return []
        return _entry("fixture `%s`" % name[1:], node)
    return _entry("`%s`" % _signature(node, name, False), node)


def _values(module):
    """Return an entry for each variable that has a docstring of its own behind it."""
    lines = []
    for node, following in zip(module.tree.body, module.tree.body[1:]):
        text = _string(following)
        if isinstance(node, ast.AnnAssign) and text:
            lines.append("* `%s`: %s" % (node.target.id, _first_lower(_text(text, "  "))))
    return lines


def _string(node):
    if not isinstance(node, ast.Expr):
        return None
    try:
        value = ast.literal_eval(node.value)
    except ValueError:
        return None
    return value if isinstance(value, str) else None


def _assigned(tree):
    names = []
    for node in tree.body:
        targets = [node.target] if isinstance(node, ast.AnnAssign) else getattr(node, "targets", [])
        names += [getattr(target, "id", "") for target in targets]
    return names


def _class(module, node):
    members = _members(module, node)
    initializer = members.pop("__init__", None)
    signature = _signature(initializer, node.name, True) if initializer else node.name
    bases = module.outer_bases(node)
    lines = ["\n#### `class %s`\n" % signature]
    lines.append(_text(ast.get_docstring(node)))
    if initializer is not None and ast.get_docstring(initializer):
        lines.append("\nA new one: " + _first_lower(_text(ast.get_docstring(initializer))))
    if bases:
        lines.append("\nBase: " + ", ".join("`%s`" % base for base in bases) + ".")
    entries = []
    for name in sorted(members, key=lambda name: name.startswith("_")):
        entries += _member(name, members[name])
    return "\n".join(_spaced(lines + entries)) + "\n"


def _members(module, node):
    members = {}
    for child in node.body:
        name = getattr(child, "name", None)
        if isinstance(child, ast.AnnAssign):
            name = getattr(child.target, "id", None)
        if name and name not in members and _is_shown(name, child):
            members[name] = child
    for base_module, base in module.inner_bases(node):
        for name, member in _members(base_module, base).items():
            members.setdefault(name, member)
    return members


def _is_shown(name, node):
    if name == "__init__":
        return True
    documented = isinstance(node, ast.AnnAssign) or bool(ast.get_docstring(node))
    return documented and not name.startswith("__")


def _member(name, node):
    if isinstance(node, ast.AnnAssign):
        default = " = %s" % _value(node.value) if node.value else ""
        return ["* `%s: %s%s`" % (name, _annotation(node.annotation), default)]
    kinds = [getattr(d, "id", getattr(d, "attr", "")) for d in node.decorator_list]
    if "property" in kinds:
        return _entry("`%s` (read-only)" % name, node, True)
    if any(kind.endswith("cookie_property") for kind in kinds):
        return _entry("`%s` (kept in the cookie)" % name, node, True)
    if "lazy_property" in kinds:
        return _entry("`%s`" % name, node, True)
    kind = "class method " if "classmethod" in kinds else ""
    bound = "staticmethod" not in kinds
    return _entry("%s`%s`" % (kind, _signature(node, name, bound)), node)


def _entry(head, node, is_attribute=False):
    returned = _annotation(node.returns)
    arrow = " → `%s`" % returned if returned not in ("", "None", "Any") else ""
    text = _text(ast.get_docstring(node), "  ")
    if is_attribute:
        text = re.sub("^Return ", "", text)
    return ["* %s%s%s" % (head, arrow, ": " + _first_lower(text) if text else "")]


def _signature(node, name, is_bound):
    arguments = node.args
    names = [argument.arg for argument in arguments.args]
    defaults = [None] * (len(names) - len(arguments.defaults)) + list(arguments.defaults)
    shown = [_parameter(*pair) for pair in zip(names, defaults)][1 if is_bound else 0 :]
    if arguments.vararg:
        shown.append("*" + arguments.vararg.arg)
    elif arguments.kwonlyargs:
        shown.append("*")
    for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults):
        shown.append(_parameter(argument.arg, default))
    if arguments.kwarg and arguments.kwarg.arg != "_":
        shown.append("**" + arguments.kwarg.arg)
    return "%s(%s)" % (name, ", ".join(shown))


def _parameter(name, default):
    return name if default is None else "%s=%s" % (name, _value(default))


def _value(node):
    try:
        return repr(ast.literal_eval(node))
    except ValueError:
        # What it is stands in the docstring.
        return getattr(node, "id", "...")


def _annotation(node):
    if node is None:
        return ""
    try:
        return str(ast.literal_eval(node))
    except ValueError:
        return getattr(node, "id", "")


def _text(docstring, indent=""):
    """Join the lines of each paragraph: Markdown breaks them where the reader's window ends."""
    if not docstring:
        return ""
    paragraphs = re.split(r"\n\s*\n", inspect.cleandoc(docstring))
    joined = [" ".join(line.strip() for line in part.splitlines()) for part in paragraphs]
    return ("\n\n" + indent).join(joined)


def _first_lower(text):
    return text[:1].lower() + text[1:] if not text[:2].isupper() else text


def main():
    """Write the page."""
    with io.open(PAGE, "w", encoding="utf-8", newline="\n") as file:
        file.write(page())
    return 0


if __name__ == "__main__":
    sys.exit(main())
