"""A record that an import made, held against the reader of records: a value that it would refuse is left out and named.

So whatever an import writes can be read, by the same rules as what people type.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kg.formats.file_records import FileRecords
from kg.formats.identifiers import is_iri
from kg.formats.name_resolution import stands_alone
from kg.formats.yaml_records import read_documents
from kg.formats.yaml_tree import Document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.errors import Problem
    from kg.formats.file_records import Mention
    from kg.formats.yaml_tree import Path_

_NOWHERE: Final = Path()
_MOST_ROUNDS: Final = 8
# What a record cannot be without: where one of these is refused, the record is.
_NEEDED: Final = frozenset({"source", "variable", "agent", "area"})


class Refused(NamedTuple):
    """A value that the reader of records refuses: where it stood in the record, the value, and why."""

    where: Path_
    value: Any
    why: str


class Checked(NamedTuple):
    """A record that can be read, what had to be left out of it, and the ids that it mentions, each with its place."""

    document: dict[str, Any] | None
    refused: tuple[Refused, ...]
    mentions: tuple[tuple[Path_, Mention], ...]


def checked(document: dict[str, Any]) -> Checked:
    """The record without the values that could not be read; None where nothing of it can be."""
    refused: list[Refused] = []
    for _ in range(_MOST_ROUNDS):
        places = dict(_numbered(document))
        found = FileRecords(_NOWHERE)
        read_documents(found, [Document(document, {path: (line, 0) for line, path in places.items()})])
        if not found.problems:
            mentions = tuple((places[mention.line], mention) for mention in found.mentions)
            return Checked(document, tuple(refused), mentions)
        removed = _without(document, places, found.problems)
        if removed is None:
            why = "; ".join(problem.message for problem in found.problems)
            return Checked(None, (*refused, Refused((), document, why)), ())
        refused.extend(removed)
    return Checked(None, (*refused, Refused((), document, "too much of it cannot be read")), ())


def _numbered(document: dict[str, Any]) -> Iterator[tuple[int, Path_]]:
    """Every part of a record with a number of its own, to stand where a file has lines."""
    waiting: list[tuple[Path_, Any]] = [((), document)]
    number = 0
    while waiting:
        path, value = waiting.pop()
        number += 1
        yield number, path
        inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        waiting.extend(((*path, name), part) for name, part in inner)


def _without(document: dict[str, Any], places: dict[int, Path_], problems: list[Problem]) -> list[Refused] | None:
    """Take the values that have problems out of a record; None where it cannot be without one of them."""
    why: dict[Path_, str] = {}
    for problem in problems:
        where = places.get(problem.line, ())
        why.setdefault(where, problem.message)
    removed = []
    for where in sorted(why, key=lambda path: [str(part).rjust(9) for part in path], reverse=True):
        if not where or where[-1] in _NEEDED or where == ("claims",):
            return None
        holder: Any = document
        for part in where[:-1]:
            holder = holder[part]
        removed.append(Refused(where, holder[where[-1]], why[where]))
        del holder[where[-1]]
    return removed


def is_unknown(mention: Mention) -> bool:
    """Whether an id or name means something only where a record defines it."""
    if mention.kind == "area":
        return not stands_alone(mention.name)
    return not is_iri(mention.name)
