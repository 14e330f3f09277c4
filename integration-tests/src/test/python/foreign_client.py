# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""A client that is not ours: stubs made by Debian's generator from our .proto files.

Usage: foreign_client.py PROTO_DIRECTORY TARGET TOKEN_FILE ZIP. Generates into the working directory.
"""

import pathlib
import subprocess
import sys

import grpc


def generate(proto_directory):
    """Generate the stubs and make them importable."""
    files = [str(path) for path in pathlib.Path(proto_directory).rglob("*.proto")]
    options = ["-I", proto_directory, "--python_out=.", "--grpc_python_out=."]
    subprocess.check_call([sys.executable, "-W", "ignore", "-m", "grpc_tools.protoc"] + options + files)
    sys.path.insert(0, ".")


class Token(grpc.UnaryUnaryClientInterceptor, grpc.UnaryStreamClientInterceptor, grpc.StreamUnaryClientInterceptor):
    """Show a token with each call."""

    def __init__(self, path):
        self.header = ("authorization", "Bearer " + pathlib.Path(path).read_text().strip())

    def _call(self, call, details, request):
        metadata = list(details.metadata or []) + [self.header]
        return call(details._replace(metadata=metadata), request)

    intercept_unary_unary = intercept_unary_stream = intercept_stream_unary = _call


def main(proto_directory, target, token_path, zip_path):
    """Upload a plugin and play a part of a session with it."""
    generate(proto_directory)
    from pluginexecutor.v1 import hook_service_pb2, hook_service_pb2_grpc
    from pluginexecutor.v1 import outcome_pb2, plugin_pb2
    from pluginexecutor.v1 import plugin_service_pb2, plugin_service_pb2_grpc
    from pluginexecutor.v1 import value_pb2

    channel = grpc.intercept_channel(grpc.insecure_channel(target), Token(token_path))
    hooks = hook_service_pb2_grpc.HookServiceStub(channel)
    plugins = plugin_service_pb2_grpc.PluginServiceStub(channel)

    content = pathlib.Path(zip_path).read_bytes()
    plugins.UploadPlugin(
        plugin_service_pb2.UploadPluginRequest(chunk=content[start : start + 1000])
        for start in range(0, len(content), 1000)
    )

    def request(hook, plugin="sample_aa", **more):
        reference = plugin_pb2.PluginRef(name=plugin)
        return hook_service_pb2.InvokeHookRequest(
            plugin=hook_service_pb2.PluginTarget(plugin=reference),
            hook=hook,
            session_id="python-1",
            **more
        )

    def text(value):
        return value_pb2.Value(string_value=value)

    def verdict(response):
        return outcome_pb2.Verdict.Name(response.returned.verdict)

    arguments = {"gateway_user": text("alice"), "protocol": text("ssh")}
    first = hooks.InvokeHook(request("authenticate", arguments=arguments))
    result = first.returned.result.dict_value.fields
    print("first:", verdict(first), result["question"].list_value.values[0].string_value)

    answers = value_pb2.DictValue(fields={"otp": text("123456")})
    arguments["key_value_pairs"] = value_pb2.Value(dict_value=answers)
    second = hooks.InvokeHook(
        request("authenticate", arguments=arguments, cookie=first.cookie, time_limit={"seconds": 20})
    )
    result = second.returned.result.dict_value.fields
    print("second:", verdict(second), result["gateway_user"].string_value)

    events = list(
        hooks.StreamHook(
            hook_service_pb2.StreamHookRequest(
                invocation=request("session_ended", cookie=second.cookie)
            )
        )
    )
    print("streamed:", [event.log_line.text for event in events[:-1]])
    assert events[-1].WhichOneof("event") == "response"

    try:
        hooks.InvokeHook(request("authenticate", plugin="nobody"))
    except grpc.RpcError as error:
        print("refused:", error.code().name, error.details())


if __name__ == "__main__":
    main(*sys.argv[1:])
