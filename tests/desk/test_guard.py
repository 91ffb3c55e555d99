"""Another site that is open in the same browser can neither read nor write; nor can who has not the address of the first visit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from kg.desk.app import VIEWS, application
from kg.desk.server import server_config
from tests.desk.conftest import HOME, RECORDS, Visit, desk_of, text_of

if TYPE_CHECKING:
    from pathlib import Path

EVIL = "https://evil.example"


@pytest.mark.parametrize("path", [*VIEWS, "/parts/figure", "/parts/quote", "/parts/targets", "/static/desk.js"])
def test_nothing_is_shown_without_the_session(folder: Path, path: str) -> None:
    stranger = TestClient(application(desk_of(folder)), base_url=HOME)
    answer = stranger.get(path)
    assert answer.status_code == 403
    assert "leaflet" not in answer.text


def test_the_address_of_the_first_visit_is_good_once_and_its_cookie_is_strict(folder: Path) -> None:
    desk = desk_of(folder)
    app = application(desk)
    token = str(desk.keys.token)
    first = TestClient(app, base_url=HOME, follow_redirects=False).get("/enter", params={"token": token})
    cookie = first.headers["set-cookie"].lower()
    assert first.status_code == 303
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert TestClient(app, base_url=HOME).get("/enter", params={"token": token}).status_code == 403
    assert TestClient(app, base_url=HOME).get("/enter", params={"token": "x"}).status_code == 403


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"host": "evil.example"}, 421),
        ({"host": "127.0.0.1:9999"}, 421),
        ({"origin": EVIL}, 403),
        ({"origin": "null"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
    ],
)
def test_a_page_is_not_read_from_elsewhere(visit: Visit, headers: dict[str, str], status: int) -> None:
    answer = visit.client.get("/claim?id=leaflet/total", headers=headers)
    assert answer.status_code == status
    assert "leaflet" not in answer.text
    assert not [name for name in answer.headers if name.startswith("access-control")]


@pytest.mark.parametrize(
    "headers", [{"origin": EVIL}, {"origin": "null"}, {"host": "evil.example"}, {"sec-fetch-site": "cross-site"}]
)
def test_a_form_of_another_site_writes_nothing(visit: Visit, folder: Path, headers: dict[str, str]) -> None:
    visit.get("/claim?id=leaflet/total")
    values = visit.hidden("/do/claim") | {"field:says": "changed"}
    assert visit.client.post("/do/claim", data=values, headers=headers).status_code in {403, 421}
    assert text_of(folder) == RECORDS


def test_a_form_without_an_origin_or_without_its_own_token_writes_nothing(visit: Visit, folder: Path) -> None:
    visit.get("/claim?id=leaflet/total")
    values = visit.hidden("/do/claim") | {"field:says": "changed"}
    bare = TestClient(visit.client.app, base_url=HOME, cookies=dict(visit.client.cookies))
    assert bare.post("/do/claim", data=values).status_code == 403
    for token in ("", "x" * 43):
        assert visit.client.post("/do/claim", data=values | {"form_token": token}).status_code == 403
    assert visit.client.get("/do/claim").status_code == 405
    assert text_of(folder) == RECORDS


def test_a_body_must_say_its_length_and_be_bounded(visit: Visit) -> None:
    assert visit.client.post("/do/open", content=iter([b"x"])).status_code == 411
    assert visit.client.post("/do/open", headers={"content-length": str(10**9)}).status_code == 413


def test_heads_and_connections_are_bounded(visit: Visit) -> None:
    assert visit.client.get("/", headers={"x": "y" * 33_000}).status_code == 431
    config = server_config(application(visit.desk))
    assert (config.limit_concurrency, config.h11_max_incomplete_event_size) == (100, 65_536)


def test_no_page_runs_a_script_that_is_not_the_desks_own(visit: Visit) -> None:
    for path in ("/", "/claim?id=leaflet/total", "/from-page?url=x"):
        policy = visit.client.get(path).headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self';" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy


def test_the_bookmarklets_page_shows_the_address_and_nothing_of_the_workspace(visit: Visit) -> None:
    stranger = TestClient(visit.client.app, base_url=HOME, headers={"sec-fetch-site": "cross-site"})
    answer = stranger.get("/from-page", params={"url": "https://example.org/<script>"})
    assert answer.status_code == 200
    assert "https://example.org/&lt;script&gt;" in answer.text
    assert "homes" not in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/all?page=%C2%B2&sort=x",
        "/new?source=report&statement=%C2%B2",
        "/claim?id=",
        "/source?id=leaflet/total",
        "/claim?id=report&trail=x%7Cy",
        "/parts/figure?line=" + "1" * 900,
        "/parts/quote?source=..%2F..&quote=x",
        "/second?id=nobody",
        "/changes?saved=x",
        "/ask?id=%00",
    ],
)
def test_an_address_that_means_nothing_is_no_fault_of_the_server(visit: Visit, path: str) -> None:
    assert visit.client.get(path).status_code in {200, 400, 404}
