# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""What plugins of every type have: cookies, proxy, connection, exceptions (contract 6.3 to 6.5)."""

import copy
import logging as stdlib_logging
import os
import pickle

from plugintest import PROXIES, PluginTest
from servicetest import ServiceTest

from safeguard.sessions.plugin import (
    PluginSDKRuntimeError,
    PluginSDKRuntimeWarning,
    PluginSDKValueError,
)
from safeguard.sessions.plugin.connection_info import ConnectionInfo
from safeguard.sessions.plugin.plugin_base import (
    PluginBase,
    cookie_property,
    lazy_property,
    named_cookie_property,
    session_cookie_property,
)
from safeguard.sessions.plugin_impl.box_config import stable_box_configuration


class Stored(PluginBase):
    """Has one attribute of each kind."""

    calls = 0

    def _count(self):
        self.calls += 1
        return None if self.calls == 1 else self.calls

    @cookie_property
    def own(self):
        """The plugin's."""
        return self._count()

    @session_cookie_property
    def shared(self):
        return self._count()

    @named_cookie_property(key="explicit")
    def named(self):
        return self._count()

    @lazy_property
    def lazy(self):
        return self._count()


class StoredAttributeTest(PluginTest):
    """Attributes that outlive a call, or are made late."""

    def test_the_first_reading_makes_the_value_and_none_is_one(self):
        plugin = Stored("")
        self.assertEqual([plugin.own, plugin.own, plugin.calls], [None, None, 1])
        self.assertEqual(plugin.cookie, {"own": None})
        plugin.shared, plugin.named, plugin.lazy, plugin.lazy
        self.assertEqual(plugin.session_cookie, {"shared": 2})
        self.assertEqual(plugin.cookie, {"own": None, "explicit": 3})
        self.assertEqual((plugin.lazy, plugin.calls), (4, 4))

    def test_values_are_those_of_the_cookie(self):
        plugin = Stored("")
        plugin.cookie = {"own": "kept"}
        plugin.session_cookie = {"shared": "kept too"}
        self.assertEqual((plugin.own, plugin.shared, plugin.calls), ("kept", "kept too", 0))
        plugin.own = plugin.lazy = "new"
        self.assertEqual((plugin.cookie, plugin.lazy), ({"own": "new"}, "new"))

    def test_a_subclass_may_have_a_plain_property_instead(self):
        class Plain(Stored):
            @property
            def own(self):
                return "plain"

        plugin = Plain("")
        self.assertEqual((plugin.own, plugin.cookie), ("plain", {}))
        self.assertEqual(Stored.own.__doc__, "The plugin's.")

    def test_what_the_plugin_is_given_is_there(self):
        logger = stdlib_logging.getLogger("mine")
        plugin = Stored("[logging]\nlog_level=error", "[a]\nx=1", logger)
        self.assertIs(plugin.logger, logger)
        self.assertEqual(plugin.plugin_configuration.getint("a", "x"), 1)
        self.assertEqual(stdlib_logging.getLogger().level, stdlib_logging.ERROR)


class ProxyTest(PluginTest, ServiceTest):
    """The way to services that are outside."""

    SECTION = "[https-proxy]\n"

    def variables(self):
        return [os.environ.get(name) for name in PROXIES]

    def test_without_a_proxy_no_variable_is_set(self):
        plugin = PluginBase("")
        self.assertEqual(self.variables(), [None, None])
        self.assertEqual((plugin.https_proxy_server, plugin.https_proxy_port), (None, 3128))
        self.assertTrue(plugin.https_proxy_enabled)

    def test_l14_the_section_sets_both_variables(self):
        plugin = PluginBase(self.SECTION + "server=proxy\nport=80\nusername=u@x\npassword=p:/")
        self.assertEqual(self.variables(), ["http://u%40x:p%3A%2F@proxy:80"] * 2)
        self.assertEqual(plugin.https_proxy_username, "u@x")
        self.assertEqual(plugin.https_proxy_password, "p:/")
        self.assertEqual(plugin.proxy_settings["server"], "proxy")

    def test_the_former_section_counts_as_well(self):
        PluginBase("[https_proxy]\nserver=::1")
        self.assertEqual(self.variables(), ["http://[::1]:3128"] * 2)

    def test_the_proxy_of_the_gateway_is_the_default(self):
        box = {"enabled": True, "server": "box", "port": 8080, "username": "u", "password": "p"}
        server = self.serve({("https_proxy", "get"): box})
        PluginBase("")
        self.assertEqual(self.variables(), ["http://u:p@box:8080"] * 2)
        PluginBase(self.SECTION + "port=1")
        self.assertEqual(self.variables(), ["http://u:p@box:1"] * 2)
        self.assertEqual(len(server.questions), 2)

    def test_the_gateways_password_is_not_for_another_proxy(self):
        box = {"enabled": True, "server": "box", "port": 8080, "username": "u", "password": "p"}
        self.put(stable_box_configuration, "https_proxy", box)
        PluginBase(self.SECTION + "server=other")
        self.assertEqual(self.variables(), ["http://other:3128"] * 2)

    def test_a_proxy_that_is_switched_off_is_used_by_nobody(self):
        self.set_variable("https_proxy", "http://earlier:1")
        server = self.serve({("https_proxy", "get"): {"enabled": True, "server": "box"}})
        plugin = PluginBase(self.SECTION + "enabled=no")
        self.assertEqual((self.variables(), plugin.https_proxy_enabled), ([None, None], False))
        self.assertEqual(server.questions, [])

    def test_a_gateway_that_cannot_be_asked_has_none(self):
        self.serve({("https_proxy", "get"): OSError("away")})
        with self.assertLogs("plugin", "WARNING"):
            PluginBase("")
        self.assertEqual(self.variables(), [None, None])

    def test_a_plugin_may_do_without(self):
        class Direct(PluginBase):
            def set_https_proxy(self):
                self.logger.info("direct, %s", self.plugin_configuration.get("a", "x"))

        Direct(self.SECTION + "server=proxy")
        self.assertEqual(self.variables(), [None, None])

    def test_a_port_that_is_none_is_an_error(self):
        for port in ("70000", "-1", "web"):
            with self.assertRaises(PluginSDKValueError):
                PluginBase(self.SECTION + "server=proxy\nport=" + port)

    def test_settings_of_the_gateway_are_there(self):
        self.put(stable_box_configuration, "gateway_fqdn", "gate.example.com")
        self.assertEqual(
            PluginBase("").box_configuration.get_gateway_fqdn(), "gate.example.com"
        )


class ConnectionTest(PluginTest):
    """What is known of a connection."""

    def test_nothing_is_known_but_a_dict_of_pairs(self):
        connection = ConnectionInfo()
        self.assertEqual((connection.client_ip, connection.target_host), (None, None))
        self.assertEqual(connection.key_value_pairs, {})
        pairs = {"otp": "1"}
        ConnectionInfo(key_value_pairs=pairs).key_value_pairs.pop("otp")
        self.assertEqual(pairs, {})

    def test_former_names_have_the_values_of_the_new_ones(self):
        connection = ConnectionInfo(
            gateway_username="gw",
            server_username="root",
            server_ip="192.0.2.9",
            server_port=22,
            server_domain="acme",
        )
        self.assertEqual(connection.gateway_user, "gw")
        self.assertEqual((connection.target_username, connection.target_domain), ("root", "acme"))
        self.assertEqual((connection.target_port, connection.target_ip), (22, "192.0.2.9"))
        named = ConnectionInfo(server_ip="192.0.2.9", server_hostname="host")
        names = (named.target_host, named.target_ip, named.target_server, named.server_ip)
        self.assertEqual(names, ("host", "host", "host", "192.0.2.9"))

    def test_it_is_for_reading(self):
        connection = ConnectionInfo(client_ip="192.0.2.1")
        with self.assertRaises(AttributeError):
            connection.client_ip = "192.0.2.2"
        with self.assertRaises(AttributeError):
            getattr(connection, "nothing")
        self.assertEqual(copy.deepcopy(connection).client_ip, "192.0.2.1")


class ExceptionTest(PluginTest):
    """Texts with details."""

    def test_details_stand_behind_the_message(self):
        self.assertEqual(str(PluginSDKRuntimeError("Wrong")), "Wrong")
        error = PluginSDKRuntimeError("Wrong", {"status_code": 403, "status_text": "Forbidden"})
        self.assertEqual(str(error), "Wrong; status_code='403', status_text='Forbidden'")

    def test_details_are_added_and_none_is_lost(self):
        error = PluginSDKValueError(message="k=v", variables={"a": 1})
        self.assertIs(error.append_variables({"a": 2, "b": 3}), error)
        self.assertEqual(str(error), "k=v; a='1', a='2', b='3'")
        self.assertEqual(error.variables, {"a": 1, "b": 3})

    def test_each_is_what_python_calls_so(self):
        for kind, base in (
            (PluginSDKRuntimeError, RuntimeError),
            (PluginSDKRuntimeWarning, RuntimeWarning),
            (PluginSDKValueError, ValueError),
        ):
            error = pickle.loads(pickle.dumps(kind("text", {"a": 1})))
            self.assertIsInstance(error, base)
            self.assertEqual(str(error), "text; a='1'")
