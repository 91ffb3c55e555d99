"""The pieces that the JSON Schemas of results are made of."""

from __future__ import annotations

from typing import Any, Final

TEXT: Final = {"type": "string"}
NUMBER: Final = {"type": "integer"}
FLAG: Final = {"type": "boolean"}
OBJECT: Final = {"type": "object"}
OPTIONAL_TEXT: Final = {"type": ["string", "null"]}
OPTIONAL_NUMBER: Final = {"type": ["integer", "null"]}
OPTIONAL_OBJECT: Final = {"type": ["object", "null"]}


def object_schema(**properties: object) -> dict[str, Any]:
    """An object that has exactly these properties."""
    return {"type": "object", "properties": properties, "required": sorted(properties), "additionalProperties": False}


def list_schema(items: object) -> dict[str, Any]:
    """A list whose items are all of one kind."""
    return {"type": "array", "items": items}


def document_schema(title: str, **properties: object) -> dict[str, Any]:
    """The schema of a whole document."""
    dialect = "https://json-schema.org/draft/2020-12/schema"
    return {"$schema": dialect, "title": title, **object_schema(**properties)}


TEXTS: Final = list_schema(TEXT)
OBJECTS: Final = list_schema(OBJECT)
