# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
# coding: utf-8
"""Values that travel through a hook, and those that cannot."""

import json
import sys

import shimserver
from shimserver import PYTHON2, ShimTest

if hasattr(sys, "set_int_max_str_digits"):
    sys.set_int_max_str_digits(0)

VALUES = {
    "none": None,
    "bools": [True, False],
    "ints": [0, -1, 2**53 + 1, -(2**64), 10**9999 + 7],
    "floats": [0.1, 101.0, -0.0, 5e-324, 1.7976931348623157e308, 1e22],
    "text": [u"", u"\u00e9\u20ac", u"\U0001f511", u"\x00\x1f\x7f\u2028", u'"\\/'],
    "empty": [[], {}, u""],
    u"k \u20ac": {"nested": [{"a": [[1]]}]},
}
EXPECTED = "result%s: %s (expected: "


class GoodValuesTest(ShimTest):
    """Exact round trips."""

    def test_every_value_comes_back_as_it_was(self):
        outcome = self.run_hook("return kw['v']", arguments={"v": VALUES})
        self.assertEqual(outcome.reply["outcome"], "returned", outcome.reply)
        result = outcome.reply["result"]
        self.assertEqual(result, VALUES)
        self.assertEqual(
            json.dumps(result, sort_keys=True), json.dumps(VALUES, sort_keys=True)
        )

    def test_large_arguments_and_results(self):
        big = {"v": {"text": u"\u20ac" * 500000, "keys": dict((str(i), i) for i in range(10000))}}
        outcome = self.run_hook("return kw['v']", arguments=big)
        self.assertEqual(outcome.reply["result"], big["v"])

    def test_conversions(self):
        outcome = self.run_hook(
            "import collections, enum\n" * (not PYTHON2)
            + "class I(int): pass\n"
            "class S(type(u'')):\n    def __str__(self): return 'lie'\n"
            "class L(list):\n    def __iter__(self): raise ValueError()\n"
            "result = {'t': (1, (2,)), 'i': I(7), 's': S(u'x'), 'l': L([1]),\n"
            "  'k': {1: 'a', True: 'b', None: 'c', 1.5: 'd', 10**30: 'e', S(u'y'): 'f'}}\n"
            "result['d'] = type('D', (dict,), {})(a=1)\n"
            + (
                "T = enum.Enum('T', [('A', 'a')], type=str)\n"
                "result['e'] = [enum.IntEnum('E', 'A').A, T.A]\n"
                "result['n'] = collections.namedtuple('N', 'a b')(1, 2)\n"
                if not PYTHON2
                else ""
            )
            + "return result"
        )
        self.assertEqual(outcome.reply["outcome"], "returned", outcome.reply)
        result = outcome.reply["result"]
        self.assertEqual((result["t"], result["i"], result["s"]), ([1, [2]], 7, "x"))
        self.assertEqual((result["l"], result["d"]), ([1], {"a": 1}))
        self.assertEqual(
            result["k"],
            {"1": "b", "null": "c", "1.5": "d", str(10**30): "e", "y": "f"},
        )
        if not PYTHON2:
            self.assertEqual((result["e"], result["n"]), ([1, "a"], [1, 2]))

    def test_the_last_of_equal_keys_counts(self):
        first = "import collections\n"
        outcome = self.run_hook(
            first + "return {'k': collections.OrderedDict([(1, 'a'), ('1', 'b')])}"
        )
        self.assert_returned(outcome, {"k": {"1": "b"}})
        self.assertEqual(outcome.call_bytes.count(b'"1"'), 1)

    def test_thirty_levels_fit(self):
        outcome = self.run_hook("r = {}\nfor _ in range(29): r = {'a': r}\nreturn r")
        self.assertEqual(outcome.reply["outcome"], "returned")

    def test_a_list_comes_back_where_the_call_allows_it(self):
        for body, expected in (
            ("return [{'code': '1'}, (2,)]", [{"code": "1"}, [2]]),
            ("return ()", []),
            ("return {'a': [1]}", {"a": [1]}),
            ("return None", None),
            ("return type('L', (list,), {})([1])", [1]),
        ):
            self.server = shimserver.ShimServer()
            self.addCleanup(self.server.close)
            self.assert_returned(self.run_hook(body, form="dict_or_list"), expected)

    def test_whatever_is_returned_is_none_where_the_call_ignores_it(self):
        for value in ("[1]", "{'cookie': 1}", "object()", "'x' * 1000", "{1, 2}", "None"):
            self.server = shimserver.ShimServer()
            self.addCleanup(self.server.close)
            outcome = self.run_hook("return " + value, form="ignored", limit=100)
            self.assert_returned(outcome, None)

    def test_limit_on_digits_is_the_plugins_own(self):
        if not hasattr(sys, "get_int_max_str_digits"):
            return
        outcome = self.run_hook("return {'d': sys.get_int_max_str_digits()}")
        self.assert_returned(outcome, {"d": 4300})

    def test_result_of_exactly_the_limit(self):
        outcome = self.run_hook("return {'a': 'x' * 92}", limit=100)
        self.assertEqual(outcome.reply["outcome"], "returned")

    if PYTHON2:

        def test_bytes_of_python_2_are_text(self):
            outcome = self.run_hook("return {'\\xc3\\xa9': ['\\xe2\\x82\\xac', 3L, u'x']}")
            self.assert_returned(outcome, {u"\u00e9": [u"\u20ac", 3, "x"]})


class BadResultTest(ShimTest):
    """Everything that is not a result, with its place."""

    def assert_bad(self, body, path, found, **call):
        """Check the reply about a bad result."""
        self.server = shimserver.ShimServer()
        self.addCleanup(self.server.close)
        outcome = self.run_hook(body, **call)
        reply = outcome.reply
        self.assertIsNotNone(reply, outcome.stderr)
        self.assertEqual((reply["outcome"], reply.get("path")), ("bad_result", path), reply)
        self.assertEqual(reply["message"].split(" (expected: ")[0], path + ": " + found)
        return reply

    def test_results_that_are_no_dict(self):
        cases = [("[1]", "list"), ("'x'", "str"), ("True", "bool"), ("self", "main.Plugin")]
        cases.append(("(x for x in ())", "generator"))
        for value, found in cases:
            reply = self.assert_bad("return " + value, "result", found)
            self.assertEqual(reply["message"], "result: %s (expected: dict or None)" % found)

    def test_results_that_are_neither_dict_nor_list(self):
        for value, found in (("'x'", "str"), ("True", "bool"), ("{1}", "set")):
            reply = self.assert_bad("return " + value, "result", found, form="dict_or_list")
            self.assertEqual(
                reply["message"], "result: %s (expected: dict, list or None)" % found
            )
        self.assert_bad("return [1, {2}]", "result[1]", "set", form="dict_or_list")
        self.assert_bad(
            "r = []\nfor _ in range(29): r = [r]\nreturn r",
            "result" + "[0]" * 29,
            "nested too deeply",
            form="dict_or_list",
        )

    def test_a_call_frame_of_an_unknown_form_ends_the_worker(self):
        outcome = self.run_hook("return {}", form="set")
        self.assertIsNone(outcome.reply)
        self.assertEqual(outcome.ended["exit_code"], 70)

    if not PYTHON2:

        def test_coroutine(self):
            outcome = self.run_plugin(
                "class Plugin:\n    async def authenticate(self): return {}\n"
            )
            self.assertEqual(
                outcome.reply["message"], "result: coroutine (expected: dict or None)"
            )

        def test_bytes(self):
            self.assert_bad("return {'cookie': {'x': b'a'}}", "result.cookie.x", "bytes")

    def test_values_that_are_no_json(self):
        for body, path, found in (
            ("return {'passwords': [1, 2, {3}]}", "result.passwords[2]", "set"),
            ("return {'a b': {'c': object()}}", "result['a b'].c", "object"),
            ("import datetime\nreturn {'t': datetime.datetime(1, 1, 1)}", "result.t",
             "datetime.datetime"),
            ("return {'f': float('nan')}", "result.f", "float nan"),
            ("return {'f': (1, float('-inf'))}", "result.f[1]", "float -inf"),
            ("return {'f': {float('inf'): 1}}", "result.f", "float inf"),
            ("return {'s': u'a\\ud800b'}", "result.s", "text with half a surrogate pair"),
            ("return {u'\\ud800': 1}", "result['\\ud800']", "a key with half a surrogate pair"),
            ("return {'k': {(1, 2): 3}}", "result.k", "a key of type tuple"),
            ("a = []\na.append(a)\nreturn {'c': a}", "result.c[0]", "contains itself"),
            ("r = {}\nr['r'] = r\nreturn r", "result.r", "contains itself"),
            ("r = 1\nfor _ in range(31): r = {'a': r}\nreturn r", "result" + ".a" * 30,
             "nested too deeply"),
            ("class D(dict):\n    def items(self): raise ValueError()\nreturn D(a=1)", "result",
             "reading it raised ValueError"),
        ):
            self.assert_bad(body, path, found)

    if PYTHON2:

        def test_bytes_of_python_2_that_are_no_text(self):
            self.assert_bad("return {'b': '\\xff'}", "result.b", "bytes that are not UTF-8")

    def test_too_large(self):
        for body in (
            "return {'a': 'x' * 93}",
            "return {'a': u'\\u20ac' * 20}",
            "return {'a': 10 ** 1000000}",
            "a = []\nfor _ in range(28): a = [a] * 10\nreturn {'a': a}",
            "class D(dict):\n    def items(self):\n        while True: yield 'a', 1\nreturn D(a=1)",
        ):
            self.server = shimserver.ShimServer()
            self.addCleanup(self.server.close)
            reply = self.run_hook(body, limit=100).reply
            self.assertEqual((reply["outcome"], reply["path"]), ("bad_result", "result"))
            self.assertIn("(expected: at most 100 bytes)", reply["message"])
