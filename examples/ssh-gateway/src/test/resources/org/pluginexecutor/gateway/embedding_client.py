# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Plays a session with what docs/EMBEDDING.md shows, which is beside this file as embedding.py.

Usage: embedding_client.py PROTO_DIRECTORY TARGET TOKEN_FILE. Generates stubs into the working directory.
"""

import pathlib
import subprocess
import sys

import grpc

proto_directory, target, token_file = sys.argv[1:]
files = [str(path) for path in pathlib.Path(proto_directory).rglob("*.proto")]
options = ["-I", proto_directory, "--python_out=.", "--grpc_python_out=."]
subprocess.check_call([sys.executable, "-W", "ignore", "-m", "grpc_tools.protoc"] + options + files)
sys.path.insert(0, ".")

from embedding import Session  # noqa: E402 (it needs the stubs)

token = pathlib.Path(token_file).read_text().strip()
channel = grpc.insecure_channel(target)
answers = iter(["wrong", "123456"])


def ask(prompt, is_hidden):
    print("asked:", prompt.strip(), is_hidden)
    return next(answers)


session = Session(channel, token, "python-1")
facts = {"protocol": "ssh", "gateway_user": "otp", "client_port": 50000}
print("accepted:", session.is_accepted("access", "authenticate", facts, ask))
session.end()
session.end()

refused = Session(channel, token, "python-2")
for user in ("mallory", "raises", "abstains"):
    facts["gateway_user"] = user
    print(user, "accepted:", refused.is_accepted("access", "authenticate", facts, ask))
refused.end()
