# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""The package as a whole: its names, and what importing it takes along."""

import os

from plugintest import SOURCES, PluginTest, run_python

from safeguard.sessions import plugin

# What a plain interpreter does not have loaded, and plugins should not wait for.
HEAVY = "ctypes dataclasses email hashlib http inspect json socket ssl subprocess typing urllib"
THIRD_PARTY = "OpenSSL ldap ldap3 redis requests yaml"


class PackageTest(PluginTest):
    """Names and imports."""

    def test_l16_every_name_of_the_contract_is_there(self):
        for name in plugin.__all__:
            self.assertIsNotNone(getattr(plugin, name), name)
            self.assertIn(name, dir(plugin))
        self.assertEqual(plugin.logging.__name__, "safeguard.sessions.plugin.logging")
        with self.assertRaises(AttributeError):
            getattr(plugin, "Nothing")
        self.output("from safeguard.sessions.plugin import *\nAAPlugin, logging.get_logger")

    def test_nothing_expensive_is_imported_before_it_is_needed(self):
        code = """
            import sys
            import logging, configparser
            before = set(sys.modules)
            from safeguard.sessions.plugin import AAPlugin, AAResponse, CredentialStorePlugin
            AAPlugin("")
            print(" ".join(set(sys.modules) - before))
        """
        added = set(self.output(code).split())
        self.assertFalse(added & set(HEAVY.split()))
        self.assertFalse(added & set(THIRD_PARTY.split()))

    def test_every_module_can_be_imported_without_third_parties(self):
        names = []
        for directory, _, files in os.walk(SOURCES):
            package = os.path.relpath(directory, SOURCES).replace(os.sep, ".")
            names += [package + "." + file[:-3] for file in files if file.endswith(".py")]
        names = [name.replace(".__init__", "") for name in names]
        # These are the ones that stand between a library and the rest.
        names = [name for name in names if "conftest" not in name and ".ldap_by_" not in name]
        self.assertGreater(len(names), 30)
        code = """
            import importlib, sys
            for name in %r:
                sys.modules[name] = None
            for name in sys.argv[1:]:
                importlib.import_module(name)
        """
        self.output(code % THIRD_PARTY.split(), *names)

    def test_plugins_may_have_modules_of_any_name(self):
        code = """
            import sys
            before = set(name.partition(".")[0] for name in sys.modules)
            import safeguard.sessions.plugin.aa_plugin
            ours = [name for name, module in sys.modules.items() if %r in
                str(getattr(module, "__file__", ""))]
            print(" ".join(set(name.partition(".")[0] for name in ours)))
        """
        self.assertEqual(self.output(code % SOURCES), "safeguard\n")

    def output(self, code, *arguments):
        process = run_python(code, *arguments)
        out, err = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 0, err)
        return out
