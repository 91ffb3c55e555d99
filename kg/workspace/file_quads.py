"""What the files of a graph state, word for word where they are at hand: a store keeps some literals in another form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.cache.generations import is_bulk_store
from kg.cache.load import file_graph, load
from kg.rdf.own_graphs import OWN_GRAPHS
from kg.workspace.config import Config, is_workspace, read_config
from kg.workspace.open import is_store, open_place, place_of

if TYPE_CHECKING:
    from collections.abc import Iterator


def stated_quads(path: str | None) -> Iterator[Any]:
    """Every quad of the graph at a path without what Headwater has made beside them."""
    place = place_of(path)
    if isinstance(place, str) or is_store(place) or (place.is_dir() and is_bulk_store(place)):
        quads = open_place(path).store.everything()
        yield from (quad for quad in quads if getattr(quad.graph_name, "value", "") not in OWN_GRAPHS)
        return
    config = read_config(place) if place.is_dir() and is_workspace(place) else Config()
    loaded = load(place, config.base)
    for file in loaded.files:
        yield from file_graph(loaded.base, loaded.root, file).quads
