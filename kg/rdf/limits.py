"""What a small hostile file could do to a parser, refused before it is parsed: nesting without end, entities in entities."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from xml.parsers import expat  # nosec - entities that would expand are refused below

from kg.errors import BadDataError, Problem

if TYPE_CHECKING:
    from pathlib import Path

DEEPEST: Final = 200


def check_xml(path: Path) -> None:
    """Raise BadDataError, with line and column, for RDF/XML that is broken, too deep or has entities made of entities.

    Namespaces abbreviated by entities, as Protégé writes them, are fine.
    """
    parser = expat.ParserCreate()
    depth = 0

    def begin(*_: object) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise _refused(path, parser, f"nested more than {DEEPEST} deep")

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    def entity(name: str, _parameter: int, value: str | None, *_: object) -> None:
        if value is None or "&" in value or "%" in value:
            raise _refused(path, parser, f"the entity “{name}” is made of others or lies elsewhere; write its text out")

    parser.StartElementHandler, parser.EndElementHandler, parser.EntityDeclHandler = begin, end, entity
    try:
        with path.open("rb") as file:
            parser.ParseFile(file)
    except expat.ExpatError as error:
        message = f"broken XML: {expat.ErrorString(error.code)}"
        raise BadDataError([Problem(str(path), error.lineno, error.offset + 1, message)]) from error


def _refused(path: Path, parser: Any, message: str) -> BadDataError:  # noqa: ANN401 - expat has no public type for it
    return BadDataError([Problem(str(path), parser.CurrentLineNumber, parser.CurrentColumnNumber + 1, message)])


def check_json(path: Path, document: Any) -> None:  # noqa: ANN401 - any JSON value
    """Raise BadDataError for JSON that is too deep."""
    level = [document]
    for _ in range(DEEPEST):
        level = [inner for value in level for inner in _inside(value)]
        if not level:
            return
    raise BadDataError([Problem(str(path), 0, 0, f"nested more than {DEEPEST} deep")])


def _inside(value: Any) -> list[Any]:  # noqa: ANN401 - any JSON value
    if isinstance(value, dict):
        return [inner for inner in value.values() if isinstance(inner, dict | list)]
    return [inner for inner in value if isinstance(inner, dict | list)] if isinstance(value, list) else []
