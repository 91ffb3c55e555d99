"""Tiny evidence graphs for the tests, as text.

One line a fact: `a cites b`, `a made well`, `a figure at least 1,400 children`, `a needs b c`, `a in doc`, `a about v`, `a says words`,
`a read`, `a none` (names no source), `a lost`, `a issued 2010`. A node is a claim in a source of its own unless `in` says otherwise.
Where no line states a figure, all claims state one and the same.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from kg.formats.figure_line import parse_figure
from kg.lineage.analysis import Analysis, analyse
from kg.lineage.backing import read_table
from kg.lineage.evidence import build
from kg.lineage.trace import Lineage, lineage
from kg.model.link import Group, Link, Outcome
from kg.model.period import parse_period
from kg.model.reading import Reading, Sighting
from kg.model.records import Access, Claim, Making, Records, Source
from kg.model.words import AccessState, Checking, OutcomeKind, Relation, Working
from kg.resources import ontology

TABLE = read_table(ontology("backing.csv"))
_MADE = {
    "well": (Checking.FIGURE, Working.EXPLAINED),
    "partly": (Checking.DOCUMENT, Working.EXPLAINED),
    "thinly": (Checking.DOCUMENT, Working.ESTIMATE),
    "none": (Checking.NOBODY, Working.ESTIMATE),
    "unknown": (Checking.NOT_KNOWN, Working.EXPLAINED),
}
_READ = Reading(read=Sighting(by="KG"))


def records(text: str) -> Records:  # noqa: C901 - one branch a verb
    """The records that the lines state; every claim is read unless a line says `unread`."""
    claims: dict[str, dict[str, Any]] = {}
    links: list[Link] = []
    groups: list[Group] = []
    sources: dict[str, dict[str, Any]] = {}
    counts: Counter[tuple[str, str]] = Counter()
    for line in text.strip().splitlines():
        subject, verb, *rest = line.split()
        claim = claims.setdefault(subject, {"id": subject, "made_in": f"doc-{subject}", "reading": _READ})
        if verb == "made":
            checking, working = _MADE[rest[0]]
            claim.update(making=Making(working=working), checked_by=checking)
        elif verb == "figure":
            claim["figure"] = parse_figure(" ".join(rest))
        elif verb == "says":
            claim["says"] = " ".join(rest)
        elif verb == "about":
            claim["about"] = tuple(rest)
        elif verb == "in":
            claim["made_in"] = rest[0]
        elif verb == "by":
            claim["by"] = tuple(rest)
        elif verb == "none":
            claim["names_no_source"] = Sighting(by="KG")
        elif verb == "read":
            claim["reading"] = _READ
        elif verb == "unread":
            claim["reading"] = Reading(unread=True)
        elif verb == "recorded":
            claim["reading"] = Reading()
        elif verb == "lost":
            sources.setdefault(str(claim["made_in"]), {})["access"] = Access(state=AccessState.LOST)
        elif verb == "issued":
            sources.setdefault(str(claim["made_in"]), {})["issued"] = parse_period(rest[0])
        elif verb == "needs":
            group = f"{subject}#needs-{len(groups)}"
            members = [
                Link(id=f"{group}-{t}", source=subject, relation=Relation.DERIVES_FROM, target=t, group=group)
                for t in rest
            ]
            links.extend(members)
            groups.append(
                Group(id=group, source=subject, relation=Relation.DERIVES_FROM, members=tuple(m.id for m in members))
            )
        else:
            outcome = Outcome(kind=OutcomeKind(" ".join(rest[1:]))) if rest[1:] else None
            number = counts[subject, rest[0]]
            counts[subject, rest[0]] += 1
            links.append(
                Link(
                    id=f"{subject}#{verb}-{rest[0]}-{number}",
                    source=subject,
                    relation=Relation(verb),
                    target=rest[0],
                    outcome=outcome,
                    reading=_READ,
                )
            )
    for link in links:
        if not link.target.startswith("doc-"):
            claims.setdefault(link.target, {"id": link.target, "made_in": f"doc-{link.target}", "reading": _READ})
    if " figure " not in text:
        for claim in claims.values():
            claim["figure"] = parse_figure("5 owls")
    for claim in claims.values():
        sources.setdefault(str(claim["made_in"]), {})
    for link in links:
        if link.target.startswith("doc-"):
            sources.setdefault(link.target, {})
    return Records(
        claims=[Claim(**fields) for fields in claims.values()],
        sources=[Source(id=name, **fields) for name, fields in sources.items()],
        links=links,
        groups=groups,
    )


def analysed(text: str) -> Analysis:
    """The analysis of the graph that the lines state."""
    return analyse(build(records(text)), TABLE)


def traced(text: str, start: str) -> Lineage:
    """The lineage of one claim of the graph that the lines state."""
    return lineage(analysed(text), start)
