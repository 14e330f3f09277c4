# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Serve on loopback for tests: HTTP, HTTPS that wants a certificate, a proxy for CONNECT."""

import json
import select
import socket
import ssl
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from socketserver import ThreadingMixIn


class _Serving(ThreadingMixIn, HTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        """Say nothing: clients that break off are what some tests are about."""


class Loopback(object):
    """One server on a port that the system chose; ended by `close`."""

    def __init__(self, handler, context=None):
        """Start to serve."""
        self._server = _Serving(("127.0.0.1", 0), handler)
        self._server.requests = self.requests = []
        if context is not None:
            # The handshake is for the thread of the connection, so that nobody waits for it.
            self._server.socket = context.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.daemon = True
        self._thread.start()

    def close(self):
        """Stop to serve."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Answering(BaseHTTPRequestHandler):
    """Tell each caller whose certificate it has shown."""

    def do_GET(self):
        subject = dict(pair for part in self.connection.getpeercert()["subject"] for pair in part)
        self.server.requests.append(self.path)
        body = json.dumps({"caller": {"name": subject["commonName"]}}).encode("ascii")
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class _Fixed(BaseHTTPRequestHandler):
    """Give everybody the same answer."""

    body = b""

    def do_GET(self):
        self.server.requests.append(self.path)
        self.send_response(200)
        self.send_header("Content-Length", str(len(self.body)))
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, *_):
        pass


class _Connecting(BaseHTTPRequestHandler):
    """Connect to where the caller wants, and carry bytes both ways."""

    def do_CONNECT(self):
        self.server.requests.append((self.path, self.headers.get("Proxy-Authorization")))
        host, port = self.path.rsplit(":", 1)
        with socket.create_connection((host, int(port))) as target:
            self.send_response(200)
            self.end_headers()
            _carry(self.connection, target)
        self.close_connection = True

    def log_message(self, *_):
        pass


def plain_server(body):
    """Serve HTTP and answer everything with the body."""
    return Loopback(type("_FixedBody", (_Fixed,), {"body": body}))


def https_server(certificates):
    """Serve HTTPS to callers with a certificate of the authority."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates.path("server.pem"), certificates.path("server.key"))
    context.load_verify_locations(certificates.path("ca.pem"))
    context.verify_mode = ssl.CERT_REQUIRED
    return Loopback(_Answering, context)


def connect_proxy():
    """Serve as a proxy; its requests are (host and port, the value of Proxy-Authorization)."""
    return Loopback(_Connecting)


def silent_listener():
    """Return a socket that takes connections and never says a word."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(5)
    return listener


def _carry(one, other):
    while True:
        for source in select.select([one, other], [], [])[0]:
            data = source.recv(65536)
            if not data:
                return
            (other if source is one else one).sendall(data)
