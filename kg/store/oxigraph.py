"""A store of quads in memory or in a folder, on Oxigraph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

import pyoxigraph as ox

from kg.errors import UsageError
from kg.model.identifiers import spellings
from kg.model.records import Recommendation
from kg.model.words import EVIDENCE, Relation
from kg.rdf.foreign_terms import DIRECT, INVERSE
from kg.rdf.memory_copy import memory_copy
from kg.rdf.read import Reader
from kg.search.documents import address, addresses, index_documents, places
from kg.search.model import SearchCorpus
from kg.sparql.default_graph import asks_own, data_only
from kg.sparql.evaluate import evaluate
from kg.sparql.query import Question
from kg.sparql.results import Answers, answers_of_terms
from kg.store.appearances import MADE_IN
from kg.store.implied import imply, imply_names
from kg.store.lookups import LookUp, node_of, value_of
from kg.store.record_reader import read_records
from kg.store.same_works import RECORDED_AS
from kg.store.short_ids import ShortIds
from kg.vocabulary import iri

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from kg.model.records import Records
    from kg.search.index import SearchIndex
    from kg.sparql.query import Limits, Reply

T = TypeVar("T")

_TYPE: Final = ox.NamedNode(iri("rdf:type"))
_CITING, _CITED = ox.NamedNode(iri("cito:hasCitingEntity")), ox.NamedNode(iri("cito:hasCitedEntity"))
_FIGURE, _PART_OF = ox.NamedNode(iri("hw:figure")), ox.NamedNode(iri("dcterms:isPartOf"))
_APPEARANCE, _ABOUT = ox.NamedNode(iri("schema:appearance")), ox.NamedNode(iri("schema:about"))
_GROUP, _IDENTIFIER = ox.NamedNode(iri("prov:qualifiedDerivation")), ox.NamedNode(iri("dcterms:identifier"))
_GENERATED, _USED = ox.NamedNode(iri("prov:wasGeneratedBy")), ox.NamedNode(iri("prov:used"))
_PRIMARY = ox.NamedNode(iri("prov:hadPrimarySource"))
_WITHIN = ox.NamedNode(iri("schema:containedInPlace"))
_NAMING: Final = frozenset({_FIGURE, _APPEARANCE, _ABOUT, _GROUP})
_EVIDENCE = frozenset(EVIDENCE)
# Quads from which on several processes write a search index faster than one.
_LARGE: Final = 100_000
_NODE_TYPES: Final = frozenset({iri("hw:Claim"), iri("schema:Claim"), iri("prov:Entity")})


class OxigraphStore(LookUp):
    """The store protocol on an Oxigraph store."""

    def __init__(
        self,
        store: ox.Store | None = None,
        index: SearchIndex | None = None,
        on_disk: bool = False,
        copied: Callable[[], ox.Store] | None = None,
        data: Callable[[], ox.Store | None] | None = None,
    ) -> None:
        """With `index`, headlines are looked up there; `copied` copies the quads faster than reading all of them from `store`.

        `data` opens a store of the same data without the graphs that Headwater has made.
        """
        super().__init__(store if store is not None else ox.Store(), on_disk)
        self._corpus: SearchCorpus | None = None
        self._index = index
        self._copied = copied
        self._open_data = data
        self._data: ox.Store | None = None
        self._path: str | None = None
        self.faults: list[str] = []

    @classmethod
    def open(cls, folder: Path) -> OxigraphStore:
        """The store in a folder of Oxigraph's own, for reading only. Raises UsageError if it cannot be opened."""
        try:
            return cls(ox.Store.read_only(str(folder)), on_disk=True)
        except (OSError, RuntimeError) as error:
            raise UsageError(f"{folder}: not a store that can be opened: {error}") from error

    def add(self, quads: Iterable[ox.Quad]) -> None:
        """Add quads. To be filled before it is read: what fails half-way leaves a store that nobody has seen yet."""
        self.quads.bulk_extend(quads)
        self._forget()

    def imply(self, foreign: bool = True) -> None:
        """Say beside the data what they imply, once all are there; where none are other people's only which works have several names."""
        (imply if foreign else imply_names)(self.quads)
        self._forget()

    def load(self, document: bytes) -> None:
        """Add an N-Quads document of our own making."""
        self.quads.bulk_load(input=document, format=ox.RdfFormat.N_QUADS, lenient=True)
        self._forget()

    def _forget(self) -> None:
        """Look at the quads again, after some were added."""
        self._path = None
        self._data = None
        self.forget()

    def _asked(self, question: Question) -> ox.Store:
        """The quads that a question asks: the data, unless it asks for more."""
        if asks_own(question):
            return self.quads
        if self._data is None:
            found = self._open_data() if self._open_data else None
            self._data = data_only(self.quads) if found is None else found
        return self._data

    def quads_of(self, nodes: Iterable[str]) -> Iterator[ox.Quad]:
        """Everything stated about the nodes, their figures, sources and the links they assert."""
        wanted = self.all_names(nodes)
        related = self.asserted_links(wanted)
        groups: set[str] = set()
        for node in sorted(wanted):
            for quad in self.about(node):
                if quad.predicate in _NAMING and isinstance(quad.object, ox.NamedNode):
                    related.add(quad.object.value)
                    groups |= {quad.object.value} if quad.predicate == _GROUP else set()
                yield quad
        for group in groups:
            related.update(self.subjects(_PART_OF, group))
        for node in sorted(related - wanted):
            yield from self.about(node)

    def everything(self) -> Iterator[ox.Quad]:
        """Every quad of the store."""
        return self.quads.quads_for_pattern(None, None, None)

    def citations(self) -> set[str]:
        """The links that have a citation node."""
        return {value_of(quad.subject) for quad in self.quads.quads_for_pattern(None, _CITING, None)}

    def _evidence_path(self) -> str:
        """A property path over the forms of evidence that this store holds, and no others: each costs a look-up."""
        if self._path is None:
            steps = [f"<{term}>" for term, relation in DIRECT.items() if relation in _EVIDENCE and self.has(term)]
            steps += [f"^<{term}>" for term, of in INVERSE.items() if DIRECT[of] in _EVIDENCE and self.has(term)]
            if self.has(_USED.value):
                steps.append(f"(<{_GENERATED.value}>/<{_USED.value}>)")
            if self.has(RECORDED_AS.value):
                steps += [f"{RECORDED_AS}", f"^{RECORDED_AS}"]
            self._path = "|".join(steps)
        return self._path

    def closure(self, starts: Iterable[str]) -> set[str]:
        """Everything reachable over evidence, by one property path."""
        reached = self.all_names(starts)
        path = self._evidence_path()
        if path and reached:
            starts_text = " ".join(f"<{ox.NamedNode(start).value}>" for start in sorted(reached))
            found = self.quads.query(
                f"SELECT DISTINCT ?x {{ VALUES ?start {{ {starts_text} }} ?start ({path})+ ?x FILTER isIRI(?x) }}",
                use_default_graph_as_union=True,
            )
            if isinstance(found, ox.QuerySolutions):
                reached.update(value_of(row[0]) for row in found)
        return self.first_names(reached)

    def dependents(self, starts: Iterable[str]) -> set[str]:
        """Everything that leans on the starts, by one property path for each round of links to whole sources."""
        reached: set[str] = set()
        waiting = self.all_names(starts)
        path = self._evidence_path()
        while waiting:
            waiting |= self.all_names(source for node in waiting for source in self.objects(node, _APPEARANCE))
            reached |= waiting
            ends = " ".join(f"<{ox.NamedNode(node).value}>" for node in sorted(waiting))
            rows = (
                self.rows(f"SELECT DISTINCT ?x {{ VALUES ?end {{ {ends} }} ?x ({path})+ ?end FILTER isIRI(?x) }}")
                if path
                else ()
            )
            waiting = {value_of(row[0]) for row in rows} - reached
        return self.first_names(reached)

    def recommendations(self) -> list[Recommendation]:
        """Every recommendation on record."""
        return self.plain_records(Recommendation, self._recommendations())

    def plain_records(self, kind: type[T], nodes: Iterable[str]) -> list[T]:
        """Agents, inquiries, variables or recommendations by their IRIs, in order."""
        wanted = sorted(nodes)
        reader = Reader(self.describe(wanted), self.faults)
        return [reader.plain(kind, node) for node in wanted]

    def records(self, nodes: Collection[str]) -> Records:
        """The nodes as records, with their sources, links, groups and the areas and variables they name."""
        return read_records(self, nodes, self.faults)

    def claims_in(self, sources: Iterable[str]) -> dict[str, set[str]]:
        """The claims made in each source."""
        others = self._recommendations()
        return {
            source: {c for c in self.subjects(_APPEARANCE, source) if self._is_made_in(c, source)} - others
            for source in sources
        }

    def _is_made_in(self, claim: str, source: str) -> bool:
        """Whether a claim that appears in a document is the claim of that document, and not of another that it appears in too."""
        if not self.has(MADE_IN.value):
            return True
        return next(self.objects(claim, MADE_IN), None) in {None, self.first_name(source)}

    def _recommendations(self) -> set[str]:
        return set(self.subjects(_TYPE, iri("hw:Recommendation")))

    def claims_about(self, variables: Iterable[str]) -> dict[str, set[str]]:
        """The claims placed under each variable."""
        return {variable: set(self.subjects(_ABOUT, variable)) for variable in variables}

    def acting_on(self, nodes: Collection[str]) -> set[str]:
        """Who acts on the nodes, and who answers them and their documents."""
        acting = self._asserting(nodes, frozenset(Relation) - _EVIDENCE)
        documents = {source for node in acting for source in self.objects(node, _APPEARANCE)}
        return acting | self._asserting(acting | documents, frozenset({Relation.REPLIES_TO}))

    def _asserting(self, nodes: Collection[str], relations: frozenset[Relation]) -> set[str]:
        """What asserts one of the relations to one of the nodes."""
        terms = [ox.NamedNode(t) for t, relation in DIRECT.items() if relation in relations and self.has(t)]
        back = [ox.NamedNode(t) for t, of in INVERSE.items() if DIRECT[of] in relations and self.has(t)]
        found: set[str] = set()
        for node in nodes:
            for term in terms:
                found.update(self.subjects(term, node))
            for term in back:
                found.update(self.objects(node, term))
        return found

    def named(self, short: str) -> set[str]:
        """The nodes that have a short id."""
        terms = (ox.Literal(short), node_of(short))
        return {
            value_of(q.subject) for term in terms if term for q in self.quads.quads_for_pattern(None, _IDENTIFIER, term)
        }

    def ending_in(self, name: str) -> set[str]:
        """The claims, and sources without claims, whose IRI ends in a name after `/` or `#`."""
        if self._index:
            return self._index.ending_in(name)
        return {found.node for found in self.corpus().documents if found.node.endswith((f"/{name}", f"#{name}"))}

    def candidates(self, text: str) -> SearchCorpus:
        """The documents that may fit a headline: those picked by the index, or all."""
        return self._index.candidates(text) if self._index else self.corpus()

    def write_index(self, path: Path, collected: Path | None = None) -> None:
        """Write the search index of this store; `collected` as for `kg.search.index_file.write_index`."""
        from kg.search.index_file import write_index

        large = self._read is not None or len(self.quads) > _LARGE
        write_index(path, self.quads, self.is_node, large, collected)

    def is_node(self, node: str) -> bool:
        """Whether a claim or source is on record under an IRI."""
        if node_of(node) is None:
            return False
        about = {quad.predicate.value for quad in self.about(node)}
        types = set(self.objects(node, _TYPE)) if _TYPE.value in about else set()
        if types & _NODE_TYPES or about & (DIRECT.keys() | INVERSE.keys() | {_GENERATED.value}):
            return iri("hw:Recommendation") not in types
        # Each property by itself: what is cited most is cited a hundred thousand times.
        back = (*DIRECT, *INVERSE, _CITING.value, _CITED.value, _APPEARANCE.value, _USED.value)
        return any(self.has(term) and any(self.subjects(ox.NamedNode(term), node)) for term in back)

    def nodes(self) -> set[str]:
        """Every claim, and every source that a link or a claim mentions."""
        found: set[str] = set()
        for term in (*DIRECT, *INVERSE):
            for quad in self.quads.quads_for_pattern(None, ox.NamedNode(term), None):
                found.add(value_of(quad.subject))
                if isinstance(quad.object, ox.NamedNode):
                    found.add(quad.object.value)
        for cls in sorted(_NODE_TYPES):
            found.update(self.subjects(_TYPE, cls))
        for place in (_CITING, _CITED, _APPEARANCE, _USED):
            found.update(
                quad.object.value
                for quad in self.quads.quads_for_pattern(None, place, None)
                if isinstance(quad.object, ox.NamedNode)
            )
        if self.has(_USED.value):
            found.update(value_of(quad.subject) for quad in self.quads.quads_for_pattern(None, _GENERATED, None))
        return self.first_names(found) - self._recommendations()

    def identifiers(self) -> Mapping[str, str]:
        """The short id of every node that has one."""
        return ShortIds(self.quads, settled=True)

    def short_ids(self) -> Mapping[str, str]:
        """The short ids as they stand now, looked up one by one."""
        return ShortIds(self.quads)

    def corpus(self) -> SearchCorpus:
        """The documents of all claims and of all sources without claims, and every area on record."""
        if self._corpus is None:
            self._corpus = SearchCorpus(tuple(index_documents(self.quads, self.is_node)), places(self.quads))
        return self._corpus

    def by_url(self, url: str) -> set[str]:
        """The sources at a web address or with an identifier, however it is written; an IRI that says which work it is counts."""
        wanted = address(url)
        at = self._index.at(wanted) if self._index else {n for found, n in addresses(self.quads) if found == wanted}
        forms = [form for form in spellings(url) if self.is_node(form) or self.first_name(form) != form]
        return self.first_names((*at, *forms))

    def answer(self, question: Question, limits: Limits) -> Reply:
        """The answer in its syntax, within limits."""
        from kg.sparql.sandbox import answer_within

        return answer_within(self._asked(question), question, limits)

    def verify(self, question: Question) -> None:
        """Raise QueryError for a question that would be refused; no row of it is fetched."""
        evaluate(self._asked(question), question)

    def copy(self) -> OxigraphStore:
        """A store of its own with everything in it, to which quads can be added."""
        made = OxigraphStore(self._copied() if self._copied else memory_copy(self.quads))
        made.faults = self.faults
        return made

    def query(self, sparql: str | Question) -> Answers:
        """The answers to a read-only query; prefixes of the project are known."""
        question = sparql if isinstance(sparql, Question) else Question(sparql)
        found = evaluate(self._asked(question), question)
        if isinstance(found, ox.QueryBoolean):
            return Answers(boolean=bool(found))
        if isinstance(found, ox.QueryTriples):
            return Answers(triples=tuple((str(t.subject), str(t.predicate), str(t.object)) for t in found))
        variables = tuple(variable.value for variable in found.variables)
        return answers_of_terms(variables, ([row[i] for i in range(len(variables))] for row in found))
