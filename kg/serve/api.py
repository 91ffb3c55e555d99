"""The JSON API: trace, check and search, and its description in OpenAPI 3.1."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl

from starlette.responses import JSONResponse, Response

from kg.render.trace_json import trace_schema
from kg.version import __version__
from kg.vocabulary import SEVERITIES

if TYPE_CHECKING:
    from starlette.requests import Request

    from kg.serve.server_state import State

MOST_WORDS: Final = 500
MOST_HITS: Final = 100
# Something that is no space and no control character, in terms that Python and JSON Schema take alike: their \S differ.
_SAYS_SOMETHING: Final = re.compile(
    r"[^\u0000-\u0020\u007f-\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]"
)
_DAY: Final = re.compile(r"[12][0-9]{3}(?:-[0-9]{2}){0,2}")
_DAYS: Final = {
    "type": "string",
    "anyOf": [
        {"format": "date", "pattern": "^[12][0-9]{3}-[0-9]{2}-[0-9]{2}$"},
        {"pattern": "^[12][0-9]{3}(-(0[1-9]|1[0-2]))?$"},
    ],
}
_LIMIT: Final = re.compile(r"[1-9][0-9]{0,2}")
_ERROR: Final = {"$ref": "#/components/schemas/Error"}
_FAILURES: Final = {
    "400": "a parameter is missing or cannot be read",
    "404": "nothing fits",
    "409": "several claims fit and none clearly leads, or the claim came out after the day to judge by",
    "503": "all workers are busy; Retry-After says when to try again",
    "504": "stopped at the time limit",
}


class _BadRequest(Exception):  # noqa: N818 - becomes a response
    pass


async def trace(request: Request) -> Response:
    """The lineage of a claim."""
    return await _job(request, ("q", "as_of"), lambda given: {"do": "trace", "q": _words(given), "as_of": _day(given)})


async def check(request: Request) -> Response:
    """What the rules find in the whole graph."""
    return await _job(request, ("severity",), lambda given: {"do": "check", "severity": _severity(given)})


async def search(request: Request) -> Response:
    """The claims that fit a text."""
    return await _job(
        request, ("q", "limit"), lambda given: {"do": "search", "q": _words(given), "limit": _limit(given)}
    )


async def _job(request: Request, names: tuple[str, ...], made: Any) -> Response:  # noqa: ANN401 - a function of parameters
    state: State = request.app.state.kg
    try:
        job = made(_given(request, names))
    except _BadRequest as error:
        return JSONResponse({"error": str(error), "candidates": []}, 400)
    reply = await state.pool.do({**job, "form": "json"}, request.receive)
    if reply.media.startswith("text/plain"):
        return JSONResponse({"error": reply.body.decode().strip(), "candidates": []}, reply.status)
    return Response(reply.body, reply.status, None, reply.media)


def _given(request: Request, names: tuple[str, ...]) -> dict[str, str]:
    try:
        pairs = parse_qsl(request.url.query, keep_blank_values=True, errors="strict", max_num_fields=50)
    except ValueError as error:
        raise _BadRequest("the parameters cannot be read: percent-encoded UTF-8 is expected") from error
    given: dict[str, str] = {}
    for name, value in pairs:
        if name not in names:
            raise _BadRequest(f"there is no parameter {name}; expected: {', '.join(names)}")
        if name in given:
            raise _BadRequest(f"{name} is given twice")
        given[name] = value
    return given


def _words(given: dict[str, str]) -> str:
    words = given.get("q", "")
    if not _SAYS_SOMETHING.search(words) or len(words) > MOST_WORDS:
        raise _BadRequest(f"q: say what to look for, in at most {MOST_WORDS} characters")
    return words


def _day(given: dict[str, str]) -> str | None:
    day = given.get("as_of")
    if day is not None and (not _DAY.fullmatch(day) or not _is_date(f"{day}-01-01"[:10])):
        raise _BadRequest("as_of: a day, month or year, as 2014-08-21, 2014-08 or 2014")
    return day


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _severity(given: dict[str, str]) -> str | None:
    severity = given.get("severity")
    if severity is not None and severity not in SEVERITIES:
        raise _BadRequest(f"severity: one of {', '.join(SEVERITIES)}")
    return severity


def _limit(given: dict[str, str]) -> int:
    limit = given.get("limit", "20")
    if not _LIMIT.fullmatch(limit) or int(limit) > MOST_HITS:
        raise _BadRequest(f"limit: a number from 1 to {MOST_HITS}")
    return int(limit)


async def openapi(_: Request) -> Response:
    """The description of this API."""
    return JSONResponse(description())


def description() -> dict[str, Any]:
    """The API in OpenAPI 3.1."""
    wanted = {"type": "string", "minLength": 1, "maxLength": MOST_WORDS, "pattern": _SAYS_SOMETHING.pattern}
    named = _parameter("q", "the claim in any words, its id, its IRI or the address of a page", wanted, required=True)
    words = _parameter("q", "words, numbers and places", wanted, required=True)
    text, texts = {"type": "string"}, {"type": "array", "items": {"type": "string"}}
    objects = {"type": "array", "items": {"type": "object"}}
    found = {
        "type": "array",
        "items": _object({"id": text, "iri": text, "page": text, "text": text}, "id", "iri", "page", "text"),
    }
    checked = _object(
        {
            "schema_version": text,
            "graph": text,
            "findings": objects,
            "cannot_tell": objects,
            "checked": {"type": "object"},
        },
        "findings",
        "cannot_tell",
        "checked",
    )
    lineage = {key: value for key, value in trace_schema().items() if key != "$schema"}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Headwater",
            "version": __version__,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
            "description": "Where each figure of a graph is from. Reads only.",
        },
        "paths": {
            "/api/trace": _get(
                "trace",
                "The lineage of a claim, by its words, id, IRI or address",
                "Trace",
                [named, _parameter("as_of", "judge with what was out by the end of this day, month or year", _DAYS)],
                "400",
                "404",
                "409",
            ),
            "/api/check": _get(
                "check",
                "What the rules find in the whole graph",
                "Check",
                [_parameter("severity", "the findings of one severity only", {"enum": list(SEVERITIES)})],
                "400",
            ),
            "/api/search": _get(
                "search",
                "The claims that fit a text, best first",
                "Found",
                [
                    words,
                    _parameter(
                        "limit",
                        "how many at most",
                        {"type": "integer", "minimum": 1, "maximum": MOST_HITS, "default": 20},
                    ),
                ],
                "400",
            ),
        },
        "components": {
            "schemas": {
                "Trace": lineage,
                "Check": checked,
                "Found": _object({"query": text, "claims": found}, "query", "claims"),
                "Error": _object({"error": text, "candidates": texts}, "error", "candidates"),
            }
        },
    }


def _object(properties: dict[str, Any], *required: str) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(required)}


def _parameter(name: str, what: str, schema: dict[str, Any], required: bool = False) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": what, "required": required, "schema": schema}


def _get(name: str, what: str, schema: str, parameters: list[dict[str, Any]], *failures: str) -> dict[str, Any]:
    responses: dict[str, Any] = {"200": _response(what, {"$ref": f"#/components/schemas/{schema}"})}
    responses |= {status: _response(_FAILURES[status], _ERROR) for status in (*failures, "504")}
    responses["503"] = {"description": _FAILURES["503"]}
    return {"get": {"operationId": name, "summary": what, "parameters": parameters, "responses": responses}}


def _response(what: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": what, "content": {"application/json": {"schema": schema}}}
