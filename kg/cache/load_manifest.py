"""The files in a store that `kg load` made, as its manifest lists them."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from msgspec import Struct

from kg.cache.generations import manifest
from kg.errors import count
from kg.rdf.streams import syntax_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

BASE: Final = "https://example.org/headwater/"


class StoredFile(Struct, frozen=True):
    """A file in a generation: `graph` is its named graph, `brings` are those that it has itself; `skipped` counts malformed lines."""

    path: str
    sha256: str
    graph: str
    form: str
    brings: tuple[str, ...] = ()
    skipped: int = 0


def stored_files(generation: Path | None) -> dict[str, StoredFile]:
    """The files of a generation by their absolute path."""
    found = manifest(generation)["files"] if generation else {}
    return {key: StoredFile(**{**value, "brings": tuple(value["brings"])}) for key, value in found.items()}


def loaded_in_part(files: Iterable[StoredFile]) -> list[str]:
    """A note on each file in a store of which lines were skipped."""
    return [f"{file.path}: loaded without {count(file.skipped, 'malformed line')}" for file in files if file.skipped]


def new_file(path: Path, digest: str) -> StoredFile:
    """A file that is about to be loaded."""
    where = sha256(str(path.resolve()).encode()).hexdigest()[:8]
    syntax = syntax_of(path)
    return StoredFile(path.name, digest, f"{BASE}graph/{where}/{quote(path.name)}", syntax.media_type if syntax else "")
