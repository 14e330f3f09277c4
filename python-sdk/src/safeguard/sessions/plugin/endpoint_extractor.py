# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Fetch single values from REST endpoints that speak JSON (contract 6.10.9)."""

from safeguard.sessions.plugin.exceptions import PluginSDKRuntimeError, PluginSDKValueError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Optional, Protocol, Tuple, Type

    class Response(Protocol):
        """What is used of a `requests.Response`."""

        ok: bool
        status_code: int
        reason: str
        text: str

    class Session(Protocol):
        """What is used of a `requests.Session`; other methods are found by name."""

        def get(self, url: str, **kwargs: "Any") -> "Any":
            """Send the request."""
            ...


_METHODS_WITHOUT_DATA = ("get", "head", "options")
_METHODS = _METHODS_WITHOUT_DATA + ("post", "put", "patch", "delete")


class EndpointException(PluginSDKRuntimeError):
    """The endpoint cannot be reached, refuses, or does not say what was asked for."""


class EndpointExtractor:
    """Requests to the endpoints below one URL; immutable."""

    def __init__(self, base_url: "Optional[str]" = None) -> None:
        """Put the base URL before each endpoint's; None: the endpoints' URLs are complete."""
        self._base_url = base_url

    def extract_data_from_endpoint(
        self,
        session: "Session",
        endpoint_url: str,
        data_path: "Optional[str]" = None,
        method: str = "get",
        headers: "Optional[Dict[str, str]]" = None,
        data: "Any" = None,
        params: "Optional[Dict[str, Any]]" = None,
    ) -> "Any":
        """Return what the JSON answer has at the path: keys with dots between, None for all of it.

        Raises EndpointException when the endpoint cannot be reached, answers with an error status,
        or the answer has nothing at the path.
        """
        response = self.invoke_http_method(session, endpoint_url, method, headers, data, params)
        if not response.ok:
            raise EndpointException(
                "Endpoint responded with NOK",
                {"status_code": str(response.status_code), "status_text": response.reason},
            )
        import json

        try:
            return _value_at(json.loads(response.text), data_path)
        except (LookupError, TypeError, ValueError):
            # The answer stays out of the text and the chain: it may be a secret.
            raise EndpointException(
                "Endpoint (%s) response did not contain the information" % self._url(endpoint_url),
                {"data_path": data_path},
            ) from None

    def invoke_http_method(
        self,
        session: "Session",
        endpoint_url: str,
        method: str,
        headers: "Optional[Dict[str, str]]" = None,
        data: "Any" = None,
        params: "Optional[Dict[str, Any]]" = None,
    ) -> "Response":
        """Send the request, the data as JSON, and return the response, whatever its status.

        Raises EndpointException when the endpoint cannot be reached, PluginSDKValueError when there
        is no such method.
        """
        name = method.lower()
        if name not in _METHODS:
            raise PluginSDKValueError("No such HTTP method", {"method": method})
        arguments: "Dict[str, Any]" = {"headers": headers, "params": params}
        if name not in _METHODS_WITHOUT_DATA:
            import json

            arguments["data"] = None if data is None else json.dumps(data)
        url = self._url(endpoint_url)
        try:
            return getattr(session, name)(url, **arguments)
        except _connection_errors() as error:
            raise EndpointException(
                "Endpoint cannot be reached", {"url": url, "error": type(error).__name__}
            ) from error

    def _url(self, endpoint_url: str) -> str:
        if self._base_url is None:
            return endpoint_url
        if not endpoint_url:
            return self._base_url
        return "%s/%s" % (self._base_url.rstrip("/"), endpoint_url.lstrip("/"))


def _value_at(document: "Any", data_path: "Optional[str]") -> "Any":
    for key in data_path.split(".") if data_path else []:
        document = document[key]
    return document


def _connection_errors() -> "Tuple[Type[BaseException], ...]":
    """Return what requests raises for a host that cannot be reached; nothing where it is absent."""
    from importlib import import_module

    try:
        exceptions: "Any" = import_module("requests.exceptions")
    except ImportError:
        return ()
    return (exceptions.ConnectionError,)
