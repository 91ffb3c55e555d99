"""One generation of a workspace's cache, opened for reading.

It holds the store, what claims are found by (a file to be read whole, or, in a large graph, an index to look up), and the ledger of
the files that it was made from. A damaged one is noticed by the sizes of its files, and never used.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from kg import __version__
from kg.errors import UsageError
from kg.store.oxigraph import OxigraphStore
from kg.store.protocol import Finder, Headline, Place
from kg.workspace.generations import read_json, sizes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

# To be raised whenever the same files would give another store.
_FORM: Final = 7
STORE, FINDER, SEARCH, LEDGER, MANIFEST = "store", "finder.json", "search.sqlite", "ledger.sqlite", "manifest.json"


@dataclass(frozen=True, slots=True)
class Generation:
    """One state of a workspace, opened: its store, the digest of its files, and remarks that concern the reader."""

    store: OxigraphStore
    digest: str
    notes: tuple[str, ...]
    folder: Path
    workspace: Path

    def places(self) -> Mapping[str, str]:
        """File and line of every id that a record file defines."""
        from kg.workspace.ledger import Ledger

        return {node: f"{self.workspace / path}:{line}" for node, path, line in Ledger(self.folder / LEDGER).places()}


def made_by(base: str) -> list[object]:
    """What must be the same for a generation to be of use: the form of generations, the version of the program, the base IRI."""
    return [_FORM, __version__, base]


def manifest(place: Path) -> dict[str, Any] | None:
    """What a generation says of itself; None where it is not there or damaged."""
    try:
        told: dict[str, Any] = read_json(place / MANIFEST)
        return told if told["sizes"] == all_sizes(place) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def all_sizes(place: Path) -> dict[str, int]:
    """The sizes of all files of a generation but its manifest."""
    return {**sizes(place), **{path.name: path.stat().st_size for path in place.iterdir() if path.is_file() and path.name != MANIFEST}}


def opened(place: Path, workspace: Path) -> Generation | None:
    """The generation at a place, unless it is not there or damaged."""
    told = manifest(place)
    if told is None:
        return None
    try:
        notes = tuple(str(workspace / note) for note in told["notes"])
        return Generation(_store_at(place), told["digest"], notes, place, workspace)
    except (OSError, ValueError, KeyError, TypeError, UsageError):
        return None


def _store_at(place: Path) -> OxigraphStore:
    if (place / SEARCH).is_file():
        from kg.store.search_index import SearchIndex

        return OxigraphStore.open(place / STORE, index=SearchIndex(place / SEARCH))
    told = read_json(place / FINDER)
    finder = Finder(
        tuple(Headline(**{**values, "mentions": tuple(map(tuple, values["mentions"]))}) for values in told["headlines"]),
        tuple(Place(node, tuple(names), frozenset(within)) for node, names, within in told["places"]),
        told["identifiers"],
    )
    return OxigraphStore.open(place / STORE, finder)
