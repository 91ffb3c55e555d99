"""An opened graph: find a claim, trace it, check everything, ask SPARQL."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final

from kg.errors import AmbiguousError, NotFoundError, UsageError, encodable, nearest
from kg.lineage import facts as derived
from kg.lineage.analysis import Analysis, analyse
from kg.lineage.circumstances import circumstances
from kg.lineage.evidence import areas_of, build
from kg.lineage.gather import gather, unique
from kg.lineage.impact import impact
from kg.lineage.trace import lineage
from kg.model.figure import Figure
from kg.model.period import parse_period
from kg.model.records import Records
from kg.rdf.dataset import examined_quads
from kg.rdf.facts import fact_document
from kg.render.phrases import figure_words
from kg.results.trace import ImpactReport, Survey, Trace, short_name
from kg.rules.engine import Finding, run
from kg.search.scoring import leader, search
from kg.store.oxigraph import OxigraphStore
from kg.workspace.check import EVERYTHING, Wanted, check, rules_of
from kg.workspace.exports import Bridged
from kg.workspace.query import examined
from kg.workspace.selection import everything, in_document, nearby
from kg.workspace.whole_graph import Whole, findings, whole, with_facts

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Mapping
    from pathlib import Path

    from kg.lineage.backing import Table
    from kg.model.frozen import Frozen
    from kg.results.trace import CheckReport
    from kg.rules.rule import Rule
    from kg.store.protocol import Answers, Store
    from kg.workspace.config import Config

_ADDRESS: Final = re.compile(
    r"(?:doi:|https?://(?:dx\.)?doi\.org/)?(?P<doi>10\.\d{4,9}/\S+)|[a-z][a-z0-9+.-]*://\S+|urn:\S+|(?:[\w-]+\.)+[a-z]{2,}/\S*",
    re.IGNORECASE,
)
# Many claims may fit a vague headline; a list longer than this helps nobody.
MOST_CANDIDATES = 20


class Graph(Bridged):
    """A graph that was opened; every answer is computed from the store."""

    def __init__(
        self,
        config: Config,
        store: Store,
        table: Table,
        digest: str = "",
        places: Callable[[], Mapping[str, str]] = dict,
        notes: Iterable[str] = (),
        home: Path | None = None,
        generation: Path | None = None,
    ) -> None:
        self.config = config
        self.store = store
        self.table = table
        self.digest = digest
        self._places = places
        self._notes = tuple(notes)
        self.home = home
        self.generation = generation
        self._short: Mapping[str, str] | None = None
        self._augmented: OxigraphStore | None = None

    @property
    def name(self) -> str:
        """The name that answers carry."""
        return self.config.name

    @property
    def short(self) -> Mapping[str, str]:
        """The short id of every node that has one."""
        if self._short is None:
            self._short = self.store.identifiers()
        return self._short

    @property
    def notes(self) -> tuple[str, ...]:
        """What was left out of the files or could not be read of what was asked for so far, a line each."""
        return (*self._notes, *dict.fromkeys(self.store.faults))

    def add_notes(self, notes: Iterable[str]) -> None:
        """Say more of what concerns the reader."""
        self._notes = tuple(dict.fromkeys((*self._notes, *notes)))

    def query(self, sparql: str, facts: bool = False) -> Answers:
        """The answer to a read-only SPARQL query; with `facts`, over the derived facts as well.

        The facts stand in a graph of their own beside a copy of the data: nothing is added to the store that was opened.
        """
        return (self.with_facts() if facts else self.store).query(sparql)

    def with_facts(self) -> OxigraphStore:
        """A copy of the data with the derived facts beside it, and what is under examination, made once."""
        if self._augmented is None:
            self._augmented = with_facts(self.whole())
            self._augmented.add(examined_quads(self.config.base, self.examined()))
        return self._augmented

    def whole(self) -> Whole:
        """A copy of the graph, analysed; the facts are yet to be put beside it."""
        return whole(self.store, self.table)

    def find(self, text: str, until: date | None = None) -> tuple[str, tuple[str, ...]]:
        """The node that a headline, id, IRI or address names, and the others that fit.

        `until` leaves out of a search what came out after that day. Raises NotFoundError when nothing fits and
        AmbiguousError when several do and none clearly leads.
        """
        text = encodable(text).strip()
        if not text:
            raise UsageError("say which headline, id or address to trace")
        exact = self._by_name(text)
        if exact is not None:
            return self._one(text, exact)
        hits = search(self.store, text, frozenset(self.examined()), until.isoformat() if until else None)
        if not hits:
            raise NotFoundError(
                f"no claim fits “{text}”; try other words, a number or a place, or `kg query` to look around"
            )
        best = leader(hits, self._reaches)
        if best is None:
            raise AmbiguousError(text, self._describe(hit.iri for hit in hits[:MOST_CANDIDATES]))
        return best.iri, tuple(hit.iri for hit in hits[:MOST_CANDIDATES] if hit.iri != best.iri)

    def _by_name(self, text: str) -> list[str] | None:
        """The claims that an id, an IRI or an address names, or the source itself; None where the text is none of them."""
        named = self._named(text)
        if named is None:
            return None
        inside = self.store.claims_in(named)
        claims = sorted(claim for place in named for claim in inside.get(place, ()))
        return claims or sorted(named)

    def _named(self, text: str) -> set[str] | None:
        """The nodes that an id, an IRI or an address names; None where the text is none of them."""
        named = self._known(self.store.named(text)) or self._known([text])
        address = _ADDRESS.fullmatch(text)
        if not named and address:
            doi = f"https://doi.org/{address['doi']}" if address["doi"] else None
            named = self._known({*self.store.by_url(doi or text), doi or text})
        if not named and not address and len(text.split()) == 1:
            local = self.store.ending_in(text)
            named = local if len(local) == 1 else set()
        if not named and address:
            raise NotFoundError(f"nothing is recorded under {text}")
        return named or None

    def _known(self, nodes: Iterable[str]) -> set[str]:
        return {node for node in nodes if self.store.is_node(node)}

    def _recorded(self, text: str) -> list[str]:
        """The claims that an id, an IRI or an address names. Raises NotFoundError where it names nothing."""
        found = self._by_name(encodable(text).strip())
        if not found:
            raise NotFoundError(f"nothing is recorded under {text}{nearest(text.strip(), self.short.values())}")
        return found

    def _one(self, text: str, nodes: list[str]) -> tuple[str, tuple[str, ...]]:
        if len(nodes) == 1:
            return nodes[0], ()
        raise AmbiguousError(text, self._describe(nodes))

    def examined(self) -> list[str]:
        """The documents under examination: those that the settings name, else those that the data say they are about."""
        named = sorted(node for identifier in set(self.config.examines) for node in self.store.named(identifier))
        return named or examined(self.store)

    def _reaches(self, node: str) -> set[str]:
        """Everything in the lineage of a node: what it leans on, and what acts on that."""
        reached = self.store.closure([node])
        return reached | self.store.acting_on(reached)

    def _describe(self, nodes: Iterable[str]) -> list[str]:
        """A line per claim: id, figure, source."""
        wanted = list(nodes)
        found = self.store.records(set(wanted))
        areas = areas_of(found)
        claims = {claim.id: claim for claim in found.claims}
        titles = {source.id: source.title for source in found.sources}
        lines = []
        for node in wanted:
            claim = claims.get(node)
            figure = figure_words(claim.figure, areas) if claim and claim.figure else (claim and claim.says) or ""
            title = titles.get(claim.made_in or "") if claim else titles.get(node)
            lines.append("  ".join(part for part in (self.short.get(node, node), figure, title) if part))
        return lines

    def trace(self, text: str, as_of: str | None = None) -> Trace:
        """The lineage of the claim that a headline, id, IRI or address names.

        `as_of`, an EDTF date, judges with what was out by the end of that day. Raises UsageError for a bad date or a
        claim that came out later, and what `find` raises.
        """
        until = _day(as_of)
        start, others = self.find(text, until)
        records = gather(self.store, [start])
        self._check_out_by(records, until, start)
        analysis = analyse(build(records, until), self.table)
        found = lineage(analysis, start)
        book = rules_of(self)
        rules = book.rules
        self._notes = tuple(dict.fromkeys((*self._notes, *book.faults)))
        own = found.members | {link.id for link in analysis.graph.links if link.source in found.members}
        own |= {claim.made_in for node in found.members if (claim := analysis.graph.claims.get(node)) and claim.made_in}
        mine = self._findings(rules, analysis, found.members, own)
        return Trace(
            query=text,
            alternatives=tuple(self.short.get(node, node) for node in others),
            also_fit=tuple(self._describe(others)),
            graph_name=self.name,
            digest=self.digest,
            lineage=found,
            findings=tuple(f for f in mine if f.verdict == "fails"),
            rules_run=len(rules),
            cannot_tell=sum(f.verdict != "fails" for f in mine),
            short=self.short,
        )

    def _check_out_by(self, records: Records, until: date | None, start: str) -> None:
        """Raise UsageError where the claim asked about came out after the day to judge by."""
        made_in = next((claim.made_in for claim in records.claims if claim.id == start), start)
        issued = next((source.issued for source in records.sources if source.id == made_in), None)
        if until and issued and issued.start and issued.start > until:
            raise UsageError(f"{self.short.get(start, start)} came out after {until}")

    def _findings(
        self, rules: Iterable[Rule], analysis: Analysis, nodes: Iterable[str], about: Container[str] | None = None
    ) -> tuple[Finding, ...]:
        """What the rules say of the nodes and what acts on them: their quads and derived facts in a store of their own.

        Rules ask for claims and citation nodes, so what other people's RDF states in other words is restated beside it.
        With `about` only these are judged, and only their own steps and origins are worked out.
        """
        graph = analysis.graph
        scope = set(nodes)
        places = scope | {claim.made_in for node in scope if (claim := graph.claims.get(node)) and claim.made_in}
        scope = places | {link.source for link in graph.links if link.target in places}
        local = OxigraphStore()
        local.add(self.store.quads_of(scope))
        add_facts(local, analysis, scope, about)
        return run(rules, local.quads, self.name_of, faults=[], about=about)

    def findings(self, judged: Whole) -> tuple[Finding, ...]:
        """What the rules say of every node of the graph."""
        with_facts(judged)
        return findings(judged, rules_of(self).rules, self.name_of, {}, [])

    def name_of(self, node: str) -> str:
        """The short id of a node, or its IRI where it has none."""
        return short_name(self.short, node)

    def short_records(self) -> Records:
        """The whole graph as records under the short ids that people write."""
        records = unique(self.store.records(self.store.nodes()))
        moved = {
            "id",
            "made_in",
            "about",
            "by",
            "publisher",
            "authors",
            "source",
            "target",
            "group",
            "area",
            "within",
            "broader",
        }
        for kind in Records.__slots__:
            bag = getattr(records, kind)
            bag[:] = [self._shortened(record, moved) for record in bag]
        return records

    def _shortened(self, record: Frozen, fields: Container[str]) -> Frozen:
        changes: dict[str, object] = {}
        for field in type(record).model_fields:
            value = getattr(record, field, None)
            if isinstance(value, Figure):
                changes[field] = self._shortened(value, fields)
            elif field in fields and isinstance(value, str):
                changes[field] = self.name_of(value)
            elif field in fields and isinstance(value, tuple):
                changes[field] = tuple(map(self.name_of, value))
        return record.model_copy(update=changes)

    def analysis(self) -> Analysis:
        """The whole graph, analysed."""
        return self.whole().analysis

    def places(self) -> Mapping[str, str]:
        """File and line of every id that a record file defines."""
        return self._places()

    def check(self, wanted: Wanted = EVERYTHING) -> CheckReport:
        """The rules over the whole graph, or over one document of it. Raises UsageError where there is nothing to check."""
        return check(self, wanted)

    def impact(self, texts: Iterable[str]) -> ImpactReport:
        """What becomes of everything that leans on some claims or sources, named by id, IRI, address or headline, without them.

        Raises NotFoundError and AmbiguousError as `find` does. Nothing is written.
        """
        targets = [self.node(text) for text in texts]
        starts = set(targets) | {claim for claims in self.store.claims_in(targets).values() for claim in claims}
        records = gather(self.store, self.store.dependents(starts))
        found = impact(build(records), self.table, targets, self.store.recommendations())
        return ImpactReport(self.name, found, self.short)

    def node(self, text: str) -> str:
        """The one claim or source that an id, IRI or address names, else the claim that a headline does."""
        return next(iter(sorted(self._named(encodable(text).strip()) or ())), None) or self.find(text)[0]

    def survey(self, around: str | None = None, hops: int = 1, document: str | None = None) -> Survey:
        """Several claims to draw: all of them, those within some hops of one, or those of one document.

        Raises UsageError where there is nothing to draw, and NotFoundError for an id or address that is not recorded.
        """
        analysis = self.analysis()
        if not analysis.graph.nodes:
            raise UsageError(f"{self.name}: there is no claim to draw")
        if document is not None:
            found = in_document(analysis, self._recorded(document))
        elif around is not None:
            found = nearby(analysis, self._recorded(around), hops)
        else:
            found = everything(analysis, self.examined())
        rules = rules_of(self).rules
        findings = self._findings(rules, analysis, found.nodes)
        return Survey(
            title=f"{found.title or self.name}",
            graph_name=self.name,
            digest=self.digest,
            analysis=analysis,
            findings=tuple(f for f in findings if f.verdict == "fails"),
            rules_run=len(rules),
            cannot_tell=sum(f.verdict != "fails" for f in findings),
            starts=found.starts,
            nodes=found.nodes,
            short=self.short,
        )


def _day(as_of: str | None) -> date | None:
    """The last day of an EDTF date. Raises UsageError for anything else."""
    if as_of is None:
        return None
    try:
        return parse_period(encodable(as_of)).end
    except ValueError as error:
        raise UsageError(f"as of: {error}") from error


def add_facts(
    local: OxigraphStore, analysis: Analysis, scope: Container[str], about: Container[str] | None = None
) -> None:
    """Put the derived facts about the nodes of the scope beside their data; `about`, when given, are those that are judged."""
    told = (
        derived.restated(analysis, scope, local.citations()),
        derived.facts(analysis, scope, about),
        circumstances(analysis, scope),
    )
    for part in told:
        local.load(fact_document(part))
