"""An opened graph: find a claim, trace it, check everything, ask SPARQL."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from kg.errors import AmbiguousError, NotFoundError, UsageError
from kg.lineage.analysis import Analysis, analyse
from kg.lineage.evidence import areas_of, build
from kg.lineage.facts import facts, restated
from kg.lineage.gather import gather, unique
from kg.lineage.trace import lineage
from kg.model.period import parse_period
from kg.rdf.facts import fact_quads
from kg.render.trace import CheckReport, Survey, Trace
from kg.render.words import figure_words
from kg.rules.engine import Finding, run
from kg.rules.registry import built_in
from kg.store.headline import leader, search
from kg.store.oxigraph import OxigraphStore
from kg.workspace.choose import everything, in_document, nearby

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.lineage.backing import Table
    from kg.model.records import Records
    from kg.store.protocol import Answers
    from kg.workspace.config import Config

# Many claims may fit a vague headline; a list longer than this helps nobody.
MOST_CANDIDATES = 20


class Graph:
    """A graph that was opened; every answer is computed from the store."""

    def __init__(
        self, config: Config, store: OxigraphStore, table: Table, digest: str, places: Mapping[str, str]
    ) -> None:
        self.config = config
        self.store = store
        self.table = table
        self.digest = digest
        self.places = places
        self._short: dict[str, str] | None = None

    @property
    def name(self) -> str:
        """The name that answers carry."""
        return self.config.name

    @property
    def short(self) -> dict[str, str]:
        """The short id of every node that has one."""
        if self._short is None:
            self._short = dict(self.store.identifiers())
        return self._short

    def query(self, sparql: str) -> Answers:
        """The answer to a read-only SPARQL query."""
        return self.store.query(sparql)

    def find(self, text: str) -> tuple[str, tuple[str, ...]]:
        """The node that a headline, id, IRI or address names, and the others that fit.

        Raises NotFoundError when nothing fits and AmbiguousError when several do and none clearly leads.
        """
        text = text.strip()
        if not text:
            raise UsageError("say which headline, id or address to trace")
        exact = self._by_name(text)
        if exact is not None:
            return self._one(text, exact)
        examined = frozenset(self._iris(self.config.examines))
        hits = search(self.store, text, examined)
        if not hits:
            raise NotFoundError(f"no claim fits “{text}”; try fewer words, or `kg query` to look around")
        best = leader(hits, self._reaches)
        if best is None:
            raise AmbiguousError(text, self._describe(hit.iri for hit in hits[:MOST_CANDIDATES]))
        return best.iri, tuple(hit.iri for hit in hits[:MOST_CANDIDATES] if hit.iri != best.iri)

    def _by_name(self, text: str) -> list[str] | None:
        """The nodes that an id, an IRI or an address names; None where the text is none of them."""
        ids = {short: node for node, short in self.short.items()}
        node = ids.get(text, text if text in self.short else None)
        if node is not None or "://" in text or text.startswith("urn:"):
            found = [node] if node else sorted(self.store.by_url(text)) or [text]
            known = self.store.nodes()
            found = [place for place in found if place in known]
            if not found:
                raise NotFoundError(f"nothing is recorded under {text}")
            inside = self.store.claims_in(found)
            claims = sorted(claim for place in found for claim in inside.get(place, ()))
            return claims or found
        return None

    def _named(self, text: str) -> list[str]:
        found = self._by_name(text.strip())
        if not found:
            raise NotFoundError(f"nothing is recorded under {text}")
        return found

    def _one(self, text: str, nodes: list[str]) -> tuple[str, tuple[str, ...]]:
        if len(nodes) == 1:
            return nodes[0], ()
        raise AmbiguousError(text, self._describe(nodes))

    def _iris(self, identifiers: Iterable[str]) -> list[str]:
        wanted = set(identifiers)
        return [node for node, short in self.short.items() if short in wanted]

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
        start, others = self.find(text)
        records = gather(self.store, [start])
        analysis = analyse(build(records, self._out_by(records, as_of, start)), self.table)
        found = lineage(analysis, start)
        findings = self._findings(analysis)
        own = found.members | {link.id for link in analysis.graph.links if link.source in found.members}
        mine = tuple(f for f in findings if f.node in own)
        return Trace(
            query=text,
            alternatives=tuple(self.short.get(node, node) for node in others),
            graph_name=self.name,
            digest=self.digest,
            lineage=found,
            findings=tuple(f for f in mine if f.verdict == "fails"),
            rules_run=len(built_in()),
            cannot_tell=sum(f.verdict != "fails" for f in mine),
            short=self.short,
            agents={agent.id: agent.name for agent in records.agents},
        )

    def _out_by(self, records: Records, as_of: str | None, start: str) -> frozenset[str] | None:
        if as_of is None:
            return None
        try:
            day: date | None = parse_period(as_of).end
        except ValueError as error:
            raise UsageError(f"--as-of: {error}") from error
        late = {
            source.id
            for source in records.sources
            if day and source.issued and source.issued.start and source.issued.start > day
        }
        made_in = next((claim.made_in for claim in records.claims if claim.id == start), start)
        if made_in in late:
            raise UsageError(f"{self.short.get(start, start)} came out after {as_of}")
        return frozenset(source.id for source in records.sources) - late

    def _findings(self, analysis: Analysis) -> tuple[Finding, ...]:
        """What the rules say of an analysed graph: its quads and derived facts in a store of their own.

        Rules ask for claims and citation nodes, so what other people's RDF states in other words is restated beside it.
        """
        local = OxigraphStore()
        local.add(self.store.quads_of(analysis.graph.nodes))
        local.add(fact_quads(restated(analysis, local.citations())))
        local.add(fact_quads(facts(analysis)))
        return run(built_in(), local.quads, self._name)

    def _name(self, node: str) -> str:
        head, mark, tail = node.partition("#")
        return self.short.get(node) or f"{self.short.get(head, head)}{mark}{tail}"

    def analysis(self) -> Analysis:
        """The whole graph, analysed."""
        return analyse(build(unique(self.store.records(self.store.nodes()))), self.table)

    def survey(self, around: str | None = None, hops: int = 1, document: str | None = None) -> Survey:
        """Several claims to draw: all of them, those within some hops of one, or those of one document.

        Raises UsageError where there is nothing to draw, and NotFoundError for an id or address that is not recorded.
        """
        analysis = self.analysis()
        if not analysis.graph.nodes:
            raise UsageError(f"{self.name}: there is no claim to draw")
        if document is not None:
            found = in_document(analysis, self._named(document))
        elif around is not None:
            found = nearby(analysis, self._named(around), hops)
        else:
            found = everything(analysis, self._iris(self.config.examines))
        findings = self._findings(analysis)
        return Survey(
            title=f"{found.title or self.name}",
            graph_name=self.name,
            digest=self.digest,
            analysis=analysis,
            findings=tuple(f for f in findings if f.verdict == "fails"),
            rules_run=len(built_in()),
            cannot_tell=sum(f.verdict != "fails" for f in findings),
            starts=found.starts,
            nodes=found.nodes,
            short=self.short,
        )

    def check(self) -> CheckReport:
        """Every rule over the whole graph."""
        analysis = self.analysis()
        if not analysis.graph.claims:
            raise UsageError(f"{self.name}: there is no claim to check")
        findings = self._findings(analysis)
        untraced = sum(kind == "not traced further" for kind in analysis.ends.leaf.values())
        unread = sum(not claim.reading.was_read for claim in analysis.graph.claims.values())
        return CheckReport(
            graph_name=self.name,
            findings=tuple(f for f in findings if f.verdict == "fails"),
            undecided=tuple(f for f in findings if f.verdict != "fails"),
            claims=len(analysis.graph.claims),
            rules=len(built_in()),
            todo=untraced + unread,
            short={node: self._name(node) for node in {f.node for f in findings} | {s for f in findings for s in f.path}},
            titles={rule.code: rule.title for rule in built_in()},
            places=self.places,
        )
