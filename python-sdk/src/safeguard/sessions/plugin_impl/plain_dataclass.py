# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""The part of dataclasses that the SDK's own need, for Python 3.6."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable


class field:
    """A default that is made anew for each object; immutable."""

    def __init__(self, default_factory: "Callable[[], Any]") -> None:
        """Keep what makes the default."""
        self.default_factory = default_factory


def dataclass(kind: type) -> type:
    """Give a class of annotated attributes with defaults a constructor, equality and a text."""
    names = list(kind.__annotations__)
    defaults = {name: getattr(kind, name) for name in names}

    def __init__(self: "Any", *values: "Any", **named: "Any") -> None:
        if len(values) > len(names):
            message = "%s: %d values (expected: <= %d)"
            raise TypeError(message % (kind.__name__, len(values), len(names)))
        given = dict(zip(names, values))
        for name, value in named.items():
            if name not in defaults or name in given:
                raise TypeError("%s: %s (expected: each of %s once)" % (kind.__name__, name, names))
            given[name] = value
        for name in names:
            default = defaults[name]
            if name not in given and isinstance(default, field):
                given[name] = default.default_factory()
            setattr(self, name, given.get(name, default))

    def __eq__(self: "Any", other: object) -> "Any":
        return self.__dict__ == other.__dict__ if type(other) is kind else NotImplemented

    def __repr__(self: "Any") -> str:
        parts = ", ".join("%s=%r" % (name, getattr(self, name)) for name in names)
        return "%s(%s)" % (kind.__name__, parts)

    for method in (__init__, __eq__, __repr__):
        setattr(kind, method.__name__, method)
    setattr(kind, "__hash__", None)
    return kind
