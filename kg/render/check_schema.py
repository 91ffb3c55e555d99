"""The JSON Schema of a check as data."""

from __future__ import annotations

from typing import Any, Final

from kg.render.json_schema import (
    FLAG,
    NUMBER,
    OPTIONAL_TEXT,
    TEXT,
    TEXTS,
    document_schema,
    list_schema,
    object_schema,
)
from kg.vocabulary import SCHEMES

SCHEMA_VERSION: Final = "1.2"

_FINDING: Final = {
    "code": TEXT,
    "title": TEXT,
    "severity": {"enum": list(SCHEMES["severity"])},
    "node": TEXT,
    "verdict": {"enum": list(SCHEMES["verdict"])},
    "message": TEXT,
    "count": NUMBER,
    "also": TEXTS,
    "provisional": FLAG,
    "path": TEXTS,
    "place": OPTIONAL_TEXT,
    "fingerprint": TEXT,
}
_WAIVER: Final = {
    "code": TEXT,
    "node": TEXT,
    "because": TEXT,
    "on": TEXT,
    "by": OPTIONAL_TEXT,
    "until": OPTIONAL_TEXT,
    "expired": FLAG,
    "ahead": FLAG,
}


def check_schema() -> dict[str, Any]:
    """The JSON Schema of `kg check --format json`."""
    waiver = object_schema(**_WAIVER)
    first = {"anyOf": [{"type": "null"}, object_schema(**_FINDING, fix=TEXT)]}
    schema = document_schema(
        "Headwater check",
        schema_version={"const": SCHEMA_VERSION},
        graph=TEXT,
        findings=list_schema(object_schema(**_FINDING)),
        cannot_tell=list_schema(object_schema(**_FINDING)),
        waived=list_schema(object_schema(**_FINDING, waiver=waiver)),
        stale_waivers=list_schema(waiver),
        known=NUMBER,
        checked=object_schema(claims=NUMBER, rules=NUMBER, cannot_tell=NUMBER),
        todo=NUMBER,
        faults=TEXTS,
    )
    schema["properties"]["document"] = object_schema(
        id=TEXT,
        title=TEXT,
        claims=TEXTS,
        figures=NUMBER,
        unchanged=NUMBER,
        left_out=NUMBER,
        thin=NUMBER,
        not_assessed=NUMBER,
        first=first,
    )
    return schema  # `document` stands there only where one was asked for
