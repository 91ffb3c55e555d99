"""What an import read, what it left out and why, and what is in doubt."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from msgspec import Struct, field

from kg.errors import count

if TYPE_CHECKING:
    from collections.abc import Iterator

_EXAMPLES: Final = 3
_MOST_CHANGES: Final = 200
_MOST_CHARACTERS: Final = 300
LEFT_OUT, IN_DOUBT = "left out", "in doubt"


class Remark(Struct, frozen=True):
    """One thing that was left out or is in doubt: where, what, and the words that it is about."""

    kind: str
    file: str
    place: str
    what: str
    detail: str = ""

    def __str__(self) -> str:
        where = f"{self.file}, {self.place}" if self.place else self.file
        return f"{where}: {self.what}{f' ({shortened(self.detail)})' if self.detail else ''}"


def shortened(text: str) -> str:
    """A text for a remark: no longer than a few lines, however long a cell of the file was."""
    return text if len(text) <= _MOST_CHARACTERS else f"{text[:_MOST_CHARACTERS]}…"


class Kind(Struct):
    """How often the same was said, with the first few times."""

    number: int = 0
    first: list[Remark] = field(default_factory=list)


class Report(Struct):
    """The counts of an import, and its remarks by what they say; only the first few of each are kept in memory."""

    read: Counter[str] = field(default_factory=Counter)
    written: Counter[str] = field(default_factory=Counter)
    remarks: dict[tuple[str, str], Kind] = field(default_factory=dict)
    changes: list[str] = field(default_factory=list)
    unchanged: int = 0
    files: list[str] = field(default_factory=list)
    preview: list[str] = field(default_factory=list)

    def add(self, remark: Remark) -> None:
        """Count a remark."""
        kind = self.remarks.setdefault((remark.kind, remark.what), Kind())
        kind.number += 1
        if len(kind.first) < _EXAMPLES:
            kind.first.append(remark)

    def number(self, kind: str) -> int:
        """How many things were left out, or are in doubt."""
        return sum(found.number for (of, _), found in self.remarks.items() if of == kind)

    @property
    def useful(self) -> bool:
        """Whether anything was written, changed, or found to be on record as it is."""
        return bool(sum(self.written.values()) or self.changes or self.unchanged)

    def lines(self) -> tuple[list[str], list[str]]:
        """The report for people: results, and remarks."""
        results = [f"read: {_listed(self.read) or 'nothing'}"]
        if any(self.written.values()):
            results.append(f"written: {_listed(self.written)}")
        elif self.unchanged and not self.changes:
            results.append("written: nothing; all of it is on record")
        results += [f"changed: {change}" for change in self.changes[:_MOST_CHANGES]]
        if len(self.changes) > _MOST_CHANGES:
            results.append(f"changed: {len(self.changes) - _MOST_CHANGES:,} more values")
        remarks = [
            line
            for kind in (LEFT_OUT, IN_DOUBT)
            for (of, what), found in self.remarks.items()
            if of == kind
            for line in _remark_lines(kind, what, found)
        ]
        return results, remarks


def _listed(numbers: Counter[str]) -> str:
    return ", ".join(count(number, noun, plural(noun)) for noun, number in numbers.items() if number)


def plural(noun: str) -> str:
    """Several of a thing."""
    return f"{noun[:-1]}ies" if noun.endswith(("ry", "ty")) else f"{noun}s"


def _remark_lines(kind: str, what: str, found: Kind) -> Iterator[str]:
    if found.number == 1:
        yield f"{kind}: {found.first[0]}"
        return
    yield f"{kind}: {what} ({found.number:,} times)"
    for remark in found.first:
        yield f"    {remark.file}, {remark.place}{f': {shortened(remark.detail)}' if remark.detail else ''}"
    if found.number > len(found.first):
        yield f"    … and {found.number - len(found.first):,} more"
