"""YAML as plain mappings, lists and texts, with the line and column of every part.

Built from parser events without recursion. Scalars are text by YAML 1.2 rules: `NO` stays NO and `12:30` stays 12:30; a
plain empty scalar, `~` and `null` are None. Anchors, aliases and tags are refused: a record says each thing once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import yaml
from msgspec import Struct, field

from kg.errors import BadDataError, Problem
from kg.patterns import regex
from kg.text_files import decode, read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MOST_BYTES: Final = 16 * 1024 * 1024
DEEPEST: Final = 50
# A line up to this long is written out in a message.
_MOST_SHOWN: Final = 300
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# Everything that YAML calls unprintable, and the marks that make a text read differently from how it is stored.
_CONTROL: Final = regex("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
_COLON_INSIDE: Final = regex(r"\s*(?:- )?(?P<key>[^:#]+): (?P<value>.*:.*)$")
# Plainer words for some keys of records; they mean the same.
SYNONYMS: Final = {
    "rests on": "leans on",
    "comments on": "speaks to",
    "gives no source": "names no source",
    "depends on": "hinges on",
}
Path_ = tuple[str | int, ...]


class Document(Struct):
    """One YAML document: its value, and where each part of it stands."""

    value: Any = None
    places: dict[Path_, tuple[int, int]] = field(default_factory=dict)

    def place(self, path: Path_) -> tuple[int, int]:
        """Line and column of the part at a path, or of the nearest part above it that exists."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, (1, 1))


def read_record_file(path: Path) -> bytes:
    """The bytes of a record file. Raises BadDataError if it is too large, UsageError if it cannot be opened."""
    return read_bytes(path, "a record file", MOST_BYTES)


def decoded(path: Path, data: bytes) -> str:
    """The text of a record file. Raises BadDataError if it is empty, is not UTF-8 or holds control characters."""
    text = decode(path, data)
    if not text.strip():
        raise BadDataError([_problem(path, 0, 0, "the file is empty")])
    if match := _CONTROL.search(text):
        line = text.count("\n", 0, match.start()) + 1
        column = match.start() - text.rfind("\n", 0, match.start())
        message = f"control character U+{ord(match[0]):04X}; remove it"
        raise BadDataError([_problem(path, line, column, message)])
    return text


def documents(path: Path, data: bytes | None = None, repeated: list[Problem] | None = None) -> list[Document]:
    """Every document of a YAML file; raises BadDataError at the first thing that is not plain YAML.

    `repeated`, when given, takes the keys that stand twice in one place, which are an error otherwise.
    """
    text = decoded(path, read_record_file(path) if data is None else data)
    try:
        found: list[Problem] = []
        built = list(_build(path, text, found))
        if found and repeated is None:
            raise BadDataError(found[:1])
        if repeated is not None:
            repeated += found
        return built
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        raise BadDataError([_problem(path, line, column, _broken(text, line, error))]) from error
    except yaml.YAMLError as error:
        raise BadDataError([_problem(path, 0, 0, f"broken YAML: {' '.join(str(error).split())}")]) from error


def _broken(text: str, line: int, error: yaml.MarkedYAMLError) -> str:
    """What is wrong with a YAML file, in words that say what to do about the faults met first."""
    found = str(error.problem or error.context)
    lines = text.splitlines()
    written = lines[line - 1][: _MOST_SHOWN + 1] if 0 < line <= len(lines) else ""
    short = len(written) <= _MOST_SHOWN
    if short and "mapping values are not allowed" in found and (match := _COLON_INSIDE.match(written)):
        return f'a colon inside a text: put the text in quotes, as in {match["key"]}: "{match["value"].strip()}"'
    if "\\t" in found or "\t" in written[: len(written) - len(written.lstrip())]:
        return "a tab indents this line; YAML wants spaces"
    return f"broken YAML: {found}"


class _Open(Struct):
    """A collection that is being filled."""

    value: Any
    path: Path_
    key: str | None = None
    waits_for_key: bool = True


def _build(path: Path, text: str, repeated: list[Problem]) -> Iterator[Document]:
    document = Document()
    stack: list[_Open] = []
    for event in yaml.parse(text, Loader=_LOADER):
        mark = event.start_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        if isinstance(event, yaml.DocumentStartEvent):
            document = Document()
        elif isinstance(event, yaml.DocumentEndEvent):
            yield document
        elif isinstance(event, yaml.CollectionEndEvent):
            stack.pop()
        elif isinstance(event, yaml.NodeEvent):
            _refuse(path, event, line, column, len(stack))
            value: Any = [] if isinstance(event, yaml.SequenceStartEvent) else {}
            if isinstance(event, yaml.ScalarEvent):
                plain = not event.style and event.value in {"", "~", "null", "Null", "NULL"}
                value = None if plain else event.value
            place = _put(path, document, stack, value, line, column, repeated)
            if not isinstance(event, yaml.ScalarEvent):
                stack.append(_Open(value, place))


def _refuse(path: Path, event: Any, line: int, column: int, depth: int) -> None:  # noqa: ANN401 - untyped library
    if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
        message = "anchors and aliases are refused; write the value out (quote a text that begins with & or *)"
    elif getattr(event, "tag", None) not in {None, "!"}:
        message = f"the tag {event.tag} is refused; every value is text (quote one that begins with !)"
    elif depth > DEEPEST:
        message = f"nested more than {DEEPEST} deep"
    else:
        return
    raise BadDataError([_problem(path, line, column, message)])


def _put(
    path: Path,
    document: Document,
    stack: list[_Open],
    value: Any,  # noqa: ANN401 - whatever was written there
    line: int,
    column: int,
    repeated: list[Problem],
) -> Path_:
    """Put a value where it belongs and note its place; returns its path."""
    if not stack:
        document.value = value
        document.places[()] = line, column
        return ()
    top = stack[-1]
    if isinstance(top.value, list):
        place: Path_ = (*top.path, len(top.value))
        top.value.append(value)
        document.places[place] = line, column
        return place
    if top.waits_for_key:
        if not isinstance(value, str):
            raise BadDataError([_problem(path, line, column, "a key must be a word")])
        value = SYNONYMS.get(value, value)
        if value in top.value:
            repeated.append(_problem(path, line, column, f"“{value}” stands here twice"))
        top.value[value] = None
        top.key, top.waits_for_key = value, False
        document.places[(*top.path, value)] = line, column
        return (*top.path, value)
    assert top.key is not None  # noqa: S101 - set whenever a value is due
    top.value[top.key] = value
    top.waits_for_key = True
    return (*top.path, top.key)


def _problem(path: Path, line: int, column: int, message: str) -> Problem:
    return Problem(str(path), line, column, message)
