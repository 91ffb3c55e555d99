"""A web server on this machine for tests: pages by path, with what was asked of it."""

from __future__ import annotations

import gzip
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterator


@dataclass
class Site:
    """What the server answers: status, headers and body by path; and the paths that were asked for, with their headers."""

    pages: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    address: str = ""

    @property
    def paths(self) -> list[str]:
        """The paths that were asked for."""
        return [path for path, _ in self.asked]


@contextmanager
def served(tls: ssl.SSLContext | None = None, **pages: tuple[int, dict[str, str], bytes]) -> Iterator[Site]:
    """A site whose pages are `/NAME`; over https, at the name localhost, with a context that holds a certificate."""
    site = Site({f"/{name}": page for name, page in pages.items()})

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            headers = {name.lower(): value for name, value in self.headers.items()}
            site.asked.append((self.path, headers))
            status, answer, body = site.pages.get(path, (404, {}, b""))
            if answer.get("ETag") and headers.get("if-none-match") == answer["ETag"]:
                status, body = 304, b""
            self.send_response(status)
            for name, value in answer.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    site.address = f"{'https://localhost' if tls else 'http://127.0.0.1'}:{server.server_port}"
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def page(text: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """A page of HTML with a paragraph."""
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return (
        200,
        {"Content-Type": "text/html; charset=utf-8", **names},
        f"<html><body><p>{text}</p></body></html>".encode(),
    )


def packed(text: str) -> tuple[int, dict[str, str], bytes]:
    """A page sent under gzip."""
    return 200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, gzip.compress(text.encode())
