"""A store of quads in memory or in a folder, on Oxigraph."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from kg.errors import QueryError, UsageError
from kg.model.area import Area
from kg.model.records import Agent, Records, Variable
from kg.model.words import EVIDENCE, Relation
from kg.rdf.foreign import DIRECT, INVERSE
from kg.rdf.implied import generation, implied
from kg.rdf.read import Reader, Value, links
from kg.store.found_by import by_url, headlines, places, spelt_so
from kg.store.protocol import Answers, Finder
from kg.store.query_faults import unreadable
from kg.store.query_guard import guarded, is_update, names_graphs
from kg.store.short_ids import ShortIds
from kg.vocabulary import PREFIXES, iri

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from kg.model.link import Link
    from kg.store.search_index import SearchIndex

_TYPE: Final = ox.NamedNode(iri("rdf:type"))
_CITING, _CITED = ox.NamedNode(iri("cito:hasCitingEntity")), ox.NamedNode(iri("cito:hasCitedEntity"))
_FIGURE, _PART_OF = ox.NamedNode(iri("hw:figure")), ox.NamedNode(iri("dcterms:isPartOf"))
_APPEARANCE, _ABOUT = ox.NamedNode(iri("schema:appearance")), ox.NamedNode(iri("schema:about"))
_GROUP, _IDENTIFIER = ox.NamedNode(iri("prov:qualifiedDerivation")), ox.NamedNode(iri("dcterms:identifier"))
_GENERATED, _USED = ox.NamedNode(iri("prov:wasGeneratedBy")), ox.NamedNode(iri("prov:used"))
_PRIMARY = ox.NamedNode(iri("prov:hadPrimarySource"))
_WITHIN = ox.NamedNode(iri("schema:containedInPlace"))
_EVIDENCE = frozenset(EVIDENCE)
_AS_TEXT: Final = "quads.nq"
_FITS_IN_MEMORY: Final = 100_000
_NODE_TYPES: Final = frozenset({iri("hw:Claim"), iri("schema:Claim"), iri("prov:Entity")})
PREFIX_LINES: Final = "".join(f"PREFIX {name}: <{value}>\n" for name, value in PREFIXES.items())


class OxigraphStore:
    """The store protocol on an Oxigraph store."""

    def __init__(
        self, store: ox.Store | None = None, finder: Finder | None = None, index: SearchIndex | None = None
    ) -> None:
        self.quads = store if store is not None else ox.Store()
        self._finder = finder
        self._index = index
        self._path: str | None = None
        self._held: dict[str, bool] = {}
        self.faults: list[str] = []

    @classmethod
    def create(cls, path: Path, fill: Callable[[OxigraphStore], None]) -> Finder:
        """Make a store folder, filled and closed, and return what its claims can be found by.

        What is opened afterwards is only read. A small graph is kept as one file, since reading all of it into memory takes
        less time than looking things up on disk.
        """
        made = cls()
        fill(made)
        path.mkdir()
        if len(made.quads) <= _FITS_IN_MEMORY:
            made.quads.dump(str(path / _AS_TEXT), format=ox.RdfFormat.N_QUADS)
        else:
            kept = ox.Store(str(path))
            kept.bulk_extend(made.quads)
            kept.flush()
        return made.finder()

    @classmethod
    def open(cls, path: Path, finder: Finder | None = None, index: SearchIndex | None = None) -> OxigraphStore:
        """Open a store folder for reading only; raises UsageError when it is none."""
        try:
            if (path / _AS_TEXT).is_file():
                store = ox.Store()
                store.bulk_load(path=str(path / _AS_TEXT), format=ox.RdfFormat.N_QUADS)
                return cls(store, finder, index)
            return cls(ox.Store.read_only(str(path)), finder, index)
        except OSError as error:
            raise UsageError(f"{path}: not a store that can be opened: {error}") from error

    def add(self, quads: Iterable[ox.Quad]) -> None:
        """Add quads. To be filled before it is read: what fails half-way leaves a store that nobody has seen yet."""
        self.quads.bulk_extend(quads)
        self._path = None
        self._held.clear()

    def load(self, document: bytes) -> None:
        """Add an N-Quads document of our own making."""
        self.quads.bulk_load(input=document, format=ox.RdfFormat.N_QUADS)
        self._path = None
        self._held.clear()

    def quads_of(self, nodes: Iterable[str]) -> Iterator[ox.Quad]:
        """Everything stated about the nodes, their figures, sources and the links they assert."""
        wanted = set(nodes)
        related = self._asserted_links(wanted)
        for predicate in (_FIGURE, _APPEARANCE, _ABOUT, _GROUP):
            if self._has(predicate.value):
                related.update(value for node in wanted for value in self._objects(node, predicate))
        for group in [node for node in related if "#" in node]:
            related.update(self._subjects(_PART_OF, group))
        for node in sorted(wanted | related):
            yield from self.quads.quads_for_pattern(ox.NamedNode(node), None, None)

    def everything(self) -> Iterator[ox.Quad]:
        """Every quad of the store."""
        return self.quads.quads_for_pattern(None, None, None)

    def citations(self) -> set[str]:
        """The links that have a citation node."""
        return {_value(quad.subject) for quad in self.quads.quads_for_pattern(None, _CITING, None)}

    def _objects(self, node: str, predicate: ox.NamedNode) -> Iterator[str]:
        """The nodes that a node has for a property; texts are not among them."""
        for quad in self.quads.quads_for_pattern(ox.NamedNode(node), predicate, None):
            if isinstance(quad.object, ox.NamedNode):
                yield quad.object.value

    def _subjects(self, predicate: ox.NamedNode, node: str) -> Iterator[str]:
        for quad in self.quads.quads_for_pattern(None, predicate, ox.NamedNode(node)):
            yield _value(quad.subject)

    def _asserted_links(self, nodes: Iterable[str]) -> set[str]:
        """The citation nodes of what the nodes assert."""
        return {link for node in nodes for link in self._subjects(_CITING, node)} if self._has(_CITING.value) else set()

    def _has(self, term: str) -> bool:
        """Whether any triple has this property: a look-up for each node is saved where none has."""
        if term not in self._held:
            found = next(self.quads.quads_for_pattern(None, ox.NamedNode(term), None), None)
            self._held[term] = found is not None
        return self._held[term]

    def _evidence_path(self) -> str:
        """A property path over the forms of evidence that this store holds, and no others: each costs a look-up."""
        if self._path is None:
            steps = [f"<{term}>" for term, relation in DIRECT.items() if relation in _EVIDENCE and self._has(term)]
            steps += [
                f"^<{term}>" for term, of in INVERSE.items() if DIRECT[of] in _EVIDENCE and self._has(term)
            ]
            if self._has(_USED.value):
                steps.append(f"(<{_GENERATED.value}>/<{_USED.value}>)")
            self._path = "|".join(steps)
        return self._path

    def closure(self, starts: Iterable[str]) -> set[str]:
        """Everything reachable over evidence, by one property path."""
        reached = set(starts)
        path = self._evidence_path()
        if path and reached:
            starts_text = " ".join(f"<{ox.NamedNode(start).value}>" for start in sorted(reached))
            found = self.quads.query(
                f"SELECT DISTINCT ?x {{ VALUES ?start {{ {starts_text} }} ?start ({path})+ ?x FILTER isIRI(?x) }}",
                use_default_graph_as_union=True,
            )
            if isinstance(found, ox.QuerySolutions):
                reached.update(_value(row[0]) for row in found)
        return reached

    def describe(self, nodes: Iterable[str]) -> dict[str, dict[str, list[Value]]]:
        """All that is said of the nodes, by property."""
        described: dict[str, dict[str, list[Value]]] = {}
        match = self.quads.quads_for_pattern
        for node in nodes:
            about: dict[str, set[Value]] = {}
            for quad in match(named, None, None) if (named := _node(node)) else ():
                value = quad.object
                about.setdefault(quad.predicate.value, set()).add((_value(value), isinstance(value, ox.NamedNode)))
            if about:
                described[node] = {term: sorted(values) for term, values in about.items()}
        return described

    def records(self, nodes: Collection[str]) -> Records:
        """The nodes as records, with their sources, links, groups and the areas and variables they name."""
        described = self.describe(sorted(nodes))
        citations = self._asserted_links(nodes)
        figures = {t for about in described.values() for t, is_iri in about.get(_FIGURE.value, ()) if is_iri}
        made_in = {t for about in described.values() for t, is_iri in about.get(_APPEARANCE.value, ()) if is_iri}
        described |= self.describe(sorted(citations | figures | (made_in - set(nodes))))
        described |= self._inverse(nodes, described)
        reader = Reader(described, self.faults)
        found = Records()
        found.claims = [reader.claim(node) for node in sorted(nodes) if reader.is_claim(node)]
        claims = {claim.id for claim in found.claims}
        sources = (set(nodes) | {claim.made_in for claim in found.claims if claim.made_in}) - claims
        found.sources = [reader.source(node) for node in sorted(sources)]
        found.links = links(reader, nodes, citations)
        self._groups(reader, nodes, found)
        primary = {n for n in nodes if any(self._subjects(_PRIMARY, n))} if self._has(_PRIMARY.value) else set()
        implied(reader, found, primary)
        self._context(found)
        return found

    def _inverse(self, nodes: Collection[str], described: dict[str, dict[str, list[Value]]]) -> dict[str, dict[str, list[Value]]]:
        """Triples that state a link of the nodes from its other end."""
        terms = [term for term in INVERSE if self._has(term)]
        found: dict[str, dict[str, list[Value]]] = {}
        for term in terms:
            for node in nodes:
                for subject in self._subjects(ox.NamedNode(term), node):
                    about = found.setdefault(subject, dict(described.get(subject, {})))
                    about[term] = sorted({*about.get(term, ()), (node, True)})
        return found

    def _groups(self, reader: Reader, nodes: Collection[str], found: Records) -> None:
        """Our own needs-all groups; a group is only one when links or inputs say that they are part of it."""
        members: dict[str, list[str]] = defaultdict(list)
        for link in found.links:
            if link.group:
                members[link.group].append(link.id)
        grouped, generated = self._has(_GROUP.value), self._has(_GENERATED.value) and self._has(_USED.value)
        for node in sorted(nodes) if grouped or generated else ():
            for group in sorted(self._objects(node, _GROUP)):
                inputs = set(self._subjects(_PART_OF, group)) - set(members[group])
                if members[group] or inputs:
                    reader.described = {**reader.described, **self.describe([group, *sorted(inputs)])}
                    found.groups.append(reader.group(group, node, inputs, members[group]))
            for activity in sorted(self._objects(node, _GENERATED)):
                if used := sorted(set(self._objects(activity, _USED)) - {node}):
                    made, parts = generation(node, activity, used)
                    found.groups.append(made)
                    # The derivation that the activity explains is that of the group, not a way around it.
                    found.links = [link for link in found.links if not _explained(link, node, used)] + parts

    def _context(self, found: Records) -> None:
        """The areas with all that contains them, and the variables, agents and inquiries that records name."""
        areas: set[str] = set()
        waiting = [claim.figure.area for claim in found.claims if claim.figure and claim.figure.area]
        while waiting:
            area = waiting.pop()
            if area not in areas:
                areas.add(area)
                waiting.extend(self._objects(area, _WITHIN))
        agents = {a for c in found.claims for a in c.by}
        agents |= {a for s in found.sources for a in (*s.authors, *s.publisher, *s.commissioned_by, *s.funded_by)}
        variables = {variable for claim in found.claims for variable in claim.about}
        reader = Reader(self.describe(areas | agents | variables), self.faults)
        found.areas = [reader.plain(Area, node) for node in sorted(areas)]
        found.agents = [reader.plain(Agent, node) for node in sorted(agents)]
        found.variables = [reader.plain(Variable, node) for node in sorted(variables)]

    def claims_in(self, sources: Iterable[str]) -> dict[str, set[str]]:
        """The claims made in each source."""
        others = self._recommendations()
        return {source: set(self._subjects(_APPEARANCE, source)) - others for source in sources}

    def _recommendations(self) -> set[str]:
        return set(self._subjects(_TYPE, iri("hw:Recommendation")))

    def claims_about(self, variables: Iterable[str]) -> dict[str, set[str]]:
        """The claims placed under each variable."""
        return {variable: set(self._subjects(_ABOUT, variable)) for variable in variables}

    def acting_on(self, nodes: Collection[str]) -> set[str]:
        """Who acts on the nodes, and who answers them and their documents."""
        acting = self._asserting(nodes, frozenset(Relation) - _EVIDENCE)
        documents = {source for node in acting for source in self._objects(node, _APPEARANCE)}
        return acting | self._asserting(acting | documents, frozenset({Relation.REPLIES_TO}))

    def _asserting(self, nodes: Collection[str], relations: frozenset[Relation]) -> set[str]:
        """What asserts one of the relations to one of the nodes."""
        terms = [ox.NamedNode(t) for t, relation in DIRECT.items() if relation in relations and self._has(t)]
        back = [ox.NamedNode(t) for t, of in INVERSE.items() if DIRECT[of] in relations and self._has(t)]
        found: set[str] = set()
        for node in nodes:
            for term in terms:
                found.update(self._subjects(term, node))
            for term in back:
                found.update(self._objects(node, term))
        return found

    def named(self, short: str) -> set[str]:
        """The nodes that have a short id."""
        terms = (ox.Literal(short), _node(short))
        return {_value(q.subject) for term in terms if term for q in self.quads.quads_for_pattern(None, _IDENTIFIER, term)}

    def ending_in(self, name: str) -> set[str]:
        """The claims, and sources without claims, whose IRI ends in a name after `/` or `#`."""
        if self._index:
            return self._index.ending_in(name)
        return {found.node for found in self.finder().headlines if found.node.endswith((f"/{name}", f"#{name}"))}

    def found_by(self, text: str) -> Finder:
        """What may fit a headline, from the index of a large store; a small one is looked through whole."""
        return self._index.found_by(text) if self._index else self.finder()

    def write_index(self, path: Path) -> None:
        """Make the search index of this store."""
        from kg.store.search_index import write_index

        write_index(path, headlines(self.quads, self.nodes(), self.short_ids()), places(self.quads))

    def is_node(self, node: str) -> bool:
        """Whether a claim or source is on record under an IRI."""
        named = _node(node)
        if named is None:
            return False
        about = {quad.predicate.value for quad in self.quads.quads_for_pattern(named, None, None)}
        types = set(self._objects(node, _TYPE)) if _TYPE.value in about else set()
        if types & _NODE_TYPES or about & (DIRECT.keys() | INVERSE.keys() | {_GENERATED.value}):
            return iri("hw:Recommendation") not in types
        back = {quad.predicate.value for quad in self.quads.quads_for_pattern(None, None, named)}
        return bool(back & (DIRECT.keys() | INVERSE.keys() | {_CITING.value, _CITED.value, _APPEARANCE.value, _USED.value}))

    def nodes(self) -> set[str]:
        """Every claim, and every source that a link or a claim mentions."""
        found: set[str] = set()
        for term in (*DIRECT, *INVERSE):
            for quad in self.quads.quads_for_pattern(None, ox.NamedNode(term), None):
                found.add(_value(quad.subject))
                if isinstance(quad.object, ox.NamedNode):
                    found.add(quad.object.value)
        for cls in sorted(_NODE_TYPES):
            found.update(self._subjects(_TYPE, cls))
        for place in (_CITING, _CITED, _APPEARANCE, _USED):
            found.update(
                quad.object.value
                for quad in self.quads.quads_for_pattern(None, place, None)
                if isinstance(quad.object, ox.NamedNode)
            )
        if self._has(_USED.value):
            found.update(_value(quad.subject) for quad in self.quads.quads_for_pattern(None, _GENERATED, None))
        return found - self._recommendations()

    def identifiers(self) -> Mapping[str, str]:
        """The short id of every node that has one."""
        return self._finder.identifiers if self._finder else ShortIds(self.quads, settled=True)

    def short_ids(self) -> Mapping[str, str]:
        """The short ids as they stand now, looked up one by one."""
        return ShortIds(self.quads)

    def _identifiers(self) -> dict[str, str]:
        return {
            _value(quad.subject): _value(quad.object)
            for quad in self.quads.quads_for_pattern(None, _IDENTIFIER, None)
        }

    def finder(self) -> Finder:
        """What every claim, and every source without claims, can be found by, and every area on record."""
        if self._finder is None:
            identifiers = self._identifiers()
            self._finder = Finder(tuple(headlines(self.quads, self.nodes(), identifiers)), places(self.quads), identifiers)
        return self._finder

    def by_url(self, url: str) -> set[str]:
        """The sources at a web address, however it is written; an IRI that says which work it is counts.

        A large store is asked for the usual spellings only, each a look-up.
        """
        return spelt_so(self.quads, url) if self._index else by_url(self.quads, url)

    def query(self, sparql: str) -> Answers:
        """The answers to a read-only query; prefixes of the project are known."""
        words = guarded(sparql)
        try:
            # A query that names its graphs gets those; any other gets the union of all.
            found = self.quads.query(PREFIX_LINES + sparql, use_default_graph_as_union=not names_graphs(words))
        except SyntaxError as error:
            if is_update(words):
                raise QueryError("a query only reads: INSERT, DELETE, LOAD and the other updates are refused") from error
            raise QueryError(unreadable(sparql, str(error), PREFIX_LINES.count("\n"))) from error
        except (ValueError, OSError, RuntimeError) as error:
            raise QueryError(f"the query could not be run: {error}") from error
        if isinstance(found, ox.QueryBoolean):
            return Answers(boolean=bool(found))
        if isinstance(found, ox.QueryTriples):
            return Answers(triples=tuple((str(t.subject), str(t.predicate), str(t.object)) for t in found))
        variables = tuple(variable.value for variable in found.variables)
        return Answers(variables, tuple(tuple(_text(row[i]) for i in range(len(variables))) for row in found))


def _explained(link: Link, node: str, used: list[str]) -> bool:
    return link.source == node and link.target in used and link.group is None and link.relation is Relation.DERIVES_FROM


def _node(node: str) -> ox.NamedNode | None:
    """The node of an IRI; None for a text, which other people's data may hold in its place."""
    try:
        return ox.NamedNode(node)
    except ValueError:
        return None


def _value(term: object) -> str:
    """The IRI, label or lexical form of a term."""
    return str(getattr(term, "value", term))


def _text(term: object) -> str | None:
    return None if term is None else str(getattr(term, "value", term))
