"""Evidence on record that a document does not give its readers."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec import Struct

from kg.compare.drift import compatible, hop
from kg.model.words import Role, Shown

if TYPE_CHECKING:
    from kg.lineage.backing import Backing
    from kg.lineage.evidence import Evidence
    from kg.model.records import Claim


class OtherEvidence(Struct, frozen=True):
    """A claim made elsewhere about the same variable; `fails` says why it is not an uncited origin."""

    claim: str
    fails: tuple[str, ...] = ()


def given_by(graph: Evidence) -> dict[str, frozenset[str]]:
    """For every document, the claims and sources that it references or names anywhere."""
    given: dict[str, set[str]] = defaultdict(set)
    for link in graph.links:
        if link.relation.role is Role.EVIDENCE and link.shown_as is not Shown.NOT_SHOWN:
            document = graph.work_of(link.source)
            given[document].add(link.target)
            given[document].add(graph.work_of(link.target))
    return {document: frozenset(targets) for document, targets in given.items()}


def makers_by_variable(graph: Evidence) -> dict[str, tuple[str, ...]]:
    """The claims made here, by the variable they were placed under."""
    found: dict[str, list[str]] = defaultdict(list)
    for node, claim in sorted(graph.claims.items()):
        if graph.making(node) is not None:
            for variable in claim.about:
                found[variable].append(node)
    return {variable: tuple(nodes) for variable, nodes in found.items()}


def uncited_origins(
    graph: Evidence,
    claim: Claim,
    makers: dict[str, tuple[str, ...]],
    given: dict[str, frozenset[str]],
    backing: Backing,
) -> tuple[tuple[str, ...], tuple[OtherEvidence, ...]] | None:
    """The origins on record that a claim's document neither references nor names, and better evidence that does not match.

    An origin is made elsewhere about the same variable, of equal area and overlapping period, unchanged under the drift
    rules, and issued no later. None where the claim is under no variable: nobody can tell.
    """
    if not claim.about:
        return None
    document = graph.work_of(claim.id)
    known = given.get(document, frozenset())
    uncited: list[str] = []
    better: list[OtherEvidence] = []
    for node in sorted({node for variable in claim.about for node in makers.get(variable, ())}):
        other = graph.claims[node]
        if graph.work_of(node) == document or node in known or graph.work_of(node) in known:
            continue
        fails = _fails(graph, claim, other)
        if not fails:
            uncited.append(node)
        elif _stronger(backing, node, claim.id) and compatible(claim, other, graph.areas):
            better.append(OtherEvidence(node, fails))
    return tuple(uncited), tuple(better)


def _fails(graph: Evidence, claim: Claim, other: Claim) -> tuple[str, ...]:
    figure, theirs = claim.figure, other.figure
    fails = []
    if figure is None or theirs is None or figure.area != theirs.area:
        fails.append("area")
    if figure and theirs and figure.period and theirs.period and not figure.period.overlaps(theirs.period):
        fails.append("period")
    if figure is None or theirs is None or hop(claim, other, graph.areas, graph.said(claim.id, other.id)).changed:
        fails.append("figure")
    issued, before = (source.issued if (source := graph.source_of(c.id)) else None for c in (claim, other))
    if issued and before and before.start and issued.end and before.start > issued.end:
        fails.append("issued later")
    return tuple(fails)


def _stronger(backing: Backing, node: str, than: str) -> bool:
    return (backing.level[node], backing.reach[node]) > (backing.level[than], backing.reach[than])
