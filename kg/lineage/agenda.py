"""What to read, find, ask and recheck next in a whole graph, the most valuable first: our own homework, no finding."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain
from typing import TYPE_CHECKING, Final

from kg.lineage.trace import reachable
from kg.model.words import AccessState, ReadingStatus, Working

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from kg.lineage.analysis import Analysis
    from kg.lineage.document import DocumentSummary
    from kg.lineage.evidence import Evidence

KINDS: Final = ("read", "find", "ask", "recheck")
# What was not found half a year ago may be found now.
_AGE: Final = timedelta(days=180)
# Beyond so many figures a task is urgent whatever the number; following them all would take long on a large graph.
_MOST_FOLLOWED: Final = 500
_GONE: Final = frozenset({AccessState.NOT_FOUND, AccessState.TAKEN_DOWN, AccessState.LOST})


# Kind, node, what to do, and from where to count the figures that wait for it.
_Open = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: of which kind, at which node, and for how many figures it would settle something."""

    kind: str
    node: str
    what: str
    figures: int


def agenda(analysis: Analysis, today: date, within: Iterable[str] | None = None) -> tuple[Task, ...]:
    """The open tasks of a graph, those first that the most figures wait for; `within` keeps to the given nodes."""
    graph = analysis.graph
    into = _leaning(graph)
    tasks = [
        Task(*told, _waiting(graph, into, starts)) for told, starts in _open_tasks(analysis, today, within).items()
    ]
    return tuple(sorted(tasks, key=lambda task: (-task.figures, KINDS.index(task.kind), task.node, task.what)))


def how_many(analysis: Analysis, today: date, within: Iterable[str] | None = None) -> int:
    """How many tasks an agenda has, without the work of putting them in order."""
    return len(_open_tasks(analysis, today, within))


def _open_tasks(analysis: Analysis, today: date, within: Iterable[str] | None) -> dict[tuple[str, str, str], set[str]]:
    """Kind, node and what there is to do, each with the nodes from which to count the figures that wait for it."""
    wanted = frozenset(within) if within is not None else None
    found: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for kind, node, what, start in chain(_reading(analysis), _finding(analysis.graph, today), _asking(analysis.graph)):
        if wanted is None or node in wanted:
            found[kind, node, what].add(start)
    return found


def around(analysis: Analysis, told: DocumentSummary) -> set[str]:
    """A document, its claims and what they rest on, with what their links name."""
    within = {told.source, *reachable(analysis, told.claims)}
    return within | {link.target for node in within for link in analysis.graph.links_of.get(node, ())}


def _leaning(graph: Evidence) -> dict[str, set[str]]:
    """Who leans on each node, directly; a source is leaned on through its claims as well."""
    into: dict[str, set[str]] = defaultdict(set)
    for node in graph.nodes:
        for arc in graph.arcs(node):
            into[arc.target].add(node)
    for source, claims in graph.claims_of.items():
        into[source].update(claims)
    return into


def _waiting(graph: Evidence, into: dict[str, set[str]], starts: Iterable[str]) -> int:
    """How many figures rest on some nodes, these included."""
    seen: set[str] = set()
    waiting = list(starts)
    while waiting and len(seen) < _MOST_FOLLOWED:
        node = waiting.pop()
        if node not in seen:
            seen.add(node)
            waiting.extend(into.get(node, ()))
    return sum((claim := graph.claims.get(node)) is not None and claim.figure is not None for node in seen)


def _reading(analysis: Analysis) -> Iterator[_Open]:
    graph = analysis.graph
    for node, claim in graph.claims.items():
        status = claim.status
        if status is ReadingStatus.UNREAD:
            yield "read", node, "read it in its source", node
        elif status is ReadingStatus.RECORDED:
            yield "read", node, "say who read it and when", node
        elif status is ReadingStatus.REPORTED:
            yield "read", node, f"read the original; so far it was seen in {claim.reading.seen_in}", node
        elif claim.reading.not_seen:
            yield "read", node, f"look for its {' and '.join(claim.reading.not_seen)}", node
        if claim.reading.was_read and analysis.ends.leaf.get(node) == "not traced further" and claim.figure is not None:
            yield "read", node, "record what it rests on, or that it names no source", node
    for node in graph.nodes:
        for arc in graph.arcs(node):
            if arc.ends == "not traced further" and arc.target not in graph.claims:
                yield "read", arc.target, "record the claim in it that is leaned on", arc.origin


def _finding(graph: Evidence, today: date) -> Iterator[_Open]:
    """Sources that are gone, each once, and links whose target was not found although nothing says so of the source."""
    told = set()
    for node, source in graph.sources.items():
        state, when = (source.access.state, source.access.when.on) if source.access else (None, None)
        if state in _GONE and not source.snapshot:
            told.add(node)
            old = when is not None and today - when > _AGE
            what = f"{state}{f' on {when}' if when else ''}; look {'again' if old else 'for a copy'}"
            yield "recheck" if old else "find", node, what, node
    for link in graph.links:
        if link.outcome is not None and str(link.outcome.kind) == "not found" and link.target not in told:
            when = link.outcome.when.on
            old = when is not None and today - when > _AGE
            what = f"not found{f' on {when}' if when else ''}; look {'again' if old else 'in other places'}"
            yield "recheck" if old else "find", link.target, what, link.source


def _asking(graph: Evidence) -> Iterator[_Open]:
    for node, claim in graph.claims.items():
        asked, making = claim.reading.asked, claim.making
        unseen = "working" in claim.reading.not_seen or not claim.reading.was_read
        if asked is not None and (asked.answer is None or asked.answer.casefold() == "none"):
            yield "ask", node, f"ask {asked.whom} again{f'; asked on {asked.on}' if asked.on else ''}", node
        elif (
            making is not None and making.working is Working.NOT_KNOWN and claim.figure and not unseen and asked is None
        ):
            yield "ask", node, "ask its makers how it was worked out", node
