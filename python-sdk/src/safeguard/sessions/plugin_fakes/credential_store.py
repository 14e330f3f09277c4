# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Read a credential store that a test has written down as a dict."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Iterable, Iterator, List, Tuple

    # By user, then by host; a tuple holds one credential or more.
    Entries = Dict[str, Dict[str, List[Tuple[Any, ...]]]]


def all_credentials(entries: "Entries") -> "List[Tuple[str, str, Any]]":
    """Return (user, host, credential) for each credential, in the order of the dict."""
    return [
        (user, host, credential)
        for user, hosts in entries.items()
        for host, rows in hosts.items()
        for credential in _flat(rows)
    ]


def credentials_of(entries: "Entries", host: str, user: str) -> "List[Any]":
    """Return the credentials of the user on the host; none is an empty list."""
    return list(_flat(entries.get(user, {}).get(host, [])))


def _flat(rows: "Iterable[Any]") -> "Iterator[Any]":
    for row in rows:
        # Who forgets the comma of a tuple of one has written a credential.
        for credential in row if _is_sequence(row) else (row,):
            yield credential


def _is_sequence(value: "Any") -> bool:
    return isinstance(value, (tuple, list))
