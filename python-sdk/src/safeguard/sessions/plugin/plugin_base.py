# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""What plugins of every type have: configuration, log, cookies and proxy (contract 6.4)."""

import os

from safeguard.sessions.plugin import logging
from safeguard.sessions.plugin.exceptions import PluginSDKValueError
from safeguard.sessions.plugin.plugin_configuration import PluginConfiguration

TYPE_CHECKING = False
if TYPE_CHECKING:
    from logging import Logger
    from typing import Any, Callable, Dict, Optional

    from safeguard.sessions.plugin.box_configuration import BoxConfiguration

_PROXY_SECTIONS = ("https-proxy", "https_proxy")
_DEFAULT_PROXY_PORT = 3128


class _StoredProperty:
    """An attribute that lives in one of the plugin's cookies; stateless."""

    def __init__(self, factory: "Callable[[Any], Any]", cookie_name: str, key: str) -> None:
        self._factory = factory
        self._cookie_name = cookie_name
        self._key = key
        self.__doc__ = factory.__doc__

    def __get__(self, plugin: "Any", owner: "Any" = None) -> "Any":
        if plugin is None:
            return self
        cookie = getattr(plugin, self._cookie_name)
        if self._key not in cookie:
            cookie[self._key] = self._factory(plugin)
        return cookie[self._key]

    def __set__(self, plugin: "Any", value: "Any") -> None:
        getattr(plugin, self._cookie_name)[self._key] = value


class _LazyProperty:
    """An attribute that is computed once for an object; it can be assigned."""

    def __init__(self, factory: "Callable[[Any], Any]") -> None:
        self._factory = factory
        self.__doc__ = factory.__doc__

    def __get__(self, plugin: "Any", owner: "Any" = None) -> "Any":
        if plugin is None:
            return self
        # The object's own attribute comes before this one from now on.
        value = plugin.__dict__[self._factory.__name__] = self._factory(plugin)
        return value


def cookie_property(factory: "Callable[[Any], Any]") -> "Any":
    """Make a method an attribute that is kept over the hooks of the session, in the cookie.

    The first reading calls the method and stores what it returns, None too, under its name.
    """
    return _StoredProperty(factory, "cookie", factory.__name__)


def session_cookie_property(factory: "Callable[[Any], Any]") -> "Any":
    """Do what cookie_property does, in the cookie that all plugins of the session share."""
    return _StoredProperty(factory, "session_cookie", factory.__name__)


def named_cookie_property(key: str) -> "Callable[[Callable[[Any], Any]], Any]":
    """Do what cookie_property does, under the given key of the cookie."""

    def decorate(factory: "Callable[[Any], Any]") -> "Any":
        return _StoredProperty(factory, "cookie", key)

    return decorate


def lazy_property(factory: "Callable[[Any], Any]") -> "Any":
    """Make a method an attribute that is computed when it is first read, once for each object."""
    return _LazyProperty(factory)


class PluginBase:
    """The base of plugins of every type; confined to one thread."""

    def __init__(
        self,
        configuration: str,
        defaults: "Optional[str]" = None,
        logger: "Optional[Logger]" = None,
    ) -> None:
        """Read the configuration, set up the log by it, and set the variables of the proxy."""
        self.plugin_configuration = PluginConfiguration(configuration, defaults)
        logging.configure(self.plugin_configuration)
        self.logger = logger or logging.get_logger()
        self.cookie: "Dict[str, Any]" = {}
        self.session_cookie: "Dict[str, Any]" = {}
        self.set_https_proxy()

    @lazy_property
    def box_configuration(self) -> "BoxConfiguration":
        """Return the settings of the gateway that plugins may read."""
        from safeguard.sessions.plugin.box_configuration import BoxConfiguration

        return BoxConfiguration.open()

    @property
    def https_proxy_enabled(self) -> bool:
        """Return whether connections over HTTPS shall go through a proxy, if one is known."""
        return self.proxy_settings["enabled"]

    @property
    def https_proxy_server(self) -> "Optional[str]":
        """Return the proxy's host name or address; None: no proxy."""
        return self.proxy_settings["server"]

    @property
    def https_proxy_port(self) -> int:
        """Return the proxy's port."""
        return self.proxy_settings["port"]

    @property
    def https_proxy_username(self) -> "Optional[str]":
        """Return the name of the proxy's user; None: it wants none."""
        return self.proxy_settings["username"]

    @property
    def https_proxy_password(self) -> "Optional[str]":
        """Return the password of the proxy's user."""
        return self.proxy_settings["password"]

    @lazy_property
    def proxy_settings(self) -> "Dict[str, Any]":
        """Return `enabled`, `server`, `port`, `username` and `password` of the proxy.

        They come from the section `[https-proxy]`, or `[https_proxy]`; what is missing there, from
        the gateway. With a server of its own the section stands alone: the gateway's password is
        for the gateway's proxy. PluginSDKValueError: a port that is none.
        """
        enabled = self.__proxy_option(self.plugin_configuration.getboolean, "enabled")
        server = self.__proxy_option(self.plugin_configuration.get, "server")
        known: "Dict[str, Any]" = {}
        if enabled is not False and not server:
            known = self.__box_proxy()
        port = self.__proxy_option(self.plugin_configuration.getint, "port")
        settings: "Dict[str, Any]" = {
            "enabled": known.get("enabled", True) if enabled is None else enabled,
            "server": server or known.get("server"),
            "port": port or known.get("port") or _DEFAULT_PROXY_PORT,
        }
        for name in ("username", "password"):
            value = self.__proxy_option(self.plugin_configuration.get, name)
            settings[name] = known.get(name) if value is None else value
        if not 0 < settings["port"] < 65536:
            message = "[https-proxy] port: %s (expected: 1 to 65535)" % settings["port"]
            raise PluginSDKValueError(message)
        return settings

    def set_https_proxy(self) -> None:
        """Set `https_proxy` and `HTTPS_PROXY` in the environment, or remove them if disabled.

        The constructor calls it last; a plugin that wants no proxy overrides it.
        """
        settings = self.proxy_settings
        for variable in ("https_proxy", "HTTPS_PROXY"):
            if not settings["enabled"]:
                os.environ.pop(variable, None)
            elif settings["server"]:
                os.environ[variable] = _proxy_url(settings)

    def __proxy_option(self, getter: "Callable[[str, str], Any]", option: str) -> "Any":
        values = (getter(section, option) for section in _PROXY_SECTIONS)
        return next((value for value in values if value is not None), None)

    def __box_proxy(self) -> "Dict[str, Any]":
        from safeguard.sessions.plugin_impl.box_config import BoxConfig

        try:
            return BoxConfig().https_proxy() or {}
        except OSError as error:
            # Most plugins need no proxy, and those that do say so themselves when they connect.
            self.logger.warning("The gateway's proxy is not known: %s", error)
            return {}


def _proxy_url(settings: "Dict[str, Any]") -> str:
    """Return the value of the variables; the scheme is that of the way to the proxy."""
    host = settings["server"]
    if ":" in host and not host.startswith("["):
        host = "[%s]" % host
    user = ""
    if settings["username"]:
        from urllib.parse import quote

        parts = (settings["username"], settings["password"])
        user = ":".join(quote(part, safe="") for part in parts if part) + "@"
    return "http://%s%s:%d" % (user, host, settings["port"])
