"""The store protocol on a SPARQL endpoint: what a lineage needs is fetched into a local store, and judged there.

Each hop asks for its whole frontier at once, so the number of requests is that of the hops. What was fetched is read by the
same code as an embedded store. Nothing is ever written to the endpoint.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from kg.errors import UsageError
from kg.model.drafts import accepted
from kg.model.identifiers import identify, spellings
from kg.model.words import Relation
from kg.rdf.normalize import spelt, stated
from kg.search.documents import address, index_documents, places
from kg.search.model import SearchCorpus
from kg.sparql.query import Question
from kg.sparql.results import Answers, answers_of_terms
from kg.store.oxigraph import OxigraphStore
from kg.store.remote import queries as ask
from kg.store.remote.forwarding import forwarded, parsed, text_of, written_anew
from kg.store.remote.queries import Queries
from kg.store.remote.rows import all_rows, can_be_asked, quad_of, rows_about, text_of_term
from kg.store.remote.search import candidate_queries

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from kg.model.records import Recommendation, Records
    from kg.sparql.query import Limits, Reply
    from kg.store.remote.client import Endpoint
    from kg.store.remote.client import Reply as Rows

_MOST_NODES: Final = 200_000
_UNION: Final = {"union-default-graph": "true"}


class EndpointStore:
    """The store protocol on an endpoint."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        self.faults: list[str] = []
        self.local = OxigraphStore()
        self.local.faults = self.faults
        self._around: set[str] = set()
        self._about: set[str] = set()
        self._queries: Queries | None = None

    @property
    def ask(self) -> Queries:
        """The queries of this server, which is looked at when it is first asked."""
        if self._queries is None:
            split = self._graphs_stand_apart()
            used = self.endpoint.select(Queries(split=split).probe())
            self._queries = Queries(frozenset(text_of_term(row[0]) for row in used.rows), split)
        return self._queries

    def _graphs_stand_apart(self) -> bool:
        """Whether the default graph leaves named graphs out, also where the server is asked to put them in."""
        found = self.endpoint.select(
            "SELECT ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o } FILTER(isIRI(?s) && isIRI(?o)) } LIMIT 3"
        )
        if not found.rows:
            return False
        inside = " ".join(f"<{text_of_term(s)}> <{text_of_term(p)}> <{text_of_term(o)}> ." for s, p, o in found.rows)
        for extra in ({}, _UNION):
            self.endpoint.extra = dict(extra)
            if self.endpoint.ask(f"ASK {{ {inside} }}"):
                return False
        self.endpoint.extra = {}
        return True

    def _fetch(self, nodes: Iterable[str], build: Callable[[Collection[str]], str]) -> None:
        quads = [quad for row in rows_about(self.endpoint, nodes, build) if (quad := quad_of(row)) is not None]
        fetched = OxigraphStore()
        fetched.add(stated(dict.fromkeys(quads)))
        fetched.imply()
        self.local.add(fetched.everything())

    def _know(self, nodes: Iterable[str]) -> None:
        """Fetch the nodes with their surroundings, unless they are here."""
        new = set(nodes) - self._around
        if new:
            self._around |= new
            self._about |= new
            self._fetch(new, self.ask.around)

    def closure(self, starts: Iterable[str]) -> set[str]:
        """Everything reachable over evidence, hop by hop."""
        reached = set(starts)
        frontier = set(reached)
        while frontier:
            self._know(frontier)
            frontier = self.local.closure(frontier) - reached
            reached |= frontier
        return reached

    def records(self, nodes: Collection[str]) -> Records:
        """The nodes as records, with their sources, links, groups and the areas and variables they name."""
        self._know(nodes)
        while True:
            remarks = len(self.faults)
            found = self.local.records(nodes)
            named = {record.id for kind in (found.areas, found.agents, found.variables) for record in kind}
            new = named - self._about
            if not new:
                return accepted(found)
            del self.faults[remarks:]
            self._about |= new
            self._fetch(new, self.ask.about)

    def _pairs(self, term: str, values: Iterable[str]) -> dict[str, set[str]]:
        wanted = set(values)
        found: dict[str, set[str]] = {value: set() for value in wanted}
        for claim, value in rows_about(self.endpoint, wanted, lambda batch: self.ask.claims_with(term, batch)):
            if isinstance(claim, ox.NamedNode):
                found[text_of_term(value)].add(claim.value)
        return found

    def claims_in(self, sources: Iterable[str]) -> dict[str, set[str]]:
        """The claims made in each source."""
        return self._pairs(ask.APPEARANCE, sources)

    def claims_about(self, variables: Iterable[str]) -> dict[str, set[str]]:
        """The claims placed under each variable."""
        return self._pairs(ask.ABOUT, variables)

    def dependents(self, starts: Iterable[str]) -> set[str]:
        """Everything that leans on the starts, hop by hop."""
        reached: set[str] = set()
        waiting = set(starts)
        while waiting:
            self._know(waiting)
            waiting |= {source for node in waiting for source in self.local.objects(node, ox.NamedNode(ask.APPEARANCE))}
            reached |= waiting
            waiting = {
                row[0].value
                for row in rows_about(self.endpoint, waiting, self.ask.leaning)
                if isinstance(row[0], ox.NamedNode)
            } - reached
        return reached

    def recommendations(self) -> list[Recommendation]:
        """Every recommendation on record."""
        rows = all_rows(
            self.endpoint,
            f"SELECT DISTINCT ?s WHERE {{ {self.ask.triple(f'?s <{ask.TYPE}> <{ask.RECOMMENDATION}>')} FILTER(isIRI(?s)) }}",
        )
        new = {text_of_term(row[0]) for row in rows} - self._about
        self._about |= new
        self._fetch(new, self.ask.about)
        return self.local.recommendations()

    def acting_on(self, nodes: Collection[str]) -> set[str]:
        """Who acts on the nodes, and who answers them and their documents."""
        acting = self._acting(nodes, ask.NOT_EVIDENCE)
        self._know(acting)
        documents = {source for node in acting for source in self.local.objects(node, ox.NamedNode(ask.APPEARANCE))}
        return acting | self._acting(acting | documents, frozenset({Relation.REPLIES_TO}))

    def _acting(self, nodes: Iterable[str], relations: frozenset[Relation]) -> set[str]:
        rows = rows_about(self.endpoint, nodes, lambda batch: self.ask.acting(batch, relations))
        return {row[0].value for row in rows if isinstance(row[0], ox.NamedNode)}

    def is_node(self, node: str) -> bool:
        """Whether a claim or source is on record under an IRI."""
        if not can_be_asked(node):
            return False
        types = {
            spelt(row[0]).value
            for row in all_rows(self.endpoint, self.ask.standing(node))
            if isinstance(row[0], ox.NamedNode)
        }
        return bool(types & {*ask.CLAIMS, ask.ENTITY}) and ask.RECOMMENDATION not in types

    def nodes(self) -> set[str]:
        """Every claim, and every source that a link or a claim mentions. Raises UsageError where they are too many to fetch."""
        found: set[str] = set()
        for query in self.ask.nodes():
            found.update(text_of_term(row[0]) for row in all_rows(self.endpoint, query))
            if len(found) > _MOST_NODES:
                message = f"{self.endpoint.url}: more than {_MOST_NODES:,} claims and sources"
                raise UsageError(message, "; load a dump of it with `kg load` and check that")
        self._know(found)
        return found

    def first_name(self, node: str) -> str:
        """The node that stands for a work that is identified in several ways, as far as they were fetched; any other is itself."""
        return self.local.first_name(node)

    def identifiers(self) -> Mapping[str, str]:
        """The short id of every node that was asked about so far."""
        return self.local.short_ids()

    def named(self, short: str) -> set[str]:
        """The nodes that have a short id."""
        if not self.ask.forms(ask.IDENTIFIER):
            return set()
        pattern = self.ask.triple(f"?s <{ask.IDENTIFIER}> ?i")
        rows = all_rows(
            self.endpoint,
            f"SELECT DISTINCT ?s WHERE {{ VALUES ?i {{ {ox.Literal(short)} }} {pattern} FILTER(isIRI(?s)) }}",
        )
        return {text_of_term(row[0]) for row in rows}

    def ending_in(self, name: str) -> set[str]:
        """The claims whose IRI ends in a name after `/` or `#`."""
        if not all(sign.isalnum() or sign in "-._~" for sign in name):
            return set()
        ends = " || ".join(f"STRENDS(STR(?s), {ox.Literal(mark + name)})" for mark in "/#")
        claims = " UNION ".join(
            f"{{ {self.ask.triple(f'?s <{ask.TYPE}> <{cls}>')} }}" for cls in ask.all_spellings(ask.CLAIMS)
        )
        rows = all_rows(self.endpoint, f"SELECT DISTINCT ?s WHERE {{ {claims} FILTER(isIRI(?s) && ({ends})) }}")
        return {text_of_term(row[0]) for row in rows}

    def candidates(self, text: str) -> SearchCorpus:
        """What may fit a headline: claims that hold its numbers or words, and the areas that it may name.

        Words are looked for as they stand: a server forgives no slips of the keyboard.
        """
        found: set[str] = set()
        for query in candidate_queries(self.ask, text):
            found.update(
                text_of_term(row[0]) for row in self.endpoint.select(query).rows if isinstance(row[0], ox.NamedNode)
            )
        inside = self.claims_in(found)
        self.records(found.union(*inside.values()))
        quads = self.local.quads
        return SearchCorpus(tuple(index_documents(quads, self.local.is_node)), places(quads))

    def by_url(self, url: str) -> set[str]:
        """The sources at a web address, however it is written."""
        wanted, found = address(url), identify(url)
        recorded = {form for form in spellings(url) if can_be_asked(form) and self.is_node(form)}
        terms = self.ask.forms(*ask.ADDRESSES)
        if not terms:
            return recorded
        page = wanted.partition("?")[0] if found is None or found.scheme == "web" else found.value.lower()
        either = " UNION ".join(f"{{ {self.ask.triple(f'?s <{term}> ?u')} }}" for term in terms)
        like = f"CONTAINS(LCASE(STR(?u)), {ox.Literal(page)})"
        rows = all_rows(self.endpoint, f"SELECT DISTINCT ?s ?u WHERE {{ {either} FILTER({like}) }}")
        return recorded | {
            text_of_term(s) for s, u in rows if isinstance(s, ox.NamedNode) and address(text_of_term(u)) == wanted
        }

    def quads_of(self, nodes: Iterable[str]) -> Iterator[ox.Quad]:
        """Everything stated about the nodes, their figures, sources and the links they assert."""
        wanted = set(nodes)
        self._know(wanted)
        return self.local.quads_of(wanted)

    def everything(self) -> Iterator[ox.Quad]:
        """Every quad that a lineage can be made of, fetched. Raises UsageError where that is too much."""
        return self.copy().everything()

    def query(self, sparql: str | Question) -> Answers:
        """The answers to a read-only query, as the server gives them; a server that cuts them short is reported."""
        found = self._forwarded(sparql if isinstance(sparql, Question) else Question(sparql), None)
        if found.boolean is not None:
            return Answers(boolean=found.boolean)
        if found.triples is not None:
            return Answers(triples=tuple((str(t.subject), str(t.predicate), str(t.object)) for t in found.triples))
        return answers_of_terms(found.variables, found.rows)

    def answer(self, question: Question, limits: Limits) -> Reply:
        """The server's answer in the syntax that was asked for; the time limit is that of its requests."""
        return written_anew(self._forwarded(question, limits.seconds), question, limits)

    def _forwarded(self, question: Question, seconds: float | None) -> Rows:
        text_of(question)  # refused before the server is looked at
        self._graphs_are_known()
        return forwarded(self.endpoint, question, seconds, self.faults)

    def verify(self, question: Question) -> None:
        """Raise QueryError for a question that is refused or no SPARQL 1.1; the server is not asked."""
        parsed(question)

    def copy(self) -> OxigraphStore:
        """A store of its own with everything that a lineage can be made of. Raises UsageError where that is too much."""
        self.records(self.nodes())
        self.recommendations()
        return self.local.copy()

    def _graphs_are_known(self) -> None:
        if self._queries is None and not self.endpoint.extra:
            self._graphs_stand_apart()
