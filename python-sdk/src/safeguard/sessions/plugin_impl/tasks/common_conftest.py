# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Give plugins' tests their pytest fixtures (contract 6.12).

A plugin's `conftest.py` imports everything from here. Importing it needs pytest, and the fixture
`vcr` needs vcrpy; nothing else in this package does.
"""

import configparser
import os
from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Iterator, List

_pytest: "Any" = import_module("pytest")

__all__ = [
    "interactive",
    "pytest_addoption",
    "pytest_collection_modifyitems",
    "pytest_configure",
    "site_parameters",
    "vcr",
    "vcr_cassette",
    "vcr_config",
]

# How vcrpy calls what `backend_service` names: answers from the cassettes alone; from the services,
# written to the cassettes; from the services alone.
_RECORD_MODES = {"replay": "none", "record": "all", "use": None}
_SITE_PARAMETERS = os.path.join("lib", "tests", "site_parameters.ini")


class Interactive:
    """The person in front of the terminal; stateless."""

    def __init__(self, capture_manager: "Any") -> None:
        """Suspend pytest's capture of the output for each word with the person."""
        self._capture_manager = capture_manager

    def message(self, text: str) -> None:
        """Show the text."""
        with self._capture_manager.global_and_fixture_disabled():
            print("\n" + text, flush=True)

    def askforinput(self, text: str) -> str:
        """Show the text and return the line that is typed."""
        with self._capture_manager.global_and_fixture_disabled():
            return input("\n" + text + " ")


def pytest_addoption(parser: "Any") -> None:
    """Add `--backend-service`: replay (the default), record or use."""
    parser.addoption(
        "--backend-service",
        action="store",
        dest="backend_service",
        default="replay",
        choices=sorted(_RECORD_MODES),
        help="answer from cassettes (replay), fill them (record), or use the services (use)",
    )


def pytest_configure(config: "Any") -> None:
    """Register the markers."""
    config.addinivalue_line("markers", "interactive: needs a person at the terminal")
    config.addinivalue_line("markers", "vcr: plays the cassette of the test")


def pytest_collection_modifyitems(config: "Any", items: "List[Any]") -> None:
    """Skip what needs a person in runs without one, and give marked tests their cassette."""
    replaying = config.getoption("backend_service") == "replay"
    skip = _pytest.mark.skip(reason="interactive: needs --backend-service=use or record")
    for item in items:
        if replaying and item.get_closest_marker("interactive"):
            item.add_marker(skip)
        if item.get_closest_marker("vcr") and "vcr_cassette" not in item.fixturenames:
            item.fixturenames.append("vcr_cassette")


def _site_parameters(request: "Any") -> "Dict[str, str]":
    """Return section `[site]` of `lib/tests/site_parameters.ini`; without the file, nothing."""
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(os.path.join(str(request.config.rootdir), _SITE_PARAMETERS), encoding="utf-8")
    return dict(parser["site"]) if parser.has_section("site") else {}


def _interactive(request: "Any") -> Interactive:
    """Return the person at the terminal."""
    return Interactive(request.config.pluginmanager.getplugin("capturemanager"))


def _vcr_config() -> "Dict[str, Any]":
    """Return more arguments for `vcr.VCR`; a plugin's own fixture of that name replaces it."""
    return {}


def _vcr(request: "Any", vcr_config: "Dict[str, Any]") -> "Any":
    """Return the recorder whose cassettes are in the folder `cassettes` beside the test."""
    directory = os.path.dirname(str(request.node.fspath))
    arguments: "Dict[str, Any]" = {
        "cassette_library_dir": os.path.join(directory, "cassettes"),
        "path_transformer": _with_yaml_suffix,
    }
    arguments.update(vcr_config)
    mode = _RECORD_MODES[request.config.getoption("backend_service")]
    if mode is not None:
        arguments["record_mode"] = mode
    recorder_module: "Any" = import_module("vcr")
    return recorder_module.VCR(**arguments)


def _vcr_cassette(request: "Any", vcr: "Any") -> "Iterator[Any]":
    """Play or record the cassette that is named as the test; None when services are used."""
    if request.config.getoption("backend_service") == "use":
        yield None
        return
    names = [request.cls.__name__] if request.cls else []
    with vcr.use_cassette(".".join(names + [request.node.name])) as cassette:
        yield cassette


def _with_yaml_suffix(path: str) -> str:
    return path if path.endswith(".yaml") else path + ".yaml"


# Called, not used as decorators: what pytest returns has no type that could be checked.
site_parameters: "Any" = _pytest.fixture(name="site_parameters", scope="session")(_site_parameters)
interactive: "Any" = _pytest.fixture(name="interactive")(_interactive)
vcr_config: "Any" = _pytest.fixture(name="vcr_config", scope="module")(_vcr_config)
vcr: "Any" = _pytest.fixture(name="vcr")(_vcr)
vcr_cassette: "Any" = _pytest.fixture(name="vcr_cassette")(_vcr_cassette)
