"""The JSON API against its own description."""

from __future__ import annotations

from typing import TYPE_CHECKING

import jsonschema
import pytest

if TYPE_CHECKING:
    import httpx


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/api/trace", "q=1%2C400+children+in+Rotherham"),
        ("/api/trace", "q=jay-2014/children-exploited&as_of=2020"),
        ("/api/check", ""),
        ("/api/check", "severity=fix"),
        ("/api/search", "q=rotherham&limit=3"),
    ],
)
def test_an_answer_is_as_described(site: httpx.Client, path: str, query: str) -> None:
    description = site.get("/api/openapi.json").json()
    schema = description["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    done = site.get(f"{path}?{query}")
    assert (done.status_code, done.headers["content-type"]) == (200, "application/json")
    jsonschema.validate(done.json(), {**schema, "components": description["components"]})


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/trace", 400),
        ("/api/trace?q=%20", 400),
        ("/api/trace?q=zzzz+qqqq", 404),
        ("/api/trace?q=grooming", 409),
        ("/api/trace?q=x&as_of=whenever", 400),
        ("/api/trace?q=x&as_of=2014-13", 400),
        ("/api/trace?q=seed-article/rotherham&as_of=1990", 409),
        ("/api/search?q=x&limit=0", 400),
        ("/api/search?q=x&limit=101", 400),
        ("/api/check?severity=high", 400),
        ("/api/check?severity=fix&severity=note", 400),
        ("/api/check?other=1", 400),
        ("/api/search?q=%FF", 400),
        (f"/api/search?q={'x' * 501}", 400),
    ],
)
def test_what_cannot_be_answered_says_why(site: httpx.Client, address: str, status: int) -> None:
    done = site.get(address)
    assert done.status_code == status
    assert done.json()["error"]
    assert bool(done.json()["candidates"]) == ("grooming" in address)
