# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""What the container image promises, tried with the engine that `docker` talks to.

The environment variable PLUGIN_EXECUTOR_TEST_IMAGE names the image; the one with Python 2.7 has `-legacy` behind it.
"""

import json
import os
import stat
import subprocess
import sys
import tarfile
import tempfile
import time
import unittest
import uuid

import grpc

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
IMAGE = os.environ.get("PLUGIN_EXECUTOR_TEST_IMAGE", "plugin-executor:latest")
PROFILE = os.path.join(ROOT, "docker", "seccomp.json")
SAMPLE = "/opt/plugin-executor/examples/sample_aa"
STATE = "/var/lib/plugin-executor"
# No privilege at all: what the restricted Pod Security Standard asks for, and a root that cannot be written.
CONFINED = [
    "--read-only",
    "--tmpfs=/tmp",
    "--cap-drop=ALL",
    "--security-opt=no-new-privileges",
    "--env=PLUGIN_EXECUTOR_SERVER_ALLOW_REMOTE_PLAIN_TEXT=true",
]
WITH_PROFILE = CONFINED + ["--security-opt=seccomp=" + PROFILE]
MAX_IMAGE_BYTES = 260 * 10**6
MAX_START_S = 3
# How long a server may take where the time is not what is looked at.
PATIENCE_S = 60


def docker(*arguments, check=True):
    """Run the engine's command; answer what it printed."""
    done = subprocess.run(
        ("docker",) + arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=300
    )
    if check and done.returncode != 0:
        raise AssertionError("docker %s: %s%s" % (" ".join(arguments), done.stdout, done.stderr))
    return done


def inspected(what):
    """Answer what the engine knows of an image or a container."""
    return json.loads(docker("inspect", what).stdout)[0]


def generated_stubs(directory):
    """Answer the modules of the public API, generated for this run."""
    source = os.path.join(ROOT, "proto", "src", "main", "protobuf")
    files = [
        os.path.join(path, name)
        for path, _, names in os.walk(source)
        for name in names
        if name.endswith(".proto")
    ]
    outputs = ["--python_out=" + directory, "--grpc_python_out=" + directory]
    subprocess.run([sys.executable, "-m", "grpc_tools.protoc", "-I" + source] + outputs + files, check=True)
    sys.path.insert(0, directory)
    from pluginexecutor.v1 import hook_service_pb2, hook_service_pb2_grpc

    return hook_service_pb2, hook_service_pb2_grpc


class Container:
    """A server in a container, until the end of the block; removed with what it kept."""

    def __init__(self, options, image=IMAGE, arguments=()):
        self.name = "plugin-executor-test-" + uuid.uuid4().hex[:12]
        self._command = ["run", "--detach", "--name=" + self.name, "--publish=127.0.0.1::50061"]
        self._command += list(options) + [image] + list(arguments)

    def __enter__(self):
        try:
            docker(*self._command)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        docker("rm", "--force", "--volumes", self.name, check=False)

    def run(self, *arguments, check=True):
        """Run a program in the container."""
        return docker("exec", self.name, *arguments, check=check).stdout

    def command(self, *arguments):
        """Run the command line in the container."""
        return self.run("plugin-executor", *arguments)

    def wait(self):
        """Wait until the server serves."""
        end = time.monotonic() + PATIENCE_S
        while "serving" not in self.run("plugin-executor", "health", check=False).splitlines():
            if time.monotonic() > end or not inspected(self.name)["State"]["Running"]:
                raise AssertionError(docker("logs", self.name).stderr)
        return self

    def port(self):
        """Answer the port of this machine that is the server's."""
        return int(docker("port", self.name, "50061/tcp").stdout.splitlines()[0].rpartition(":")[2])

    def with_instance(self):
        """Upload the sample, and give it an instance named `access`."""
        self.wait()
        self.command("plugin", "upload", SAMPLE)
        self.command("instance", "create", "access", "--plugin", "sample_aa")
        return self

    def call(self):
        """Call a hook by the command line; answer what the response says."""
        done = docker(
            "exec", self.name, "plugin-executor", "call", "authenticate", "--instance", "access",
            "--arg", "gateway_user=alice", "--arg", "protocol=ssh", "--json", check=False
        )  # fmt: skip
        return json.loads(done.stdout)


def files_of(image):
    """Answer the entries of the image's file system."""
    container = docker("create", image).stdout.strip()
    try:
        with subprocess.Popen(["docker", "export", container], stdout=subprocess.PIPE) as export:
            with tarfile.open(fileobj=export.stdout, mode="r|") as archive:
                for entry in archive:
                    yield entry
    finally:
        docker("rm", "--volumes", container)


class ImageTest(unittest.TestCase):
    """What can be seen without starting it."""

    def test_is_small(self):
        self.assertLessEqual(inspected(IMAGE)["Size"], MAX_IMAGE_BYTES)

    def test_has_one_layer_of_files(self):
        sizes = [
            int(line)
            for line in docker("history", "--human=false", "--format={{.Size}}", IMAGE).stdout.split()
        ]
        self.assertEqual(1, len([size for size in sizes if size > 0]), sizes)

    def test_no_file_gives_privileges(self):
        for image in (IMAGE, IMAGE + "-legacy"):
            with self.subTest(image=image):
                entries = list(files_of(image))
                self.assertGreater(len(entries), 1000)
                self.assertEqual([], [e.name for e in entries if e.mode & (stat.S_ISUID | stat.S_ISGID)])
                self.assertEqual(
                    [], [e.name for e in entries if "SCHILY.xattr.security.capability" in e.pax_headers]
                )

    def test_only_what_everybody_may_write_is_the_directory_for_temporary_files(self):
        open_to_all = {
            entry.name.rstrip("/")
            for entry in files_of(IMAGE)
            if entry.mode & stat.S_IWOTH and not entry.issym() and not entry.isdev()
        }
        self.assertLessEqual(open_to_all, {"tmp", "var/tmp", "run/lock"})

    def test_runs_as_an_ordinary_user_without_a_shell(self):
        config = inspected(IMAGE)["Config"]
        self.assertRegex(config["User"], r"^[1-9]\d*:[1-9]\d*$")
        for command in (config["Entrypoint"], config["Healthcheck"]["Test"][1:]):
            self.assertTrue(command[0].startswith("/"), command)
            self.assertNotRegex(command[0], r"sh$")
        self.assertEqual([STATE], list(config["Volumes"]))

    def test_says_what_it_is(self):
        labels = inspected(IMAGE)["Config"]["Labels"]
        for label in ("title", "description", "licenses", "version"):
            self.assertTrue(labels["org.opencontainers.image." + label])

    def test_every_library_finds_what_it_needs(self):
        for image in (IMAGE, IMAGE + "-legacy"):
            with self.subTest(image=image):
                done = docker(
                    "run", "--rm", "--network=none", "--entrypoint=/usr/bin/python3", image, "-c", MISSING_LIBRARIES
                )
                self.assertEqual("", done.stdout)

    def test_the_bill_of_materials_names_java_python_and_the_jars(self):
        with open(os.path.join(ROOT, "target", "image", "executor.cdx.json"), encoding="utf-8") as file:
            names = {component["name"] for component in json.load(file)["components"]}
        self.assertLessEqual(
            {"executor-server", "grpc-netty-shaded", "openjdk-25-jre-headless", "python3.13", "libssl3t64"}, names
        )


MISSING_LIBRARIES = """
import glob, os, subprocess
(linker,) = glob.glob("/lib*/ld-linux-*.so.*")[:1] or glob.glob("/lib/ld-linux-*.so.*")[:1]
for top in ("/usr/bin", "/usr/lib", "/opt"):
    for directory, _, names in os.walk(top):
        for name in names:
            path = os.path.join(directory, name)
            if os.path.islink(path):
                continue
            with open(path, "rb") as file:
                if file.read(4) != b"\\x7fELF":
                    continue
            listed = subprocess.run([linker, "--list", path], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            if "not found" in listed.stdout:
                print(path, listed.stdout)
"""

CAPABILITIES = """
import glob
for name in glob.glob("/proc/[0-9]*/status"):
    try:
        with open(name) as file:
            lines = file.read().splitlines()
    except OSError:
        continue
    for line in lines:
        if line.startswith("Cap") and int(line.split()[1], 16) or line == "NoNewPrivs:\\t0":
            print(name, line)
"""


class ServerTest(unittest.TestCase):
    """What a server in a container does."""

    @classmethod
    def setUpClass(cls):
        directory = tempfile.TemporaryDirectory(prefix="stubs-")
        cls.addClassCleanup(directory.cleanup)
        cls.messages, cls.services = generated_stubs(directory.name)

    def test_the_default_profile_gives_the_portable_level(self):
        with Container(CONFINED) as container:
            response = container.with_instance().call()
            self.assertEqual("returned", response["outcome"], response)
            self.assertEqual("portable", response["execution"]["isolation_level"].lower())

    def test_the_profile_gives_the_full_level_without_any_capability(self):
        arguments = ["serve", "--require-isolation", "full", "--network", "none"]
        with Container(WITH_PROFILE, arguments=arguments) as container:
            response = container.with_instance().call()
            self.assertEqual("full", response["execution"]["isolation_level"].lower())
            # The zygote and waiting workers have them in user namespaces of their own; the server has none at all.
            self.assertEqual("", container.run("python3", "-c", CAPABILITIES.replace("[0-9]*", "1")))

    def test_no_process_has_a_capability(self):
        with Container(CONFINED) as container:
            container.with_instance().call()
            self.assertEqual("", container.run("python3", "-c", CAPABILITIES))

    def test_a_level_that_cannot_be_had_is_named_with_its_remedy(self):
        done = docker("run", "--rm", *CONFINED, IMAGE, "serve", "--require-isolation", "full", check=False)
        self.assertEqual(69, done.returncode, done.stderr)
        last = done.stderr.splitlines()[-1]
        self.assertIn("user namespaces", last)
        self.assertIn("docker/seccomp.json", last)

    def test_nothing_is_served_without_encryption_unless_that_is_said(self):
        done = docker("run", "--rm", IMAGE, check=False)
        self.assertEqual(78, done.returncode)
        self.assertIn("tls.certificate-file", done.stderr)

    def test_the_runtime_has_the_modules_of_the_contract(self):
        with Container(CONFINED) as container:
            runtimes = container.wait().command("runtime", "list")
            for module in ("OpenSSL", "ldap", "requests", "urllib3", "yaml"):
                self.assertRegex(runtimes, r"\b%s \d" % module)

    def test_the_legacy_image_runs_both_pythons(self):
        for options, level in ((CONFINED, "portable"), (WITH_PROFILE, "full")):
            with self.subTest(level=level), Container(options, image=IMAGE + "-legacy") as container:
                runtimes = container.wait().command("runtime", "list")
                self.assertIn("CPython 2.7", runtimes)
                self.assertIn("CPython 3.", runtimes)
                self.assertRegex(runtimes, "isolation +" + level)

    def test_the_engine_sees_that_it_is_healthy(self):
        with Container(CONFINED + ["--health-interval=1s"]) as container:
            end = time.monotonic() + PATIENCE_S
            while inspected(container.name)["State"]["Health"]["Status"] != "healthy":
                self.assertLess(time.monotonic(), end)

    def test_ends_at_the_engines_signal(self):
        with Container(CONFINED) as container:
            container.with_instance()
            began = time.monotonic()
            docker("stop", "--time=30", container.name)
            self.assertLess(time.monotonic() - began, 10)
            self.assertEqual(143, inspected(container.name)["State"]["ExitCode"])

    def test_a_call_is_served_soon_after_the_start(self):
        volume = "plugin-executor-test-" + uuid.uuid4().hex[:12]
        mount = "--volume=%s:%s" % (volume, STATE)
        try:
            with Container(CONFINED + [mount]) as container:
                token = container.with_instance().run("cat", STATE + "/token").strip()
            # The second start finds the image's files in memory, as on a machine that runs it.
            took = [self.start_and_call(mount, token) for _ in range(3)]
        finally:
            docker("volume", "rm", "--force", volume)
        print("from docker run to a served call: %s s" % ", ".join("%.2f" % seconds for seconds in took))
        # Where more wants to run than there are processors, each gets its share.
        share = max(1, os.getloadavg()[0] / os.cpu_count())
        self.assertLessEqual(min(took), MAX_START_S * share)

    def start_and_call(self, mount, token):
        began = time.monotonic()
        with Container(CONFINED + [mount]) as container:
            address = "127.0.0.1:%d" % container.port()
            request = self.messages.InvokeHookRequest(hook="authenticate", session_id="start")
            request.instance = "access"
            while True:
                # A channel of its own for each attempt: one that was refused waits for a second.
                with grpc.insecure_channel(address) as channel:
                    try:
                        self.services.HookServiceStub(channel).InvokeHook(
                            request, metadata=[("authorization", "Bearer " + token)], timeout=10
                        )
                        return time.monotonic() - began
                    except grpc.RpcError as error:
                        if error.code() != grpc.StatusCode.UNAVAILABLE or time.monotonic() - began > PATIENCE_S:
                            raise


if __name__ == "__main__":
    unittest.main()
