"""What the analysis asks of a store, so that the same code runs on every kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    import pyoxigraph as ox

    from kg.model.records import Recommendation, Records
    from kg.sparql.query import Limits, Question, Reply
    from kg.store.oxigraph import OxigraphStore


@dataclass(frozen=True, slots=True)
class Answers:
    """The result of a query: rows under variables, triples, or a truth value."""

    variables: tuple[str, ...] = ()
    rows: tuple[tuple[str | None, ...], ...] = ()
    triples: tuple[tuple[str, str, str], ...] | None = None
    boolean: bool | None = None


@dataclass(frozen=True, slots=True)
class Headline:
    """What a claim, or a source without claims, can be found by.

    `issued` is the EDTF date of its document; `mentions` are the numbers in the text: low, high, whether a share.
    """

    node: str
    identifier: str
    text: str
    area: str | None
    low: str | None
    high: str | None
    share: bool
    made_in: str | None
    issued: str | None
    mentions: tuple[tuple[str, str, bool], ...] = ()


@dataclass(frozen=True, slots=True)
class Finder:
    """Everything that claims can be found by, so that a graph that was kept need not work it out again."""

    headlines: tuple[Headline, ...]
    places: tuple[Place, ...]
    identifiers: dict[str, str]


@dataclass(frozen=True, slots=True)
class Place:
    """An area with its names and what contains it."""

    node: str
    names: tuple[str, ...]
    within: frozenset[str]


class Store(Protocol):
    """Nodes are IRIs throughout; `faults` collects what could not be read of them, a line each."""

    faults: list[str]

    def closure(self, starts: Iterable[str]) -> set[str]:
        """Everything reachable from the starts over evidence of any form, the starts included."""
        ...

    def dependents(self, starts: Iterable[str]) -> set[str]:
        """Everything that leans on the starts over evidence of any form, the starts included.

        A link to a source as a whole may lead to any claim made in it.
        """
        ...

    def recommendations(self) -> list[Recommendation]:
        """Every recommendation on record."""
        ...

    def records(self, nodes: Collection[str]) -> Records:
        """The nodes as records, with their sources, the links they assert, and the areas these name."""
        ...

    def claims_in(self, sources: Iterable[str]) -> dict[str, set[str]]:
        """The claims made in each source."""
        ...

    def claims_about(self, variables: Iterable[str]) -> dict[str, set[str]]:
        """The claims placed under each variable."""
        ...

    def acting_on(self, nodes: Collection[str]) -> set[str]:
        """Who challenges, supports, answers or takes back the nodes, and who answers them."""
        ...

    def nodes(self) -> set[str]:
        """Every claim, and every source that a link or a claim mentions."""
        ...

    def identifiers(self) -> Mapping[str, str]:
        """The short id of every node that has one; of an endpoint, of every node that was asked about so far."""
        ...

    def is_node(self, node: str) -> bool:
        """Whether a claim or source is on record under an IRI."""
        ...

    def named(self, short: str) -> set[str]:
        """The nodes that have a short id."""
        ...

    def ending_in(self, name: str) -> set[str]:
        """The claims, and sources without claims, whose IRI ends in a name after `/` or `#`."""
        ...

    def found_by(self, text: str) -> Finder:
        """What can be found by a headline: whatever may fit it at least, with the areas that it may name."""
        ...

    def quads_of(self, nodes: Iterable[str]) -> Iterator[ox.Quad]:
        """Everything stated about the nodes, their figures, sources and the links they assert."""
        ...

    def everything(self) -> Iterator[ox.Quad]:
        """Every quad of the store; of an endpoint, every one that a lineage can be made of."""
        ...

    def by_url(self, url: str) -> set[str]:
        """The sources at a web address, however its scheme, `www.` and trailing slash are written."""
        ...

    def query(self, sparql: str) -> Answers:
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

    def copy(self) -> OxigraphStore:
        """A store of its own with everything in it, to which quads can be added. Raises UsageError where that is too much."""
        ...
