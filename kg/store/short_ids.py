"""The short ids of a store's nodes, looked up as they are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import pyoxigraph as ox

from kg.vocabulary import iri

_IDENTIFIER: Final = ox.NamedNode(iri("dcterms:identifier"))


class ShortIds(Mapping[str, str]):
    """The short id by IRI of every node that has one; of several the first in order."""

    def __init__(self, quads: ox.Store) -> None:
        self._quads = quads

    def __getitem__(self, node: str) -> str:
        try:
            named = ox.NamedNode(node)
        except ValueError as error:
            raise KeyError(node) from error
        found = [str(getattr(q.object, "value", q.object)) for q in self._quads.quads_for_pattern(named, _IDENTIFIER, None)]
        if not found:
            raise KeyError(node)
        return min(found)

    def __iter__(self) -> Iterator[str]:
        nodes = {str(getattr(q.subject, "value", q.subject)) for q in self._quads.quads_for_pattern(None, _IDENTIFIER, None)}
        return iter(sorted(nodes))

    def __len__(self) -> int:
        return len(list(iter(self)))
