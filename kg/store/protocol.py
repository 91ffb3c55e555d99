"""What the analysis needs of a store, so that the same code runs on every kind: records of nodes, search, and queries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

from kg.search.model import SearchStore

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    import pyoxigraph as ox

    from kg.model.records import Recommendation, Records
    from kg.sparql.query import Limits, Question, Reply
    from kg.sparql.results import Answers

T = TypeVar("T")


class RecordStore(Protocol):
    """Nodes and their records. Nodes are IRIs throughout; `faults` collects what could not be read of them, a line each."""

    faults: list[str]

    def nodes(self) -> set[str]:
        """Every claim, and every source that a link or a claim mentions."""
        ...

    def is_node(self, node: str) -> bool:
        """Whether a claim or source is on record under an IRI."""
        ...

    def first_name(self, node: str) -> str:
        """The node that stands for a work that is identified in several ways; any other node is itself."""
        ...

    def identifiers(self) -> Mapping[str, str]:
        """The short id of every node that has one; of an endpoint, of every node that was looked up so far."""
        ...

    def records(self, nodes: Collection[str]) -> Records:
        """The nodes as records, with their sources, the links they assert, and the areas these name."""
        ...

    def recommendations(self) -> list[Recommendation]:
        """Every recommendation on record."""
        ...

    def closure(self, starts: Iterable[str]) -> set[str]:
        """Everything reachable from the starts over evidence of any form, the starts included."""
        ...

    def dependents(self, starts: Iterable[str]) -> set[str]:
        """Everything that leans on the starts over evidence of any form, the starts included.

        A link to a source as a whole may lead to any claim made in it.
        """
        ...

    def acting_on(self, nodes: Collection[str]) -> set[str]:
        """Who challenges, supports, answers or takes back the nodes, and who answers them."""
        ...

    def claims_in(self, sources: Iterable[str]) -> dict[str, set[str]]:
        """The claims made in each source."""
        ...

    def claims_about(self, variables: Iterable[str]) -> dict[str, set[str]]:
        """The claims placed under each variable."""
        ...


class QueryStore(Protocol):
    """SPARQL queries, and the quads themselves."""

    def query(self, sparql: str | Question) -> Answers:
        """The answers to a read-only SPARQL query over all named graphs.

        Raises QueryError for a query that is refused or cannot be parsed.
        """
        ...

    def answer(self, question: Question, limits: Limits) -> Reply:
        """The answer to a question in the syntax that it asks for. Raises QueryError, and LimitError where it costs too much."""
        ...

    def verify(self, question: Question) -> None:
        """Raise QueryError for a question that would be refused; no row of it is fetched."""
        ...

    def quads_of(self, nodes: Iterable[str]) -> Iterator[ox.Quad]:
        """Everything stated about the nodes, their figures, sources and the links they assert."""
        ...

    def everything(self) -> Iterator[ox.Quad]:
        """Every quad of the store; of an endpoint, every one that a lineage can be made of."""
        ...

    def copy(self) -> LocalStore:
        """A copy in memory, to which quads can be added. Raises UsageError if the store is too large for that."""
        ...


class Store(RecordStore, SearchStore, QueryStore, Protocol):
    """A whole store."""


class LocalStore(Store, Protocol):
    """A store in this process, to which quads can be added."""

    quads: ox.Store

    def add(self, quads: Iterable[ox.Quad]) -> None:
        """Add quads."""
        ...

    def load(self, document: bytes) -> None:
        """Add an N-Quads document that this program made."""
        ...

    def citations(self) -> set[str]:
        """The links that have a citation node."""
        ...

    def plain_records(self, kind: type[T], nodes: Iterable[str]) -> list[T]:
        """Agents, inquiries, variables or recommendations by their IRIs, in order."""
        ...
