"""What a small hostile file could do to a parser, refused before or while it is parsed.

That is nesting without end, values that fill the memory, and long names that are abbreviated and used a million times.

The engine's parsers bound a value in Turtle, TriG, N-Triples and N-Quads; in RDF/XML and JSON-LD this module does. What the triples of
a file take is counted as they are read, in every syntax alike.
"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any, Final
from xml.parsers import expat  # nosec - entities that would expand are refused below

from kg.errors import BadDataError, Problem, count

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    import pyoxigraph as ox

DEEPEST: Final = 200
# As in the engine's own parsers.
MOST_VALUE_BYTES: Final = 16 << 20
TOO_LONG: Final = "a line or value is longer than 16 MB; split it"
# JSON-LD is read whole: each value takes a few bytes in the file and up to a kilobyte in memory.
MOST_JSON_BYTES: Final = 256 << 20
MOST_JSON_VALUES: Final = 1_000_000
# What the triples of a file may take when they are written out, beside so many times the size of the file.
_MOST_TEXT_BYTES: Final = 64 << 20
_MOST_TIMES: Final = 50
# Triples of a file that may be loaded into memory, beside one for so many bytes of it.
_MOST_TRIPLES: Final = 500_000
_BYTES_A_TRIPLE: Final = 8
_MOST_ENTITY: Final = 1_000
# The engine takes up to a hundred times the size of an XML literal to make it canonical, and ever longer for each attribute of an element.
_MOST_LITERAL: Final = 2 << 20
_MOST_ATTRIBUTES: Final = 1_000
# A text in a context is part of every name that it abbreviates.
_MOST_CONTEXT_TEXT: Final = 2_000
_DEEPEST_TERMS: Final = 50
_PIECE: Final = 1 << 20
# Values of rdf:parseType whose content is not one literal.
_STRUCTURED: Final = frozenset({"Resource", "Collection"})


def within_limits(path: Path, size: Callable[[], int], quads: Iterable[ox.Quad], in_memory: bool) -> Iterator[ox.Quad]:
    """The quads of a file; `size` gives how many bytes of it were parsed, `in_memory` says that all quads will be in memory at once.

    Raises BadDataError for a file whose quads take far more than its bytes, as those of bombs do.
    """
    text = 0
    most_text, most_triples = _MOST_TEXT_BYTES, _MOST_TRIPLES
    for number, quad in enumerate(quads, 1):
        text += len(str(quad))
        if text > most_text:
            most_text = _MOST_TEXT_BYTES + _MOST_TIMES * size()
            if text > most_text:
                what = f"its triples, written out, take over {_MOST_TIMES} times its size; shorten the names it abbreviates"
                raise BadDataError([Problem(str(path), 0, 0, what)])
        if in_memory and number > most_triples:
            most_triples = _MOST_TRIPLES + size() // _BYTES_A_TRIPLE
            if number > most_triples:
                what = f"more than {count(most_triples, 'triple')} in {count(size(), 'byte')}; put it into a store by `kg load`"
                raise BadDataError([Problem(str(path), 0, 0, what)])
        yield quad


def is_modest(triples: int, size: int, longest: int) -> bool:
    """Whether so many triples of a file of `size` bytes are within the limits.

    Each name in it, and what it abbreviates, is shorter than `longest`.
    """
    most_text = _MOST_TEXT_BYTES + _MOST_TIMES * size
    return triples * 6 * longest + size <= most_text and triples <= _MOST_TRIPLES + size // _BYTES_A_TRIPLE


def check_xml(path: Path, file: IO[bytes]) -> None:
    """Raise BadDataError, with line and column, for RDF/XML that is broken, too deep, or has a value or name that is too long.

    Entities made of entities are refused. Namespaces abbreviated by entities, as Protégé writes them, are fine.
    """
    check = _XmlCheck(path)
    try:
        while piece := file.read(_PIECE):
            check.feed(piece)
        check.parser.Parse(b"", True)
    except expat.ExpatError as error:
        message = f"broken XML: {expat.ErrorString(error.code)}"
        raise BadDataError([Problem(str(path), error.lineno, error.offset + 1, message)]) from error
    except (LookupError, ValueError) as error:
        # An encoding that Python does not know, or that is not one of characters.
        message = f"its encoding cannot be read ({str(error)[:80]}); save it as UTF-8"
        raise BadDataError([Problem(str(path), 1, 0, message)]) from error


class _XmlCheck:
    """The state of one pass over an XML document."""

    def __init__(self, path: Path) -> None:
        self.parser = parser = expat.ParserCreate()
        parser.buffer_text = False
        self._path = path
        self._depth = self._fed = self._text = 0
        # Where an XML literal began, and how deep that is: the engine holds it whole.
        self._literal: tuple[int, int] | None = None
        parser.StartElementHandler, parser.EndElementHandler = self._begin, self._end
        parser.CharacterDataHandler, parser.EntityDeclHandler = self._characters, self._entity

    def feed(self, piece: bytes) -> None:
        """Look through the next bytes."""
        self.parser.Parse(piece, False)
        self._fed += len(piece)
        # Expat holds a tag, comment or other markup until it is whole.
        if self._fed - self.parser.CurrentByteIndex > MOST_VALUE_BYTES:
            raise self._refused(TOO_LONG)

    def _begin(self, _: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._text = 0
        if self._depth > DEEPEST:
            raise self._refused(f"nested more than {DEEPEST} deep")
        if len(attributes) > _MOST_ATTRIBUTES:
            raise self._refused(f"an element with more than {_MOST_ATTRIBUTES:,} attributes; write elements instead")
        if sum(map(len, attributes.values())) > MOST_VALUE_BYTES:
            raise self._refused(TOO_LONG)
        if self._literal is None and any(name.endswith("parseType") for name in attributes):
            kind = next(value for name, value in attributes.items() if name.endswith("parseType"))
            self._literal = None if kind in _STRUCTURED else (self.parser.CurrentByteIndex, self._depth)
        self._check_literal()

    def _end(self, _: str) -> None:
        self._check_literal()
        if self._literal and self._literal[1] == self._depth:
            self._literal = None
        self._depth -= 1
        self._text = 0

    def _characters(self, text: str) -> None:
        self._text += len(text)
        if self._text > MOST_VALUE_BYTES:
            raise self._refused(TOO_LONG)

    def _entity(self, name: str, _parameter: int, value: str | None, *_: object) -> None:
        if value is None or "&" in value or "%" in value:
            raise self._refused(f"the entity “{name}” is made of others or lies elsewhere; write its text out")
        if len(value) > _MOST_ENTITY:
            raise self._refused(f"the entity “{name}” is longer than {_MOST_ENTITY:,} characters; write its text out")

    def _check_literal(self) -> None:
        if self._literal and self.parser.CurrentByteIndex - self._literal[0] > _MOST_LITERAL:
            raise self._refused(f"an XML literal is larger than {_MOST_LITERAL >> 20} MB; split it")

    def _refused(self, message: str) -> BadDataError:
        place = self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1
        return BadDataError([Problem(str(self._path), *place, message)])


def check_json_text(path: Path, data: bytes) -> None:
    """Raise BadDataError for JSON of so many values that they would fill the memory."""
    # Each value but the first of a list or mapping follows a comma; commas in texts are counted too.
    if sum(map(data.count, (b",", b"[", b"{"))) > MOST_JSON_VALUES:
        message = f"JSON-LD is read whole, up to {MOST_JSON_VALUES:,} values; convert it to N-Quads"
        raise BadDataError([Problem(str(path), 0, 0, message)])


def check_json(path: Path, document: Any) -> None:  # noqa: ANN401 - any JSON value
    """Raise BadDataError for JSON that is too deep."""
    level = [document]
    for _ in range(DEEPEST):
        level = [inner for value in level for inner in _inside(value)]
        if not level:
            return
    raise BadDataError([Problem(str(path), 0, 0, f"nested more than {DEEPEST} deep")])


def check_context(path: Path, context: Any) -> None:  # noqa: ANN401 - a context in any of its forms
    """Raise BadDataError for a JSON-LD context with long texts, or terms made of terms so deep that the engine would crash."""
    waiting = [context]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str) and len(value) > _MOST_CONTEXT_TEXT:
            message = f"a text of {len(value):,} characters in a context; {_MOST_CONTEXT_TEXT:,} are allowed"
            raise BadDataError([Problem(str(path), 0, 0, message)])
        if isinstance(value, dict):
            waiting.extend((*value, *value.values()))
            _check_terms(path, value)
        elif isinstance(value, list):
            waiting.extend(value)


def _check_terms(path: Path, context: dict[str, Any]) -> None:
    made_of = {
        term: {part for part in _terms_in(term, value) if part in context} - {term} for term, value in context.items()
    }
    for _ in range(_DEEPEST_TERMS):
        # Terms that are made of none, in each round.
        plain = {term for term, parts in made_of.items() if not parts}
        if not plain:
            break
        made_of = {term: parts - plain for term, parts in made_of.items() if term not in plain}
    if made_of:
        message = f"a context whose terms go round or are made of each other more than {_DEEPEST_TERMS} deep"
        raise BadDataError([Problem(str(path), 0, 0, message)])


def _terms_in(term: str, value: Any) -> Iterator[str]:  # noqa: ANN401 - the definition of a term
    """The terms that the definition of a term may use."""
    texts = [term, *(value.values() if isinstance(value, dict) else [value])]
    for text in texts:
        if isinstance(text, str):
            yield text.partition(":")[0]


def _inside(value: Any) -> list[Any]:  # noqa: ANN401 - any JSON value
    if isinstance(value, dict):
        return [inner for inner in value.values() if isinstance(inner, dict | list)]
    return [inner for inner in value if isinstance(inner, dict | list)] if isinstance(value, list) else []
