"""The JSON Schema of a check as data."""

from __future__ import annotations

from typing import Any, Final

from kg.vocabulary import SCHEMES

SCHEMA_VERSION: Final = "1.2"


_TEXT: Final = {"type": "string"}
_NUMBER: Final = {"type": "integer"}
_OPTIONAL: Final = {"type": ["string", "null"]}
_FLAG: Final = {"type": "boolean"}
_TEXTS: Final = {"type": "array", "items": _TEXT}
_FINDING: Final = {
    "code": _TEXT,
    "title": _TEXT,
    "severity": {"enum": list(SCHEMES["severity"])},
    "node": _TEXT,
    "verdict": {"enum": list(SCHEMES["verdict"])},
    "message": _TEXT,
    "count": _NUMBER,
    "also": _TEXTS,
    "provisional": _FLAG,
    "path": _TEXTS,
    "place": _OPTIONAL,
    "fingerprint": _TEXT,
}
_WAIVER: Final = {
    "code": _TEXT,
    "node": _TEXT,
    "because": _TEXT,
    "on": _TEXT,
    "by": _OPTIONAL,
    "until": _OPTIONAL,
    "expired": _FLAG,
    "ahead": _FLAG,
}


def check_schema() -> dict[str, Any]:
    """The JSON Schema of `kg check --format json`."""
    text, number, texts, finding, waiver = _TEXT, _NUMBER, _TEXTS, _FINDING, _object(**_WAIVER)
    first = {"anyOf": [{"type": "null"}, _object(**finding, fix=text)]}
    schema = _object(
        schema_version={"const": SCHEMA_VERSION},
        graph=text,
        findings=_list(_object(**finding)),
        cannot_tell=_list(_object(**finding)),
        waived=_list(_object(**finding, waiver=waiver)),
        stale_waivers=_list(waiver),
        known=number,
        checked=_object(claims=number, rules=number, cannot_tell=number),
        todo=number,
        faults=texts,
    )
    schema["properties"]["document"] = _object(
        id=text,
        title=text,
        claims=texts,
        figures=number,
        unchanged=number,
        left_out=number,
        thin=number,
        not_assessed=number,
        first=first,
    )
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Headwater check", **schema}


def _object(**properties: object) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": sorted(properties),
        "additionalProperties": False,
    }


def _list(items: object) -> dict[str, Any]:
    return {"type": "array", "items": items}
