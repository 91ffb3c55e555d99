"""An opened store as an rdflib Dataset: nothing is copied, rdflib reads the store itself, and queries are answered by Oxigraph."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox
import rdflib
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.query import Result
from rdflib.store import Store

from kg.errors import UsageError
from kg.rdf.catalogue import CATALOGUE_GRAPH
from kg.rdf.own_graphs import IMPLIED_GRAPH
from kg.sparql.evaluate import answer
from kg.sparql.query import Question
from kg.vocabulary import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping

    from rdflib.term import Identifier

# They are asked by name, as in queries.
_BY_NAME: Final = frozenset({ox.NamedNode(CATALOGUE_GRAPH), ox.NamedNode(IMPLIED_GRAPH)})
_MOST_BYTES: Final = 1 << 30
_ONLY_READ: Final = "this graph is only read; copy it into a Dataset of your own to change it"
Term = ox.NamedNode | ox.BlankNode | ox.Literal


def to_rdflib(quads: ox.Store) -> rdflib.Dataset:
    """A live, read-only Dataset whose default graph is the union of all named graphs."""
    dataset = rdflib.Dataset(store=OxigraphView(quads), default_union=True)
    for name, base in PREFIXES.items():
        dataset.bind(name, base, override=True, replace=True)
    return dataset


class OxigraphView(Store):
    """What rdflib asks of a store, answered by one of Oxigraph; it cannot be written to."""

    context_aware = True
    graph_aware = True

    def __init__(self, quads: ox.Store) -> None:
        super().__init__()
        self._quads = quads
        self._prefixes: dict[str, rdflib.URIRef] = {}

    def triples(
        self,
        triple_pattern: tuple[Any, Any, Any],
        context: Any = None,  # noqa: ANN401 - as rdflib declares it
    ) -> Iterator[tuple[Any, Iterator[Any]]]:
        """The triples that match, each once, with the graphs that hold it."""
        subject, predicate, value = map(_native, triple_pattern)
        place = _graph(context)
        if _NOWHERE in (subject, predicate, value, place):
            return
        graphs_of: dict[ox.Triple, list[Any]] = {}
        for quad in self._quads.quads_for_pattern(subject, predicate, value, place):
            if place is None and quad.graph_name in _BY_NAME:
                continue
            graphs_of.setdefault(quad.triple, []).append(quad.graph_name)
        for triple, graphs in graphs_of.items():
            terms = (_term(triple.subject), _term(triple.predicate), _term(triple.object))
            yield terms, iter([rdflib.Graph(store=self, identifier=_name(graph)) for graph in graphs])

    def contexts(self, triple: Any = None) -> Generator[Any, None, None]:  # noqa: ANN401 - as rdflib declares it
        """The named graphs, all or those that hold a triple."""
        if triple is None or triple == (None, None, None):
            for graph in self._quads.named_graphs():
                yield rdflib.Graph(store=self, identifier=_name(graph))
            return
        for _, graphs in self.triples(triple):
            yield from graphs

    def __len__(self, context: Any = None) -> int:  # noqa: ANN401 - as rdflib declares it
        return sum(1 for _ in self.triples((None, None, None), context))

    def query(
        self,
        query: Any,  # noqa: ANN401
        initNs: Mapping[str, Any],  # noqa: N803
        initBindings: Mapping[str, Identifier],  # noqa: N803
        queryGraph: str,  # noqa: N803
        **_: Any,  # noqa: ANN401
    ) -> Result:
        """The answer to a read-only query: SERVICE is refused, and nothing is fetched."""
        if not isinstance(query, str):
            raise NotImplementedError  # a prepared query: rdflib evaluates it over this view
        named = str(queryGraph) not in {"__UNION__", str(DATASET_DEFAULT_GRAPH_ID)}
        declared = tuple((name, str(base)) for name, base in initNs.items())
        bound = tuple((str(name).lstrip("?"), term.n3()) for name, term in initBindings.items())
        graphs = (str(queryGraph),) if named else None
        reply = answer(self._quads, Question(query, None, bound, graphs, graphs, prefixes=declared), _MOST_BYTES)
        if reply.kind == "graph":
            result = Result("CONSTRUCT")
            result.graph = rdflib.Graph().parse(data=reply.body, format="nt")
            return result

        return Result.parse(BytesIO(reply.body), format="json")

    def add(self, triple: Any, context: Any, quoted: bool = False) -> None:  # noqa: ANN401, ARG002 - as rdflib declares it
        """Refuse: the store of a graph is only read."""
        raise UsageError(_ONLY_READ)

    def remove(self, triple: Any, context: Any = None) -> None:  # noqa: ANN401, ARG002 - as rdflib declares it
        """Refuse: the store of a graph is only read."""
        raise UsageError(_ONLY_READ)

    def update(self, *_: Any, **__: Any) -> None:  # noqa: ANN401 - as rdflib declares it
        """Refuse: the store of a graph is only read."""
        raise UsageError(_ONLY_READ)

    def remove_graph(self, graph: Any) -> None:  # noqa: ANN401, ARG002 - as rdflib declares it
        """Refuse: the store of a graph is only read."""
        raise UsageError(_ONLY_READ)

    def add_graph(self, graph: Any) -> None:  # noqa: ANN401 - as rdflib declares it
        """Do nothing: rdflib names its default graph, which needs no room here."""

    def bind(self, prefix: str, namespace: rdflib.URIRef, override: bool = True) -> None:
        """Remember a prefix."""
        if override or prefix not in self._prefixes:
            self._prefixes[prefix] = namespace

    def namespace(self, prefix: str) -> rdflib.URIRef | None:
        """The namespace of a prefix."""
        return self._prefixes.get(prefix)

    def prefix(self, namespace: rdflib.URIRef) -> str | None:
        """The prefix of a namespace."""
        return next((name for name, base in self._prefixes.items() if base == namespace), None)

    def namespaces(self) -> Iterator[tuple[str, rdflib.URIRef]]:
        """Every prefix with its namespace."""
        yield from self._prefixes.items()


_NOWHERE: Final = object()


def _native(term: Any) -> Any:  # noqa: ANN401 - a term of either library, or none
    """Rdflib's term as Oxigraph's; `_NOWHERE` for what no store of Oxigraph can hold."""
    if term is None:
        return None
    try:
        if isinstance(term, rdflib.URIRef):
            return ox.NamedNode(str(term))
        if isinstance(term, rdflib.BNode):
            return ox.BlankNode(str(term))
        if term.language:
            return ox.Literal(str(term), language=term.language)
        return (
            ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype))) if term.datatype else ox.Literal(str(term))
        )
    except (ValueError, AttributeError):
        return _NOWHERE


def _graph(context: Any) -> Any:  # noqa: ANN401 - as rdflib declares it
    """The graph that is asked; None is all of them, as is the default graph of a Dataset."""
    name = getattr(context, "identifier", context)
    return None if name is None or name == DATASET_DEFAULT_GRAPH_ID else _native(name)


def _name(graph: Any) -> Identifier:  # noqa: ANN401 - a name of Oxigraph's
    return DATASET_DEFAULT_GRAPH_ID if isinstance(graph, ox.DefaultGraph) else _term(graph)


def _term(term: Any) -> Any:  # noqa: ANN401 - a term of either library
    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    if isinstance(term, ox.Triple):
        return rdflib.Literal(str(term))
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    return rdflib.Literal(
        term.value, datatype=None if term.datatype.value.endswith("#string") else rdflib.URIRef(term.datatype.value)
    )
