"""Tokens: where they come from, who has one, and that none is left in the environment."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
from starlette.exceptions import HTTPException

from kg.errors import UsageError
from kg.serve.auth import check_update_token, token_in, update_token
from tests.serve.conftest import served

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.end_to_end

TOKEN = sha256(b"for reading").hexdigest()
BEARER = {"authorization": f"Bearer {TOKEN}"}


def basic(user: str, password: str) -> dict[str, str]:
    return {"authorization": "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()}


@pytest.fixture(scope="module")
def private(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A server that answers only those who have the token."""
    path = tmp_path_factory.mktemp("secret") / "token"
    path.write_text(f"{TOKEN}\n", encoding="utf-8")
    with served("--token-file", str(path), "--cors", "https://reader.example", graph=str(tiny)) as client:
        yield client


@pytest.mark.parametrize(
    "address", ["/", "/sparql?query=ASK{}", "/api/check", "/void", "/static/site.css", "/query", "/nowhere"]
)
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"authorization": f"Bearer {TOKEN}x"},
        {"authorization": TOKEN},
        {"authorization": "Basic !"},
        basic("", "x"),
        basic(TOKEN, ""),
    ],
)
def test_without_the_token_nothing_is_answered(private: httpx.Client, address: str, headers: dict[str, str]) -> None:
    done = private.get(address, headers=headers)
    assert (done.status_code, done.headers["www-authenticate"].split()[0]) == (401, "Bearer")
    assert done.text == "this site needs a token: Authorization: Bearer …\n"


@pytest.mark.parametrize("headers", [BEARER, {"authorization": f"bearer  {TOKEN}"}, basic("anyone", TOKEN)])
def test_with_the_token_everything_is_answered_and_nothing_cached(
    private: httpx.Client, headers: dict[str, str]
) -> None:
    done = private.get("/", headers=headers)
    assert (done.status_code, done.headers["cache-control"]) == (200, "no-store")


def test_a_token_in_the_address_is_no_token(private: httpx.Client) -> None:
    assert private.get("/", params={"token": TOKEN, "access_token": TOKEN}).status_code == 401
    assert httpx.get(str(private.base_url).replace("//", f"//{TOKEN}@"), trust_env=False).status_code == 401


def test_scripts_of_an_allowed_site_may_send_the_token(private: httpx.Client) -> None:
    asks = {
        "origin": "https://reader.example",
        "access-control-request-method": "GET",
        "access-control-request-headers": "authorization",
    }
    assert private.options("/sparql", headers=asks).headers["access-control-allow-origin"] == "https://reader.example"


@pytest.mark.parametrize(
    ("header", "status"),
    [
        (None, 401),
        ("", 401),
        ("Basic abc", 401),
        (basic("x", TOKEN)["authorization"], 401),
        (TOKEN, 401),
        ("Bearer", 401),
        ("Bearer a b", 401),
        ("Bearer x", 403),
        (f"Bearer {TOKEN[:-1]}", 403),
        (f"Bearer {TOKEN}x", 403),
        ("Bearer \xff\xfe", 403),
    ],
)
def test_an_update_needs_the_bearer_token(header: str | None, status: int) -> None:
    with pytest.raises(HTTPException) as caught:
        check_update_token(header, TOKEN)
    assert caught.value.status_code == status
    assert ("WWW-Authenticate" in (caught.value.headers or {})) == (status == 401)
    check_update_token(f"Bearer {TOKEN}", TOKEN)


@pytest.mark.parametrize(
    ("environment", "why"),
    [
        ({}, "needs a token"),
        ({"KG_SERVE_TOKEN": "short"}, "too short"),
        ({"KG_SERVE_TOKEN": "a" * 64}, "too simple"),
        ({"KG_SERVE_TOKEN": "with a space in the middle of it all"}, "token"),
        ({"KG_SERVE_TOKEN_FILE": "/nowhere"}, "/nowhere"),
    ],
)
def test_a_token_that_is_missing_or_could_be_guessed_is_refused(environment: dict[str, str], why: str) -> None:
    with pytest.raises(UsageError, match=why):
        update_token(environment)
    assert environment == {}


def test_a_token_may_be_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "token").write_text(f"{TOKEN}\n", encoding="utf-8")
    assert update_token({"KG_SERVE_TOKEN_FILE": str(tmp_path / "token")}) == TOKEN
    (tmp_path / "token").write_bytes(b"\xff" * 40)
    with pytest.raises(UsageError, match="not UTF-8"):
        token_in(tmp_path / "token")


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="no /proc here")
def test_a_token_is_not_left_in_the_environment_of_the_process() -> None:
    code = (
        "import os; from kg.serve.auth import update_token; token = update_token(os.environ)\n"
        "print(token, token in open('/proc/self/environ').read(), 'KG_SERVE_TOKEN' in os.environ)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "KG_SERVE_TOKEN": TOKEN},
    )
    assert run.stdout.split() == [TOKEN, "False", "False"]
