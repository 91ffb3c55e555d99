"""The two answers of a trace: what is on record for the figure, and what this document shows of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from kg.lineage.analysis import document_backing
from kg.lineage.backing import LEVELS, cell
from kg.rdf.labels import label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.lineage.analysis import Analysis
    from kg.lineage.evidence import Arc


_NO_INPUT: Final = "an input is not documented"
# How far from input to input a limit is looked for.
_MOST_INPUTS: Final = 32


class Limit(Struct, frozen=True):
    """What keeps a backing from being better: an origin's cell, or the link on which the figure changed."""

    kind: str
    id: str
    why: str
    changed_from: str | None = None


class Answer(Struct, frozen=True):
    """A backing with how sure it is; levels are words of the backing scheme, None where there is no figure to grade."""

    level: str | None
    could_reach: str | None
    shown: str
    provisional: bool
    best_path: tuple[str, ...] | None
    limited_by: Limit | None


_NO_FIGURE: Final = Answer(None, None, "no figure", False, None, None)


def word(level: int, reach: int) -> str:
    """`not assessed` where the level is none and better evidence may turn up; else the level."""
    return "not assessed" if level == 0 and reach > 0 else LEVELS[level]


def grade(analysis: Analysis, node: str) -> str:
    """The word for how well the figure of a node is documented; a node without a figure is never graded."""
    if not analysis.graph.states_figure(node):
        return "no figure"
    return word(analysis.backing.level[node], analysis.backing.reach[node])


def figure_answer(analysis: Analysis, start: str) -> Answer:
    """What is on record for the figure, over all the links of the claim."""
    if not analysis.graph.states_figure(start):
        return _NO_FIGURE
    level, reach = analysis.backing.level[start], analysis.backing.reach[start]
    arcs = best_path(analysis, start)
    limit = _origin_limit(analysis, start, arcs) if arcs is not None else blocked_by(analysis, start)
    path = tuple(arc.link.id for arc in arcs) if arcs is not None else None
    unsure = provisional(analysis, start, _changed_on(analysis, start, limit) if arcs is None else arcs)
    return Answer(LEVELS[level], LEVELS[reach], word(level, reach), unsure, path, limit)


def _changed_on(analysis: Analysis, start: str, limit: Limit | None) -> tuple[Arc, ...]:
    """The steps to where the figure was changed, that one included, where that is what limits it."""
    if limit is None or limit.changed_from is None:
        return ()
    came: dict[str, Arc] = {}
    for _, arc in _unchanged_steps(analysis, start):
        if arc.link.id == limit.id and arc.target == limit.changed_from:
            steps = [arc]
            while (node := steps[-1].origin) != start:
                steps.append(came[node])
            return tuple(reversed(steps))
        came.setdefault(arc.target, arc)
    return ()


def document_answer(analysis: Analysis, start: str) -> Answer:
    """What the claim's own document shows its readers, as a reference."""
    if not analysis.graph.states_figure(start):
        return _NO_FIGURE
    level, reach = document_backing(analysis, start)
    shown = [
        arc
        for arc in sorted(analysis.graph.alternatives.get(start, ()), key=lambda arc: arc.link.id)
        if arc.link.shown_as == "reference" and not arc.ends
    ]
    mode, value = ("level", level) if level else ("reach", reach)
    values = getattr(analysis.backing, mode)
    for arc in shown:
        passes = arc.hop.passes_level if mode == "level" else arc.hop.passes_reach
        if value and passes and values.get(arc.target, 0) == value:
            arcs = (arc, *(best_path(analysis, arc.target, mode) or ()))
            limit = _origin_limit(analysis, start, arcs)
            path = tuple(step.link.id for step in arcs)
            unsure = provisional(analysis, start, arcs)
            return Answer(LEVELS[level], LEVELS[reach], word(level, reach), unsure, path, limit)
    if value and analysis.graph.making(start) is not None:
        limit = _origin_limit(analysis, start, ())
        return Answer(LEVELS[level], LEVELS[reach], word(level, reach), provisional(analysis, start, ()), (), limit)
    return Answer(LEVELS[level], LEVELS[reach], word(level, reach), provisional(analysis, start, ()), None, None)


def best_path(analysis: Analysis, start: str, mode: str | None = None) -> tuple[Arc, ...] | None:
    """The steps of the path that a backing comes from: that of the level, else that of what it could reach.

    None where both are none. The path stops where the figure was made; where an input limits that, it goes on into it.
    """
    backing = analysis.backing
    if mode is None:
        mode = "level" if backing.level[start] else "reach"
    values = getattr(backing, mode)
    if not values.get(start):
        return None
    steps: list[Arc] = []
    node, seen = start, {start}
    while True:
        arc = next_step(analysis, node, mode)
        if arc is None:
            return tuple(steps)
        steps.append(arc)
        if arc.ends or arc.target in seen:
            return tuple(steps)
        node = arc.target
        seen.add(node)


def next_step(analysis: Analysis, node: str, mode: str) -> Arc | None:
    """The step that the backing of a node comes from; None where the figure was made."""
    return analysis.backing.why.get((mode, node)) or _limiting_input(analysis, node, mode)


def _limiting_input(analysis: Analysis, node: str, mode: str) -> Arc | None:
    """The input that keeps a figure made here below its own cell, if one does."""
    graph, values = analysis.graph, getattr(analysis.backing, mode)
    if graph.making(node) is None or getattr(cell(graph, node, analysis.table), mode) <= values[node]:
        return None
    arcs = [arc for need in graph.workings.get(node, ()) for member in need.members for arc in member]
    weakest = [arc for arc in arcs if not arc.ends and values.get(arc.target, 0) == values[node]]
    return min(weakest, key=lambda arc: (arc.link.id, arc.target)) if weakest else None


def _origin_limit(analysis: Analysis, start: str, arcs: tuple[Arc, ...]) -> Limit:
    graph = analysis.graph
    last = arcs[-1] if arcs else None
    if last is not None and last.ends:
        return Limit("link", last.link.id, last.ends)
    node = last.target if last else start
    if graph.making(node) is not None:
        return Limit("origin", node, cell(graph, node, analysis.table).why)
    return Limit("origin", node, analysis.ends.leaf.get(node, "not traced further"))


def blocked_by(analysis: Analysis, start: str, above: frozenset[str] = frozenset()) -> Limit:
    """Why nothing passes: the hop where the best documented figure was changed, else the first end that is no origin.

    `above` holds the figures made here that `start` is an input of, directly or not.
    """
    if start in analysis.fallen:
        return Limit("origin", start, "corrected, retracted or withdrawn")
    changed = [
        (-analysis.backing.level[arc.target], -analysis.backing.reach[arc.target], distance, arc.link.id, arc)
        for distance, arc in _unchanged_steps(analysis, start)
        if arc.hop.changed and not arc.ends and arc.target in analysis.backing.level
    ]
    if changed:
        arc = min(changed, key=lambda item: item[:4])[4]
        what = "; ".join(
            f"{label('field', change.field)}: {change.words}" for change in arc.hop.changes if change.stops
        )
        return Limit("link", arc.link.id, f"the figure was changed ({what})", arc.target)
    for _, arc in _unchanged_steps(analysis, start):
        if arc.target in analysis.fallen:
            return Limit("link", arc.link.id, "what it cites was corrected, retracted or withdrawn")
        if arc.ends:
            return Limit("link", arc.link.id, arc.ends)
        if not arc.hop.passes_level and not arc.assumed and arc.target in analysis.graph.claims:
            return Limit("link", arc.link.id, "the cited claim states no figure")
        stop = analysis.ends.leaf.get(arc.target) or analysis.ends.circle.get(arc.target)
        if stop is not None:
            return _origin_without(analysis, arc.target, stop, above)
    stop = analysis.ends.leaf.get(start) or analysis.ends.circle.get(start, "not traced further")
    return _origin_without(analysis, start, stop, above)


def _origin_without(analysis: Analysis, node: str, stop: str, above: frozenset[str]) -> Limit:
    """Why an end has no backing: the input that a figure made here lacks, else its cell; elsewhere what the end is."""
    if analysis.graph.making(node) is None:
        return Limit("origin", node, stop)
    return _failing_input(analysis, node, above) or Limit(
        "origin", node, cell(analysis.graph, node, analysis.table).why
    )


def _failing_input(analysis: Analysis, start: str, above: frozenset[str]) -> Limit | None:
    """The input without which a figure made here has no backing, where its own cell would have had some."""
    needs = analysis.graph.workings.get(start, ())
    own = cell(analysis.graph, start, analysis.table)
    if not needs or not (own.level or own.reach):
        return None
    if start in above or len(above) > _MOST_INPUTS:
        return Limit("origin", start, _NO_INPUT)
    above |= {start}
    reach = analysis.backing.reach
    for need in needs:
        if need.lacks_value:
            missing = next(part for part in need.inputs if part.value is None)
            return Limit("origin", start, f"no value given for: {missing.says}")
        for arc in (arc for member in need.members for arc in member if arc.ends or not reach.get(arc.target)):
            if arc.target in analysis.fallen:
                return Limit("link", arc.link.id, "an input was corrected, retracted or withdrawn")
            stop = arc.ends or analysis.ends.leaf.get(arc.target) or analysis.ends.circle.get(arc.target)
            if stop and stop != "made here":
                return Limit("link", arc.link.id, f"an input: {stop}")
            inner = blocked_by(analysis, arc.target, above)
            return inner if inner.why.startswith("an input") else replace(inner, why=f"{_NO_INPUT}: {inner.why}")
    return None


def _unchanged_steps(analysis: Analysis, start: str) -> Iterator[tuple[int, Arc]]:
    """The steps from a claim, nearest first, going on only where the figure is unchanged."""
    frontier, seen, distance = [start], {start}, 0
    while frontier:
        following = []
        for node in frontier:
            for arc in analysis.graph.alternatives.get(node, ()):
                yield distance, arc
                if not arc.ends and not arc.hop.changed and arc.target not in seen:
                    seen.add(arc.target)
                    following.append(arc.target)
        frontier, distance = sorted(following), distance + 1


def provisional(analysis: Analysis, start: str, arcs: tuple[Arc, ...]) -> bool:
    """Whether something on the path is neither verified nor read in a copy, is inferred, or cannot be compared in its wording."""
    graph = analysis.graph
    places = [start, *(arc.target for arc in arcs if not arc.ends)]
    return any(not graph.was_read(node) for node in places) or any(map(_unsure, arcs))


def _unsure(arc: Arc) -> bool:
    return arc.inferred or arc.assumed or arc.hop.undecided or arc.hop.to_check or not arc.link.reading.was_read


def all_provisional(analysis: Analysis) -> dict[str, bool]:
    """Whether the figure's answer is provisional, for every node: that of its next step decides, each worked out once."""
    found: dict[tuple[str, str], bool] = {}
    modes = {node: "level" if level else "reach" for node, level in analysis.backing.level.items()}
    for start, mode in modes.items():
        node, waiting = start, []
        while (node, mode) not in found:
            arc = next_step(analysis, node, mode) if getattr(analysis.backing, mode)[node] else None
            found[node, mode] = not analysis.graph.was_read(node) or (arc is not None and _unsure(arc))
            if arc is None or arc.ends or found[node, mode]:
                break
            waiting.append(node)
            node = arc.target
        for earlier in reversed(waiting):
            found[earlier, mode] = found[node, mode]
            node = earlier
    return {node: found[node, mode] for node, mode in modes.items()}
