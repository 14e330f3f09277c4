# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""The frames that both sides of the protocol agree on."""

import binascii
import json
import os
import sys
import unittest

import shimserver

GOLDEN = os.path.join(shimserver.TESTS, "golden")


class GoldenFramesTest(unittest.TestCase):
    """The shim's own reader and writer against the golden files."""

    @classmethod
    def setUpClass(cls):
        """Import the shim from its sources."""
        sys.path.insert(0, shimserver.SOURCES)
        try:
            from pluginshim import _frames
        finally:
            sys.path.remove(shimserver.SOURCES)
        cls.frames = _frames

    def golden(self):
        """Return every golden frame."""
        found = []
        for name in sorted(os.listdir(GOLDEN)):
            with open(os.path.join(GOLDEN, name)) as source:
                found += json.load(source)
        self.assertGreater(len(found), 10)
        return found

    def piped(self, data):
        """Return a descriptor from which the bytes can be read."""
        read_fd, write_fd = os.pipe()
        self.addCleanup(os.close, read_fd)
        os.write(write_fd, data)
        os.close(write_fd)
        return read_fd

    def test_reads_every_golden_frame(self):
        for frame in self.golden():
            value = self.frames.read_frame(self.piped(binascii.unhexlify(frame["hex"])), 65536)
            self.assertEqual(value, frame["object"], frame["name"])
            # 101.0 and 101 are equal, their texts are not.
            self.assertEqual(
                json.dumps(value, sort_keys=True), json.dumps(frame["object"], sort_keys=True)
            )

    def test_writes_the_same_value_in_every_golden_frame(self):
        for frame in self.golden():
            read_fd, write_fd = os.pipe()
            self.frames.write_frame(write_fd, frame["object"])
            os.close(write_fd)
            data = os.read(read_fd, 65536)
            os.close(read_fd)
            if shimserver.PYTHON2 or sys.version_info < (3, 7):
                # The order of keys is not kept there.
                self.assertEqual(shimserver.decode_frame(data), (frame["object"], b""))
            else:
                self.assertEqual(binascii.hexlify(data).decode("ascii"), frame["hex"])

    def test_refuses_frames_that_are_cut_off_too_large_or_no_object(self):
        no_objects = [b"\0\0\0\2[]", b"\0\0\0\1{"]
        for data in [b"", b"\0\0", b"\0\0\0\5{}", b"\xff\xff\xff\xff{}"] + no_objects:
            with self.assertRaises(self.frames.FrameError):
                self.frames.read_frame(self.piped(data), 1024)
