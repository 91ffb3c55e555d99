"""The JSON Schema of a trace as data."""

from __future__ import annotations

from typing import Any, Final

from kg.lineage.backing import LEVELS
from kg.render.json_schema import (
    FLAG,
    NUMBER,
    OBJECT,
    OBJECTS,
    OPTIONAL_NUMBER,
    OPTIONAL_OBJECT,
    OPTIONAL_TEXT,
    TEXT,
    TEXTS,
    document_schema,
    list_schema,
    object_schema,
)

SCHEMA_VERSION: Final = "1.3"

_LEVEL: Final = {"enum": [*LEVELS, None]}
_OPTIONAL_TEXTS: Final = {"type": ["array", "null"], "items": TEXT}
_BACKING: Final = object_schema(
    level=_LEVEL,
    shown=TEXT,
    provisional=FLAG,
    could_reach=_LEVEL,
    best_path=_OPTIONAL_TEXTS,
    limited_by=OPTIONAL_OBJECT,
)
_END: Final = object_schema(
    node=TEXT, kind=TEXT, level=_LEVEL, paths={"type": "string", "pattern": "^[0-9]+$"}, link=OPTIONAL_TEXT
)
_DRIFT: Final = object_schema(
    **{"from": TEXT},
    link=TEXT,
    to=TEXT,
    field=TEXT,
    kind=TEXT,
    before=OPTIONAL_TEXT,
    after=OPTIONAL_TEXT,
    factor=OPTIONAL_TEXT,
)


def trace_schema() -> dict[str, Any]:
    """The JSON Schema of `kg trace --format json`."""
    return document_schema(
        "Headwater trace",
        schema_version={"const": SCHEMA_VERSION},
        graph=object_schema(name=TEXT, digest=TEXT),
        query=object_schema(text=TEXT, alternatives=TEXTS),
        claim=object_schema(id=TEXT, text=OPTIONAL_TEXT, figure=OPTIONAL_OBJECT, made_in=OPTIONAL_TEXT),
        verdict=object_schema(text=TEXT, pattern=TEXT),
        figure_backing=_BACKING,
        document_backing=_BACKING,
        standing=TEXTS,
        standing_why=TEXTS,
        **_lineage_properties(),
        findings=OBJECTS,
        todo=OBJECTS,
        checked=object_schema(claims=NUMBER, rules=NUMBER, cannot_tell=NUMBER),
        truncated=FLAG,
    )


def _lineage_properties() -> dict[str, dict[str, Any]]:
    return {
        "works_cited": NUMBER,
        "independent_origins": OPTIONAL_NUMBER,
        "untraced_works": NUMBER,
        "shared_inputs": TEXTS,
        "distinct_origins": OPTIONAL_NUMBER,
        "bottleneck": TEXTS,
        "origins": OBJECT,
        "before_change": OPTIONAL_OBJECT,
        "loop_details": OBJECTS,
        "against_time": TEXTS,
        "earliest": OPTIONAL_TEXT,
        "first_said": OPTIONAL_OBJECT,
        "disagreements": OBJECTS,
        "workings": OBJECTS,
        "asked": OBJECTS,
        "influences": OBJECTS,
        "added_overlaps": list_schema(TEXTS),
        "repeated": OBJECTS,
        "ends": list_schema(_END),
        "loops": list_schema(TEXTS),
        "nodes": OBJECTS,
        "links": OBJECTS,
        "drift": list_schema(_DRIFT),
        "challenges": OBJECTS,
        "corroborations": OBJECTS,
        "same_variable": OBJECTS,
        "uncited_origins": _OPTIONAL_TEXTS,
        "better_evidence": OBJECTS,
    }
