# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Holds the chart and the plain manifests against Kubernetes' API and its restricted standard.

scripts/check-kubernetes runs it, with HELM (the program) and NODE_MODULES (where the API's schemas are).
"""

import copy
import json
import os
import re
import subprocess
import unittest

import yaml

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
PROJECT = os.path.dirname(os.path.dirname(ROOT))
CHART = os.path.join(ROOT, "chart")

# Each is rendered and checked; what the chart can do is in one of them.
CASES = {
    "defaults": [],
    "replicas": ["--values", os.path.join(ROOT, "examples", "replicas.yaml")],
    "sidecar": ["--values", os.path.join(ROOT, "examples", "sidecar.yaml")],
    "everything": [
        "--set", "isolation=full,secrets.storeKey=key,podMonitor.enabled=true,store.storageClass=fast",
        "--set", "imagePullSecrets[0].name=pull,nodeSelector.disk=ssd,tolerations[0].operator=Exists",
        "--set", "affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0]"
                 ".matchExpressions[0].key=gpu",
        "--set", "affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0]"
                 ".matchExpressions[0].operator=Exists",
        "--set", "podAnnotations.team=access,service.annotations.team=access",
        "--set", "settings.sandbox.network=443,settings.server.drain-timeout=1m",
        "--set", "networkPolicy.extraEgress[0].ports[0].port=4318",
    ],
}
WRITTEN = {"standalone.yaml": "defaults", "replicas.yaml": "replicas", "sidecar.yaml": "sidecar"}

HEADER = """\
# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
#
# What the chart makes of {values}, for who has no Helm. Made by
# scripts/check-kubernetes --write, and changed by nothing else.
"""
VALUES_OF = {
    "defaults": "its own values",
    "replicas": "examples/replicas.yaml",
    "sidecar": "examples/sidecar.yaml",
}


def helm(*arguments):
    done = subprocess.run(
        [os.environ["HELM"]] + list(arguments), stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True)
    return done.returncode, done.stdout, done.stderr


def render(arguments):
    status, text, error = helm("template", "plugin-executor", CHART, "--namespace", "plugin-executor", *arguments)
    if status != 0:
        raise AssertionError(error)
    return text


def documents(text):
    return [document for document in yaml.safe_load_all(text) if document is not None]


def written(case):
    text = HEADER.format(values=VALUES_OF[case]) + render(CASES[case])
    return "".join(line.rstrip() + "\n" for line in text.splitlines() if not line.startswith("# Source: "))


def every_document():
    for case, arguments in sorted(CASES.items()):
        for document in documents(render(arguments)):
            yield case, document
    for name in ["namespace.yaml"] + sorted(WRITTEN):
        with open(os.path.join(ROOT, name)) as file:
            for document in documents(file.read()):
                yield name, document


def pods(found):
    return [(place, document["spec"]["template"]["spec"])
            for place, document in found if document["kind"] in ("Deployment", "StatefulSet")]


def containers(pod):
    return pod.get("initContainers", []) + pod.get("containers", []) + pod.get("ephemeralContainers", [])


ALLOWED_VOLUMES = {
    "name", "configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret"}


def breaches(pod):
    """What of a pod the restricted standard forbids, the baseline one included."""
    found = []
    of_pod = pod.get("securityContext", {})

    def demand(holds, rule):
        if not holds:
            found.append(rule)

    for name in ("hostNetwork", "hostPID", "hostIPC"):
        demand(not pod.get(name), name)
    demand(not of_pod.get("sysctls"), "sysctls")
    for volume in pod.get("volumes", []):
        demand(set(volume) <= ALLOWED_VOLUMES, "volume " + volume["name"])
    for container in containers(pod):
        own = container.get("securityContext", {})
        at = container["name"] + ": "
        both = dict(of_pod, **own)
        demand(not own.get("privileged"), at + "privileged")
        demand(own.get("allowPrivilegeEscalation") is False, at + "allowPrivilegeEscalation")
        demand(own.get("capabilities", {}).get("drop") == ["ALL"], at + "capabilities.drop")
        demand(set(own.get("capabilities", {}).get("add", [])) <= {"NET_BIND_SERVICE"}, at + "capabilities.add")
        demand(both.get("runAsNonRoot") is True, at + "runAsNonRoot")
        demand(both.get("runAsUser", 1) != 0, at + "runAsUser")
        demand(both.get("seccompProfile", {}).get("type") in ("RuntimeDefault", "Localhost"), at + "seccompProfile")
        demand(both.get("appArmorProfile", {}).get("type", "RuntimeDefault") != "Unconfined", at + "appArmorProfile")
        demand(own.get("procMount", "Default") == "Default", at + "procMount")
        demand(not both.get("seLinuxOptions"), at + "seLinuxOptions")
        demand(not both.get("windowsOptions"), at + "windowsOptions")
        demand(not any("hostPort" in port for port in container.get("ports", [])), at + "hostPort")
        for probe in ("livenessProbe", "readinessProbe", "startupProbe"):
            demand("host" not in container.get(probe, {}).get("httpGet", {}), at + probe)
    return found


def problems(objects):
    """What the API's schemas and types say of objects."""
    done = subprocess.run(
        ["node", os.path.join(HERE, "validate.mjs"), os.environ["NODE_MODULES"]],
        input=json.dumps(objects, default=str), stdout=subprocess.PIPE, universal_newlines=True, check=True)
    return done.stdout.splitlines()


class ChartTest(unittest.TestCase):
    def test_helm_finds_nothing_to_complain_about(self):
        for case, arguments in sorted(CASES.items()):
            with self.subTest(case):
                status, text, _error = helm("lint", "--strict", CHART, *arguments)
                self.assertEqual(0, status, text)

    def test_values_that_do_not_go_together_are_refused(self):
        image = "store.kind=image,"
        for values, told in [
                ("replicas=2", "/replicas"),
                ("autoscaling.enabled=true", "/autoscaling/enabled"),
                ("mode=sidecar", "/store/kind"),
                (image + "mode=sidecar", "/gateway/image"),
                (image + "mode=sidecar,gateway.image=g,gateway.runAsUser=10001", "/gateway/runAsUser"),
                ("isolation=none", "/isolation"),
                ("image.tagg=1", "tagg"),
                ("settings.sandbax.network=none", "sandbax"),
                ("networkPolicy.clientLabels=null", "clientLabels")]:
            with self.subTest(values):
                status, _text, error = helm("template", "x", CHART, "--set", values)
                self.assertNotEqual(0, status)
                self.assertIn(told, error)

    def test_settings_count_more_than_what_the_chart_says(self):
        (settings,) = [yaml.safe_load(document["data"]["server.yaml"])
                       for document in documents(render(CASES["everything"])) if document["kind"] == "ConfigMap"]
        self.assertEqual("1m", settings["server"]["drain-timeout"])
        self.assertEqual(50061, settings["server"]["port"])
        self.assertEqual("full", settings["sandbox"]["require-isolation"])

    def test_a_change_of_the_settings_starts_the_pods_anew(self):
        def checksum(*arguments):
            return re.search("checksum/settings: (.*)", render(arguments)).group(1)
        self.assertNotEqual(checksum(), checksum("--set", "settings.invocation.slots=7"))

    def test_every_key_of_the_settings_is_one_of_the_server(self):
        with open(os.path.join(PROJECT, "docs", "CONFIG.md")) as page:
            known = set(re.findall(r"^\| `([a-z.-]+)` \|", page.read(), re.MULTILINE))
        for case, document in every_document():
            if document["kind"] == "ConfigMap":
                for section, keys in yaml.safe_load(document["data"]["server.yaml"]).items():
                    for key in keys:
                        self.assertIn(section + "." + key, known, case)

    def test_the_autoscaler_asks_for_a_metric_that_there_is(self):
        with open(os.path.join(PROJECT, "docs", "METRICS.md")) as page:
            known = set(re.findall(r"^\| `([a-z_]+)` \|", page.read(), re.MULTILINE))
        (scaler,) = [document for document in documents(render(CASES["replicas"]))
                     if document["kind"] == "HorizontalPodAutoscaler"]
        name = scaler["spec"]["metrics"][0]["pods"]["metric"]["name"]
        self.assertIn(name, known)
        with open(os.path.join(ROOT, "prometheus-adapter-values.yaml")) as file:
            (rule,) = yaml.safe_load(file)["rules"]["custom"]
        self.assertEqual(name, rule["name"]["as"])
        self.assertTrue(rule["seriesQuery"].startswith(name + "{"))


class ObjectsTest(unittest.TestCase):
    def test_every_object_is_one_of_the_api(self):
        self.assertEqual([], problems([document for _place, document in every_document()]))

    def test_slips_are_found(self):
        (sample,) = [document for document in documents(render([])) if document["kind"] == "StatefulSet"]
        unknown, wrong, missing = (copy.deepcopy(sample) for _ in range(3))
        unknown["spec"]["template"]["spec"]["containers"][0]["imagePullPolice"] = "Always"
        wrong["spec"]["replicas"] = "1"
        del missing["spec"]["selector"]
        for broken, told in [(unknown, "imagePullPolice"), (wrong, "replicas"), (missing, "selector")]:
            self.assertTrue([line for line in problems([broken]) if told in line], told)

    def test_every_selector_selects_the_pods_and_nothing_else(self):
        for case, arguments in sorted(CASES.items()):
            found = documents(render(arguments))
            (labels,) = [document["spec"]["template"]["metadata"]["labels"]
                         for document in found if "template" in document.get("spec", {})]
            for document in found:
                spec = document.get("spec", {})
                selector = spec.get("selector", spec.get("podSelector"))
                if selector:
                    wanted = selector.get("matchLabels", selector)
                    self.assertEqual(wanted, {key: labels[key] for key in wanted}, case)
                    self.assertEqual(2, len(wanted), case)

    def test_every_port_that_is_named_is_one_of_a_container(self):
        for case, arguments in sorted(CASES.items()):
            found = documents(render(arguments))
            (pod,) = [pod for _place, pod in pods((case, document) for document in found)]
            known = {port["name"] for container in containers(pod) for port in container["ports"]}
            used = set(re.findall(r"(?:targetPort|port): ([a-z]+)", render(arguments)))
            self.assertEqual(set(), used - known, case)

    def test_everything_that_is_mounted_is_a_volume(self):
        for case, document in every_document():
            if document["kind"] not in ("Deployment", "StatefulSet"):
                continue
            claims = [claim["metadata"]["name"] for claim in document["spec"].get("volumeClaimTemplates", [])]
            pod = document["spec"]["template"]["spec"]
            mounted = {mount["name"] for container in containers(pod) for mount in container["volumeMounts"]}
            self.assertEqual(mounted, {volume["name"] for volume in pod["volumes"]} | set(claims), case)


class RestrictedStandardTest(unittest.TestCase):
    def test_every_pod_meets_it(self):
        found = pods(every_document())
        self.assertEqual(len(CASES) + len(WRITTEN), len(found))
        for place, pod in found:
            self.assertEqual([], breaches(pod), place)
            self.assertIs(False, pod["automountServiceAccountToken"], place)
            for container in containers(pod):
                self.assertIs(True, container["securityContext"]["readOnlyRootFilesystem"], place)

    def test_a_pod_that_does_not_meet_it_is_seen(self):
        (sample,) = [pod for _place, pod in pods(("", document) for document in documents(render([])))]
        for change in [
                lambda pod: pod.update(hostNetwork=True),
                lambda pod: pod["volumes"].append({"name": "host", "hostPath": {"path": "/"}}),
                lambda pod: pod["securityContext"].pop("runAsNonRoot"),
                lambda pod: pod["containers"][0]["securityContext"].pop("allowPrivilegeEscalation"),
                lambda pod: pod["containers"][0]["securityContext"]["capabilities"].update(add=["SYS_ADMIN"]),
                lambda pod: pod["containers"][0]["securityContext"].update(seccompProfile={"type": "Unconfined"}),
                lambda pod: pod["containers"].append({"name": "bare", "image": "bare"})]:
            broken = copy.deepcopy(sample)
            change(broken)
            self.assertNotEqual([], breaches(broken))

    def test_the_namespace_enforces_it(self):
        with open(os.path.join(ROOT, "namespace.yaml")) as file:
            labels = yaml.safe_load(file)["metadata"]["labels"]
        self.assertEqual("restricted", labels["pod-security.kubernetes.io/enforce"])


class WrittenManifestsTest(unittest.TestCase):
    def test_they_are_what_the_chart_makes(self):
        for name, case in sorted(WRITTEN.items()):
            with open(os.path.join(ROOT, name)) as file:
                self.assertEqual(file.read(), written(case), name + ": run scripts/check-kubernetes --write")


def write():
    for name, case in sorted(WRITTEN.items()):
        with open(os.path.join(ROOT, name), "w") as file:
            file.write(written(case))
