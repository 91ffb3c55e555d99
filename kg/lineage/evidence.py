"""The evidence graph: claims and sources joined by arcs, made once from records and then only read.

An `Arc` is one step of the walk. A link to a source as a whole becomes one inferred arc per claim in it about the same
variable in a compatible scope; a link that is known to lead nowhere becomes an arc that ends there.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import groupby
from typing import TYPE_CHECKING

from msgspec import Struct, field

from kg.compare.areas import NO_AREAS, Areas
from kg.compare.drift import Change, Hop, Known, Said, compare, compatible, hop
from kg.compare.variables import NO_VARIABLES, Variables
from kg.model.records import Making
from kg.model.words import AccessState, Operation, OutcomeKind, ReadingStatus, Relation, Role

if TYPE_CHECKING:
    from collections.abc import Container, Iterable
    from datetime import date

    from kg.model.link import Group, Input, Link
    from kg.model.records import Claim, Records, Source

BLOCKED_LEVEL = Hop(passes_level=False)
_GONE = frozenset({AccessState.NOT_FOUND, AccessState.TAKEN_DOWN, AccessState.LOST})


class Arc(Struct, frozen=True):
    """One step from a node to what it leans on; `ends` is the kind of end when the step leads nowhere."""

    link: Link
    origin: str
    target: str
    hop: Hop
    inferred: bool = False
    assumed: bool = False
    ends: str | None = None

    def is_open(self, fallen: Container[str]) -> bool:
        """Whether the step ends where nobody has traced further yet, at something that was not taken back."""
        return self.ends == "not traced further" and self.target not in fallen


class Need(Struct, frozen=True):
    """Inputs that a figure was worked from together: each member has one or more arcs, any of which will do."""

    id: str
    members: tuple[tuple[Arc, ...], ...]
    inputs: tuple[Input, ...] = ()
    shown: bool = True
    grouped: bool = True
    operation: Operation | None = None

    @property
    def lacks_value(self) -> bool:
        """Whether a part is needed whose value the document does not give."""
        return any(part.value is None for part in self.inputs)


class Evidence(Struct):
    """Claims and sources with the steps out of each; identifiers are IRIs or ids, whatever the records use."""

    claims: dict[str, Claim] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    alternatives: dict[str, tuple[Arc, ...]] = field(default_factory=dict)
    workings: dict[str, tuple[Need, ...]] = field(default_factory=dict)
    links: tuple[Link, ...] = ()
    links_of: dict[str, tuple[Link, ...]] = field(default_factory=dict)
    areas: Areas = NO_AREAS
    variables: Variables = NO_VARIABLES
    claims_of: dict[str, tuple[str, ...]] = field(default_factory=dict)
    nodes: list[str] = field(default_factory=list)
    makings: dict[str, Making] = field(default_factory=dict)
    absent: frozenset[str] = frozenset()
    works: dict[str, str] = field(default_factory=dict)
    agents: dict[str, str] = field(default_factory=dict)
    agent_kinds: dict[str, str] = field(default_factory=dict)
    compared: Known = field(default_factory=dict)

    def making(self, node: str) -> Making | None:
        """How a node made its figure itself, if it did; a needs-all group implies that it did."""
        return self.makings.get(node)

    def source_of(self, node: str) -> Source | None:
        """The source a claim is made in, or the source itself."""
        claim = self.claims.get(node)
        return self.sources.get(claim.made_in or "" if claim else node)

    def work_of(self, node: str) -> str:
        """The work a node belongs to: its source, or the work that source is an edition or revision of."""
        claim = self.claims.get(node)
        source = (claim.made_in or node) if claim else node
        if source not in self.works:
            self.works[source] = self._first_edition(source)
        return self.works[source]

    def _first_edition(self, source: str) -> str:
        seen: set[str] = set()
        while source in self.sources and source not in seen:
            seen.add(source)
            earlier = [*self.sources[source].edition_of, *self.sources[source].revision_of]
            if not earlier:
                return source
            source = earlier[0]
        return min(seen) if source in seen else source

    def was_read(self, node: str) -> bool:
        """Whether someone read the text of the node itself, in the original or in a copy."""
        record = self.claims.get(node) or self.sources.get(node)
        return record is not None and record.reading.was_read

    def issued(self, node: str) -> tuple[date | None, date | None]:
        """The first and the last day on which the document of a node may have come out."""
        source = self.source_of(node)
        return (source.issued.start, source.issued.end) if source and source.issued else (None, None)

    def said(self, citing: str, cited: str) -> Said:
        """When the documents of two claims came out, that of the cited one first."""
        return self.issued(cited)[1], self.issued(citing)[1]

    def hop(self, citing: Claim, cited: Claim) -> Hop:
        """What a restatement did to the figure of the claim that it leans on."""
        return hop(citing, cited, self.areas, self.said(citing.id, cited.id), self.compared, self.variables)

    def changes(self, citing: Claim, cited: Claim) -> tuple[Change, ...]:
        """Everything that differs between two claims with figures, as recorded, what they measure included."""
        if citing.figure is None or cited.figure is None:
            return ()
        measured = self.variables.change(cited.about, citing.about)
        found = compare(cited.figure, citing.figure, self.areas, self.said(citing.id, cited.id))
        return (*((measured,) if measured else ()), *found)

    def states_figure(self, node: str) -> bool:
        """Whether a node is a claim with a figure."""
        claim = self.claims.get(node)
        return claim is not None and claim.figure is not None

    def unread(self, node: str) -> bool:
        """Whether nobody has seen the text of the node, themselves or through others."""
        return self.status(node) is ReadingStatus.UNREAD

    def status(self, node: str) -> ReadingStatus:
        """How the text of a node was seen; a source of which nothing is said is recorded where claims of it are."""
        if claim := self.claims.get(node):
            return claim.status
        source = self.sources.get(node)
        found = source.reading.status if source else ReadingStatus.UNREAD
        pointed_at = found is ReadingStatus.RECORDED and node not in self.claims_of
        return ReadingStatus.UNREAD if pointed_at else found

    def arcs(self, node: str) -> Iterable[Arc]:
        """Every step out of a node, workings included."""
        yield from self.alternatives.get(node, ())
        for need in self.workings.get(node, ()):
            for member in need.members:
                yield from member

    def targets(self, node: str) -> list[str]:
        """What a node leans on, by steps that lead somewhere."""
        return [arc.target for arc in self.arcs(node) if not arc.ends]

    def bearing(self, node: str) -> list[str]:
        """What the figure of a node comes from, by steps that lead somewhere: not what is only a denominator or the like."""
        return [arc.target for arc in self.arcs(node) if not arc.ends and arc.link.used_for is None]

    def gone(self, source: str) -> str | None:
        """Whether a source is not found, taken down or lost, and no snapshot of it is kept."""
        record = self.sources.get(source)
        if record is None or record.access is None or record.snapshot or record.access.state not in _GONE:
            return None
        return str(record.access.state)

    def gone_from(self, node: str) -> str | None:
        """Whether what the node stands in, or the node itself, is gone."""
        claim = self.claims.get(node)
        return self.gone(claim.made_in or "" if claim else node)

    def leaf_end(self, node: str) -> str | None:
        """How a path that goes no further than this node ends; None where steps lead on."""
        if self.making(node) is not None:
            return "made here"
        if self.alternatives.get(node):
            return None
        if state := self.gone_from(node):
            return state
        claim = self.claims.get(node)
        read_whole = claim is not None and claim.names_no_source is not None and claim.reading.part is None
        return "names no source" if read_whole else "not traced further"


def build(records: Records, until: date | None = None) -> Evidence:
    """The evidence graph of a bag of records.

    `until`, when given, leaves out every source that came out after that day, with its claims; a link to one of them goes
    no further, so that a figure whose inputs were not out yet is not taken for one that needed none.
    """
    graph = Evidence(areas=areas_of(records), variables=variables_of(records))
    late = {s.id for s in records.sources if until and s.issued and s.issued.start and s.issued.start > until}
    graph.sources = {s.id: _as_it_was(s, until) for s in records.sources if s.id not in late}
    graph.claims = {c.id: c for c in records.claims if c.made_in not in late}
    graph.claims_of = _claims_of(graph.claims.values())
    known = {*graph.claims, *graph.sources}
    graph.absent = frozenset(late | {c.id for c in records.claims if c.made_in in late})
    # A target nobody described is still a source that a link points at.
    links = [link for link in sorted(records.links, key=lambda link: link.id) if link.source in known]
    graph.links = tuple(links)
    by_maker = sorted(links, key=lambda link: (link.source, link.id))
    graph.links_of = {node: tuple(links) for node, links in groupby(by_maker, key=lambda link: link.source)}
    groups = {group.id: group for group in records.groups}
    missing = (link for link in links if link.relation is Relation.ABSENT_FROM)
    absent = {(link.source, link.target) for link in missing if link.reading.part is None}
    evidence = [link for link in links if link.relation.role is Role.EVIDENCE]
    by_source = defaultdict(list)
    for link in evidence:
        by_source[link.source].append(link)
    for node, links in by_source.items():
        _arrange(graph, node, links, groups, absent)
    for group in sorted(records.groups, key=lambda group: group.id):
        if not group.members and group.source in known:
            need = Need(group.id, (), group.inputs, operation=group.operation)
            graph.workings[group.source] = (*graph.workings.get(group.source, ()), need)
    # A source whose claims are recorded is walked at its claims; the others are places of their own.
    graph.nodes = sorted({*graph.claims, *(source for source in graph.sources if source not in graph.claims_of)})
    graph.makings = _makings(graph)
    graph.agents = {agent.id: agent.name for agent in records.agents}
    graph.agent_kinds = {agent.id: agent.kind for agent in records.agents if agent.kind}
    return graph


def _as_it_was(source: Source, until: date | None) -> Source:
    """A source without what was found out about its access later."""
    access = source.access
    if until is None or access is None or access.when.on is None or access.when.on <= until:
        return source
    return source.model_copy(update={"access": None})


def _makings(graph: Evidence) -> dict[str, Making]:
    implied = {node: Making.trusted() for node, needs in graph.workings.items() if any(need.grouped for need in needs)}
    stated = {
        record.id: record.making
        for records in (graph.sources, graph.claims)
        for record in records.values()
        if record.making is not None
    }
    return {**implied, **stated}


def areas_of(records: Records) -> Areas:
    """The containment of the areas that records describe."""
    return Areas(
        {area.id: frozenset(area.within) for area in records.areas}, {area.id: area.name for area in records.areas}
    )


def variables_of(records: Records) -> Variables:
    """Which of the variables that records describe include which."""
    return Variables(
        {variable.id: frozenset(variable.broader) for variable in records.variables if variable.broader},
        {variable.id: variable.name for variable in records.variables},
    )


def _claims_of(claims: Iterable[Claim]) -> dict[str, tuple[str, ...]]:
    pairs = sorted((claim.made_in, claim.id) for claim in claims if claim.made_in)
    return {source: tuple(c for _, c in group) for source, group in groupby(pairs, key=lambda pair: pair[0])}


def _arrange(
    graph: Evidence, node: str, links: list[Link], groups: dict[str, Group], absent: set[tuple[str, str]]
) -> None:
    """Sort the links of one node into alternatives and workings."""
    record = graph.claims.get(node) or graph.sources.get(node)
    makes = (record is not None and record.making is not None) or any(link.group for link in links)
    alternatives: list[Arc] = []
    needs: list[Need] = []
    grouped: dict[str, list[tuple[Arc, ...]]] = defaultdict(list)
    shown: dict[str, bool] = {}
    for link in links:
        working = link.group is not None or (makes and link.relation.is_working)
        arcs = _steps(graph, link, working, absent)
        if link.group is not None:
            grouped[link.group].append(arcs)
            shown[link.group] = shown.get(link.group, True) and link.shown_as == "reference"
        elif working:
            needs.append(Need(link.id, (arcs,), shown=link.shown_as == "reference", grouped=False))
        else:
            alternatives.extend(arcs)
    for group_id, members in grouped.items():
        group = groups.get(group_id)
        operation = group.operation if group else None
        inputs = group.inputs if group else ()
        needs.append(Need(group_id, tuple(members), inputs, shown[group_id], operation=operation))
    if alternatives:
        graph.alternatives[node] = tuple(alternatives)
    if needs:
        graph.workings[node] = tuple(sorted(needs, key=lambda need: need.id))


def _seen_in_part(link: Link) -> bool:
    """Whether a figure is said to be missing from what was not seen whole: such an absence shows nothing."""
    return link.outcome is not None and link.outcome.kind is OutcomeKind.NOT_IN_IT and link.reading.part is not None


def _steps(graph: Evidence, link: Link, working: bool, absent: set[tuple[str, str]]) -> tuple[Arc, ...]:
    """The arcs of one link: to a claim, to the fitting claims of a source, to a bare source, or to an end."""
    node, target = link.source, link.target
    cited = graph.claims.get(target)
    if link.presumed and link.outcome is None:
        return (Arc(link, node, target, Hop(), ends="not traced further"),)
    if link.outcome is not None and not _seen_in_part(link):
        return (Arc(link, node, target, Hop(), ends=str(link.outcome.kind)),)
    if (node, target) in absent or (cited and cited.made_in and (node, cited.made_in) in absent):
        return (Arc(link, node, target, Hop(), ends="not in it"),)
    if target in graph.absent:
        return (Arc(link, node, target, Hop(), ends="not traced further"),)
    citing = graph.claims.get(node)
    if cited is not None:
        found = Hop() if working or citing is None else graph.hop(citing, cited)
        return (Arc(link, node, target, found),)
    inside = [graph.claims[claim] for claim in graph.claims_of.get(target, ()) if claim != node]
    if not inside:
        # A claim does not inherit the reference list of a document: such steps count for could_reach only.
        through = BLOCKED_LEVEL if citing is not None else Hop()
        return (Arc(link, node, target, through, assumed=citing is None),)
    fitting = [claim for claim in inside if citing is not None and compatible(citing, claim, graph.areas)]
    if not fitting or citing is None:
        return (Arc(link, node, target, Hop(), ends=graph.gone(target) or "not traced further"),)
    return tuple(
        Arc(link, node, claim.id, Hop() if working else graph.hop(citing, claim), inferred=True) for claim in fitting
    )
