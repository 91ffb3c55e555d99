"""Who may ask, what every response says, and how a refusal looks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.serve.settings import Settings
from tests.serve.conftest import ASK, SLOW, asking, post_head, query, served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import httpx

ORIGIN = "https://reader.example"


@pytest.fixture(scope="module")
def published(tiny: Path) -> Iterator[httpx.Client]:
    """A server that is reached by another name and may be read from another site."""
    with served("--allow-host", "KG.example.org", "--cors", ORIGIN, graph=str(tiny)) as client:
        yield client


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:1", "127.0.0.1:80", "[::1]:80", "kg.example.org", "KG.EXAMPLE.ORG:443"]
)
def test_the_name_that_a_server_is_reached_by_is_answered(published: httpx.Client, host: str) -> None:
    assert published.get("/sparql", params={"query": ASK}, headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "kg.example.org.evil.example", "127.0.0.2", "", "localhost@evil.example"]
)
def test_another_name_is_refused(published: httpx.Client, host: str) -> None:
    assert published.get("/sparql", params={"query": ASK}, headers={"host": host}).status_code == 400


def test_a_server_answers_to_the_address_that_it_listens_on() -> None:
    assert "192.0.2.7" in Settings(host="192.0.2.7").allowed_hosts
    assert "[2001:db8::1]" in Settings(host="2001:db8::1").allowed_hosts


def test_an_allowed_site_may_read_and_no_other(published: httpx.Client) -> None:
    for origin, allowed in ((ORIGIN, ORIGIN), ("https://evil.example", None), ("null", None)):
        done = published.get("/sparql", params={"query": ASK}, headers={"origin": origin})
        assert (done.status_code, done.headers.get("access-control-allow-origin")) == (200, allowed)
        asks = {"origin": origin, "access-control-request-method": "POST"}
        preflight = published.options("/sparql", headers=asks)
        assert preflight.headers.get("access-control-allow-origin") == allowed
        assert "authorization" not in preflight.headers["access-control-allow-headers"].lower()


def test_no_site_may_read_unless_it_is_allowed(site: httpx.Client) -> None:
    done = site.get("/sparql", params={"query": ASK}, headers={"origin": ORIGIN})
    asks = {"origin": ORIGIN, "access-control-request-method": "POST"}
    for response in (done, site.options("/sparql", headers=asks)):
        assert [name for name in response.headers if name.startswith("access-control")] == []


@pytest.mark.parametrize(
    "address", ["/", "/query", "/sparql?query=ASK{}", "/sparql?query=x", "/api/check?x=1", "/static/site.css", "/node"]
)
def test_every_response_has_the_security_headers(site: httpx.Client, address: str) -> None:
    headers = site.get(address).headers
    policy = headers["content-security-policy"]
    for directive in ("default-src 'none'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
        assert directive in policy
    assert "unsafe-eval" not in policy
    assert ("script-src" in policy) == (address == "/query")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-resource-policy"] == headers["cross-origin-opener-policy"] == "same-origin"
    assert "server" not in headers


def test_when_all_workers_are_busy_and_the_queue_is_full_a_request_is_refused_at_once(tiny: Path) -> None:
    options = ("--workers", "1", "--queue", "0", "--timeout", "3600")
    with served(*options, graph=str(tiny)) as client, asking(client, SLOW):
        done = query(client, "ASK {}")
        assert (done.status_code, done.headers["retry-after"]) == (503, "3600")
        assert done.text == "all workers are busy and the queue is full; try again\n"
        api = client.get("/api/check")
        assert (api.status_code, api.json()["candidates"], api.headers["retry-after"]) == (503, [], "3600")
        # Nothing that a client sends is read then.
        assert post_head(client, "application/sparql-query", 3_999_999).startswith(b"HTTP/1.1 503 ")
