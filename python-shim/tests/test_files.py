# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""How large the files of a plugin may become."""

import os
import resource

from shimserver import ShimTest

WRITE = (
    "def write(name, size):\n"
    "    try:\n"
    "        with open(os.path.join(os.environ['SCB_PLUGIN_STATE_DIRECTORY'], name), 'wb') as f:\n"
    "            f.write(b'x' * size)\n"
    "    except (IOError, OSError) as e:\n"
    "        return e.errno\n"
    "    return 0\n"
)
EFBIG = 27


class FileSizeTest(ShimTest):
    """RLIMIT_FSIZE, as the call frame says."""

    def test_a_file_up_to_the_limit_is_written_and_a_larger_one_is_an_error(self):
        outcome = self.run_hook(
            WRITE + "return {'fits': write('fits', 4096), 'larger': write('larger', 4097)}",
            file_size_limit=4096,
        )
        self.assert_returned(outcome, {"fits": 0, "larger": EFBIG})
        self.assertEqual(os.path.getsize(os.path.join(self.server.state, "fits")), 4096)
        self.assertEqual(os.path.getsize(os.path.join(self.server.state, "larger")), 4096)

    def test_without_room_nothing_can_be_written_but_the_answer_and_the_log(self):
        outcome = self.run_hook(
            WRITE + "print('still here')\nreturn {'one': write('one', 1), 'none': write('none', 0)}",
            file_size_limit=0,
        )
        self.assert_returned(outcome, {"one": EFBIG, "none": 0})
        self.assertEqual(outcome.stdout, b"still here\n")

    def test_the_limit_holds_while_the_plugin_is_imported_and_for_children(self):
        source = (
            "import os, subprocess\n" + WRITE + "AT_IMPORT = write('early', 4097)\n"
            "class Plugin(object):\n"
            "    def authenticate(self, **kw):\n"
            "        status = subprocess.call(['/bin/sh', '-c',\n"
            "            'head -c 5000 /dev/zero > \"$SCB_PLUGIN_STATE_DIRECTORY/child\"'])\n"
            "        return {'early': AT_IMPORT, 'child_failed': status != 0}\n"
        )
        outcome = self.run_plugin(source, file_size_limit=4096)
        self.assert_returned(outcome, {"early": EFBIG, "child_failed": True})
        self.assertEqual(os.path.getsize(os.path.join(self.server.state, "child")), 4096)

    def test_the_signal_is_ignored_and_the_limit_is_both_soft_and_hard(self):
        outcome = self.run_hook(
            "import resource\n"
            "return {'limits': list(resource.getrlimit(resource.RLIMIT_FSIZE)),\n"
            "  'ignored': signal.getsignal(signal.SIGXFSZ) == signal.SIG_IGN}",
            file_size_limit=4096,
        )
        self.assert_returned(outcome, {"limits": [4096, 4096], "ignored": True})

    def test_a_lower_limit_that_is_there_already_stays(self):
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, hard))
        try:
            outcome = self.run_hook(
                "import resource\nreturn {'soft': resource.getrlimit(resource.RLIMIT_FSIZE)[0]}",
                file_size_limit=4 << 20,
            )
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        self.assert_returned(outcome, {"soft": 1 << 20})

    def test_a_frame_without_the_limit_runs_nothing(self):
        self.server.write("main.py", "print('ran')\nclass Plugin: pass\n")
        outcome = self.server.start().call(file_size_limit=None).outcome()
        self.assertIsNone(outcome.reply)
        self.assertEqual((outcome.ended["exit_code"], outcome.stdout), (70, b""))
