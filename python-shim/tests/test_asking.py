# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""What a plugin can ask its server for while it runs."""

import time

from shimserver import ShimTest, encode_frame

ASK = "import _plugin_executor\nask = _plugin_executor.ask\n"


class AskingTest(ShimTest):
    """Questions and their answers on the connection of the call."""

    def ask_in_hook(self, body, answer, **call):
        """Run a hook that asks; returns the outcome and the questions."""
        self.server.answer = answer
        outcome = self.run_hook(ASK + body, **call)
        return outcome, self.server.drains["call"].asks

    def test_an_answer_is_the_value_that_the_server_gives(self):
        value = {"allow": "no_user", "except": [u"J\xfcrgen", 1, None, True, 0.5]}
        outcome, asks = self.ask_in_hook(
            "return {'r': ask('user_list', 'get', {'name': 'staff'})}", lambda _: {"value": value}
        )
        self.assert_returned(outcome, {"r": value})
        self.assertEqual(
            asks,
            [
                {
                    "type": "ask",
                    "number": 1,
                    "service": "user_list",
                    "operation": "get",
                    "arguments": {"name": "staff"},
                }
            ],
        )

    def test_a_proxy_that_is_known_to_be_none_is_not_asked_for(self):
        body = (
            "return {'r': [ask('https_proxy', 'get', {}), ask('https_proxy', 'other', {}),\n"
            "              ask('box', 'get', {})]}"
        )
        outcome, asks = self.ask_in_hook(body, lambda _: {"value": 1}, has_https_proxy=False)
        self.assert_returned(outcome, {"r": [None, 1, 1]})
        self.assertEqual(
            [(ask["number"], ask["service"], ask["operation"]) for ask in asks],
            [(1, "https_proxy", "other"), (2, "box", "get")],
        )

    def test_a_proxy_that_may_be_there_is_asked_for(self):
        body = "return {'r': ask('https_proxy', 'get', {})}"
        outcome, _ = self.ask_in_hook(body, lambda _: {"value": 1}, has_https_proxy=True)
        self.assert_returned(outcome, {"r": 1})

    def test_what_is_refused_is_a_lookup_error(self):
        outcome, _ = self.ask_in_hook(
            "try: ask('box', 'get', {})\nexcept LookupError as e: return {'r': str(e)}",
            lambda _: {"refused": "box: not yours"},
        )
        self.assert_returned(outcome, {"r": "box: not yours"})

    def test_what_cannot_be_had_now_is_an_os_error(self):
        outcome, _ = self.ask_in_hook(
            "try: ask('box', 'get', {})\nexcept OSError as e: return {'r': str(e)}",
            lambda _: {"failed": u"caf\xe9: away"},
        )
        self.assert_returned(outcome, {"r": u"caf\xe9: away"})

    def test_the_constructor_and_the_import_may_ask(self):
        self.server.answer = lambda ask: {"value": ask["number"]}
        outcome = self.run_plugin(
            ASK + "AT_IMPORT = ask('a', 'b', {})\n"
            "class Plugin(object):\n"
            "    def __init__(self): self.made = ask('a', 'b', {})\n"
            "    def authenticate(self, **kw): return {'r': [AT_IMPORT, self.made]}\n"
        )
        self.assert_returned(outcome, {"r": [1, 2]})

    def test_the_numbers_say_which_question_an_answer_is_for(self):
        late = []

        def answer(ask):
            if ask["operation"] == "first":
                late.append(ask["number"])
                return None
            # The one that nobody waits for any more comes before.
            frame = {"type": "answer", "number": 1, "value": "first"}
            self.server.connections["call"].sendall(encode_frame(frame))
            return {"value": "second"}

        outcome, _ = self.ask_in_hook(
            "def stop(*_): raise RuntimeError('late')\n"
            "signal.signal(signal.SIGALRM, stop)\n"
            "signal.setitimer(signal.ITIMER_REAL, 0.05)\n"
            "try: ask('a', 'first', {})\nexcept RuntimeError: pass\n"
            "return {'r': ask('a', 'second', {})}",
            answer,
        )
        self.assert_returned(outcome, {"r": "second"})
        self.assertEqual(late, [1])

    def test_a_handler_of_a_signal_cannot_ask_while_its_thread_asks(self):
        def answer(ask):
            # Until the handler has had its turn.
            time.sleep(0.2)
            return {"value": ask["operation"]}

        outcome, asks = self.ask_in_hook(
            "seen = []\n"
            "def again(*_):\n"
            "    try: ask('a', 'inner', {})\n"
            "    except OSError as e: seen.append(str(e))\n"
            "signal.signal(signal.SIGALRM, again)\n"
            "signal.setitimer(signal.ITIMER_REAL, 0.05)\n"
            "def slow(): return ask('a', 'outer', {})\n"
            "return {'r': slow(), 'seen': seen}",
            answer,
        )
        self.assertEqual(outcome.reply["result"]["r"], "outer")
        self.assertIn("asked while asking", outcome.reply["result"]["seen"][0])
        self.assertEqual(len(asks), 1)

    def test_threads_get_their_own_answers(self):
        outcome, asks = self.ask_in_hook(
            "import threading\n"
            "r = {}\n"
            "def one(n): r[str(n)] = [ask('echo', str(n), {}) for _ in range(20)]\n"
            "threads = [threading.Thread(target=one, args=(n,)) for n in range(5)]\n"
            "for t in threads: t.start()\n"
            "for t in threads: t.join()\n"
            "return {'r': r}",
            lambda ask: {"value": ask["operation"]},
        )
        self.assert_returned(outcome, {"r": dict((str(n), [str(n)] * 20) for n in range(5))})
        self.assertEqual([ask["number"] for ask in asks], list(range(1, 101)))

    def test_a_reply_does_not_wait_for_a_thread_that_asks(self):
        outcome, asks = self.ask_in_hook(
            "import threading\n"
            "def one(): ask('a', 'never answered', {})\n"
            "thread = threading.Thread(target=one)\n"
            "thread.daemon = True\n"
            "thread.start()\n"
            "time.sleep(0.1)\n"
            "return {'r': 1}",
            lambda _: None,
        )
        self.assert_returned(outcome, {"r": 1})
        self.assertEqual(len(asks), 1)

    def test_a_fork_of_the_worker_cannot_ask(self):
        outcome, asks = self.ask_in_hook(
            "r, w = os.pipe()\n"
            "pid = os.fork()\n"
            "if pid == 0:\n"
            "    try: ask('a', 'b', {})\n"
            "    except OSError as e: os.write(w, str(e).encode('ascii'))\n"
            "    os._exit(0)\n"
            "os.waitpid(pid, 0)\n"
            "return {'r': os.read(r, 1000).decode('ascii')}",
            lambda _: {"value": 1},
        )
        self.assertIn("a copy of the worker", outcome.reply["result"]["r"])
        self.assertEqual(asks, [])

    def test_too_many_and_too_large_questions_are_not_asked(self):
        outcome, asks = self.ask_in_hook(
            "r = []\n"
            "try: ask('a', 'b', {'key': 'x' * 70000})\nexcept OSError as e: r.append(str(e)[:4])\n"
            "for _ in range(1000): ask('a', 'b', {})\n"
            "try: ask('a', 'b', {})\nexcept OSError as e: r.append(str(e)[:5])\n"
            "return {'r': r}",
            lambda _: {"value": 1},
        )
        self.assert_returned(outcome, {"r": ["ask:", "asks:"]})
        self.assertEqual(len(asks), 1000)

    def test_the_end_of_the_connection_is_an_os_error(self):
        def hang_up(_):
            self.server.connections["call"].shutdown(2)

        outcome, _ = self.ask_in_hook(
            "try: ask('a', 'b', {})\n"
            "except OSError: sys.stderr.write('hung up')\n"
            "return {}",
            hang_up,
        )
        self.assertIn(b"hung up", outcome.stderr)

    def test_a_failure_of_an_ask_has_no_frames_of_the_shim(self):
        outcome, _ = self.ask_in_hook("ask('a', 'b', {})", lambda _: {"refused": "no"})
        self.assertEqual(outcome.reply["exception_type"], "LookupError")
        self.assertNotIn("_asking", outcome.reply["traceback"])
        self.assertIn("main.py", outcome.reply["traceback"])
