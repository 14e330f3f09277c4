# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Sample X6: passwords and SSH keys that stand in the code. A Python 2 plugin."""

# A throwaway key, published with this file. Never use it for anything.
SAMPLE_KEY = """\
-----BEGIN RSA PRIVATE KEY-----
MIIEowIBAAKCAQEAmqaxXKwaKU60uu8tfYkK+CIeNkS+l6ltv+uu2JxTlZzw3qXh
iu30mb2f5dqoP9B+tH6xu0ZBItXxr/l9iLB/vpJng8pylR2Om44YCGl5RMfS2uTO
Geir7NzdMmf2XIRn7RS6HxqimS572gK0Zuiktxq+fzze4FS8kHflUyXgZmTCxyi0
UB9Y2OrOcaSbhHa0rUZpbbjMjuNLQHh3o0GtK3sQ2UfWudANFMxB7JA7CFpxZlZw
F43OP56hxhE5kB4BVwcBpOudHmjIZv7sIcn+9KuivKsyXDyp1eun4wWR/ka04wGs
25q/of55+5CmaRUM+lNLYHIrUbZgsJp9Vot54wIDAQABAoIBAEey4KfGYpqkEsZX
/Q8mah+AMeGXHYXS1z8TVYy3bUj/6exPm7F9gNmGQIugREDRuOyVkHDysWAlMFgV
o02sBo2j8rn3MghQG72isyGzRLXOrsMtMSBx7sNx4ltsN5vNByGzalbhUmESW/lH
J7xOP49kpsz2u53lq0aPT5KtDMxrUddEfvhWgGdi6ywiXXjGxy+ZPIQMpPHXB9Fj
SBPqZrXfEZaoz8ahPJylZosdkclGl578p2WqIb4P6MQE3Vr3C5mz2ym05qW0aL4+
g/5BxRzxHLS8XWcOG3VEMF9OMm5v01Sl6W1l5ky366n/TI4WoVHNxjWMG/kclfMK
r2jBtgECgYEA0o78EBxXl8GtS9drahq7lj3LJQhPyATPOE6gJrVwaWkb23ON3OcP
+vWKLX7iS6OwVgqclfNqu0jLMVKPOwCAvfdo8VLWqqZEnwPSF2QpNWD+tIiHc/dB
P8l/3HG0mQwe5BewS/hrJUkR573JjKlCzhpHZHBmXcnT+xj9z2DtJ5ECgYEAvAbq
iHVitaZgzulgV1W+WsaQVHYMmT7BOHwy9kcKEGUryLGrocxn4RHlK5xsT1GWA1DF
QcnwDehAtfqa7BgAsi3gwKt1d29rn3TomXPW86XSdefllE48xl0KAvQ6Cl1PB5+P
8gwsVhzQmG0jQQAZBlHU98K7LMvBYHkBXDynGDMCgYA6I6EWEb1d+eyP9HuEYL1L
TuS45QKiiDFvqsYt6guQD6XRgqa5SFPxR7tPtKlnmVsnZua1wPDHpeH1TIagFBN4
YMhpWiZMGHz6K2PncZCvXIj38Hr2Wl957XmQtRTY7a/Z63CSiZWMRhDbnFv6qwH3
RupPoXmijAgsXUo36NuTAQKBgQCbGuFxu9O3oQ4O4Xl10ed7Hn2FDvSJnbjqjZnE
iwmESND7d4TrraCri4WOmjTGobir938hLCH4dvSaqaYOyCYa1bmndkkqQyF2oowV
ufdBejLIzIkX9AoyYCGYGjuevSYqVbf6pYwVZSO1+aGxRxFdozeZQmwBIfvdRzSW
D/qO/QKBgE3BbGXt69lCpAZQ9exeX/3rSv9Dz/2XgSDTbS60Ifwwg1UUjWLsveIb
X2ndq1JYqLf3z4x4NBpMTYFyTd235VNkwiBGjnwrenugoDG6uD56htHCoo+DB6tg
ocu3e0DSS5IaO1cDqTyftAlkZVcsii9xC74v7y7w4bepq4yikDcI
-----END RSA PRIVATE KEY-----
"""


class Plugin(object):
    """Knows what to hand out for which user of the server; has no constructor."""

    passwords_of = {
        "root": ["sample-password-new", "sample-password-old"],
        "backup": ["sample-backup-password"],
    }
    private_keys_of = {
        "root": [("ssh-rsa", SAMPLE_KEY)],
    }

    def get_password_list(
        self,
        session_id,
        cookie,
        protocol,
        client_ip,
        gateway_username,
        gateway_password,
        target_username,
        target_host,
        target_port,
        target_domain=None,
        gateway_domain=None,
        gateway_groups=None
    ):
        """Return the passwords to try; called when the login on the server needs one."""
        print "passwords for %s on %s" % (target_username, target_host)
        return {"passwords": self.passwords_of.get(target_username, [])}

    def get_private_key_list(
        self,
        session_id,
        cookie,
        protocol,
        client_ip,
        gateway_username,
        gateway_password,
        target_username,
        target_host,
        target_port,
        target_domain=None,
        gateway_domain=None,
        gateway_groups=None
    ):
        """Return the SSH keys to try; called when the login on the server needs one."""
        print "private keys for %s on %s" % (target_username, target_host)
        return {"private_keys": self.private_keys_of.get(target_username, [])}

    def authentication_completed(self, session_id, cookie):
        """Called after the login on the server succeeded; there is nothing to do."""
        print "login done"
        return None

    def session_ended(self, session_id, cookie):
        """Called once, when the session is over; there is nothing to do."""
        print "session over"
        return None
