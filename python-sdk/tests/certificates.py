# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Make certificates for tests with the openssl command, in a directory of their own."""

import os
import shutil
import subprocess
import tempfile

OPENSSL = shutil.which("openssl")
# The identifiers of keys are what Python 3.13 and newer insist on.
_AUTHORITY = """\
basicConstraints=critical,CA:TRUE
keyUsage=critical,keyCertSign,cRLSign
subjectKeyIdentifier=hash
"""
_LEAF = """\
basicConstraints=CA:FALSE
subjectAltName=IP:127.0.0.1
subjectKeyIdentifier=hash
authorityKeyIdentifier=keyid
"""


class Certificates(object):
    """An authority and what it has signed; removed by `close`."""

    def __init__(self):
        """Make the authority `ca`."""
        self.directory = tempfile.mkdtemp()
        self._make("ca", _AUTHORITY, ["-signkey", "ca.key"])

    def close(self):
        """Remove everything."""
        shutil.rmtree(self.directory)

    def sign(self, name):
        """Make `name.pem` and `name.key`, good for servers at 127.0.0.1 and for clients."""
        self._make(name, _LEAF, ["-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial"])

    def path(self, name):
        """Return the path of the file."""
        return os.path.join(self.directory, name)

    def text(self, name):
        """Return the PEM text of the file."""
        with open(self.path(name)) as file:
            return file.read()

    def _make(self, name, extensions, signer):
        with open(self.path(name + ".ext"), "w") as file:
            file.write(extensions)
        self._openssl(
            "req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=" + name,
            "-keyout", name + ".key", "-out", name + ".csr",
        )  # fmt: skip
        self._openssl(
            "x509", "-req", "-days", "2", "-in", name + ".csr", "-extfile", name + ".ext",
            "-out", name + ".pem", *signer
        )  # fmt: skip

    def _openssl(self, *arguments):
        subprocess.check_output(
            [OPENSSL] + list(arguments), cwd=self.directory, stderr=subprocess.STDOUT
        )
