# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Take keys and certificates apart that are written as PEM text; nothing is decrypted."""

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import List, Tuple

_BLOCK = re.compile(r"-----BEGIN ([A-Z0-9 ]+)-----\s(.*?)-----END \1-----", re.DOTALL)
_SSH_TYPES = {"RSA PRIVATE KEY": "ssh-rsa", "DSA PRIVATE KEY": "ssh-dss"}

# The algorithm of a key in PKCS#8 is an object identifier near its start; these are the encoded
# forms of rsaEncryption and id-dsa. Looking for them takes no parser of ASN.1.
_ALGORITHMS = (
    (b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01", "ssh-rsa"),
    (b"\x06\x07\x2a\x86\x48\xce\x38\x04\x01", "ssh-dss"),
)
_ALGORITHM_WITHIN_BYTES = 32


def blocks(text: str) -> "List[Tuple[str, str]]":
    """Return the label and the text of each block, with one line feed at the end of the text.

    Blanks at the start of lines, as continued lines of a configuration have them, are left out.
    """
    lines = "\n".join(line.strip() for line in text.strip().splitlines()) + "\n"
    return [(found.group(1), found.group(0) + "\n") for found in _BLOCK.finditer(lines)]


def is_certificate(label: str) -> bool:
    """Tell whether a block of this label is a certificate."""
    return label == "CERTIFICATE"


def is_private_key(label: str) -> bool:
    """Tell whether a block of this label is a private key."""
    return label.endswith("PRIVATE KEY")


def is_encrypted(block: str) -> bool:
    """Tell whether the block is a private key that needs a passphrase."""
    return "-----BEGIN ENCRYPTED " in block or "Proc-Type: 4,ENCRYPTED" in block


def ssh_type(block: str) -> str:
    """Return `ssh-rsa` or `ssh-dss` for a private key in PKCS#1 or PKCS#8; else the empty text."""
    found = blocks(block)
    if len(found) != 1:
        return ""
    label, text = found[0]
    return _SSH_TYPES.get(label) or (_algorithm(text) if label == "PRIVATE KEY" else "")


def _algorithm(text: str) -> str:
    import binascii

    try:
        start = binascii.a2b_base64("".join(text.splitlines()[1:-1])[:64])
    except ValueError:
        return ""
    start = start[:_ALGORITHM_WITHIN_BYTES]
    return next((kind for encoded, kind in _ALGORITHMS if encoded in start), "")
