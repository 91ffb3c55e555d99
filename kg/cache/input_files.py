"""The files that a graph is read from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.errors import UsageError
from kg.formats.files import files_below
from kg.formats.registry import record_endings
from kg.rdf.compression import COMPRESSED
from kg.rdf.syntax import FORMATS

if TYPE_CHECKING:
    from pathlib import Path

_READ: Final = (*record_endings(), *(f".{ending}" for ending in FORMATS))


def graph_files(place: Path) -> list[Path]:
    """The files below a folder that a graph may be read from, in order; a file is itself.

    Raises UsageError for a folder that cannot be listed.
    """
    return files_below(place, _READ) if place.is_dir() else [place]


def is_rdf(path: Path) -> bool:
    """Whether the name of a file ends as one of the RDF syntaxes does."""
    return path.suffix[1:].lower() in FORMATS


def check_unpacked(path: Path) -> None:
    """Raise UsageError for compressed RDF, which is loaded into a store first."""
    if path.suffix[1:].lower() in COMPRESSED and path.with_suffix("").suffix[1:].lower() in FORMATS:
        raise UsageError(
            f"{path}: compressed RDF; put it into a store by `kg load {path.name} --into STORE` and name that"
        )
