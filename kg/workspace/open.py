"""Open a graph from a folder of records, one file, a store folder, a SPARQL endpoint, or what is bundled."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kg.cache.generations import is_bulk_store, is_empty_store
from kg.cache.input_files import check_unpacked
from kg.cache.workspace_cache import open_workspace
from kg.errors import UsageError, nearest
from kg.formats.files import check_name, check_plain
from kg.formats.passed_over import misfits
from kg.lineage.backing import read_table
from kg.resources import bundled_graphs, ontology, seeds
from kg.store.oxigraph import OxigraphStore
from kg.workspace.config import Config, is_workspace, own_file, read_config, workspace_above
from kg.workspace.opened import Opened

if TYPE_CHECKING:
    from kg.lineage.backing import Table

# Oxigraph's storage engine keeps this file in every store folder.
_STORE_MARK = "CURRENT"
_BUNDLED: Final = "bundled:"
_NO_GRAPH: Final = (
    "no graph is named: go to a workspace (`kg init` makes one), set KG_GRAPH, or give --graph FOLDER, FILE or ADDRESS; "
    f"the bundled example is --graph {_BUNDLED}seeds"
)
SEEDS_ANSWER: Final = f"no graph is named, so the bundled example answers (--graph {_BUNDLED}seeds)"


def open_place(path: str | None = None, or_seeds: bool = False, drafts: bool = False, behind: bool = False) -> Opened:
    """The graph at a path; without one, that of `KG_GRAPH` or of the workspace above.

    With `drafts`, the drafts in its files are part of it; with `behind`, the cache of a large workspace may be written while the graph is
    already in use, until it is settled. Where no place is given, the bundled seeds with `or_seeds`, and a
    note that says so; else UsageError. Raises UsageError too for a path that is not a graph, and BadDataError with every
    problem of faulty records: a graph is loaded whole or not at all.
    """
    place = place_of(path, or_seeds)
    found = _open(place, drafts, behind)
    if place == seeds() and not names_graph(path):
        found.add_notes([SEEDS_ANSWER])
    return found


def _open(place: Path | str, drafts: bool, behind: bool) -> Opened:
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
        cached = is_workspace(place) and not drafts
        found = _cached(place, config, behind) if cached else _in_memory(place, config, drafts)
        found.add_notes(misfits(place))
        return found
    return _in_memory(place, Config(name=place.name), drafts)


def _above() -> Path | None:
    try:
        return workspace_above(Path.cwd())
    except FileNotFoundError as error:
        raise UsageError("the current folder is not there any more; go to another") from error


def is_store(place: Path) -> bool:
    """Whether a place is a store folder."""
    return place.is_dir() and (place / _STORE_MARK).is_file()


def names_graph(path: str | None) -> bool:
    """Whether a graph is named: by a path, by `KG_GRAPH`, or by the current folder, which lies in a workspace."""
    return bool(path or os.environ.get("KG_GRAPH") or _above())


def place_of(path: str | None = None, or_seeds: bool = False) -> Path | str:
    """The folder or file that a path, `KG_GRAPH` or the workspace above stands for, or an endpoint's address.

    `bundled:NAME` is a graph that comes with Headwater; with `or_seeds` the bundled seeds are taken where no graph is named.
    Raises UsageError where there is none.
    """
    if path is not None and not path.strip():
        raise UsageError("no graph is named: leave --graph out, or give a folder, file or address")
    chosen = path or os.environ.get("KG_GRAPH") or None
    if chosen is None:
        place = _above() or (seeds() if or_seeds else None)
        if place is None:
            raise UsageError(_NO_GRAPH)
    elif chosen.startswith(_BUNDLED):
        return _bundled(chosen.removeprefix(_BUNDLED))
    elif "://" in chosen:
        return chosen
    else:
        place = Path(chosen)
    if not place.exists():
        hint = f"; the bundled graph is {_BUNDLED}{chosen}" if chosen in bundled_graphs() else ""
        raise UsageError(f"{place}: no such file or folder{hint}")
    check_name(place)
    if not place.is_dir():
        check_plain(place)
        check_unpacked(place)
    return place


def _bundled(name: str) -> Path:
    """The folder of a graph that comes with Headwater. Raises UsageError for a name that none has."""
    graphs = bundled_graphs()
    if name not in graphs:
        raise UsageError(f"{_BUNDLED}{name}: there is no bundled graph of this name{nearest(name, graphs)}")
    return graphs[name]


def _at_endpoint(url: str) -> Opened:
    """The graph of a SPARQL endpoint, of which only what is asked for is fetched."""
    from kg.store.remote.client import Endpoint
    from kg.store.remote.endpoint_store import EndpointStore

    store = EndpointStore(Endpoint(url))
    return Opened(Config(name=url), store, _table(Config(), Path.cwd()))


def _bulk(place: Path) -> Opened:
    """The newest generation of a store that `kg load` made."""
    from kg.cache.bulk_store import open_bulk_store
    from kg.cache.load_manifest import loaded_in_part, stored_files

    store, digest, generation = open_bulk_store(place)
    found = Opened(Config(name=place.resolve().name), store, _table(Config(), place), digest, generation=generation)
    found.add_notes(loaded_in_part(stored_files(generation).values()))
    return found


def _cached(place: Path, config: Config, behind: bool) -> Opened:
    """A workspace, from its cache if that is up to date."""
    table = _table(config, place)
    found = open_workspace(place, config.base, behind=behind)
    opened = Opened(config, found.store, table, found.digest, found.places, found.notes, place, found.generation, place)
    opened.settled = found.settled
    return opened


def _in_memory(place: Path, config: Config, drafts: bool = False) -> Opened:
    from kg.cache.load import load

    loaded = load(place, config.base, drafts)
    store = OxigraphStore()
    loaded.fill(store)
    home = place if place.is_dir() else None
    return Opened(
        config,
        store,
        _table(config, place),
        loaded.digest,
        lambda: loaded.places,
        loaded.notes,
        home,
        files=home or place.parent,
    )


def _table(config: Config, place: Path) -> Table:
    return read_table(own_file(place, config.backing) if config.backing else ontology("backing.csv"))
