"""A question put to a store: the query, what its variables are bound to, the graphs it asks, and how much it may cost."""

from __future__ import annotations

from typing import Final

from msgspec import Struct
from msgspec.structs import replace

# The prefix of the records of a workspace in queries.
ID_PREFIX: Final = "id"
FACTS, CATALOGUE, EXAMINED, IMPLIED = "facts", "catalogue", "examined", "implied"
# The syntaxes of answers: of rows and truth values, and of graphs.
ROW_FORMS: Final = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
}
GRAPH_FORMS: Final = {
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
}


class Question(Struct, frozen=True):
    """A query with everything that its answer depends on.

    `base` resolves relative IRIs. `bound` holds variables with their terms as N-Triples writes them. `default_graphs` and
    `named_graphs` are the dataset, by IRI, and come before what the query says of itself; None leaves that to the query.
    `rows` and `graph` are the syntaxes of the answer, whichever form of query it is. `prefixes` are declared
    besides those of the project, by name.
    """

    sparql: str
    base: str | None = None
    bound: tuple[tuple[str, str], ...] = ()
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    rows: str = "json"
    graph: str = "nt"
    prefixes: tuple[tuple[str, str], ...] = ()

    def within(self, base: str) -> Question:
        """The same question, in which ids of records can be written as answers show them: `<report/total>`, or `id:report`."""
        return replace(self, base=self.base or base, prefixes=(*self.prefixes, (ID_PREFIX, base)))


class Limits(Struct, frozen=True):
    """What one query may cost: seconds (None is without end), bytes of its answer, and bytes of memory (None is all)."""

    seconds: float | None = 60
    answer: int = 64 * 1024 * 1024
    memory: int | None = 2 * 1024 * 1024 * 1024


class Reply(Struct, frozen=True):
    """An answer in a syntax: `kind` is `rows`, `boolean` or `graph`."""

    kind: str
    media: str
    body: bytes
