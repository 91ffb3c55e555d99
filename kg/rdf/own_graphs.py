"""The named graphs that Headwater makes beside those of the files: they are outside the default graph of a query."""

from __future__ import annotations

from typing import Final

from kg.rdf.catalogue import CATALOGUE_GRAPH
from kg.rdf.facts import FACTS_GRAPH

# What the files say in words that the analysis does not read, said in those that it reads.
IMPLIED_GRAPH: Final = "https://w3id.org/headwater/graph/implied"
OWN_GRAPHS: Final = frozenset({CATALOGUE_GRAPH, FACTS_GRAPH, IMPLIED_GRAPH})
