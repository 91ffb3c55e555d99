"""One generation of a workspace's cache, opened for reading.

It holds the store, what claims are found by (a file to be read whole, or, in a large graph, an index to look up), and the ledger of
the files that it was made from. A damaged one is noticed by the checksums of its files, and never used.
"""

from __future__ import annotations

from dataclasses import dataclass
from json import loads
from typing import TYPE_CHECKING, Any, Final

from kg.cache.checksums import STORE, Seals, read_sealed
from kg.errors import DamagedCacheError, UsageError
from kg.search.model import Place, SearchCorpus, SearchDocument
from kg.store.oxigraph import OxigraphStore
from kg.version import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from kg.cache.file_index import Ledger

# To be raised whenever the same files would give another store.
_FORM: Final = 8
FINDER, SEARCH, LEDGER, MANIFEST = "finder.json", "search.sqlite", "ledger.sqlite", "manifest.json"


@dataclass(frozen=True, slots=True)
class Generation:
    """One state of a workspace, opened: its store, the digest of its files, and remarks that concern the reader."""

    store: OxigraphStore
    digest: str
    notes: tuple[str, ...]
    folder: Path
    workspace: Path
    seals: Seals

    def places(self) -> Mapping[str, str]:
        """File and line of every id that a record file defines."""
        return {
            node: f"{self.workspace / path}:{line}" for node, path, line in ledger_of(self.folder, self.seals).places()
        }


def made_by(base: str) -> list[object]:
    """What must be the same for a generation to be of use: the form of generations, the version of the program, the base IRI."""
    return [_FORM, __version__, base]


def manifest(place: Path) -> dict[str, Any] | None:
    """What a generation says of itself; None where it is not there. Raises DamagedCacheError where that cannot be believed."""
    if not place.exists():
        return None
    try:
        told: dict[str, Any] = read_sealed(place / MANIFEST)
        Seals(place, told["sums"]).check_all()
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DamagedCacheError(place) from error
    return told


def ledger_of(place: Path, seals: Seals) -> Ledger:
    """The ledger of a generation. Raises DamagedCacheError where it is not what was written."""
    from kg.cache.file_index import Ledger

    seals.check(place / LEDGER)
    return Ledger(place / LEDGER)


def opened(place: Path, workspace: Path) -> Generation | None:
    """The generation at a place, unless it is not there. Raises DamagedCacheError where it is damaged."""
    told = manifest(place)
    if told is None:
        return None
    seals = Seals(place, told["sums"])
    notes = tuple(str(workspace / note) for note in told["notes"])
    try:
        return Generation(_store_at(place, seals), told["digest"], notes, place, workspace, seals)
    except (OSError, UsageError) as error:
        raise DamagedCacheError(place) from error


def _store_at(place: Path, seals: Seals) -> OxigraphStore:
    if (place / SEARCH).is_file():
        from kg.search.index import SearchIndex

        return OxigraphStore.open(place / STORE, index=SearchIndex(place / SEARCH, seals.check), check=seals.check)
    seals.check(place / FINDER)
    told = loads((place / FINDER).read_text(encoding="utf-8"))
    finder = SearchCorpus(
        tuple(
            SearchDocument(**{**values, "mentions": tuple(map(tuple, values["mentions"]))})
            for values in told["headlines"]
        ),
        tuple(Place(node, tuple(names), frozenset(within)) for node, names, within in told["places"]),
        told["identifiers"],
    )
    return OxigraphStore.open(place / STORE, finder, check=seals.check)
