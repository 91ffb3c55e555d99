"""The description of the JSON API in OpenAPI 3.1."""

from __future__ import annotations

import re
from typing import Any, Final

from kg.render.trace_schema import trace_schema
from kg.version import __version__
from kg.vocabulary import SEVERITIES

MAX_WORDS: Final = 500
MAX_HITS: Final = 100
# A character that is not a space or control character, in terms that Python and JSON Schema share: their \S differ.
NOT_BLANK: Final = re.compile(r"[^\u0000-\u0020\u007f-\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]")
_DAY: Final = {
    "type": "string",
    "anyOf": [
        {"format": "date", "pattern": "^[12][0-9]{3}-[0-9]{2}-[0-9]{2}$"},
        {"pattern": "^[12][0-9]{3}(-(0[1-9]|1[0-2]))?$"},
    ],
}
_WORDS: Final = {"type": "string", "minLength": 1, "maxLength": MAX_WORDS, "pattern": NOT_BLANK.pattern}
_COUNT: Final = {"type": "integer", "minimum": 1, "maximum": MAX_HITS, "default": 20}
_TEXT: Final = {"type": "string"}
_OBJECTS: Final = {"type": "array", "items": {"type": "object"}}
_FAILURES: Final = {
    "400": "a parameter is missing or invalid",
    "404": "nothing fits",
    "409": "several claims fit and none clearly leads, or the claim came out after the day to judge by",
    "503": "all workers are busy; Retry-After says when to try again",
    "504": "stopped at the time limit",
}


def description() -> dict[str, Any]:
    """The API in OpenAPI 3.1."""
    licence = {"name": "Apache-2.0", "identifier": "Apache-2.0"}
    about = "Where each figure of a graph comes from. Only reads."
    return {
        "openapi": "3.1.0",
        "info": {"title": "Headwater", "version": __version__, "license": licence, "description": about},
        "paths": {"/api/trace": _trace(), "/api/check": _check(), "/api/search": _search()},
        "components": {"schemas": _schemas()},
    }


def _trace() -> dict[str, Any]:
    claim = _parameter("q", "the claim in any words, its id, its IRI or the address of a page", _WORDS, required=True)
    day = _parameter("as_of", "judge with what was out by the end of this day, month or year", _DAY)
    summary = "The lineage of a claim, by its words, id, IRI or address"
    return _get("trace", summary, "Trace", [claim, day], "404", "409")


def _check() -> dict[str, Any]:
    severity = _parameter("severity", "the findings of one severity only", {"enum": list(SEVERITIES)})
    return _get("check", "What the rules find in the whole graph", "Check", [severity])


def _search() -> dict[str, Any]:
    words = _parameter("q", "words, numbers and places", _WORDS, required=True)
    limit = _parameter("limit", "how many at most", _COUNT)
    return _get("search", "The claims that fit a text, best first", "Found", [words, limit])


def _schemas() -> dict[str, Any]:
    lineage = {key: value for key, value in trace_schema().items() if key != "$schema"}
    claim = _object({"id": _TEXT, "iri": _TEXT, "page": _TEXT, "text": _TEXT}, "id", "iri", "page", "text")
    report = {
        "schema_version": _TEXT,
        "graph": _TEXT,
        "findings": _OBJECTS,
        "cannot_tell": _OBJECTS,
        "checked": {"type": "object"},
    }
    return {
        "Trace": lineage,
        "Check": _object(report, "findings", "cannot_tell", "checked"),
        "Found": _object({"query": _TEXT, "claims": {"type": "array", "items": claim}}, "query", "claims"),
        "Error": _object({"error": _TEXT, "candidates": {"type": "array", "items": _TEXT}}, "error", "candidates"),
    }


def _object(properties: dict[str, Any], *required: str) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(required)}


def _parameter(name: str, what: str, schema: dict[str, Any], required: bool = False) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": what, "required": required, "schema": schema}


def _get(name: str, summary: str, schema: str, parameters: list[dict[str, Any]], *failures: str) -> dict[str, Any]:
    responses = {"200": _response(summary, schema)}
    responses |= {status: _response(_FAILURES[status], "Error") for status in ("400", *failures, "503", "504")}
    return {"get": {"operationId": name, "summary": summary, "parameters": parameters, "responses": responses}}


def _response(what: str, schema: str) -> dict[str, Any]:
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    return {"description": what, "content": content}
