"""The nginx configuration of docs/serve.md, as it is printed there, in front of a server."""

from __future__ import annotations

import os
import re
import shutil
import socket
import ssl
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.conftest import missing
from tests.serve.conftest import ASK, served

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.end_to_end

NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "serve.md"
HOST = "kg.example.org"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for the host of the documentation, and its key."""
    files = (folder / "cert.pem", folder / "key.pem")
    subject = ["-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}"]
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *subject]
    subprocess.run([*made, "-out", str(files[0]), "-keyout", str(files[1])], check=True, capture_output=True)
    return files


def configuration(upstream: int, port: int, folder: Path) -> str:
    """The configuration of the documentation with other ports and files."""
    found = re.search(r"<!-- nginx -->\n```nginx\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    text, (cert, key) = found[1], certificate(folder)
    for before, after in (
        ("127.0.0.1:8000", f"127.0.0.1:{upstream}"),
        ("listen 443 ssl", f"listen 127.0.0.1:{port} ssl"),
        (f"/etc/ssl/{HOST}.pem", str(cert)),
        (f"/etc/ssl/{HOST}.key", str(key)),
    ):
        assert before in text
        text = text.replace(before, after)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "".join(f"{kind}_temp_path {folder / kind};\n" for kind in kinds)
    user = "user root;\n" if os.getuid() == 0 else ""
    head = f"{user}daemon off;\npid {folder / 'pid'};\nerror_log stderr notice;\nevents {{}}\n"
    return f"{head}http {{\naccess_log off;\n{temporary}{text}}}\n"


class Proxy:
    """A client of nginx, under the host of the documentation."""

    def __init__(self, port: int, cert: Path) -> None:
        self.address = ("127.0.0.1", port)
        self.context = ssl.create_default_context(cafile=cert)

    def get(self, path: str, host: str = HOST, **options: Any) -> httpx.Response:  # noqa: ANN401 - as in httpx
        url = f"https://127.0.0.1:{self.address[1]}{path}"
        options["headers"] = {"host": host, **options.get("headers", {})}
        with httpx.Client(verify=self.context, trust_env=False, timeout=60) as client:
            return client.request(options.pop("method", "GET"), url, extensions={"sni_hostname": HOST}, **options)

    def say(self, *parts: bytes) -> bytes:
        """What it answers to the parts of a request."""
        link = socket.create_connection(self.address, timeout=60)
        with self.context.wrap_socket(link, server_hostname=HOST) as secure:
            for part in parts:
                secure.sendall(part)
            return secure.recv(1000)


@pytest.fixture(scope="module")
def proxy(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    """Nginx in front of a server of one record."""
    if NGINX is None or shutil.which("openssl") is None:
        missing("nginx or openssl")
    folder, port = tmp_path_factory.mktemp("nginx"), free_port()
    with served("--allow-host", HOST, graph=str(tiny)) as server:
        path = folder / "nginx.conf"
        path.write_text(configuration(server.base_url.port or 80, port, folder), encoding="utf-8")
        running = subprocess.Popen([str(NGINX), "-p", str(folder), "-c", str(path)], stderr=subprocess.PIPE, text=True)
        assert running.stderr is not None
        try:
            line = next(line for line in running.stderr if "emerg" in line or "start worker process " in line)
            assert "emerg" not in line, line
            yield Proxy(port, folder / "cert.pem")
        finally:
            running.terminate()
            running.communicate()


def test_queries_and_pages_come_through_with_their_headers(proxy: Proxy) -> None:
    done = proxy.get("/sparql", params={"query": ASK})
    assert (done.status_code, done.json()["boolean"]) == (200, True)
    assert done.headers["strict-transport-security"] == "max-age=31536000"
    assert "default-src 'none'" in proxy.get("/").headers["content-security-policy"]
    posted = proxy.get("/sparql", method="POST", data={"query": f"{ASK} #{' ' * 100_000}"})
    assert posted.json()["boolean"] is True


def test_the_server_describes_itself_under_the_address_of_the_proxy(proxy: Proxy) -> None:
    assert f"<https://{HOST}/sparql>" in proxy.get("/void", headers={"accept": "application/n-triples"}).text


def test_what_is_too_large_is_refused_by_the_proxy(proxy: Proxy) -> None:
    media = {"content-type": "application/sparql-query"}
    assert proxy.get("/sparql", method="POST", content=b"x" * 5_000_000, headers=media).status_code == 413
    head = f"GET / HTTP/1.1\r\nHost: {HOST}\r\n".encode()
    assert proxy.say(head, *[b"X: " + b"x" * 30_000 + b"\r\n"] * 5, b"\r\n").startswith(b"HTTP/1.1 400 ")


def test_a_name_that_the_server_does_not_have_is_refused(proxy: Proxy) -> None:
    assert proxy.get("/", host="evil.example").status_code == 400
