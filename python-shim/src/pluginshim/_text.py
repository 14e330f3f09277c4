# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Turn anything into text that is bounded and can be sent."""

import re
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

PYTHON2 = sys.version_info[0] == 2
if sys.version_info[0] == 2:
    text_type = unicode  # noqa: F821
    integer_types = (int, long)  # noqa: F821
else:
    text_type = str
    integer_types = (int,)

_CUT = u"[...]"
# Python 2 keeps text beyond U+FFFF as pairs of surrogates (in its usual, narrow builds), and its
# UTF-8 codec takes single ones without a word; only there are pairs good text.
if PYTHON2:
    _LONE_SURROGATE = re.compile(
        u"[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]"
    )
else:
    _LONE_SURROGATE = re.compile(u"[\ud800-\udfff]")
# Everything below the blank but tabulator and line feed, and DEL. Written out because JSON makes
# six bytes of each, and because they do harm in a terminal.
_CONTROL = re.compile(u"[\x00-\x08\x0b-\x1f\x7f]")


def has_lone_surrogate(text):
    # type: (str) -> bool
    """Tell whether the text holds half a character, which no encoding can carry."""
    return _LONE_SURROGATE.search(text) is not None


def without_lone_surrogates(text):
    # type: (str) -> str
    """Write halves of characters as `\\udXXX`."""
    return _LONE_SURROGATE.sub(lambda half: u"\\u%04x" % ord(half.group()), text)


def safe_text(value):
    # type: (Any) -> str
    """Return the value as text, whatever its `__str__` does; bytes of Python 2 count as UTF-8."""
    try:
        if isinstance(value, text_type):
            return u"".join([value])
        if PYTHON2:
            return _python2_text(value)
        return u"".join([str(value)])
    except BaseException as error:
        return u"<no text: __str__ raised %s>" % type_name(type(error))


def plain(value):
    # type: (Any) -> str
    """Return text and bytes as text and anything else as none; runs no code and catches nothing."""
    if isinstance(value, text_type):
        return value
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else u""


def _python2_text(value):
    # type: (Any) -> str
    """Return text as Python 2 would print it; exceptions may carry it as unicode or as bytes."""
    try:
        text = str(value)
    except UnicodeError:
        text = text_type(value)
    return text.decode("utf-8", "replace") if isinstance(text, bytes) else u"".join([text])


def type_name(kind):
    # type: (Any) -> str
    """Name a type with its module, unless it is a builtin one."""
    try:
        name = safe_text(getattr(kind, "__qualname__", kind.__name__))
        module = kind.__module__
        if module not in ("builtins", "exceptions", "__builtin__") and module:
            name = safe_text(module) + u"." + name
        return keep_start(name, 256)
    except Exception:
        return u"object"


def _sendable(text):
    # type: (str) -> str
    """Write out what is no character or would disturb a terminal."""
    visible = _CONTROL.sub(lambda control: u"\\x%02x" % ord(control.group()), text)
    return without_lone_surrogates(visible)


def keep_start(text, limit_bytes):
    # type: (str, int) -> str
    """Cut the text to at most that many bytes of UTF-8, losing its end."""
    # A character is at least one byte, so this much is enough, and it bounds the work below.
    data = _sendable(text[: limit_bytes + 1]).encode("utf-8")
    if len(data) <= limit_bytes:
        return data.decode("utf-8")
    return data[: limit_bytes - len(_CUT)].decode("utf-8", "ignore") + _CUT


def keep_ends(text, limit_bytes):
    # type: (str, int) -> str
    """Cut the text to at most that many bytes of UTF-8, losing lines from its middle."""
    data = _sendable(text[: limit_bytes + 1]).encode("utf-8")
    if len(data) <= limit_bytes and len(text) <= limit_bytes:
        return data.decode("utf-8")
    cut = u"\n" + _CUT + u"\n"
    end_bytes = limit_bytes * 3 // 4
    start = data[: limit_bytes - end_bytes - len(cut)].decode("utf-8", "ignore")
    end_data = _sendable(text[-end_bytes:]).encode("utf-8")[-end_bytes:]
    end = end_data.decode("utf-8", "ignore")
    return start.rpartition(u"\n")[0] + cut + (end.partition(u"\n")[2] or end)
