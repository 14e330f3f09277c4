# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Tests of the sample plugins, without a server.

Run them from the root of the project, with Python 2.7 or with 3.6 and later:

    python -B -m unittest discover -s examples/tests -t examples/tests

Samples that the running Python cannot run are skipped: 2.7 runs X1 to X7, a Python 3 runs X1 to X5
and the two plugins of our own.
"""

import base64
import contextlib
import glob
import io
import json
import os
import re
import sys
import time
import types
import unittest

try:
    from StringIO import StringIO  # Python 2, where print writes bytes
except ImportError:
    from io import StringIO

EXAMPLES = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PACKAGES = [
    os.path.dirname(path)
    for pattern in ("/sample_*/MANIFEST", "/documented/*/MANIFEST")
    for path in sorted(glob.glob(EXAMPLES + pattern))
]
SHEBANG = "#!/usr/bin/env pluginwrapper3"
DEFAULT_CFG_LIMIT_BYTES = 10 * 1024
PEM = re.compile(
    r"^ *-----BEGIN RSA PRIVATE KEY-----\n(.*?)^ *-----END RSA PRIVATE KEY-----$", re.M | re.S
)

needs_python_2 = unittest.skipIf(sys.version_info >= (3,), "a Python 2 plugin")
needs_python_3 = unittest.skipIf(sys.version_info < (3, 6), "a Python 3 plugin")


def read(path):
    """Return the text of a file of the examples."""
    with io.open(os.path.join(EXAMPLES, path), encoding="utf-8") as file:
        return file.read()


def load(package):
    """Import main.py of a package under a name that no other package has."""
    path = os.path.join(EXAMPLES, package, "main.py")
    module = types.ModuleType("example_" + os.path.basename(package))
    with open(path) as file:
        exec(compile(file.read(), path, "exec"), module.__dict__)
    sys.modules[module.__name__] = module  # Python 2 empties a module that nobody holds
    return module


class Session(object):
    """Calls hooks as the executor does, in one process instead of one for each call.

    Each call gets an instance of its own and only the arguments that the hook declares. Results
    go through JSON; cookies are kept until another one is returned.
    """

    def __init__(self, session_id="demo-1"):
        self.session_id = session_id
        self.cookie = {}
        self.session_cookie = {}
        self.output = ""

    def call(self, plugin, hook, **arguments):
        """Call one hook of an instance; a hook that is missing returns None."""
        method = getattr(plugin, hook, None)
        if method is None:
            return None
        arguments.update(
            session_id=self.session_id, cookie=self.cookie, session_cookie=self.session_cookie
        )
        code = method.__func__.__code__
        takes_all = code.co_flags & 0x08
        declared = code.co_varnames[: code.co_argcount]
        arguments = dict((k, v) for k, v in arguments.items() if takes_all or k in declared)
        with self._capturing():
            result = method(**json.loads(json.dumps(arguments)))
        result = json.loads(json.dumps(result))
        if hook == "session_ended" or result is None:
            return result
        self.cookie = result.get("cookie") or self.cookie
        self.session_cookie = result.get("session_cookie") or self.session_cookie
        return result

    @contextlib.contextmanager
    def _capturing(self):
        before = sys.stdout, sys.stderr
        sys.stdout = sys.stderr = captured = StringIO()
        try:
            yield
        finally:
            sys.stdout, sys.stderr = before
            self.output = captured.getvalue()


class TheFormOfEachPackage(unittest.TestCase):
    def test_there_are_nine(self):
        self.assertEqual(9, len(PACKAGES))

    def test_the_manifest_has_the_required_keys(self):
        for package in PACKAGES:
            manifest = manifest_of(package)
            self.assertEqual(os.path.basename(package), manifest["name"])
            self.assertRegex_("^[A-Za-z][A-Za-z0-9_]*$", manifest["name"])
            self.assertEqual("1.0.0", manifest["version"])
            self.assertTrue(manifest["description"], package)
            self.assertIn(manifest["type"], ("aa", "credentialstore"))
            self.assertRegex_("^[0-9]+[.][0-9]+$", manifest["api"])
            self.assertEqual("main.py", manifest.get("entry_point", "main.py"))

    def test_a_python_3_package_starts_with_the_wrapper_line(self):
        for package in PACKAGES:
            first_line = read(package + "/main.py").split("\n")[0]
            if "entry_point" in manifest_of(package):
                self.assertEqual(SHEBANG, first_line, package)
            else:
                self.assertFalse(first_line.startswith("#!"), package)
                self.assertEqual("1.0", manifest_of(package)["api"], package)

    def test_only_x6_and_x7_are_python_2_packages(self):
        names = [os.path.basename(p) for p in PACKAGES if "entry_point" not in manifest_of(p)]
        self.assertEqual(["x6_static_credentials", "x7_logged_arguments"], names)

    def test_default_cfg_is_small_and_utf_8(self):
        for path in glob.glob(EXAMPLES + "/*/default.cfg"):
            with open(path, "rb") as file:
                content = file.read()
            content.decode("utf-8")
            self.assertLessEqual(len(content), DEFAULT_CFG_LIMIT_BYTES, path)

    def test_pem_bodies_have_64_columns(self):
        for path in (
            "sample_credentialstore/default.cfg",
            "documented/x6_static_credentials/main.py",
        ):
            (body,) = PEM.findall(read(path))
            check_pem_body(self, [line.strip() for line in body.splitlines()])

    def test_addresses_are_from_documentation_ranges(self):
        for package in PACKAGES + [EXAMPLES]:
            for path in glob.glob(package + "/*"):
                if os.path.isdir(path):
                    continue
                for address in re.findall(r"\b(?:\d{1,3}\.){3}\d{1,3}\b", read(path)):
                    self.assertRegex_(r"^(192\.0\.2|198\.51\.100|203\.0\.113)\.", address)

    def assertRegex_(self, pattern, text):
        self.assertTrue(re.match(pattern, text), "%r (expected: %s)" % (text, pattern))


def manifest_of(package):
    """Read the simple MANIFESTs of the examples: one `key: value` on each line."""
    lines = [line for line in read(package + "/MANIFEST").splitlines() if line[:1] not in ("", "#")]
    return dict(line.split(": ", 1) for line in lines)


def check_pem_body(test, lines):
    """Check what the contract wants of the base64 lines of a private key."""
    for line in lines[:-1]:
        test.assertEqual(64, len(line))
    test.assertTrue(0 < len(lines[-1]) <= 64)
    test.assertEqual(b"\x30", base64.b64decode("".join(lines))[:1])  # an ASN.1 sequence


@needs_python_3
class SampleAa(unittest.TestCase):
    CALL = {
        "protocol": "ssh",
        "connection_name": "servers",
        "client_ip": "192.0.2.10",
        "client_port": 51000,
        "client_hostname": None,
        "gateway_user": "alice",
        "gateway_domain": None,
        "key_value_pairs": {},
    }
    SERVER = {
        "gateway_groups": ["operators"],
        "server_username": "root",
        "server_domain": None,
        "server_ip": "198.51.100.7",
        "server_port": 22,
        "server_hostname": None,
    }

    def setUp(self):
        self.module = load("sample_aa")
        self.configuration = read("sample_aa/default.cfg")
        self.session = Session()

    def call(self, hook, **arguments):
        return self.session.call(self.module.Plugin(self.configuration), hook, **arguments)

    def authenticate(self, **changes):
        return self.call("authenticate", **dict(self.CALL, **changes))

    def authorize(self, **changes):
        return self.call("authorize", **dict(self.CALL, **dict(self.SERVER, **changes)))

    def test_the_demo_session(self):
        asked = self.authenticate()
        self.assertEqual(
            {"verdict": "NEEDINFO", "question": ["otp", "One-time password: ", True]}, asked
        )
        answered = self.authenticate(key_value_pairs={"otp": "123456"})
        self.assertEqual(
            {
                "verdict": "ACCEPT",
                "gateway_user": "alice",
                "gateway_groups": ["operators", "webmasters"],
                "additional_metadata": '{"method": "otp", "attempts": 1}',
                "cookie": {"attempts": 1, "user": "alice"},
                "session_cookie": {"sample_aa": {"user": "alice", "method": "otp"}},
            },
            answered,
        )
        authorized = self.authorize()
        self.assertEqual(
            {
                "verdict": "ACCEPT",
                "additional_metadata": '{"rule": "allowed server user", "purpose": null}',
                "cookie": {
                    "attempts": 1,
                    "user": "alice",
                    "rule": "allowed server user",
                    "server": "root@198.51.100.7",
                },
            },
            authorized,
        )
        self.assertIsNone(self.call("session_ended"))
        self.assertEqual(
            "session_ended: session demo-1: attempts=1, rule=allowed server user,"
            " server=root@198.51.100.7, user=alice\n",
            self.session.output,
        )

    def test_an_empty_configuration_means_the_defaults(self):
        documented = self.module.Plugin(self.configuration)
        empty = self.module.Plugin()
        self.assertEqual(dict(documented.authentication), dict(empty.authentication))
        self.assertEqual(dict(documented.authorization), dict(empty.authorization))

    def test_denies_a_user_without_a_name(self):
        result = self.authenticate(gateway_user=None, server_username=None)
        self.assertEqual({"verdict": "DENY", "reason": "Your user name is not known."}, result)

    def test_takes_the_server_user_when_there_is_no_gateway_user(self):
        result = self.authenticate(
            gateway_user=None, server_username="root", key_value_pairs={"otp": "123456"}
        )
        self.assertEqual("root", result["gateway_user"])

    def test_denies_the_third_wrong_password(self):
        verdicts = [
            self.authenticate(key_value_pairs={"otp": otp})["verdict"] for otp in ("1", "", "\xe9")
        ]
        self.assertEqual(["NEEDINFO", "NEEDINFO", "DENY"], verdicts)
        self.assertEqual({"attempts": 3}, self.session.cookie)

    def test_has_no_opinion_on_an_exempt_connection(self):
        self.configuration = "[authentication]\nexempt_connections = printers, servers"
        self.assertEqual({"verdict": "NONE"}, self.authenticate())

    def test_keeps_what_others_put_into_the_session_cookie(self):
        self.session.session_cookie = {"other": 1}
        result = self.authenticate(key_value_pairs={"otp": "123456"})
        self.assertEqual(["other", "sample_aa"], sorted(result["session_cookie"]))

    def test_denies_another_server_user(self):
        result = self.authorize(server_username="postgres")
        self.assertEqual("DENY", result["verdict"])
        self.assertEqual("You may not log in as postgres.", result["reason"])

    def test_lets_the_unrestricted_group_be_anybody(self):
        result = self.authorize(server_username="postgres", gateway_groups=["administrators"])
        self.assertEqual("ACCEPT", result["verdict"])
        self.assertEqual("unrestricted group", result["cookie"]["rule"])

    def test_asks_for_the_purpose_when_it_is_configured(self):
        self.configuration = "[authorization]\nask_purpose = yes"
        asked = self.authorize()
        self.assertEqual(["purpose", "Purpose of this session: "], asked["question"])
        answered = self.authorize(key_value_pairs={"purpose": "100% maintenance"})
        self.assertEqual("ACCEPT", answered["verdict"])
        self.assertIn("100% maintenance", answered["additional_metadata"])

    def test_prints_neither_passwords_nor_secrets(self):
        self.authenticate(key_value_pairs={"otp": "987654"}, target_username="root")
        self.assertIn("wrong one-time password", self.session.output)
        self.assertNotIn("987654", self.session.output)
        self.assertNotIn("123456", self.session.output)


@needs_python_3
class SampleCredentialStore(unittest.TestCase):
    SERVER = {
        "protocol": "ssh",
        "client_ip": "192.0.2.10",
        "client_hostname": None,
        "gateway_username": "alice",
        "gateway_password": "",
        "gateway_groups": ["operators"],
        "gateway_domain": None,
        "server_username": "root",
        "server_ip": "198.51.100.7",
        "server_hostname": None,
        "server_port": 22,
        "server_domain": None,
        "target_username": "root",
    }
    REMOTE_APP = {"account": "report", "asset": "orders-db", "connection_name": "remote-apps"}

    def setUp(self):
        self.module = load("sample_credentialstore")
        self.configuration = read("sample_credentialstore/default.cfg")
        self.session = Session()

    def call(self, hook, **arguments):
        plugin = self.module.Plugin(self.configuration)
        return self.session.call(plugin, hook, **dict(self.SERVER, **arguments))

    def test_the_demo_session(self):
        self.session.session_cookie = {"sample_aa": {"user": "alice", "method": "otp"}}
        result = self.call("get_password_list")
        self.assertEqual(["sample-password-new", "sample-password-old"], result["passwords"])
        self.assertIn("alice wants root on 198.51.100.7", self.session.output)
        checkout_id = result["cookie"]["checkout_id"]
        self.assertEqual(
            {
                "sample_aa": {"user": "alice", "method": "otp"},
                "sample_credentialstore": {
                    "checkout_id": checkout_id,
                    "accounts": ["root@198.51.100.7"],
                },
            },
            result["session_cookie"],
        )
        ((key_type, private_key),) = self.call("get_private_key_list")["private_keys"]
        self.assertEqual("ssh-rsa", key_type)
        check_pem_body(self, private_key.splitlines()[1:-1])
        self.assertEqual("-----END RSA PRIVATE KEY-----\n", private_key.splitlines(True)[-1])
        self.assertEqual(checkout_id, self.session.cookie["checkout_id"])

        completed = self.call("authentication_completed")
        self.assertTrue(completed["cookie"]["checked_in"])
        self.assertEqual(
            "authentication_completed: check-in of checkout %s\n" % checkout_id,
            self.session.output,
        )
        self.assertIsNone(self.call("session_ended"))
        self.assertEqual(
            "session_ended: session demo-1 used ['root@198.51.100.7']\n", self.session.output
        )

    def test_checks_in_late_when_the_login_failed(self):
        checkout_id = self.call("get_password_list")["cookie"]["checkout_id"]
        self.call("session_ended")
        self.assertIn("late check-in of checkout " + checkout_id, self.session.output)

    def test_finds_nothing_for_another_user(self):
        self.assertIsNone(self.call("get_password_list", server_username="nobody"))
        self.assertEqual(
            {"private_keys": []}, self.call("get_private_key_list", server_username="nobody")
        )
        self.assertIsNone(self.call("authentication_completed"))
        self.assertEqual(
            {"passwords": []}, self.call("get_remote_app_credentials", account="x", asset="y")
        )
        self.assertEqual({"totp_codes": []}, self.call("get_totp_codes", account="x", asset="y"))

    def test_finds_nothing_without_a_configuration(self):
        self.configuration = ""
        self.assertIsNone(self.call("get_password_list"))

    def test_finds_an_account_by_the_host_name(self):
        self.configuration = "[account root@web]\npasswords =\n  a % b\n  c"
        result = self.call("get_password_list", server_hostname="web")
        self.assertEqual(["a % b", "c"], result["passwords"])

    def test_gives_the_password_of_a_remote_app(self):
        result = self.call("get_remote_app_credentials", **self.REMOTE_APP)
        self.assertEqual(["sample-database-password"], result["passwords"])
        self.assertEqual(("report", "orders-db"), (result["account"], result["asset"]))

    def test_keeps_one_checkout_for_all_accounts(self):
        first = self.call("get_password_list")["cookie"]["checkout_id"]
        self.call("get_remote_app_credentials", **self.REMOTE_APP)
        self.assertEqual(first, self.session.cookie["checkout_id"])
        self.assertEqual(
            ["report@orders-db", "root@198.51.100.7"], self.session.cookie["accounts"]
        )

    def test_gives_a_code_that_is_still_good(self):
        before = time.time()
        (code,) = self.call("get_totp_codes")["totp_codes"]
        self.assertEqual(["code", "period", "unix_time"], sorted(code))
        self.assertTrue(re.match("^[0-9]{6}$", code["code"]))
        self.assertEqual(30, code["period"])
        self.assertEqual(0, code["unix_time"] % 30)
        self.assertGreater(code["unix_time"], before)

    def test_totp_agrees_with_the_vectors_of_rfc_6238(self):
        vectors = {59: "287082", 1111111109: "081804", 1234567890: "005924", 20000000000: "353130"}
        for unix_time, code in vectors.items():
            counter = unix_time // 30
            self.assertEqual(code, self.module.totp("GEZDGNBVGY3TQOJQ" * 2, counter))

    def test_does_not_print_the_gateway_password(self):
        self.call("get_password_list", gateway_password="hush-hush")
        self.assertNotIn("hush-hush", self.session.output)


class DocumentedSamples(unittest.TestCase):
    CONNECTION = {
        "protocol": "ssh",
        "connection_name": "servers",
        "client_ip": "192.0.2.10",
        "client_port": 51000,
        "key_value_pairs": {},
    }

    def setUp(self):
        self.session = Session()

    def call(self, package, hook, **arguments):
        plugin = load("documented/" + package).Plugin()
        return self.session.call(plugin, hook, **arguments)

    def test_x1_accepts_and_returns_a_key_of_its_own(self):
        result = self.call("x1_accept_all", "authenticate", **self.CONNECTION)
        self.assertEqual(
            {
                "verdict": "ACCEPT",
                "additional_metadata": "ssh from 192.0.2.10:51000 by servers",
                "note_to_self": [],
            },
            result,
        )

    def test_x2_accepts_without_any_argument(self):
        result = self.call("x2_minimal_accept", "authenticate", **self.CONNECTION)
        self.assertEqual({"verdict": "ACCEPT"}, result)

    def test_x3_denies_the_fourth_call(self):
        pairs = ({}, {"token": "wrong"}, {"token": ""}, {"token": "wrong"})
        results = [
            self.call("x3_token_counter", "authenticate", key_value_pairs=each) for each in pairs
        ]
        self.assertEqual(
            [
                {
                    "verdict": "NEEDINFO",
                    "question": ["token", "Token, please: "],
                    "cookie": {"cnt": count},
                }
                for count in (1, 2, 3)
            ]
            + [{"verdict": "DENY"}],
            results,
        )

    def test_x3_accepts_the_token(self):
        self.call("x3_token_counter", "authenticate", key_value_pairs={})
        result = self.call(
            "x3_token_counter", "authenticate", key_value_pairs={"token": "open-sesame"}
        )
        self.assertEqual({"verdict": "ACCEPT"}, result)

    def test_x4_asks_then_names_user_and_groups(self):
        asked = self.call("x4_token_groups", "authenticate", **self.CONNECTION)
        self.assertEqual(
            {"verdict": "NEEDINFO", "question": ["token", "Token, please: "]}, asked
        )
        answer = dict(self.CONNECTION, key_value_pairs={"token": "t-4711"})
        self.assertEqual(
            {
                "verdict": "ACCEPT",
                "gateway_user": "bob",
                "gateway_groups": ["operators", "auditors"],
                "additional_metadata": "t-4711",
                "cookie": {"client_ip": "192.0.2.10"},
            },
            self.call("x4_token_groups", "authenticate", **answer),
        )
        self.assertIsNone(self.call("x4_token_groups", "session_ended"))
        self.assertEqual("session demo-1 from 192.0.2.10 is over\n", self.session.output)

    def test_x5_prints_its_cookie_in_the_order_of_the_keys(self):
        self.session.cookie = {"user": "bob", "count": 2, "1": "a"}
        self.assertIsNone(self.call("x5_session_summary", "authenticate", **self.CONNECTION))
        self.assertIsNone(self.call("x5_session_summary", "session_ended"))
        self.assertEqual("session demo-1 is over: 1=a, count=2, user=bob\n", self.session.output)


@needs_python_2
class DocumentedPython2Samples(unittest.TestCase):
    SERVER = {
        "protocol": "ssh",
        "client_ip": "192.0.2.10",
        "gateway_username": "alice",
        "gateway_password": "hush-hush",
        "target_username": "root",
        "target_host": "198.51.100.7",
        "target_port": 22,
    }

    def setUp(self):
        self.session = Session()

    def call(self, package, hook, **changes):
        plugin = load("documented/" + package).Plugin()
        return self.session.call(plugin, hook, **dict(self.SERVER, **changes))

    def test_x6_gives_passwords(self):
        self.assertEqual(
            {"passwords": ["sample-password-new", "sample-password-old"]},
            self.call("x6_static_credentials", "get_password_list"),
        )
        self.assertEqual("passwords for root on 198.51.100.7\n", self.session.output)
        self.assertEqual(
            {"passwords": []},
            self.call("x6_static_credentials", "get_password_list", target_username="nobody"),
        )

    def test_x6_gives_a_private_key(self):
        result = self.call("x6_static_credentials", "get_private_key_list")
        ((key_type, private_key),) = result["private_keys"]
        self.assertEqual("ssh-rsa", key_type)
        check_pem_body(self, private_key.splitlines()[1:-1])
        self.assertEqual(
            {"private_keys": []},
            self.call("x6_static_credentials", "get_private_key_list", target_username="backup"),
        )

    def test_x6_returns_nothing_from_the_hooks_that_notify(self):
        self.assertIsNone(self.call("x6_static_credentials", "authentication_completed"))
        self.assertIsNone(self.call("x6_static_credentials", "session_ended"))
        self.assertEqual("session over\n", self.session.output)

    def test_x7_prints_the_arguments_that_are_not_none(self):
        self.call("x7_logged_arguments", "get_password_list", gateway_groups=["operators"])
        self.assertEqual(
            [
                'get_password_list: session_id = "demo-1"',
                "get_password_list: cookie = {}",
                'get_password_list: protocol = "ssh"',
                'get_password_list: client_ip = "192.0.2.10"',
                'get_password_list: gateway_username = "alice"',
                'get_password_list: gateway_password = "***"',
                'get_password_list: target_username = "root"',
                'get_password_list: target_host = "198.51.100.7"',
                "get_password_list: target_port = 22",
                'get_password_list: gateway_groups = ["operators"]',
            ],
            self.session.output.splitlines(),
        )

    def test_x7_counts_calls_in_the_cookie(self):
        for count in (1, 2):
            self.assertEqual(
                {"cookie": {"call_count": count}},
                self.call("x7_logged_arguments", "get_password_list"),
            )
        self.assertIsNone(self.call("x7_logged_arguments", "get_private_key_list"))
        self.assertIsNone(self.call("x7_logged_arguments", "authentication_completed"))
        self.assertEqual("authentication_completed: 2 calls\n", self.session.output)
        self.assertIsNone(self.call("x7_logged_arguments", "session_ended"))
        self.assertEqual("session_ended: 2 calls\n", self.session.output)


if __name__ == "__main__":
    unittest.main()
