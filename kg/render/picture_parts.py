"""From an analysed graph to the boxes and arrows of a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from kg.errors import count
from kg.lineage.answer import word
from kg.lineage.evidence import Need
from kg.lineage.restatement import same_fields
from kg.model.figure_words import figure_words
from kg.model.words import Role
from kg.rdf.labels import label
from kg.render.phrases import day
from kg.render.picture import Cited, Edge, Flag, Node
from kg.render.picture_marks import shifts
from kg.render.safe import clip, plain_text, web_address

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from kg.lineage.analysis import Analysis
    from kg.lineage.evidence import Arc
    from kg.model.link import Link
    from kg.model.reading import Reading
    from kg.model.records import Claim, Source

_ASIDE_ROLES = {Role.SUPPORT: "support", Role.REPLY: "reply", Role.STANDING: "standing"}
_HEAD = 400


class Drawing(Struct):
    """Draws some nodes of an analysed graph: first `lean_on` for evidence, then `speak_to` for what acts on it."""

    analysis: Analysis
    name: Callable[[str], str]
    findings: Mapping[str, tuple[Flag, ...]]
    wanted: frozenset[str]
    nodes: dict[str, Node] = field(default_factory=dict)
    edges: dict[str, Edge] = field(default_factory=dict)
    arcs: dict[str, Arc] = field(default_factory=dict)

    def lean_on(self, starts: Iterable[str]) -> None:
        """Every wanted node that the starts lean on, in the order of a breadth-first walk, with the arrows between."""
        waiting = list(starts)
        for node in waiting:
            if node in self.nodes or node not in self.wanted:
                continue
            self.nodes[node] = self.box(node)
            for arc in self.analysis.graph.alternatives.get(node, ()):
                waiting.extend(self._arrow(node, arc, "evidence"))
            for need in self.analysis.graph.workings.get(node, ()):
                waiting.extend(self._working(node, need))

    def _arrow(self, origin: str, arc: Arc, role: str) -> Iterator[str]:
        """The arrow of one step; yields its target where the walk goes on there."""
        target = arc.target
        if arc.ends:
            target = f"{arc.ends}: {arc.target}"
            if target not in self.nodes:
                self.nodes[target] = self._dead_end(arc)
        elif target not in self.wanted:
            return
        key = f"{arc.link.id} {arc.target}" if arc.inferred else arc.link.id
        self.arcs[key] = arc
        self.edges[key] = self._edge(key, origin, target, arc, role)
        if not arc.ends:
            yield target

    def _working(self, node: str, need: Need) -> Iterator[str]:
        """Inputs: one arrow each, or through a junction where all of them are needed."""
        origin = node
        if need.grouped:
            many = len(need.members) + len(need.inputs)
            origin = need.id
            self.nodes[origin] = Node(
                self.name(origin), "all of", f"needs all of {count(many, 'input')}", document=self._document(node)
            )
            key = f"{need.id} of {node}"
            self.edges[key] = Edge(self.name(key), node, origin, "derives-from", "worked out from", "input")
        for part in need.inputs:
            value = f"value {part.value}" if part.value is not None else "NO VALUE GIVEN"
            self.nodes[part.id] = Node(
                self.name(part.id), "input", plain_text(part.says), note=value, document=self._document(node)
            )
            self.edges[part.id] = Edge(self.name(f"{part.id} in"), origin, part.id, "derives-from", "input", "input")
        for member in need.members:
            for arc in member:
                yield from self._arrow(origin, arc, "input")

    def _edge(self, key: str, origin: str, target: str, arc: Arc, role: str) -> Edge:
        link = arc.link
        alike = same_fields(self.analysis.graph, arc)
        return Edge(
            id=self.name(key),
            source=origin,
            target=target,
            relation=str(link.relation),
            label=label("relation", link.relation),
            role=role,
            shown=str(link.shown_as),
            shifts=shifts(arc.hop.changes),
            same=f"same {', '.join(label('field', name) for name in alike)}" if alike else "",
            locator=plain_text(link.locator or ""),
            quote=plain_text(link.quote or ""),
            reading=str(link.reading.status),
            guess="inferred" if arc.inferred else "assumed" if arc.assumed else None,
            flags=self.findings.get(link.id, ()),
        )

    def box(self, node: str) -> Node:
        """The box of a claim or source."""
        analysis = self.analysis
        claim, source = analysis.graph.claims.get(node), analysis.graph.source_of(node)
        record = claim or source
        level, reach = analysis.backing.level.get(node), analysis.backing.reach.get(node)
        if claim is not None and claim.figure is None:
            level = reach = None  # nothing to grade
        kind = analysis.ends.leaf.get(node)
        standing = self._standing(node, claim)
        reading = record.reading if record else None
        return Node(
            id=self.name(node),
            kind="claim" if claim else "source",
            head=self._head(node, claim, source),
            place=self._place(claim, source),
            says=plain_text((claim.says if claim else None) or ""),
            backing=None if level is None or reach is None else word(level, reach),
            reach=None if reach is None else word(reach, reach),
            reading=str(analysis.graph.status(node)) if reading else None,
            reading_note=_reading_note(reading) if reading else "",
            end=analysis.ends.circle.get(node, kind) if kind is None else kind,
            note=self._made(node) if kind == "made here" else "",
            standing=standing,
            locator=plain_text((claim.locator if claim else None) or ""),
            quote=plain_text((claim.quote if claim else None) or ""),
            document=self._document(node),
            cited=self._cited(source, node),
            url=web_address(source.url) if source else None,
            copy=web_address(source.snapshot.at) if source and source.snapshot else None,
            access=self._access(source),
            flags=self.findings.get(node, ()),
        )

    def _document(self, node: str) -> str:
        claim = self.analysis.graph.claims.get(node)
        return plain_text(self.name(claim.made_in or node) if claim else self.name(node))

    def _cited(self, source: Source | None, node: str) -> Cited:
        if source is None:
            return Cited(title=plain_text(self._document(node)))
        named = [
            ", ".join(self.analysis.graph.agents.get(a, self.name(a)) for a in group)
            for group in (source.authors, source.publisher)
        ]
        issued = source.issued
        day_ = issued.start if issued and issued.start and issued.start == issued.end else None
        return Cited(
            title=plain_text(source.title or self.name(source.id)),
            authors=plain_text(named[0]),
            publisher=plain_text(named[1]),
            kind=plain_text(source.kind or ""),
            issued=day(day_) if day_ else str(issued) if issued else "",
        )

    def _access(self, source: Source | None) -> str:
        if source is None or source.access is None:
            return ""
        when = source.access.when.on
        return label("access", source.access.state) + (f" on {day(when)}" if when else "")

    def _head(self, node: str, claim: Claim | None, source: Source | None) -> str:
        if claim is None:
            return plain_text((source.title if source else None) or self.name(node))
        words = figure_words(claim.figure, self.analysis.graph.areas) if claim.figure else ""
        return clip(words or plain_text(claim.says or "") or self.name(node), _HEAD)

    def _place(self, claim: Claim | None, source: Source | None) -> str:
        if source is None:
            return plain_text(self.name(claim.made_in)) if claim and claim.made_in else ""
        year = source.issued.edtf[:4] if source.issued else ""
        title = (source.title or self.name(source.id)) if claim else source.kind or ""
        return clip(plain_text(" · ".join(part for part in (year, title) if part)), _HEAD)

    def _made(self, node: str) -> str:
        making = self.analysis.graph.making(node)
        if making is None:
            return ""
        return plain_text("; ".join(part for part in (making.how, label("working", making.working)) if part))

    def _standing(self, node: str, claim: Claim | None) -> tuple[str, ...]:
        analysis = self.analysis
        places = [node, *([claim.made_in] if claim and claim.made_in else [])]
        words = [analysis.standings.taken_back[place][0] for place in places if place in analysis.standings.taken_back]
        if any(place in analysis.standings.superseded for place in places):
            words.append("superseded")
        if node in analysis.on_withdrawn:
            words.append("rests on withdrawn material")
        return tuple(dict.fromkeys(label("standing", word_) for word_ in words))

    def _dead_end(self, arc: Arc) -> Node:
        """The box of an arrow that leads nowhere: what was cited, and what came of following it."""
        source = self.analysis.graph.source_of(arc.target)
        when = arc.link.outcome.when if arc.link.outcome else None
        title = (source.title if source else None) or self.name(arc.target)
        return Node(
            id=f"{self.name(arc.target)} ({arc.ends})",
            kind="end",
            head=clip(plain_text(title), _HEAD),
            place=plain_text(source.issued.edtf[:4] if source and source.issued else ""),
            end=arc.ends,
            note=f"on {day(when.on)}" if when and when.on else "",
            reading=str(self.analysis.graph.status(source.id)) if source else None,
            document=self._document(arc.target),
            cited=self._cited(source, arc.target),
            access=self._access(source),
            url=web_address(source.url) if source else None,
            flags=self.findings.get(arc.target, ()),
        )

    def speak_to(self) -> None:
        """What challenges, supports, answers, takes back or replaces the boxes drawn so far, as boxes beside them."""
        graph, found = self.analysis.graph, self.analysis.standings
        places: dict[str, str] = {}
        for node in list(self.nodes):
            claim = graph.claims.get(node)
            places.setdefault(node, node)
            if claim and claim.made_in:
                places.setdefault(claim.made_in, node)
        for place, node in list(places.items()):
            for challenge in found.challenges.get(place, ()):
                about = f" {label('challenge', challenge.link.on)}" if challenge.link.on else ""
                parts = [
                    "a caveat by its maker" if challenge.caveat else "",
                    "in the same document" if challenge.same_document else "",
                ]
                self._aside(challenge.link, node, "challenge", about, "; ".join(filter(None, parts)))
                for reply in challenge.replies:
                    self._reply(reply, challenge.link.source)
            for link in found.corroborations.get(place, ()):
                self._aside(link, node, "support")
            for link in [found.taken_back[place][1]] if place in found.taken_back else []:
                self._aside(link, node, "standing")
            if place in found.superseded:
                self._aside(found.superseded[place], node, "standing")

    def _aside(self, link: Link, target: str, role: str, about: str = "", note: str = "") -> None:
        if link.source not in self.nodes:
            self.nodes[link.source] = replace(
                self.box(link.source), aside=True, backing=None, reach=None, end=None, note=""
            )
        self.edges[link.id] = Edge(
            id=self.name(link.id),
            source=link.source,
            target=target,
            relation=str(link.relation),
            label=label("relation", link.relation) + about,
            role=role,
            locator=plain_text(link.locator or ""),
            quote=plain_text(link.quote or ""),
            reading=str(link.reading.status),
            note=note,
            flags=self.findings.get(link.id, ()),
        )

    def _reply(self, reply: str, challenger: str) -> None:
        if reply not in self.nodes:
            self.nodes[reply] = replace(self.box(reply), aside=True, backing=None, reach=None, end=None, note="")
        key = f"{reply} replies to {challenger}"
        self.edges[key] = Edge(
            self.name(key), reply, challenger, "replies-to", label("relation", "replies-to"), "reply"
        )

    def best(self, links: Sequence[str], start: str) -> None:
        """Mark the boxes and arrows of the best path, given as the links that it follows."""
        if not links:
            return
        here = {start}
        on_way: list[tuple[str, Arc]] = []
        for link in links:
            steps = [(key, arc) for key, arc in self.arcs.items() if arc.link.id == link and arc.origin in here]
            on_way.extend(steps)
            here = {arc.target for _, arc in steps}
        kept, ahead = [], here
        for key, arc in reversed(on_way):
            if arc.target in ahead or arc.ends:
                kept.append((key, arc))
                ahead = ahead | {arc.origin}
        for key, arc in kept:
            self.edges[key] = replace(self.edges[key], best=True)
            for end in (arc.origin, self.edges[key].target):
                self.nodes[end] = replace(self.nodes[end], best=True)
        self.nodes[start] = replace(self.nodes[start], best=True)


def _reading_note(reading: Reading) -> str:
    """Through what something was seen, and how much of it."""
    seen = f"seen in {reading.seen_in}" if reading.seen_in else ""
    return plain_text(", ".join(part for part in (seen, reading.part) if part))
