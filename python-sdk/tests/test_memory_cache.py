# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Values between calls."""

from servicetest import ServiceTest, configuration

from safeguard.sessions.plugin.exceptions import PluginSDKRuntimeError, PluginSDKValueError
from safeguard.sessions.plugin.memory_cache import MemoryCache
from safeguard.sessions.plugin_impl.memory_cache import MemoryCache as MemoryCacheImpl


class Clock(object):
    """Seconds that pass when a test says so."""

    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


class MemoryCacheTest(ServiceTest):
    """Values in the memory of this process."""

    def setUp(self):
        self.clock = Clock()
        self.store = MemoryCacheImpl(self.clock)
        self.cache = MemoryCache(self.store, prefix="test", ttl=0)

    def test_a_value_comes_back_as_json_gives_it(self):
        self.cache.set("key", {"a": [1, 2.5, None], "b": (1,)})
        self.assertEqual(self.cache.get("key"), {"a": [1, 2.5, None], "b": [1]})

    def test_a_key_without_value_is_none(self):
        self.assertIsNone(self.cache.get("key"))

    def test_a_later_value_replaces_the_earlier_one_and_its_time(self):
        self.cache.set("key", "first", ttl=5)
        self.cache.set("key", "second")
        self.clock.now += 1000000
        self.assertEqual(self.cache.get("key"), "second")

    def test_a_value_is_gone_when_its_time_is_over(self):
        self.cache.set("key", "value", ttl=5)
        self.clock.now += 4
        self.assertEqual(self.cache.get("key"), "value")
        self.clock.now += 1
        self.assertIsNone(self.cache.get("key"))

    def test_the_constructor_says_how_long_without_other_word_and_zero_is_for_ever(self):
        cache = MemoryCache(self.store, prefix="test", ttl=5)
        cache.set("short", 1)
        cache.set("long", 1, ttl=0)
        self.clock.now += 5
        self.assertEqual([cache.get("short"), cache.get("long")], [None, 1])

    def test_prefixes_keep_keys_apart(self):
        other = MemoryCache(self.store, prefix="other", ttl=0)
        self.cache.set("key", "mine")
        self.assertIsNone(other.get("key"))
        self.assertEqual(self.store.get("test:key"), '"mine"')

    def test_what_json_cannot_say_is_refused(self):
        for value in (object(), float("nan"), {1, 2}):
            with self.assertRaises(PluginSDKValueError):
                self.cache.set("key", value)

    def test_less_than_no_time_is_refused(self):
        with self.assertRaises(PluginSDKValueError):
            self.cache.set("key", 1, ttl=-1)
        with self.assertRaises(PluginSDKValueError):
            MemoryCache(self.store, prefix="", ttl=-1)


class ConfiguredCacheTest(ServiceTest):
    """Caches by the configuration."""

    def test_all_objects_of_a_process_have_one_cache(self):
        text = "[memory-cache]\nprefix = one:process\n"
        MemoryCache.from_config(configuration(text)).set("key", "value")
        self.assertEqual(MemoryCache.from_config(configuration(text)).get("key"), "value")

    def test_the_configuration_wins_over_the_arguments(self):
        server = self.serve({("memory_cache", "set"): None})
        text = "[memory-cache]\nprefix = configured\nttl = 7\n"
        MemoryCache.from_config(configuration(text), prefix="p", ttl=1).set("key", "value")
        MemoryCache.from_config(configuration(), prefix="p", ttl=1).set("key", "value")
        MemoryCache.from_config(configuration()).set("key", "value", ttl=3)
        self.assertEqual(
            [question[2] for question in server.questions],
            [
                {"key": "configured:key", "value": '"value"', "ttl": 7},
                {"key": "p:key", "value": '"value"', "ttl": 1},
                {"key": "key", "value": '"value"', "ttl": 3},
            ],
        )

    def test_the_server_is_asked_by_key(self):
        server = self.serve({("memory_cache", "get"): '{"a": 1}'})
        self.assertEqual(MemoryCache.from_config(configuration()).get("key"), {"a": 1})
        self.assertEqual(server.questions, [("memory_cache", "get", {"key": "key"})])

    def test_a_cache_that_is_away_has_forgotten_everything_and_says_so(self):
        away = OSError("memory_cache: cannot be had now")
        self.serve({("memory_cache", "get"): away, ("memory_cache", "set"): away})
        cache = MemoryCache.from_config(configuration())
        with self.assertLogs(level="WARNING") as logged:
            cache.set("key", 1)
            self.assertIsNone(cache.get("key"))
        self.assertEqual(
            [record.getMessage() for record in logged.records],
            ["Memory cache cannot be had now: memory_cache: cannot be had now"] * 2,
        )

    def test_what_the_server_refuses_is_an_error(self):
        self.serve({("memory_cache", "set"): LookupError("memory_cache.set.ttl: not usable")})
        with self.assertRaisesRegex(PluginSDKRuntimeError, "not usable"):
            MemoryCache.from_config(configuration()).set("key", 1, ttl=10 ** 12)
