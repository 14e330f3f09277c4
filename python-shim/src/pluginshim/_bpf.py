# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Put programs for seccomp together out of pieces that each end in a verdict.

A piece is a list of instructions that never runs past its own end: so pieces nest without labels.
"""

import struct

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Sequence, Tuple

    Instruction = Tuple[int, int, int, Any]
    Piece = List[Instruction]

# linux/filter.h: struct sock_filter.
INSTRUCTION = struct.Struct("=HBBI")

# linux/bpf_common.h: class, size, mode and operation, added up.
LOAD_WORD = 0x20
JUMP = 0x05
JUMP_EQUAL = 0x15
JUMP_GREATER_OR_EQUAL = 0x35
JUMP_ANY_BIT = 0x45
AND = 0x54
RETURN = 0x06

# linux/seccomp.h: struct seccomp_data.
NUMBER_OFFSET = 0
ARCH_OFFSET = 4
_ARGUMENTS_OFFSET = 16

# Stands in an instruction for the id of the process that installs the program.
OWN_PID = object()

_LONGEST_JUMP = 255


def verdict(action):
    # type: (int) -> Piece
    """Return the piece that ends the program with this answer."""
    return [(RETURN, 0, 0, action)]


def load(offset, then):
    # type: (int, Piece) -> Piece
    """Take a word of the call's description, then go on."""
    return [(LOAD_WORD, 0, 0, offset)] + then


def argument(index, then):
    # type: (int, Piece) -> Piece
    """Take the lower half of an argument, which is all that the kernel takes of an int."""
    return load(_ARGUMENTS_OFFSET + 8 * index, then)


def masked(bits, then):
    # type: (int, Piece) -> Piece
    """Keep only these bits of what was taken, then go on."""
    return [(AND, 0, 0, bits)] + then


def choose(comparison, value, then, otherwise):
    # type: (int, Any, Piece, Piece) -> Piece
    """Go on with `then` if what was taken compares so with the value."""
    if len(otherwise) <= _LONGEST_JUMP:
        return [(comparison, len(otherwise), 0, value)] + otherwise + then
    # A conditional jump has one byte for its distance.
    return [(comparison, 0, 1, value), (JUMP, 0, 0, len(otherwise))] + otherwise + then


def among(values, then, otherwise):
    # type: (Sequence[Any], Piece, Piece) -> Piece
    """Go on with `then` if what was taken is one of the values."""
    piece = otherwise
    for value in reversed(values):
        piece = choose(JUMP_EQUAL, value, then, piece)
    return piece


def by_number(pieces, default, highest, beyond):
    # type: (Dict[int, Piece], Piece, int, Piece) -> Piece
    """Go on with the piece for the number, with `default` up to the highest, else with `beyond`."""
    spans = []  # type: List[Tuple[int, Piece]]
    following = 0
    for number in sorted(pieces):
        if number > following:
            _add_span(spans, following, default)
        _add_span(spans, number, pieces[number])
        following = number + 1
    if following <= highest:
        _add_span(spans, following, default)
    _add_span(spans, highest + 1, beyond)
    return _tree(spans)


def _add_span(spans, start, piece):
    # type: (List[Tuple[int, Piece]], int, Piece) -> None
    """Let the numbers from here on have this piece."""
    if not spans or spans[-1][1] != piece:
        spans.append((start, piece))


def _tree(spans):
    # type: (Sequence[Tuple[int, Piece]]) -> Piece
    """Halve the spans until one is left: a linear program costs far more to compile and to run."""
    if len(spans) == 1:
        return spans[0][1]
    middle = len(spans) // 2
    return choose(
        JUMP_GREATER_OR_EQUAL, spans[middle][0], _tree(spans[middle:]), _tree(spans[:middle])
    )


def assemble(piece):
    # type: (Piece) -> Tuple[bytes, List[int]]
    """Return the program, and where in it the id of the installing process is to be put."""
    pid_offsets = []
    parts = []
    for index, (code, on_true, on_false, value) in enumerate(piece):
        if value is OWN_PID:
            pid_offsets.append(INSTRUCTION.size * index + 4)
            value = 0
        parts.append(INSTRUCTION.pack(code, on_true, on_false, value))
    return b"".join(parts), pid_offsets
