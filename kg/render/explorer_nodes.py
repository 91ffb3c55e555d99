"""Every node of a graph as the explorer shows it: a head that a person would say, and what stands in its details."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct

from kg.lineage.names import cited, date_words
from kg.model.figure_words import figure_words
from kg.rdf.labels import label
from kg.render.picture_marks import flags
from kg.render.picture_parts import Drawing
from kg.render.safe import clip, plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.model.records import Agent, Claim, Inquiry, Recommendation, Source, Variable
    from kg.render.picture import Flag
    from kg.results.everything import Everything

KINDS: Final = ("claim", "source", "inquiry", "agent", "variable", "recommendation")
_HEAD: Final = 300
_SAYS: Final = 600
# A head of fewer signs than this says too little alone, and this much of a claim's own words is added.
_FEW: Final = 40
_SAYS_IN_HEAD: Final = 80


class Entry(Struct, frozen=True):
    """One node: its IRI, and its fields as the scripts read them, those without a value left out."""

    iri: str
    fields: dict[str, Any]


def entries(found: Everything) -> list[Entry]:
    """Every node once: claims and sources first, each kind in the order of ids."""
    drawing = Drawing(found.analysis, found.name, flags(found.findings, found.name), frozenset())
    graph, measured = found.analysis.graph, {one.id: one.name for one in found.variables}
    parts: list[Iterator[Entry]] = [
        (_claim(found, drawing, claim, measured) for _, claim in sorted(graph.claims.items())),
        (_source(found, drawing, source) for _, source in sorted(graph.sources.items())),
        (_target(found, node) for node in _bare(found)),
        (_inquiry(found, one) for one in found.inquiries),
        (_agent(found, one) for one in found.agents),
        (_variable(found, one) for one in found.variables),
        (_recommendation(found, drawing, one) for one in found.recommendations),
    ]
    by_iri: dict[str, Entry] = {}
    taken: set[str] = set()
    for entry in (entry for part in parts for entry in part):
        if entry.iri not in by_iri:
            by_iri[entry.iri] = entry
            # Ids are unique within a kind; an address names a node of any.
            if entry.fields["id"] in taken:
                entry.fields["id"] = f"{KINDS[entry.fields['k']]}/{entry.fields['id']}"
            if entry.fields["id"] in taken:
                entry.fields["id"] = plain_text(entry.iri)
            taken.add(entry.fields["id"])
    return list(by_iri.values())


def _bare(found: Everything) -> list[str]:
    """What links point at and nobody described."""
    graph = found.analysis.graph
    return sorted({link.target for link in graph.links} - graph.claims.keys() - graph.sources.keys())


def _entry(found: Everything, iri: str, kind: str, head: str, **fields: Any) -> Entry:  # noqa: ANN401 - JSON values
    rest = {key: value for key, value in fields.items() if value not in (None, "", [], ())}
    return Entry(
        iri, {"id": plain_text(found.name(iri)), "k": KINDS.index(kind), "h": clip(plain_text(head), _HEAD), **rest}
    )


def claim_head(found: Everything, claim: Claim, measured: Mapping[str, str]) -> str:
    """The figure in words with what it measures, else what the claim says: a place or a period alone says nothing.

    `measured` has the names of variables by their ids.
    """
    figure = claim.figure
    words = figure_words(figure, found.analysis.graph.areas) if figure and figure.number else ""
    if words and figure and not figure.population:
        words = " · ".join(part for part in (words, _measured(claim, words, measured)) if part)
    return words or claim.says or claim.quote or "A claim whose words are not recorded"


def _measured(claim: Claim, words: str, measured: Mapping[str, str]) -> str:
    """The variable of a figure that does not say what it is about, else the claim's own words where the figure has few."""
    names = [measured[node] for node in claim.about if node in measured]
    if names:
        return names[0] if names[0].casefold() not in words.casefold() else ""
    return clip(claim.says, _SAYS_IN_HEAD) if claim.says and len(words) < _FEW else ""


def source_head(found: Everything, source: Source) -> str:
    """The title, else outlet and date, else its address or id."""
    return source.title or cited(found.analysis.graph, source.id) or source.url or found.name(source.id)


def _claim(found: Everything, drawing: Drawing, claim: Claim, measured: Mapping[str, str]) -> Entry:
    node, graph = drawing.box(claim.id), found.analysis.graph
    head = claim_head(found, claim, measured)
    by = ", ".join(graph.agents.get(agent, found.name(agent)) for agent in claim.by)
    return _entry(
        found,
        claim.id,
        "claim",
        head,
        p=clip(cited(graph, claim.id) or node.place, 160),
        s=clip(node.says, _SAYS) if node.says and node.says != head else "",
        b=node.backing,
        r=node.reach if node.backing == "not assessed" else None,
        e=node.end,
        n=node.note,
        z=node.reading,
        t=_day(graph.source_of(claim.id)),
        w=_day_words(graph.source_of(claim.id)),
        st=list(node.standing),
        l=node.locator,
        q=clip(node.quote, _SAYS),
        u=node.url,
        c=node.copy,
        f=_flags(node.flags),
        x=_facts([("Said by", by), ("Access", node.access)]),
        o=found.outcomes.get(claim.id),
    )


def _source(found: Everything, drawing: Drawing, source: Source) -> Entry:
    node, graph = drawing.box(source.id), found.analysis.graph
    walked = source.id not in graph.claims_of
    return _entry(
        found,
        source.id,
        "source",
        source_head(found, source),
        p=_about_source(found, source),
        b=node.backing if walked and node.backing not in (None, "not assessed") else None,
        e=node.end if walked else None,
        z=node.reading,
        t=_day(source),
        w=_day_words(source),
        st=list(node.standing),
        u=node.url,
        c=node.copy,
        f=_flags(node.flags),
        x=_facts([("Access", node.access), ("Seen in", plain_text(source.reading.seen_in or ""))]),
        o=found.outcomes.get(source.id),
    )


def _about_source(found: Everything, source: Source) -> str:
    """What it is and when it came out, after the outlet where the title does not stand for it."""
    outlet = cited(found.analysis.graph, source.id) or ""
    kind = plain_text(source.kind or "")
    return clip(" · ".join(part for part in (kind, outlet) if part and part != source.title), 160)


def _target(found: Everything, node: str) -> Entry:
    return _entry(found, node, "source", found.name(node), p="nothing is recorded of it")


def _inquiry(found: Everything, inquiry: Inquiry) -> Entry:
    when = date_words(inquiry.period) if inquiry.period else ""
    start = inquiry.period.start if inquiry.period else None
    facts = [("Mandate", inquiry.mandate), ("Legal basis", inquiry.legal_basis)]
    return _entry(
        found,
        inquiry.id,
        "inquiry",
        inquiry.title,
        p=" · ".join(part for part in ("Inquiry", when) if part),
        t=start.isoformat() if start else None,
        w=when,
        x=_facts(facts),
    )


def _agent(found: Everything, agent: Agent) -> Entry:
    return _entry(found, agent.id, "agent", agent.name, p=plain_text(agent.kind or "person or body"))


def _variable(found: Everything, variable: Variable) -> Entry:
    facts = [("Measure", variable.measure), ("Unit", variable.unit), ("Population", variable.population)]
    return _entry(found, variable.id, "variable", variable.name, p="what is measured", x=_facts(facts))


def _recommendation(found: Everything, drawing: Drawing, one: Recommendation) -> Entry:
    source = found.analysis.graph.sources.get(one.made_in or "")
    outlet = cited(found.analysis.graph, source.id) if source else None
    return _entry(
        found,
        one.id,
        "recommendation",
        one.says,
        p=" · ".join(part for part in ("Recommendation", outlet) if part),
        l=plain_text(one.locator or ""),
        t=_day(source),
        w=_day_words(source),
        f=_flags(drawing.findings.get(one.id, ())),
    )


def _day_words(source: Source | None) -> str:
    """When the document came out, as exactly as it is known."""
    return date_words(source.issued) if source and source.issued else ""


def _day(source: Source | None) -> str | None:
    """The first day on which the document may have come out."""
    start = source.issued.start if source and source.issued else None
    return start.isoformat() if start else None


def _flags(found: Iterable[Flag]) -> list[list[str]]:
    return [[flag.code, label("severity", flag.severity), flag.message] for flag in found]


def _facts(pairs: Iterable[tuple[str, str | None]]) -> list[list[str]]:
    return [[term, clip(plain_text(text), _SAYS)] for term, text in pairs if text]
