#!/usr/bin/env pluginwrapper3
"""Asks for a one-time password and checks it."""

import hmac

from safeguard.sessions.plugin import AAPlugin, AAResponse


class Plugin(AAPlugin):
    """What is called: one object, in a process of its own, for each call of a hook."""

    def do_authenticate(self):
        """Check the one-time password, which the base class has asked for."""
        self.logger.info("checking the one-time password of %s", self.mfa_identity)
        if self._is_right(self.mfa_identity, self.mfa_password):
            return AAResponse.accept()
        return AAResponse.deny(deny_reason="Wrong one-time password.")

    def do_authorize(self):
        """Decide whether the user may reach the server, which is known by now."""
        self.logger.info(
            "%s goes to %s@%s",
            self.connection.gateway_user,
            self.connection.server_username,
            self.connection.server_ip,
        )
        return AAResponse.accept()

    def do_session_ended(self):
        """Tidy up; what has to be known here has to be in self.cookie."""
        self.logger.info("the session of %s is over", self.cookie.get("username"))

    def _is_right(self, identity, password):
        # Ask your service here. This one takes the word of the configuration, from anybody.
        expected = self.plugin_configuration.get("one_time_password", "expected", required=True)
        return hmac.compare_digest((password or "").encode(), expected.encode())
