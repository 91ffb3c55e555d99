"""A page is fetched once, from the address that was checked, within limits and as robots.txt allows; all else is refused."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
from typing import TYPE_CHECKING

import pytest

from kg.errors import UsageError
from kg.snapshots import addresses
from kg.snapshots.addresses import RefusedAddressError, check_url, is_public, resolve
from kg.snapshots.fetch import Fetcher
from kg.snapshots.wayback import nearest_copy
from tests.snapshots.server import packed, page, served

if TYPE_CHECKING:
    from pathlib import Path


def test_a_page_is_fetched_with_its_type_and_bytes() -> None:
    with served(a=page("Some 30 homes.", ETag='"1"')) as site:
        found = Fetcher(allow_private=True).fetch(f"{site.address}/a")
    assert found.media_type == "text/html"
    assert b"30 homes" in found.data
    assert site.paths == ["/robots.txt", "/a"]
    assert site.asked[1][1]["user-agent"].startswith("headwater/")


def test_an_unchanged_page_is_told_by_the_server() -> None:
    with served(a=page("Some 30 homes.", ETag='"1"')) as site:
        assert Fetcher(allow_private=True).fetch(f"{site.address}/a", {"etag": '"1"'}).unchanged


def test_gzip_is_unpacked_within_the_limit() -> None:
    with served(a=packed("x" * 5000)) as site:
        assert Fetcher(allow_private=True).fetch(f"{site.address}/a").data == b"x" * 5000
        with pytest.raises(UsageError, match="larger than"):
            Fetcher(allow_private=True, most_bytes=1000).fetch(f"{site.address}/a")


def test_redirects_are_followed_and_counted() -> None:
    with served(a=(302, {"Location": "/b"}, b""), b=page("There."), c=(302, {"Location": "/c"}, b"")) as site:
        assert Fetcher(allow_private=True).fetch(f"{site.address}/a").url == f"{site.address}/b"
        with pytest.raises(UsageError, match="redirected more than 8 times"):
            Fetcher(allow_private=True).fetch(f"{site.address}/c")


def test_what_robots_txt_forbids_is_not_fetched() -> None:
    with served(a=page("x")) as site:
        site.pages["/robots.txt"] = (200, {}, b"User-agent: *\nDisallow: /a\n")
        with pytest.raises(UsageError, match=r"robots\.txt asks programs not to fetch"):
            Fetcher(allow_private=True).fetch(f"{site.address}/a")
        assert site.paths == ["/robots.txt"]
        site.pages["/robots.txt"] = (500, {}, b"")
        with pytest.raises(UsageError, match=r"robots\.txt"):
            Fetcher(allow_private=True).fetch(f"{site.address}/b")


def test_this_machine_is_not_asked_without_the_allowance_of_tests() -> None:
    with served(a=page("x")) as site:
        with pytest.raises(RefusedAddressError, match="private network"):
            Fetcher().fetch(f"{site.address}/a")
        assert site.asked == []


def test_a_redirect_to_a_private_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with served(a=(302, {"Location": "http://inside.example/secret"}, b"")) as site:
        real = socket.getaddrinfo

        def answers(host: str, port: int, *rest: int, **more: int) -> object:
            return [(2, 1, 6, "", ("10.0.0.7", port))] if host == "inside.example" else real(host, port, *rest, **more)

        monkeypatch.setattr(socket, "getaddrinfo", answers)
        first = Fetcher(allow_private=True)._one(f"{site.address}/a", {}, float("inf"), 100)
        assert first.status == 302
        with pytest.raises(RefusedAddressError, match=r"10\.0\.0\.7"):
            Fetcher().fetch(first.headers["location"])


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """What host names resolve to, the last for ever; this machine passes for a public one, and all else is private."""
    known: dict[str, list[str]] = {}

    def answers(host: str, port: int, *_: int, **__: int) -> object:
        found = known.get(host, [host])
        return [(2, 1, 6, "", (found.pop(0) if len(found) > 1 else found[0], port))]

    monkeypatch.setattr(socket, "getaddrinfo", answers)
    monkeypatch.setattr(addresses, "is_public", lambda address: address == "127.0.0.1")
    return known


def test_a_redirect_on_the_way_to_a_private_address_ends_the_fetch(names: dict[str, list[str]]) -> None:
    names["inside.example"] = ["10.0.0.7"]
    with served(a=(302, {"Location": "http://inside.example/secret"}, b""), b=page("x")) as site:
        assert Fetcher().fetch(f"{site.address}/b").data
        with pytest.raises(RefusedAddressError, match=r"10\.0\.0\.7"):
            Fetcher().fetch(f"{site.address}/a")
        assert site.paths[-1] == "/a"


def test_a_name_that_turns_private_between_two_requests_is_refused(names: dict[str, list[str]]) -> None:
    with served(a=page("x")) as site:
        names["turns.example"] = ["127.0.0.1", "10.0.0.7"]
        with pytest.raises(RefusedAddressError, match=r"10\.0\.0\.7"):
            Fetcher().fetch(site.address.replace("127.0.0.1", "turns.example") + "/a")
        # The first request, for robots.txt, was answered; the page was never asked for.
        assert site.paths == ["/robots.txt"]


@pytest.mark.skipif(shutil.which("openssl") is None, reason="makes its certificate with openssl")
def test_https_is_fetched_with_a_certificate_that_is_trusted_and_refused_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    more = ["-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run([*made, *more], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with served(tls=context, a=page("Some 30 homes.")) as site:
        with pytest.raises(UsageError, match=r"robots\.txt|no answer"):
            Fetcher(allow_private=True).fetch(f"{site.address}/a")
        assert site.asked == []
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert b"30 homes" in Fetcher(allow_private=True).fetch(f"{site.address}/a").data
        # A certificate is good for its own name alone.
        with pytest.raises(UsageError, match=r"robots\.txt|no answer"):
            Fetcher(allow_private=True).fetch(site.address.replace("localhost", "127.0.0.1") + "/a")


def test_the_connection_goes_to_the_address_that_was_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    names: list[str] = []

    def answers(host: str, port: int, *_: int, **__: int) -> object:
        names.append(host)
        public = [(2, 1, 6, "", ("93.184.216.34", port))]
        return public if len(names) == 1 else [(2, 1, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(socket, "getaddrinfo", answers)
    assert resolve("turns.example", 80) == "93.184.216.34"
    with pytest.raises(RefusedAddressError):
        resolve("turns.example", 80)


def test_one_private_address_among_several_is_enough_to_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(2, 1, 6, "", ("93.184.216.34", 80)), (2, 1, 6, "", ("192.168.1.1", 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    with pytest.raises(RefusedAddressError, match=r"192\.168\.1\.1"):
        resolve("both.example", 80)


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.0.1", "169.254.169.254", "0.0.0.0",  # noqa: S104
 "100.64.0.1", "224.0.0.1", "::1", "fe80::1",
     "fc00::1", "::ffff:10.0.0.1", "2002:0a00:0001::"],
)  # fmt: skip
def test_private_addresses_are_not_public(address: str) -> None:
    assert not is_public(address)


def test_public_addresses_are() -> None:
    assert is_public("93.184.216.34")
    assert is_public("2606:2800:220:1::1")


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://a.example/", "http://", "gopher://a", "http://u:p@a.example/", "http://a:x/"]
)
def test_only_plain_web_addresses_are_fetched(url: str) -> None:
    with pytest.raises(RefusedAddressError):
        check_url(url)


def test_errors_of_a_server_are_one_line() -> None:
    with served() as site, pytest.raises(UsageError, match="the server answered 404; nothing was kept"):
        Fetcher(allow_private=True).fetch(f"{site.address}/none")


def test_the_nearest_archived_copy_is_fetched_as_it_was_kept() -> None:
    with served() as site:
        copy = f"{site.address}/web/20200102030405/http://a.example/"
        site.pages["/available"] = (
            200, {}, f'{{"archived_snapshots": {{"closest": {{"available": true, "url": "{copy}"}}}}}}'.encode(),
        )  # fmt: skip
        site.pages["/web/20200102030405id_/http://a.example/"] = page("As it was.")
        found = nearest_copy("http://a.example/", Fetcher(allow_private=True), f"{site.address}/available")
        assert (found.address, found.taken) == (copy, "2020-01-02T03:04:05Z")
        assert b"As it was" in found.fetched.data
        site.pages["/available"] = (200, {}, b'{"archived_snapshots": {}}')
        with pytest.raises(UsageError, match="has no copy of this page"):
            nearest_copy("http://b.example/", Fetcher(allow_private=True), f"{site.address}/available")
