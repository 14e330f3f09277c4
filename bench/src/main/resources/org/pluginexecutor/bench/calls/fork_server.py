# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Serve calls by one fork each, without any walls: the least that a warm start can cost.

Arguments: the path of the socket, the directory of the plugin, the modules to import ahead. It ends
when its standard input does.
"""

import importlib
import io
import json
import os
import select
import socket
import sys


def serve(path, tree, modules):
    """Fork for each connection until standard input ends."""
    for module in modules:
        importlib.import_module(module)
    os.chdir(tree)
    sys.path.insert(0, tree)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(path)
        listener.listen(256)
        print("ready", flush=True)
        while True:
            # The time limit is for the last children of a burst, which nobody else reaps.
            ready, _, _ = select.select([listener, sys.stdin], [], [], 0.5)
            reap()
            if sys.stdin in ready:
                return
            if listener in ready:
                accept(listener)


def reap():
    """Collect the children that have ended, so that their processor time is counted."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0] != 0:
            pass
    except ChildProcessError:
        pass


def accept(listener):
    """Take one connection and answer it in a child."""
    connection, _ = listener.accept()
    if os.fork() != 0:
        connection.close()
        return
    status = 70
    try:
        listener.close()
        answer(connection)
        status = 0
    finally:
        os._exit(status)


def answer(connection):
    """Read a request up to its end of file, call the hook, send the result and what was printed."""
    with connection.makefile("rb") as requests:
        request = json.loads(requests.read().decode("utf-8"))
    sys.stdout = io.StringIO()
    import main

    hook = getattr(main.Plugin(request["configuration"]), request["hook"])
    result = hook(**request["arguments"])
    reply = {"result": result, "printed": sys.stdout.getvalue()}
    connection.sendall(json.dumps(reply).encode("utf-8"))
    connection.close()


serve(sys.argv[1], sys.argv[2], sys.argv[3:])
