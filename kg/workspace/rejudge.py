"""Judges a graph again after few of its records changed: only what these can affect.

What a change can affect is worked out from the links alone (`kg.lineage.dependence`). That part is judged by the same code as a whole
graph, from only the records that it depends on; all other findings are kept. Where more than half of the graph would be read, where
the workspace has rules of its own, or where something could not be read, the answer is None, and the caller judges everything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from kg.cache.judgement_files import EARLIER_FINDINGS, EARLIER_TIES, changed_quads, has_earlier
from kg.errors import ChecksumError
from kg.lineage.analysis import analyse
from kg.lineage.dependence import Dependence, ties_of
from kg.lineage.evidence import build
from kg.lineage.gather import unique
from kg.lineage.names import cited, namer
from kg.lineage.todo import tasks_by_start
from kg.processes.parallel_map import gc_paused
from kg.resources import ontology
from kg.rules.engine import in_order, run
from kg.store.changed_nodes import changed_nodes
from kg.store.implied import in_one_form
from kg.store.oxigraph import OxigraphStore
from kg.workspace.derived import fact_documents
from kg.workspace.stored_judgement import Grounds, Judgement, read_grounds, read_judgement

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from kg.lineage.analysis import Analysis
    from kg.lineage.dependence import Ties
    from kg.store.changed_nodes import ChangedNodes, Quad
    from kg.workspace.opened import Opened
    from kg.workspace.rulebook import RuleBook

# The largest share of nodes that is worth reading; above it, judging everything is faster.
_MOST: Final = 0.5


class _Affected(Struct, frozen=True):
    """What is judged again: nodes, and other things such as recommendations; with the ties of all nodes as they are now."""

    nodes: frozenset[str]
    others: frozenset[str]
    hinges: frozenset[str]
    ties: dict[str, Ties]
    dependence: Dependence


def judged_again(graph: Opened, book: RuleBook, today: date, made_by: str) -> tuple[Judgement, Grounds] | None:
    """The judgement of a graph from that of an earlier generation, made with the same rules and program (`made_by`).

    None if everything is to be judged.
    """
    place = graph.generation
    if place is None or not has_earlier(place) or any(rule.path.parent != ontology("rules") for rule in book.rules):
        return None
    grounds = read_grounds(place / EARLIER_TIES, made_by)
    earlier = read_judgement(place / EARLIER_FINDINGS, made_by) if grounds else None
    if grounds is None or earlier is None:
        return None
    try:
        return updated(graph, book, today, earlier, grounds, changed_quads(place))
    except ChecksumError:
        return None


def updated(
    graph: Opened,
    book: RuleBook,
    today: date,
    earlier: Judgement,
    grounds: Grounds,
    quads: Iterable[Quad],
    most: float = _MOST,
) -> tuple[Judgement, Grounds] | None:
    """An earlier judgement brought up to date with the quads that were removed and added since.

    None where more than the part `most` of all nodes would be read, or where something could not be read.
    """
    store = graph.store
    if not isinstance(store, OxigraphStore) or earlier.faults or earlier.notes:
        return None
    with gc_paused():
        changed = changed_nodes(store, quads, grounds.ties.keys(), max(100, int(most * len(grounds.ties))))
        affected = _affected(store, grounds, changed) if changed else None
        return _judged(graph, store, book, today, earlier, grounds, affected, most) if affected else None


def _affected(store: OxigraphStore, grounds: Grounds, changed: ChangedNodes) -> _Affected:
    different = changed.nodes | changed.linked
    there = {node for node in store.first_names(different) if store.is_node(node)}
    records = store.records(there)
    now = ties_of(records.claims, records.sources, records.links)
    before = {node: ties for node, ties in grounds.ties.items() if node in different}
    ties = {node: ties for node, ties in grounds.ties.items() if node not in different}
    ties |= {node: now[node] for node in there}
    dependence = Dependence(ties, before)
    nodes = dependence.affected(changed.nodes, changed.linked)
    recommendations = [
        found
        for found in store.recommendations()
        if found.id in changed.others or not nodes.isdisjoint(found.hinges_on)
    ]
    hinges = {node for found in recommendations for node in found.hinges_on}
    others = changed.others | {found.id for found in recommendations}
    return _Affected(frozenset(nodes), frozenset(others), frozenset(hinges), ties, dependence)


def _judged(
    graph: Opened,
    store: OxigraphStore,
    book: RuleBook,
    today: date,
    earlier: Judgement,
    grounds: Grounds,
    affected: _Affected,
    most: float,
) -> tuple[Judgement, Grounds] | None:
    """The earlier judgement with what is affected judged again."""
    ties, dependence = affected.ties, affected.dependence
    # `exact` is judged, `scope` are the nodes whose statements the rules read, `basis` those whose records the lineage needs.
    exact = (affected.nodes | affected.hinges) & ties.keys()
    scope = dependence.read_with(exact)
    basis = dependence.basis(exact, scope) & ties.keys()
    if len(basis) > most * len(ties):
        return None
    analysis = analyse(build(unique(store.records(basis))), graph.table)
    scope |= dependence.surroundings(_distant_reads(analysis, exact))
    local = OxigraphStore()
    local.add(store.quads_of(scope | affected.others))
    for document in fact_documents(analysis, scope & ties.keys(), local.citations(), exact):
        local.load(document)
    in_one_form(local.quads)
    seconds: dict[str, float] = {}
    faults: list[str] = []
    about = affected.nodes | affected.others
    found = run(book.rules, local.quads, namer(analysis.graph, graph.name_of), seconds, faults, about)
    if faults or store.faults:
        return None
    findings = in_order((*(finding for finding in earlier.findings if finding.node not in about), *found))
    heads = {f.node: head for f in found if (head := cited(analysis.graph, f.node))}
    documents = {
        f.node: head for f in findings if (head := (heads if f.node in about else earlier.documents).get(f.node))
    }
    tasks = {start: some for start, some in grounds.tasks.items() if start not in about}
    tasks |= {start: some for start, some in tasks_by_start(analysis, today).items() if start in affected.nodes}
    now = Grounds(ties, tasks)
    made = replace(earlier, findings=findings, claims=now.claims, todo=now.todo, documents=documents, seconds=seconds)
    return made, now


def _distant_reads(analysis: Analysis, nodes: frozenset[str]) -> set[str]:
    """The nodes, however far away, that rules read when they judge these: what they rest on that was replaced, where they strayed."""
    found = {analysis.on_superseded[node] for node in nodes if node in analysis.on_superseded}
    return found | {
        place for node in nodes if (strayed := analysis.strayed.get(node)) for place in (strayed.origin, strayed.by)
    }
