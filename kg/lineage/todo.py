"""What to read, find, ask and recheck next: tasks for whoever keeps the records, apart from findings about anyone."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from hashlib import blake2b
from itertools import chain
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from kg.lineage.analysis import reachable
from kg.lineage.correspondence import asked_about
from kg.lineage.names import day, last_parts, places_seen
from kg.model.walk import reached
from kg.model.words import ReadingStatus, Working

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from kg.lineage.analysis import Analysis
    from kg.lineage.document import DocumentSummary
    from kg.lineage.evidence import Evidence

KINDS: Final = ("read", "find", "ask", "recheck")
# A source that was not found half a year ago may be found now.
_AGE: Final = timedelta(days=180)
# Beyond so many figures a task is urgent whatever the number; following them all would take long on a large graph.
_MOST_FOLLOWED: Final = 500
_RECORD_GROUNDS: Final = "record what it rests on, or that it gives no source"
_NAME_IT: Final = "record what it measures, under the key “about”; whether the sources are circular depends on it"
# Kind, node, what to do, and from where to count the figures that wait for it.
_Open = tuple[str, str, str, str]
_SO_FAR: Final = "; so far it was seen in "


class Task(Struct, frozen=True):
    """One thing to do: of which kind, at which node, and how many figures wait for it, where that was counted."""

    kind: str
    node: str
    what: str
    figures: int = 0


def agenda(analysis: Analysis, today: date, within: Iterable[str] | None = None) -> tuple[Task, ...]:
    """The open tasks of a graph, those first that the most figures wait for; `within` leaves out all other nodes."""
    graph = analysis.graph
    into = _leaning(graph)
    tasks = [
        Task(*task, _waiting(graph, into, starts)) for task, starts in _open_tasks(analysis, today, within).items()
    ]
    return tuple(sorted(tasks, key=lambda task: (-task.figures, KINDS.index(task.kind), task.node, task.what)))


def trace_tasks(analysis: Analysis, members: Iterable[str], start: str) -> tuple[Task, ...]:
    """The open tasks of a lineage, in the order of their nodes; `members` are the nodes that it reaches.

    No day is given, so nothing is old enough to be looked for again.
    """
    graph = analysis.graph
    found = {Task(*task) for task in _open_tasks(analysis, None, _with_targets(graph, members))}
    claim = graph.claims.get(start)
    if claim is None and analysis.ends.leaf.get(start) == "not traced further":
        found.add(Task("read", start, _RECORD_GROUNDS))
    return tuple(sorted(found, key=lambda task: (task.node, KINDS.index(task.kind), task.what)))


def how_many(analysis: Analysis, today: date, within: Iterable[str] | None = None) -> int:
    """How many tasks an agenda has, without the work of putting them in order."""
    return len(_open_tasks(analysis, today, within))


def tasks_by_start(analysis: Analysis, today: date) -> dict[str, tuple[str, ...]]:
    """Digests of the tasks of a graph, by the node from which figures that wait for them are counted.

    Whether something is to be found or looked for again depends on the day, and what a place where it was seen is called on other
    records: both are left out, since it is one task either way.
    """
    found: dict[str, list[str]] = defaultdict(list)
    for (_, node, what), starts in _open_tasks(analysis, today, None).items():
        name = blake2b(f"{node}\n{what.partition(_SO_FAR)[0]}".encode(), digest_size=8).hexdigest()
        for start in starts:
            found[start].append(name)
    return {start: tuple(sorted(names)) for start, names in found.items()}


def around(analysis: Analysis, document: DocumentSummary) -> set[str]:
    """A document, its claims and what they rest on, with the targets of their links."""
    return _with_targets(analysis.graph, {document.source, *reachable(analysis, document.claims)})


def _with_targets(graph: Evidence, nodes: Iterable[str]) -> set[str]:
    found = set(nodes)
    return found | {link.target for node in found for link in graph.links_of.get(node, ())}


def _open_tasks(
    analysis: Analysis, today: date | None, within: Iterable[str] | None
) -> dict[tuple[str, str, str], set[str]]:
    """Kind, node and what there is to do, each with the nodes from which to count the figures that wait for it."""
    wanted = frozenset(within) if within is not None else None
    found: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for kind, node, what, start in chain(_reading(analysis), _finding(analysis.graph, today), _asking(analysis.graph)):
        if wanted is None or node in wanted:
            found[kind, node, what].add(start)
    return found


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
    resting = reached(starts, lambda node: into.get(node, ()), _MOST_FOLLOWED)
    return sum((claim := graph.claims.get(node)) is not None and claim.figure is not None for node in resting)


def _reading(analysis: Analysis) -> Iterator[_Open]:
    graph = analysis.graph
    by_id = last_parts(graph)
    for node, claim in graph.claims.items():
        status = claim.status
        if status is ReadingStatus.UNREAD:
            yield "read", node, "read it in its document", node
        elif status is ReadingStatus.RECORDED:
            yield "read", node, "read it, or record who has read it and when", node
        elif status is ReadingStatus.REPORTED:
            yield (
                "read",
                node,
                f"read the original{_SO_FAR}{places_seen(graph, claim.reading.seen_in or '', by_id)}",
                node,
            )
        elif claim.reading.not_seen:
            yield "read", node, f"look for its {' and '.join(claim.reading.not_seen)}", node
        typed = claim.reading.was_read or status is ReadingStatus.RECORDED
        if typed and analysis.ends.leaf.get(node) == "not traced further" and claim.figure is not None:
            yield "read", node, _RECORD_GROUNDS, node
    for node in dict.fromkeys(node for loop in analysis.ends.loops for node in loop.unnamed):
        yield "read", node, _NAME_IT, node
    for node in graph.nodes:
        for arc in graph.arcs(node):
            if arc.link.presumed and arc.ends == "not traced further":
                yield (
                    "find",
                    arc.target,
                    "find out whether the figure really comes from it; that is only presumed",
                    arc.origin,
                )
            elif arc.ends == "not traced further" and arc.target not in graph.claims:
                yield "read", arc.target, "record the claim in it that is cited", arc.origin


def _finding(graph: Evidence, today: date | None) -> Iterator[_Open]:
    """Sources that are gone, each once, and links whose target was not found although nothing is recorded of the source."""
    for node, source in graph.sources.items():
        if source.access and (state := graph.gone(node)):
            yield _search(node, state, source.access.when.on, today, "for a copy", node)
    for link in graph.links:
        if link.outcome is not None and str(link.outcome.kind) == "not found" and not graph.gone(link.target):
            yield _search(link.target, "not found", link.outcome.when.on, today, "in other places", link.source)


def _search(node: str, state: str, when: date | None, today: date | None, where: str, start: str) -> _Open:
    """The task to look for something again; it is to be checked again once the last attempt is old."""
    old = when is not None and today is not None and today - when > _AGE
    return "recheck" if old else "find", node, f"{state}{f' on {day(when)}' if when else ''}; look {where}", start


def _asking(graph: Evidence) -> Iterator[_Open]:
    for question in asked_about(graph):
        asked = question.asked
        if not asked.answered:
            when = f" on {day(asked.on)}" if asked.on else ""
            yield "ask", question.node, f"asked {asked.whom}{when}, no answer yet; ask again", question.node
    for node, claim in graph.claims.items():
        unseen = "working" in claim.reading.not_seen or not claim.reading.was_read
        unknown = claim.making is not None and claim.making.working is Working.NOT_KNOWN
        if unknown and claim.figure and not unseen and claim.reading.asked is None:
            yield "ask", node, "ask its authors how it was calculated", node
