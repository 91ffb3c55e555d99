"""What a reader of a format is given: the index of ids, the choices of the person who imports, and where to say what it could not use."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

from msgspec import Struct, field

from kg.errors import UsageError, count
from kg.formats.importing.report import IN_DOUBT, LEFT_OUT, Remark, plural

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.formats.importing.index import Index
    from kg.formats.importing.report import Report
    from kg.formats.importing.sidecar import Sidecar

_EVERY: Final = 20_000


class Question(Struct, frozen=True):
    """Something that only the person who imports knows: the answers to choose from, and why it is asked."""

    text: str
    choices: tuple[str, ...]
    default: str | None = None


class DeclinedError(UsageError):
    """The person who imports said that the file was not understood rightly; what is kept for editing is written all the same."""


Ask = Callable[[Question], str | None]


def no_answer(_: Question) -> str | None:
    """Nobody is there to answer."""
    return None


class Choices(Struct, frozen=True):
    """What was chosen on the command line; None where the file is to tell.

    `day_first` says how 03/04/2024 is meant, `mapping` is a file that says what columns and verdicts mean, `only` limits an import
    of citations and retractions to works that are on record, and `wins` lets what is imported replace what is on record. With `draft`
    new records are drafts, outside every answer until a person accepts them.
    """

    mapping: Path | None = None
    day_first: bool | None = None
    decimal_comma: bool | None = None
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    only: bool = False
    wins: bool = False
    draft: bool = False
    ask: Ask = no_answer
    tell: Callable[[str], None] = field(default=lambda _: None)


class ExistingRecords(Protocol):
    """What a reader may look up of the records that the folder already holds."""

    @property
    def paths(self) -> list[Path]:
        """The record files."""
        ...

    def path_of(self, source: str) -> Path | None:
        """The file of a source."""
        ...

    def written(self, source: str) -> dict[str, Any]:
        """The document of a source as it is written."""
        ...

    def cells(self, node: str) -> dict[str, str]:
        """The cells of a claim as a table has them."""
        ...


class Context(Struct):
    """The import that a reader takes part in; `file` is the name of the file that is being read."""

    index: Index
    report: Report
    sidecar: Sidecar
    choices: Choices
    on_record: ExistingRecords
    file: str = ""
    wins: bool = False
    rewritten: dict[Path, str] = field(default_factory=dict)

    def read(self, what: str, number: int = 1) -> None:
        """Count what was read: rows, reviews, references; said now and then, since a bulk file takes minutes."""
        before = self.report.read[what]
        self.report.read[what] = after = before + number
        if after // _EVERY > before // _EVERY:
            self.choices.tell(f"{self.file}: read {after // _EVERY * _EVERY:,} {plural(what)} …")

    def written(self, number: int) -> None:
        """Say now and then how many records were written."""
        if number % _EVERY == 0:
            self.choices.tell(f"written: {count(number, 'source')} …")

    def in_doubt(self, place: str, what: str, detail: str = "") -> None:
        """Say that something was taken although it may be meant otherwise, or that a value was not taken."""
        self._remark(IN_DOUBT, place, what, detail)

    def left_out(
        self,
        place: str,
        what: str,
        detail: str = "",
        *,
        row: tuple[Sequence[str], Sequence[str]] | None = None,
        item: Mapping[str, Any] | str | None = None,
    ) -> None:
        """Say that something was left out, and keep it to be mended: a `row` with its header, or an `item`."""
        self._remark(LEFT_OUT, place, what, detail)
        if row is not None:
            self.sidecar.row_to_mend(*row)
        if item is not None:
            self.sidecar.item_to_mend(item)

    def _remark(self, kind: str, place: str, what: str, detail: str) -> None:
        remark = Remark(kind, self.file, place, what, detail)
        self.report.add(remark)
        self.sidecar.remark(remark)
