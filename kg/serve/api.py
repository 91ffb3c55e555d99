"""The JSON API: trace, check and search."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse
from starlette.routing import Route

from kg.serve.dispatch import response, run_job
from kg.serve.jobs import JSON, Job
from kg.serve.openapi import MAX_HITS, MAX_WORDS, NOT_BLANK, description
from kg.serve.sparql_request import address_parameters
from kg.vocabulary import SEVERITIES

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

_DAY: Final = re.compile(r"[12][0-9]{3}(?:-[0-9]{2}){0,2}")
_LIMIT: Final = re.compile(r"[1-9][0-9]{0,2}")


async def trace(request: Request) -> Response:
    """The lineage of a claim."""
    given = _parameters(request, "q", "as_of")
    return await _respond(request, Job("trace", "json", {"q": _words(given), "as_of": _day(given)}))


async def check(request: Request) -> Response:
    """What the rules find in the whole graph."""
    severity = _parameters(request, "severity").get("severity")
    if severity is not None and severity not in SEVERITIES:
        raise HTTPException(400, f"severity: one of {', '.join(SEVERITIES)}")
    return await _respond(request, Job("check", "json", {"severity": severity}))


async def search(request: Request) -> Response:
    """The claims that fit a text."""
    given = _parameters(request, "q", "limit")
    limit = given.get("limit", "20")
    if not _LIMIT.fullmatch(limit) or int(limit) > MAX_HITS:
        raise HTTPException(400, f"limit: a number from 1 to {MAX_HITS}")
    return await _respond(request, Job("search", "json", {"q": _words(given), "limit": int(limit)}))


async def openapi(_: Request) -> Response:
    """The description of this API."""
    return JSONResponse(description())


async def _respond(request: Request, job: Job) -> Response:
    result = await run_job(request, job)
    if result.media != JSON:  # what the pool says of a job that was stopped
        raise HTTPException(result.status, result.body.decode().strip())
    return response(request, result)


def _parameters(request: Request, *names: str) -> dict[str, str]:
    """The parameters of a request, each given at most once. Raises HTTPException for any other."""
    given: dict[str, str] = {}
    for name, value in address_parameters(request):
        if name not in names:
            raise HTTPException(400, f"there is no parameter {name}; expected: {', '.join(names)}")
        if name in given:
            raise HTTPException(400, f"{name} is given twice")
        given[name] = value
    return given


def _words(given: dict[str, str]) -> str:
    words = given.get("q", "")
    if not NOT_BLANK.search(words) or len(words) > MAX_WORDS:
        raise HTTPException(400, f"q: say what to look for, in at most {MAX_WORDS} characters")
    return words


def _day(given: dict[str, str]) -> str | None:
    day = given.get("as_of")
    if day is not None and (not _DAY.fullmatch(day) or not _is_date(f"{day}-01-01"[:10])):
        raise HTTPException(400, "as_of: a day, month or year, as 2014-08-21, 2014-08 or 2014")
    return day


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


ROUTES: Final = [
    Route("/api/openapi.json", openapi),
    Route("/api/trace", trace),
    Route("/api/check", check),
    Route("/api/search", search),
]
