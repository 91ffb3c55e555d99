"""Open a graph from a folder of records, one file, a store folder, or the bundled seeds."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from kg.errors import UsageError
from kg.formats.csv_claims import read_csv
from kg.formats.folder import SUFFIXES, LoadedFile, read_file, read_folder
from kg.lineage.backing import read_table
from kg.rdf.identity import Names
from kg.rdf.syntax import FORMATS, read_rdf
from kg.rdf.write import Writer
from kg.resources import ontology, seeds
from kg.store.oxigraph import OxigraphStore
from kg.workspace.config import Config, read_config, workspace_above
from kg.workspace.graph import Graph

if TYPE_CHECKING:
    from kg.lineage.backing import Table

# Oxigraph's storage engine keeps this file in every store folder.
_STORE_MARK = "CURRENT"


def open_graph(path: str | None = None) -> Graph:
    """The graph at a path; without one, that of `KG_GRAPH`, of the workspace above, or the bundled seeds.

    Raises UsageError for a path that is no graph, and BadDataError with every problem of faulty records: a graph is
    loaded whole or not at all.
    """
    chosen = path or os.environ.get("KG_GRAPH") or None
    if chosen is None:
        place = workspace_above(Path.cwd()) or seeds()
    elif "://" in chosen:
        raise UsageError(f"{chosen}: this version opens folders and files, not SPARQL endpoints")
    else:
        place = Path(chosen)
    if not place.exists():
        raise UsageError(f"{place}: no such file or folder")
    if place.is_dir() and (place / _STORE_MARK).is_file():
        return Graph(Config(name=place.resolve().name), OxigraphStore.open(place), _table(Config(), place), "", {})
    folder = place if place.is_dir() else place.parent
    config = read_config(folder) if place.is_dir() else Config(name=place.name)
    return _load(place, config)


def _load(place: Path, config: Config) -> Graph:
    """Read every file first, then fill a store: nothing is half-loaded."""
    names = Names(config.base)
    files = _files(place)
    rdf = [path for path in files if _is_rdf(path)]
    loaded: list[LoadedFile] = []
    if place.is_file():
        loaded = [] if rdf else [_csv(place) if place.suffix == ".csv" else read_file(place)]
    elif not rdf or any(path.suffix in SUFFIXES for path in files):
        loaded = read_folder(place)
    triples = [read_rdf(path, base=config.base) for path in rdf]
    store = OxigraphStore()
    for file in loaded:
        path = file.path.relative_to(place if place.is_dir() else place.parent)
        store.add(Writer(names, f"{config.base}graph/{quote(path.as_posix())}").quads(file.records))
    for read in triples:
        store.add(read.quads)
    places = {node: f"{file.path}:{line}" for file in loaded for node, line in file.lines.items()}
    digests = sorted([file.sha256 for file in loaded] + [sha256(path.read_bytes()).hexdigest() for path in rdf])
    return Graph(config, store, _table(config, place), sha256("".join(digests).encode()).hexdigest(), places)


def _files(place: Path) -> list[Path]:
    if place.is_file():
        return [place]
    found = (path for path in place.rglob("*") if path.is_file())
    hidden = (path for path in found if not any(part[0] in "._" for part in path.relative_to(place).parts))
    return sorted(hidden)


def _csv(path: Path) -> LoadedFile:
    return LoadedFile(path, sha256(path.read_bytes()).hexdigest(), read_csv(path))


def _is_rdf(path: Path) -> bool:
    return any(path.name.endswith(f".{suffix}") for suffix in FORMATS)


def _table(config: Config, place: Path) -> Table:
    return read_table(place / config.backing if config.backing else ontology("backing.csv"))


