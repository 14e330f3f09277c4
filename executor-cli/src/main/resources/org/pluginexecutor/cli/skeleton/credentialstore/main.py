#!/usr/bin/env pluginwrapper3
"""Gives the passwords of servers."""

from safeguard.sessions.plugin import CredentialStorePlugin


class Plugin(CredentialStorePlugin):
    """What is called: one object, in a process of its own, for each call of a hook."""

    def do_get_password_list(self):
        """Check out the password of self.account on self.asset.

        Called for each account and asset that may be meant, until one has a password.
        """
        self.logger.info("looking for the password of %s on %s", self.account, self.asset)
        password = self._find(self.account, self.asset)
        return {"passwords": [password] if password else []}

    def do_check_in_credential(self):
        """Give the password back; called once, after the login or when the session is over."""
        self.logger.info("checking in the password of %s on %s", self.account, self.asset)

    def _find(self, account, asset):
        # Ask your service here. This one knows the accounts of the configuration, on any server.
        return self.plugin_configuration.get("passwords", account) if account else None
