# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Make an authority and a server's certificate for trying TLS, where there are none yet.

usage: certificates.py DIRECTORY NAME...

It runs in the image, which has Python's cryptography. The authority's key is not kept: when the certificate has
expired, both are made anew, and callers need the new ca.pem.
"""

import datetime
import os
import sys

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

LIFE = datetime.timedelta(days=365)
RENEWED_BEFORE = datetime.timedelta(days=30)


def name(common_name):
    """Answer a distinguished name that consists of this one alone."""
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, common_name)])


def builder(subject, issuer, key, now):
    """Begin a certificate for a key."""
    return (
        x509.CertificateBuilder()
        .subject_name(name(subject))
        .issuer_name(name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + LIFE)
    )


def is_valid(path, now):
    """Tell whether there is a certificate that is valid for some time yet."""
    try:
        with open(path, "rb") as file:
            certificate = x509.load_pem_x509_certificate(file.read())
    except FileNotFoundError:
        return False
    return certificate.not_valid_after_utc - RENEWED_BEFORE > now


def write(path, content):
    """Write a file that nobody else can read, whole or not at all."""
    descriptor = os.open(path + ".part", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    os.replace(path + ".part", path)


def main(directory, names):
    """Make what is missing."""
    now = datetime.datetime.now(datetime.timezone.utc)
    certificate_file = os.path.join(directory, "server.pem")
    if is_valid(certificate_file, now):
        return
    authority = ec.generate_private_key(ec.SECP256R1())
    key = ec.generate_private_key(ec.SECP256R1())
    ca = (
        builder("plugin-executor trial authority", "plugin-executor trial authority", authority, now)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(authority, hashes.SHA256())
    )
    certificate = (
        builder(names[0], "plugin-executor trial authority", key, now)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(each) for each in names]), critical=False)
        .add_extension(x509.ExtendedKeyUsage([x509.ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(authority, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    write(os.path.join(directory, "ca.pem"), ca.public_bytes(pem))
    write(os.path.join(directory, "server.key"), private)
    write(certificate_file, certificate.public_bytes(pem))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
