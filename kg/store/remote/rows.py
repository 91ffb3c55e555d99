"""The rows that an endpoint gives about many nodes, batch by batch and page by page, and rows as quads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from kg.rdf.literals import canonical
from kg.rdf.normalize import spelt

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from kg.store.remote.client import Endpoint, Reply, Row

# Nodes in one request: more make no server faster, and one or another refuses the text.
_BATCH: Final = 200
# A page of an answer that is cut even for one node.
_PAGE: Final = 500
_BLANK: Final = "urn:headwater:blank:"


def rows_about(endpoint: Endpoint, nodes: Iterable[str], build: Callable[[Collection[str]], str]) -> Iterator[Row]:
    """The rows about the nodes, batch by batch; a batch whose answer may be cut is asked for in halves."""
    wanted = sorted(node for node in nodes if can_be_asked(node))
    waiting = [wanted[at : at + _BATCH] for at in range(0, len(wanted), _BATCH)]
    while waiting:
        batch = waiting.pop()
        query = build(batch)
        if not query:
            continue
        reply = endpoint.select(query)
        if not reply.maybe_cut:
            yield from reply.rows
        elif len(batch) > 1:
            half = len(batch) // 2
            waiting += [batch[:half], batch[half:]]
        else:
            yield from _paged(endpoint, query, reply)


def _paged(endpoint: Endpoint, query: str, first: Reply) -> Iterator[Row]:
    """All rows of an answer that the server may have cut, page by page in an order of their own."""
    names = " ".join(f"?{name}" for name in first.variables)
    page = min(_PAGE, len(first.rows))
    start = 0
    while True:
        reply = endpoint.select(
            f"SELECT {names} WHERE {{ {{ {query} ORDER BY {names} }} }} LIMIT {page} OFFSET {start}"
        )
        yield from reply.rows
        start += len(reply.rows)
        if len(reply.rows) < page:
            return


def all_rows(endpoint: Endpoint, query: str) -> list[Row]:
    """All rows of an answer, in pages where the server may have cut it."""
    reply = endpoint.select(query)
    return list(_paged(endpoint, query, reply)) if reply.maybe_cut else list(reply.rows)


def quad_of(row: Row) -> ox.Quad | None:
    """A row ?s ?p ?o as a quad in this project's spelling; None if it is not a triple of nodes and literals."""
    subject, predicate, value = row
    if not isinstance(predicate, ox.NamedNode) or isinstance(subject, ox.Literal | ox.Triple | None) or value is None:
        return None
    if isinstance(value, ox.Triple):
        return None
    return ox.Quad(
        _named(subject),
        spelt(predicate),
        canonical(value) if isinstance(value, ox.Literal) else _named(value),
        ox.DefaultGraph(),
    )


def _named(node: ox.NamedNode | ox.BlankNode) -> ox.NamedNode:
    """A node with a name: a blank one has that of its server, and nothing more can be asked about it."""
    return ox.NamedNode(f"{_BLANK}{node.value}") if isinstance(node, ox.BlankNode) else spelt(node)


def can_be_asked(node: str) -> bool:
    """Whether a query can name a node: it has an IRI, and is not a blank node of the server."""
    if node.startswith(_BLANK):
        return False
    try:
        ox.NamedNode(node)
    except ValueError:
        return False
    return True


def text_of_term(term: object) -> str:
    """The text of a term: the IRI of a node, the words of a literal."""
    return str(getattr(term, "value", term))
