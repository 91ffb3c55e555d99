"""The short ids of a store's nodes, looked up as they are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import pyoxigraph as ox

from kg.vocabulary import iri

_IDENTIFIER: Final = ox.NamedNode(iri("dcterms:identifier"))


class ShortIds(Mapping[str, str]):
    """The short id by IRI of every node that has one; of several the first in order.

    `settled` says that the store is filled: every look-up is then made once, and none where no node has an id.
    """

    def __init__(self, quads: ox.Store, settled: bool = False) -> None:
        self._quads = quads
        self._settled = settled
        self._known: dict[str, str | None] = {}
        self._none = settled and next(quads.quads_for_pattern(None, _IDENTIFIER, None), None) is None

    def __getitem__(self, node: str) -> str:
        if self._none:
            raise KeyError(node)
        found = self._known.get(node)
        if found is None and not (self._settled and node in self._known):
            found = self._known[node] = self._looked_up(node)
        if found is None:
            raise KeyError(node)
        return found

    def look_all_up(self) -> None:
        """Look up the ids of all nodes at once, which takes less time than looking up many of them one by one."""
        if self._none or not self._settled:
            return
        found: dict[str, str] = {}
        for quad in self._quads.quads_for_pattern(None, _IDENTIFIER, None):
            node, ident = (str(getattr(term, "value", term)) for term in (quad.subject, quad.object))
            found[node] = min(ident, found.get(node, ident))
        self._known = {**self._known, **found}

    def _looked_up(self, node: str) -> str | None:
        try:
            named = ox.NamedNode(node)
        except ValueError:
            return None
        found = [
            str(getattr(q.object, "value", q.object)) for q in self._quads.quads_for_pattern(named, _IDENTIFIER, None)
        ]
        return min(found, default=None)

    def __iter__(self) -> Iterator[str]:
        nodes = {
            str(getattr(q.subject, "value", q.subject)) for q in self._quads.quads_for_pattern(None, _IDENTIFIER, None)
        }
        return iter(sorted(nodes))

    def __len__(self) -> int:
        return len(list(iter(self)))
