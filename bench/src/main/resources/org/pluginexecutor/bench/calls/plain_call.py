# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Call one hook in an interpreter of its own: arguments on standard input, result on standard output."""

import json
import os
import sys


def call(tree):
    """Load the plugin in a directory and call its hook once; what it prints goes to standard error."""
    request = json.load(sys.stdin)
    answers, sys.stdout = sys.stdout, sys.stderr
    os.chdir(tree)
    sys.path.insert(0, tree)
    import main

    hook = getattr(main.Plugin(request["configuration"]), request["hook"])
    reply = {"result": hook(**request["arguments"])}
    reply["cpu_s"] = sum(os.times()[:2])
    json.dump(reply, answers)
    answers.flush()


call(sys.argv[1])
