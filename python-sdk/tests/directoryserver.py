# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Run a real slapd for tests, with a directory and a configuration of its own."""

import os
import shutil
import socket
import subprocess
import tempfile
import threading

# Where daemons are is not on everybody's path.
_PATH = os.environ.get("PATH", os.defpath) + os.pathsep + "/usr/sbin:/usr/lib/openldap:/usr/libexec"
SLAPD = shutil.which("slapd", path=_PATH)
SLAPADD = shutil.which("slapadd", path=_PATH)
_SCHEMAS = ("/etc/ldap/schema", "/etc/openldap/schema")
_MODULES = ("/usr/lib/ldap", "/usr/lib64/openldap", "/usr/lib/openldap")

BIND_DN = "cn=gateway,dc=example,dc=org"
BIND_PASSWORD = "p(a)ss*word"

_CONFIGURATION = """\
{schemas}
{modules}
pidfile {directory}/pid
argsfile {directory}/args
TLSCACertificateFile {certificates}/ca.pem
TLSCertificateFile {certificates}/server.pem
TLSCertificateKeyFile {certificates}/server.key
database mdb
maxsize 10485760
suffix "dc=example,dc=org"
rootdn "cn=root,dc=example,dc=org"
directory {directory}/data
access to attrs=userPassword by anonymous auth by * none
access to dn.subtree="ou=public,dc=example,dc=org" by * read
access to * by users read by anonymous none
"""

_ENTRIES = """\
dn: dc=example,dc=org
objectClass: dcObject
objectClass: organization
dc: example
o: example

dn: cn=gateway,dc=example,dc=org
objectClass: person
cn: gateway
sn: gateway
userPassword: {password}

dn: ou=people,dc=example,dc=org
objectClass: organizationalUnit
ou: people

dn: uid=alice,ou=people,dc=example,dc=org
objectClass: inetOrgPerson
objectClass: posixAccount
uid: alice
cn: Alice
sn: A
uidNumber: 1000
gidNumber: 1000
homeDirectory: /home/alice
mail: alice@example.org
mail: a@example.org
description:: w6lsw6h2ZQ==
jpegPhoto:: //79/A==

dn: uid=bob*,ou=people,dc=example,dc=org
objectClass: inetOrgPerson
uid: bob*
cn: Bob
sn: B

dn: cn=uid\\3Dodd\\, (really)\\5C,ou=people,dc=example,dc=org
objectClass: inetOrgPerson
uid: odd
cn: uid=odd, (really)\\
sn: O

dn: cn=twin one,ou=people,dc=example,dc=org
objectClass: inetOrgPerson
uid: twin
cn: twin one
sn: T

dn: cn=twin two,ou=people,dc=example,dc=org
objectClass: inetOrgPerson
uid: twin
cn: twin two
sn: T

dn: ou=groups,dc=example,dc=org
objectClass: organizationalUnit
ou: groups

dn: cn=Admins,ou=groups,dc=example,dc=org
objectClass: groupOfNames
cn: Admins
member: uid=alice,ou=people,dc=example,dc=org
member: cn=uid\\3Dodd\\, (really)\\5C,ou=people,dc=example,dc=org

dn: cn=Others (all),ou=groups,dc=example,dc=org
objectClass: groupOfNames
cn: Others (all)
member: uid=bob*,ou=people,dc=example,dc=org

dn: cn=staff,ou=groups,dc=example,dc=org
objectClass: posixGroup
cn: staff
gidNumber: 2000
memberUid: alice

dn: ou=public,dc=example,dc=org
objectClass: organizationalUnit
ou: public

dn: uid=open,ou=public,dc=example,dc=org
objectClass: inetOrgPerson
uid: open
cn: open
sn: open
"""


class DirectoryServer(object):
    """One slapd on two ports of loopback, plain with StartTLS and TLS; ended by `close`."""

    def __init__(self, certificates):
        """Load the entries and start; the certificates have to stay as long as the server."""
        self._directory = tempfile.mkdtemp()
        self._process = None
        try:
            configuration = self._configure(certificates)
            entries = _ENTRIES.format(password=BIND_PASSWORD).encode("utf-8")
            subprocess.run(
                [SLAPADD, "-f", configuration], input=entries, check=True, stderr=subprocess.PIPE
            )
            # Nothing tells slapd's port when it chooses one: these were free a moment ago.
            ports = _free_ports(2)
            self.plain_uri = "ldap://127.0.0.1:%d" % ports[0]
            self.tls_uri = "ldaps://127.0.0.1:%d" % ports[1]
            self._start(configuration)
        except BaseException:
            self.close()
            raise

    def close(self):
        """End the server and remove its directory."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait()
            self._process.stderr.close()
        shutil.rmtree(self._directory)

    def _configure(self, certificates):
        schemas = next(path for path in _SCHEMAS if os.path.isdir(path))
        modules = next((path for path in _MODULES if os.path.isdir(path)), None)
        has_module = modules and any(name.startswith("back_mdb") for name in os.listdir(modules))
        path = os.path.join(self._directory, "slapd.conf")
        os.mkdir(os.path.join(self._directory, "data"))
        with open(path, "w") as file:
            file.write(
                _CONFIGURATION.format(
                    schemas="\n".join(
                        "include %s/%s.schema" % (schemas, name)
                        for name in ("core", "cosine", "nis", "inetorgperson")
                    ),
                    modules="modulepath %s\nmoduleload back_mdb" % modules if has_module else "",
                    directory=self._directory,
                    certificates=certificates.directory,
                )
            )
        return path

    def _start(self, configuration):
        uris = "%s/ %s/" % (self.plain_uri, self.tls_uri)
        # The level "stats" makes it say when it is ready, and keeps it in the foreground.
        self._process = subprocess.Popen(
            [SLAPD, "-d", "256", "-f", configuration, "-h", uris],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        lines = []
        for line in self._process.stderr:
            lines.append(line)
            if b"slapd starting" in line:
                break
        else:
            raise RuntimeError("slapd: %r (expected: slapd starting)" % b"".join(lines[-5:]))
        reader = threading.Thread(target=self._process.stderr.read)
        reader.daemon = True
        reader.start()


def _free_ports(count):
    listeners = [socket.socket() for _ in range(count)]
    for listener in listeners:
        listener.bind(("127.0.0.1", 0))
    ports = [listener.getsockname()[1] for listener in listeners]
    for listener in listeners:
        listener.close()
    return ports
