"""The JSON Schema of a check as data."""

from __future__ import annotations

from typing import Any, Final

from kg.vocabulary import SCHEMES

SCHEMA_VERSION: Final = "1.2"


def check_schema() -> dict[str, Any]:
    """The JSON Schema of `kg check --format json`."""
    text, number = {"type": "string"}, {"type": "integer"}
    optional = {"type": ["string", "null"]}
    texts = {"type": "array", "items": text}
    finding = {
        "code": text,
        "title": text,
        "severity": {"enum": list(SCHEMES["severity"])},
        "node": text,
        "verdict": {"enum": list(SCHEMES["verdict"])},
        "message": text,
        "count": number,
        "also": texts,
        "provisional": {"type": "boolean"},
        "path": texts,
        "place": optional,
        "fingerprint": text,
    }
    waiver = _object(
        code=text,
        node=text,
        because=text,
        on=text,
        by=optional,
        until=optional,
        expired={"type": "boolean"},
        ahead={"type": "boolean"},
    )
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
