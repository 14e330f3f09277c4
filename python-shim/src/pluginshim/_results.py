# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Check what a hook returned, and write it as JSON.

The value is copied into plain dicts, lists, text and numbers, so that no code of the plugin runs
while it is encoded. The copy stops as soon as its JSON would be longer than the limit.
"""

import re

from pluginshim import _frames, _text
from pluginshim._errors import BadResult

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Tuple

# A level of lists and dicts takes up to three levels of a protobuf message, which has 100.
MAX_LEVELS = 30

_EXPECTED = u"dict, list, tuple, str, int, float, bool or None"
_EXPECTED_KEY = u"str, int, float, bool or None"
_IDENTIFIER = re.compile(u"^[A-Za-z_][A-Za-z0-9_]{0,99}$")
_PATH_LIMIT_BYTES = 1024
_MESSAGE_LIMIT_BYTES = 4 * 1024


# What a hook may return besides None, by the word for it in the call frame, and that for people.
FORMS = {
    "dict": (dict, u"dict or None"),
    "dict_or_list": ((dict, list, tuple), u"dict, list or None"),
    "ignored": ((), u""),
}  # type: Dict[str, Tuple[Any, str]]


def to_json(value, form, limit_bytes):
    # type: (Any, str, int) -> str
    """Return the result as JSON of at most that many bytes, or raise BadResult."""
    if value is None or form == "ignored":
        return "null"
    # The server puts a list into a dict, which is the first level then.
    copier = _Copier(limit_bytes, MAX_LEVELS if isinstance(value, dict) else MAX_LEVELS - 1)
    kinds, expected = FORMS[form]
    if not isinstance(value, kinds):
        raise copier.bad(_text.type_name(type(value)), expected)
    text = _frames.to_json(copier.copy(value))
    if len(text) > limit_bytes:
        raise copier.too_large(u"%d bytes", len(text))
    return text


class _Copier(object):
    """One walk through a result."""

    def __init__(self, limit_bytes, limit_levels):
        # type: (int, int) -> None
        """Start at the result itself."""
        self._limit_bytes = limit_bytes
        self._limit_levels = limit_levels
        self._size_bytes = 0
        self._steps = []  # type: List[Any]
        self._open_ids = []  # type: List[int]

    def copy(self, value):
        # type: (Any) -> Any
        """Return the value as plain data."""
        if value is None or value is True or value is False:
            self._count(4)
            return value
        if isinstance(value, _text.text_type):
            return self._text(value)
        if isinstance(value, _text.integer_types):
            return self._integer(value)
        if isinstance(value, float):
            return self._float(value)
        if isinstance(value, (dict, list, tuple)):
            return self._container(value)
        if _text.PYTHON2 and isinstance(value, bytes):
            return self._text(self._decoded(value))
        raise self.bad(_text.type_name(type(value)), _EXPECTED)

    def _container(self, value):
        # type: (Any) -> Any
        """Copy a dict, list or tuple, one level deeper."""
        if id(value) in self._open_ids:
            raise self.bad(u"contains itself", u"no cycles")
        if len(self._open_ids) == self._limit_levels:
            raise self.bad(u"nested too deeply", u"at most %d levels" % self._limit_levels)
        self._count(2)
        self._open_ids.append(id(value))
        copied = self._dict(value) if isinstance(value, dict) else self._list(value)
        self._open_ids.pop()
        return copied

    def _dict(self, value):
        # type: (Any) -> Dict[str, Any]
        """Copy a dict; a later key replaces an earlier one that has the same text."""
        copied = {}
        try:
            # Like json.dumps, take the items that a subclass says it has.
            for key, item in value.items():
                name = self._key(key)
                self._steps.append(name)
                if _text.has_lone_surrogate(name):
                    raise self.bad(u"a key with half a surrogate pair", u"valid Unicode text")
                self._count(len(name) + 3)
                copied[name] = self.copy(item)
                self._steps.pop()
        except (BadResult, MemoryError):
            raise
        except Exception as error:
            raise self.bad(u"reading it raised %s" % _text.type_name(type(error)), u"a dict")
        return copied

    def _list(self, value):
        # type: (Any) -> List[Any]
        """Copy a list or a tuple, past whatever a subclass makes of iteration."""
        items = list.__iter__(value) if isinstance(value, list) else tuple.__iter__(value)
        copied = []
        for index, item in enumerate(items):
            self._steps.append(index)
            self._count(1)
            copied.append(self.copy(item))
            self._steps.pop()
        return copied

    def _key(self, key):
        # type: (Any) -> str
        """Return the key as the text that json.dumps makes of it."""
        if isinstance(key, _text.text_type):
            self._check_room(len(key))
            return u"".join([key])
        if key is None or key is True or key is False:
            return {None: u"null", True: u"true", False: u"false"}[key]
        if isinstance(key, _text.integer_types):
            return u"%s" % _frames.to_json(self._integer(key))
        if isinstance(key, float):
            return u"%s" % _frames.to_json(self._float(key))
        if _text.PYTHON2 and isinstance(key, bytes):
            return self._decoded(key)
        raise self.bad(u"a key of type %s" % _text.type_name(type(key)), _EXPECTED_KEY)

    def _text(self, value):
        # type: (str) -> str
        """Copy text, which must be encodable."""
        self._count(len(value) + 2)
        if _text.has_lone_surrogate(value):
            raise self.bad(u"text with half a surrogate pair", u"valid Unicode text")
        return u"".join([value])

    def _integer(self, value):
        # type: (Any) -> Any
        """Copy an integer, which may be an enum or another subclass."""
        plain = [kind for kind in _text.integer_types if isinstance(value, kind)][0].__pos__(value)
        # log10(2) is 0.30103: writing it is quadratic, so too long ones must not get there.
        self._count(plain.bit_length() * 30103 // 100000 or 1)
        return plain

    def _float(self, value):
        # type: (float) -> float
        """Copy a finite float."""
        plain = float.__pos__(value)
        if float.__repr__(plain) in ("nan", "inf", "-inf"):
            raise self.bad(u"float %s" % float.__repr__(plain), u"a finite number")
        self._count(3)
        return plain

    def _decoded(self, value):
        # type: (bytes) -> str
        """Return bytes of Python 2, its usual text, as text."""
        self._check_room(len(value) // 4)
        try:
            return bytes.decode(value, "utf-8")
        except UnicodeDecodeError:
            raise self.bad(u"bytes that are not UTF-8", u"text")

    def _count(self, size_bytes):
        # type: (int) -> None
        """Add to a lower bound of the length of the JSON."""
        self._check_room(size_bytes)
        self._size_bytes += size_bytes

    def _check_room(self, size_bytes):
        # type: (int) -> None
        """Stop when that much more would be too much."""
        if self._size_bytes + size_bytes > self._limit_bytes:
            raise self.too_large(u"at least %d bytes", self._size_bytes + size_bytes)

    def too_large(self, form, size_bytes):
        # type: (str, int) -> BadResult
        """Return the refusal of the result as a whole."""
        del self._steps[:]
        refusal = self.bad(form % size_bytes, u"at most %d bytes" % self._limit_bytes)
        refusal.size_bytes = size_bytes
        return refusal

    def bad(self, found, expected):
        # type: (str, str) -> BadResult
        """Return the refusal of the value at the present step."""
        steps = u"".join(_step_text(step) for step in self._steps)
        path = _text.keep_start(u"result" + steps, _PATH_LIMIT_BYTES)
        message = u"%s: %s (expected: %s)" % (path, found, expected)
        return BadResult(path, _text.keep_start(message, _MESSAGE_LIMIT_BYTES))


def _step_text(step):
    # type: (Any) -> str
    """Write one step of a path as Python would: `.key`, `[2]` or `['other key']`."""
    if isinstance(step, int):
        return u"[%d]" % step
    if _IDENTIFIER.match(step):
        return u"." + step
    return u"[%s]" % repr(step[:100]).lstrip("u")
