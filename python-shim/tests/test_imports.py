# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""What a plugin's imports find, and what they do not."""

import json
import os
import subprocess
import sys
import unittest

import shimserver
from shimserver import PYTHON2, ShimTest

HOOK = "class Plugin(object):\n    def authenticate(self, **kw):\n        return %s\n"


def run_verb(verb, line=""):
    """Run a verb of the shim that answers with lines of JSON."""
    process = subprocess.Popen(
        shimserver.command(verb),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={"LANG": "C.UTF-8", "PATH": shimserver.PATH},
    )
    output, _ = process.communicate(line.encode("utf-8"))
    return [json.loads(answer) for answer in output.decode("utf-8").splitlines()]


class PathTest(ShimTest):
    """Where modules come from."""

    def test_the_package_comes_first_and_the_runtimes_modules_after_it(self):
        outcome = self.run_hook("return {'path': sys.path}")
        path = outcome.reply["result"]["path"]
        self.assertEqual(path[0], self.server.package)
        self.assertEqual(path.count(self.server.package), 1)
        self.assertNotIn(self.server.work, path)
        self.assertNotIn("", path)
        code = "import json, sys; print(json.dumps(sys.path))"
        plain = subprocess.check_output(
            [sys.executable] + shimserver.FLAGS + ["-c", code],
            env=self.server.environment,
            cwd=self.server.root,
        )
        # With -c Python 2 begins with the working directory, Python 3 in isolation does not.
        self.assertEqual(path[1:], [entry for entry in json.loads(plain.decode("utf-8")) if entry])

    def test_names_that_plugins_use_are_theirs(self):
        names = ("lib", "plugin", "vault", "box_config")
        for name in names:
            self.server.write(name + "/__init__.py", "MINE = True\n")
        outcome = self.run_plugin(
            "import sys\nfirst = [n for n in %r if n in sys.modules]\n" % (names,)
            + "import lib, plugin, vault, box_config, main\n"
            + HOOK % "{'first': first, 'mine': [m.MINE for m in (lib, plugin, vault, box_config)],"
            " 'main': main.__name__, 'same': main is sys.modules[__name__]}"
        )
        self.assert_returned(
            outcome, {"first": [], "mine": [True] * 4, "main": "main", "same": True}
        )

    def test_bundled_modules_win_over_those_of_the_runtime(self):
        for name in ("requests", "yaml", "json"):
            self.server.write(name + "/__init__.py", "from .inner import MINE\n")
            self.server.write(name + "/inner.py", "MINE = %r\n" % str(name))
        outcome = self.run_plugin(
            "import json, requests, yaml\n" + HOOK % "{'m': [json.MINE, requests.MINE, yaml.MINE]}"
        )
        self.assert_returned(outcome, {"m": ["json", "requests", "yaml"]})

    def test_files_that_run_at_the_start_of_an_interpreter_do_not(self):
        mark = os.path.join(self.server.root, "mark")
        trap = "open(%r, 'w').close()\n" % str(mark)
        self.server.write("sitecustomize.py", trap)
        self.server.write("usercustomize.py", trap)
        self.server.write("trap.pth", "import os; " + trap)
        self.server.write("elsewhere.pth", "/opt/elsewhere\n")
        outcome = self.run_plugin("import sys\n" + HOOK % "{'path': sys.path}")
        self.assertFalse(os.path.exists(mark))
        self.assertNotIn("/opt/elsewhere", outcome.reply["result"]["path"])

    @unittest.skipIf(PYTHON2, "Python 2 has no namespace packages of its own")
    def test_directories_without_init_are_packages(self):
        self.server.write("space/inner/mine.py", "MINE = 1\n")
        outcome = self.run_plugin("from space.inner import mine\n" + HOOK % "{'m': mine.MINE}")
        self.assert_returned(outcome, {"m": 1})

    def test_relative_imports_inside_a_package(self):
        self.server.write("lib/__init__.py", "")
        self.server.write("lib/a.py", "from . import b\nfrom .b import B\n")
        self.server.write("lib/b.py", "B = 2\n")
        outcome = self.run_plugin("from lib.a import B, b\n" + HOOK % "{'m': B + b.B}")
        self.assert_returned(outcome, {"m": 4})


class MainTest(ShimTest):
    """What main.py knows of itself."""

    def test_names_and_paths(self):
        outcome = self.run_plugin(
            "import os, sys\n"
            + HOOK % "{'name': __name__, 'file': os.path.splitext(os.path.abspath(__file__))[0],"
            " 'argv': sys.argv}"
        )
        main = os.path.join(self.server.package, "main")
        self.assert_returned(outcome, {"name": "main", "file": main, "argv": [main + ".py"]})

    def test_a_script_part_does_not_run(self):
        outcome = self.run_plugin(
            "RAN = []\nif __name__ == '__main__':\n    RAN.append(1)\n" + HOOK % "{'ran': RAN}"
        )
        self.assert_returned(outcome, {"ran": []})

    def test_data_files_beside_the_sources(self):
        self.server.write("lib/__init__.py", "")
        self.server.write("lib/data.txt", "mine")
        self.server.write(
            "lib/reader.py",
            "import os\nwith open(os.path.join(os.path.dirname(__file__), 'data.txt')) as f:\n"
            "    TEXT = f.read()\n",
        )
        outcome = self.run_plugin("from lib.reader import TEXT\n" + HOOK % "{'text': TEXT}")
        self.assert_returned(outcome, {"text": "mine"})


class ByteCodeTest(ShimTest):
    """Byte code that was made when the package was uploaded."""

    def test_no_call_compiles(self):
        self.server.write("lib/__init__.py", "")
        self.server.write("lib/value.py", "VALUE = 1\n")
        self.server.write(
            "main.py",
            "from lib.value import VALUE\nimport sys\n"
            + HOOK % "{'value': VALUE, 'main': 1, 'writes': sys.dont_write_bytecode}",
        )
        request = {"plugin_directory": self.server.package, "hooks": []}
        answers = run_verb("inspect", json.dumps(request) + "\n")
        self.assertEqual(answers[1], {"compiled": 3})
        before = self.everything()
        # The same size and time: only a compiler would notice the difference.
        self.change("lib/value.py", b"VALUE = 1", b"VALUE = 2")
        self.change("main.py", b"'main': 1", b"'main': 2")
        outcome = self.server.start().call().outcome()
        self.assert_returned(outcome, {"value": 1, "main": 1, "writes": True})
        self.assertEqual(self.everything(), before)

    def change(self, name, old, new):
        """Replace bytes of a source and keep its times."""
        path = os.path.join(self.server.package, name)
        status = os.stat(path)
        with open(path, "rb") as source:
            text = source.read()
        self.assertIn(old, text)
        with open(path, "wb") as target:
            target.write(text.replace(old, new))
        os.utime(path, (int(status.st_mtime), int(status.st_mtime)))

    def everything(self):
        """Return the names of all files of the package."""
        return sorted(
            os.path.join(folder, name)
            for folder, _, names in os.walk(self.server.package)
            for name in names
        )


class ModulesTest(unittest.TestCase):
    """The verb `modules`."""

    def test_says_what_the_runtime_has_without_importing_it(self):
        (facts,) = run_verb("modules")
        self.assertEqual(facts["version"], "%d.%d.%d" % sys.version_info[:3])
        self.assertEqual(facts["implementation"], "CPython")
        modules = dict((module["name"], module) for module in facts["modules"])
        if PYTHON2:
            names = "OpenSSL dns httplib json lxml urllib urllib2 xml xmllib xmlrpclib"
            self.assertEqual(modules["httplib"], {"name": "httplib", "found": True, "version": ""})
        else:
            names = "OpenSSL ldap requests safeguard.sessions.plugin urllib3 yaml"
        self.assertEqual(sorted(modules), names.split())
        for module in facts["modules"]:
            self.assertTrue(module["found"] or not module["version"], module)

    def test_what_it_says_is_what_an_import_finds(self):
        (facts,) = run_verb("modules")
        for module in facts["modules"]:
            code = "import " + module["name"]
            with open(os.devnull, "wb") as null:
                status = subprocess.call(
                    [sys.executable] + shimserver.FLAGS + ["-c", code], stderr=null
                )
            self.assertEqual(status == 0, module["found"], module)


if __name__ == "__main__":
    unittest.main()
