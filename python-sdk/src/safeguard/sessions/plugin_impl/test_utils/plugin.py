# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Check results of hooks, and carry cookies from one to the next (contract 6.12)."""

import json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Mapping, Optional

_COOKIES = ("cookie", "session_cookie")


def assert_plugin_hook_result(
    result: "Optional[Mapping[str, Any]]", expected: "Mapping[str, Any]"
) -> None:
    """Fail unless the result has all that is expected; dicts inside may have more as well."""
    assert result is not None, "result: None (expected: %r)" % (dict(expected),)
    _assert_part(result, expected, "result")


def check_that_data_is_serializable(result: "Any") -> None:
    """Fail when the result cannot cross the border of the process as JSON."""
    try:
        json.dumps(result)
    except (TypeError, ValueError) as error:
        raise AssertionError("result: %s (expected: a form in JSON)" % error) from error


def minimal_parameters(params: "Mapping[str, Any]") -> "Dict[str, Any]":
    """Return what hooks at the end of a session are called with: its id and the cookies."""
    return {name: params[name] for name in ("session_id",) + _COOKIES if name in params}


def update_cookies(params: "Dict[str, Any]", result: "Optional[Mapping[str, Any]]") -> None:
    """Put the cookies of the result into the parameters of the next hook."""
    for name in _COOKIES:
        if result and name in result:
            params[name] = result[name]


def _assert_part(found: "Mapping[str, Any]", expected: "Mapping[str, Any]", place: str) -> None:
    for key, value in expected.items():
        inside = "%s[%r]" % (place, key)
        assert key in found, "%s: missing (expected: %r)" % (inside, value)
        if _is_dict(value) and _is_dict(found[key]):
            _assert_part(found[key], value, inside)
        else:
            assert found[key] == value, "%s: %r (expected: %r)" % (inside, found[key], value)


def _is_dict(value: "Any") -> bool:
    return isinstance(value, dict)
