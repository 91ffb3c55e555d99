"""What reading one file gives: its records, and the place of every id that it defines or mentions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

from kg.model.records import Records

if TYPE_CHECKING:
    from pathlib import Path

    from kg.errors import Problem


class Mention(Struct, frozen=True):
    """An id or name that something must answer to, and where it stands."""

    kind: str
    name: str
    line: int
    column: int


class FileRecords(Struct):
    """The records of one file before they are checked against other files.

    Ids other than those of sources and claims are kept in `places` below their kind: `variable/children-exploited`.
    `named` holds the agents given by name, by the id made from it; `uses` the areas that are named, in order.
    """

    path: Path
    sha256: str = ""
    media_type: str = ""
    records: Records = field(default_factory=Records)
    places: dict[str, tuple[int, int]] = field(default_factory=dict)
    mentions: list[Mention] = field(default_factory=list)
    named: dict[str, str] = field(default_factory=dict)
    uses: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
