"""Open a graph from a folder of records, one file, a store folder, a SPARQL endpoint, or the bundled seeds."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from kg.cache.generations import is_bulk_store, is_empty_store
from kg.cache.input_files import check_unpacked
from kg.cache.workspace_cache import open_workspace
from kg.errors import UsageError
from kg.formats.files import check_name, check_plain
from kg.formats.passed_over import misfits
from kg.lineage.backing import read_table
from kg.resources import ontology, seeds
from kg.store.oxigraph import OxigraphStore
from kg.workspace.config import Config, is_workspace, own_file, read_config, workspace_above
from kg.workspace.opened import Opened

if TYPE_CHECKING:
    from kg.lineage.backing import Table

# Oxigraph's storage engine keeps this file in every store folder.
_STORE_MARK = "CURRENT"


def open_place(path: str | None = None) -> Opened:
    """The graph at a path; without one, that of `KG_GRAPH`, of the workspace above, or the bundled seeds.

    Raises UsageError for a path that is no graph, and BadDataError with every problem of faulty records: a graph is
    loaded whole or not at all.
    """
    place = place_of(path)
    if isinstance(place, str):
        return _at_endpoint(place)
    if is_store(place):
        return Opened(Config(name=place.resolve().name), OxigraphStore.open(place), _table(Config(), place))
    if place.is_dir() and is_bulk_store(place):
        return _bulk(place)
    if place.is_dir() and any(place.glob("MANIFEST-*")) and any(place.glob("*.sst")):
        raise UsageError(
            f"{place}: a store folder without its file {_STORE_MARK}, as one that was copied in part; copy or make it again"
        )
    if place.is_dir() and is_empty_store(place):
        raise UsageError(
            f"{place}: nothing has been loaded into this store yet; add files with `kg load FILE --into {place}`"
        )
    if place.is_dir():
        config = read_config(place)
        found = _cached(place, config) if is_workspace(place) else _in_memory(place, config)
        found.add_notes(misfits(place))
        return found
    return _in_memory(place, Config(name=place.name))


def _above() -> Path | None:
    try:
        return workspace_above(Path.cwd())
    except FileNotFoundError as error:
        raise UsageError("the current folder is not there any more; go to another") from error


def is_store(place: Path) -> bool:
    """Whether a place is a store folder."""
    return place.is_dir() and (place / _STORE_MARK).is_file()


def place_of(path: str | None = None) -> Path | str:
    """The folder or file that a path, `KG_GRAPH`, the workspace above or the bundled seeds stand for, or an endpoint's address.

    Raises UsageError where there is none.
    """
    if path is not None and not path.strip():
        raise UsageError("no graph is named: leave --graph out, or give a folder, file or address")
    chosen = path or os.environ.get("KG_GRAPH") or None
    if chosen is None:
        place = _above() or seeds()
    elif "://" in chosen:
        return chosen
    else:
        place = Path(chosen)
    if not place.exists():
        raise UsageError(f"{place}: no such file or folder")
    check_name(place)
    if not place.is_dir():
        check_plain(place)
        check_unpacked(place)
    return place


def _at_endpoint(url: str) -> Opened:
    """The graph of a SPARQL endpoint, of which only what is asked for is fetched."""
    from kg.store.remote.client import Endpoint
    from kg.store.remote.endpoint_store import EndpointStore

    store = EndpointStore(Endpoint(url))
    return Opened(Config(name=url), store, _table(Config(), Path.cwd()))


def _bulk(place: Path) -> Opened:
    """The newest generation of a store that `kg load` made."""
    from kg.cache.bulk_store import open_bulk_store

    store, digest, generation = open_bulk_store(place)
    return Opened(Config(name=place.resolve().name), store, _table(Config(), place), digest, generation=generation)


def _cached(place: Path, config: Config) -> Opened:
    """A workspace, from its cache if that is up to date."""
    table = _table(config, place)
    found = open_workspace(place, config.base)
    return Opened(config, found.store, table, found.digest, found.places, found.notes, place, found.generation)


def _in_memory(place: Path, config: Config) -> Opened:
    from kg.cache.load import load

    loaded = load(place, config.base)
    store = OxigraphStore()
    loaded.fill(store)
    home = place if place.is_dir() else None
    return Opened(config, store, _table(config, place), loaded.digest, lambda: loaded.places, loaded.notes, home)


def _table(config: Config, place: Path) -> Table:
    return read_table(own_file(place, config.backing) if config.backing else ontology("backing.csv"))
