# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Find out which arguments a callable of the plugin takes.

Plain functions and methods are read off their code object: that needs no import and is the same in
every Python. Everything else is a matter for `inspect`.
"""

import types

from pluginshim import _stdlib, _text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, FrozenSet, Optional

BY_POSITION = "by position"
BY_NAME = "by name"
NOT_AT_ALL = "not at all"

# inspect.CO_VARARGS, inspect.CO_VARKEYWORDS
_CO_VARARGS = 0x04
_CO_VARKEYWORDS = 0x08
_NESTING_LIMIT = 100


class Signature(object):
    """What one callable takes, not counting `self`."""

    def __init__(self, positional_count, names, takes_more_positional, takes_more_names):
        # type: (int, FrozenSet[str], bool, bool) -> None
        """Keep how many arguments go by position and which go by name."""
        self.positional_count = positional_count
        self.names = names
        self.takes_more_positional = takes_more_positional
        self.takes_more_names = takes_more_names


def accepted_names(function):
    # type: (Any) -> Optional[FrozenSet[str]]
    """Return the names that may be passed to the callable; None means all, or unknown.

    A decorated function takes what its wrapper names, and, where the wrapper passes on `**kwargs`,
    what the wrapped function takes.
    """
    names = frozenset()  # type: FrozenSet[str]
    for _ in range(_NESTING_LIMIT):
        signature = _signature_of(function)
        if signature is not None:
            names |= signature.names
            if not signature.takes_more_names:
                return names
        function = _wrapped_by(function)
        if function is None:
            return None
    return None


def way_to_pass(plugin_class, name):
    # type: (Any, str) -> str
    """Tell how the one argument of that name is passed to the constructor; unknown: by position."""
    signature = _signature_of_class(plugin_class)
    if signature is None or signature.positional_count or signature.takes_more_positional:
        return BY_POSITION
    if signature.takes_more_names or name in signature.names:
        return BY_NAME
    return NOT_AT_ALL


def _wrapped_by(function):
    # type: (Any) -> Any
    """Return the function that a decorator made with functools.wraps covers, or None."""
    wrapped = getattr(function, "__wrapped__", None)
    if isinstance(wrapped, types.FunctionType) and isinstance(function, types.MethodType):
        # The method is bound, what it wraps is not: bind it, so that `self` is not counted.
        return types.MethodType(wrapped, function.__self__)
    return wrapped


def _signature_of(function):
    # type: (Any) -> Optional[Signature]
    """Return the signature of the callable itself, whatever it wraps; None if unknown."""
    if hasattr(function, "__signature__") and not _text.PYTHON2:
        return _inspected(function)
    if isinstance(function, types.FunctionType):
        return _from_code(function, 0)
    if isinstance(function, types.MethodType) and isinstance(
        function.__func__, types.FunctionType
    ):
        return _from_code(function.__func__, 0 if function.__self__ is None else 1)
    if _text.PYTHON2:
        method = getattr(function, "__call__", None)
        if isinstance(method, types.MethodType) and method is not function:
            return _signature_of(method)
        return None
    return _inspected(function)


def _signature_of_class(plugin_class):
    # type: (Any) -> Optional[Signature]
    """Return the signature of the constructor, without `self`; None if unknown."""
    if not isinstance(plugin_class, type):
        if _text.PYTHON2 and isinstance(plugin_class, getattr(types, "ClassType")):
            return _from_init(getattr(plugin_class, "__init__", None))
        return _signature_of(plugin_class)
    plain = type(plugin_class).__call__ is type.__call__ and plugin_class.__new__ is object.__new__
    if plain and plugin_class.__init__ is object.__init__:
        return _from_init(None)
    init = plugin_class.__init__
    function = getattr(init, "__func__", init)
    if plain and isinstance(function, types.FunctionType) and not hasattr(init, "__wrapped__"):
        return _from_code(function, 1)
    if _text.PYTHON2:
        return None
    return _inspected(plugin_class, follow_wrapped=True)


def _from_init(init):
    # type: (Any) -> Optional[Signature]
    """Return the signature of an old-style class, or of one without a constructor."""
    if init is None:
        return Signature(0, frozenset(), False, False)
    function = getattr(init, "__func__", init)
    return _from_code(function, 1) if isinstance(function, types.FunctionType) else None


def _from_code(function, bound_count):
    # type: (types.FunctionType, int) -> Signature
    """Read the signature off the code object; the first `bound_count` arguments are given."""
    code = function.__code__
    positional_only_count = getattr(code, "co_posonlyargcount", 0)
    count = code.co_argcount + getattr(code, "co_kwonlyargcount", 0)
    first_name = max(bound_count, positional_only_count)
    return Signature(
        max(code.co_argcount - bound_count, 0),
        frozenset(code.co_varnames[first_name:count]),
        bool(code.co_flags & _CO_VARARGS),
        bool(code.co_flags & _CO_VARKEYWORDS),
    )


def _inspected(function, follow_wrapped=False):
    # type: (Any, bool) -> Optional[Signature]
    """Ask `inspect`, which runs code of the plugin; whatever fails there, the answer is unknown."""
    try:
        inspect = _stdlib.load("inspect")
        parameters = inspect.signature(function, follow_wrapped=follow_wrapped).parameters.values()
        kinds = [parameter.kind for parameter in parameters]
        positional = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
        named = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
        return Signature(
            sum(1 for kind in kinds if kind in positional),
            frozenset(parameter.name for parameter in parameters if parameter.kind in named),
            inspect.Parameter.VAR_POSITIONAL in kinds,
            inspect.Parameter.VAR_KEYWORD in kinds,
        )
    except Exception:
        return None
