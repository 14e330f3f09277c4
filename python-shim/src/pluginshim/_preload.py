# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Import modules of the runtime ahead of all calls, and make forks of them cheap and unlike."""

import gc
import os
import sys

from pluginshim import _bytecode, _text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, List

_PROBLEM_LIMIT_CHARACTERS = 200


def load(names):
    # type: (List[str]) -> List[str]
    """Import what can be imported; returns what could not, each with the reason.

    Sources of the package are not imported ahead: that would run code of the plugin.
    """
    register = getattr(os, "register_at_fork", None)
    if register is not None:
        # The hooks of threading, random and logging cost more than all else that a worker does
        # before its plugin runs. What they are for is done by after_fork() or needless in a
        # process that never had a second thread.
        os.register_at_fork = lambda **_hooks: None
    problems = []
    try:
        for name in names:
            if name.startswith(_bytecode.SOURCE_PREFIX):
                continue
            try:
                __import__(name)
            except BaseException as error:
                text = u"%s: %s: %s" % (name, type(error).__name__, _text.safe_text(error))
                problems.append(text[:_PROBLEM_LIMIT_CHARACTERS])
    finally:
        if register is not None:
            os.register_at_fork = register
    return problems


def freeze():
    # type: () -> None
    """Keep the garbage collector's marks from copying every page in every fork."""
    gc.collect()
    if hasattr(gc, "freeze"):
        gc.freeze()


def after_fork():
    # type: () -> None
    """In a new worker: give it random numbers of its own, and the right idea of its threads."""
    random = sys.modules.get("random")
    if random is not None:
        # The functions of the module are methods of this one object.
        random._inst.seed()  # type: ignore[attr-defined]
    threading = sys.modules.get("threading")  # type: Any
    main_thread = getattr(threading, "_main_thread", None)  # type: Any
    if hasattr(main_thread, "_set_native_id"):
        main_thread._set_native_id()
