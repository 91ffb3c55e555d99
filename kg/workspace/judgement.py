"""What the rules find in a whole graph: judged once for each generation of its store, and read from there the next time.

A generation made from the one before and few changed records is judged from what was found there, as far as nothing changed. What a
judgement was made with is kept with it: the rules with their severities, the table of backing and this program. Where it cannot
be written the graph is simply judged again.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from kg.cache.judgement_files import FINDINGS, TIES
from kg.errors import UsageError
from kg.lineage.dependence import ties_of
from kg.lineage.names import cited, namer
from kg.lineage.todo import tasks_by_start
from kg.version import __version__
from kg.workspace.opened import settle
from kg.workspace.rejudge import judged_again
from kg.workspace.stored_judgement import Grounds, Judgement, read_judgement, write_grounds, write_judgement
from kg.workspace.whole_graph import load_facts, run_rules

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from kg.lineage.analysis import Analysis
    from kg.rules.engine import Finding
    from kg.workspace.opened import Opened
    from kg.workspace.rulebook import RuleBook
    from kg.workspace.whole_graph import Whole


def judgement_of(graph: Opened, book: RuleBook, today: date, anew: bool = False) -> Judgement:
    """The judgement of a whole graph, read from its generation unless it is to be made `anew`. Raises UsageError without claims."""
    made_by = _made_by(graph, book)
    place = graph.generation
    if place is not None and not anew:
        if (found := read_judgement(place / FINDINGS, made_by)) is not None:
            graph.add_notes(found.notes)
            return found
        if (again := judged_again(graph, book, today, made_by)) is not None:
            _save(place, made_by, *again)
            return again[0]
    judged = whole_of(graph)
    analysis = judged.analysis
    evidence = analysis.graph
    findings, seconds, faults = apply_rules(graph, judged, book)
    ties = ties_of(evidence.claims.values(), evidence.sources.values(), evidence.links)
    grounds = Grounds(ties, tasks_by_start(analysis, today))
    documents, notes = documents_of(analysis, findings), tuple(dict.fromkeys(graph.store.faults))
    made = Judgement(findings, len(evidence.claims), grounds.todo, documents, seconds, faults, notes)
    settle(graph)
    place = graph.generation
    if place is not None:
        _save(place, made_by, made, grounds)
    return made


def _save(place: Path, made_by: str, made: Judgement, grounds: Grounds) -> None:
    """Write a judgement beside what it was made from, where that is possible."""
    with suppress(OSError):
        write_grounds(place / TIES, made_by, grounds)
        write_judgement(place / FINDINGS, made_by, made)


def whole_of(graph: Opened) -> Whole:
    """A whole graph, analysed. Raises UsageError where it has no claims."""
    judged = graph.whole()
    if not judged.analysis.graph.nodes:
        raise UsageError(f"{graph.name}: there is no claim to check")
    return judged


def apply_rules(
    graph: Opened, judged: Whole, book: RuleBook
) -> tuple[tuple[Finding, ...], dict[str, float], tuple[str, ...]]:
    """What rules find in an analysed graph, how long each took, and what could not be run."""
    seconds: dict[str, float] = {}
    faults: list[str] = []
    load_facts(judged)
    found = run_rules(judged, book.rules, namer(judged.analysis.graph, graph.name_of), seconds, faults)
    return found, seconds, tuple(faults)


def documents_of(analysis: Analysis, findings: Collection[Finding]) -> dict[str, str]:
    """The words for the documents in which findings are."""
    return {f.node: head for f in findings if (head := cited(analysis.graph, f.node))}


def _made_by(graph: Opened, book: RuleBook) -> str:
    """A digest of everything that a judgement follows from beside the data, which are those of its generation."""
    rules = [(rule.code, rule.severity, rule.title, rule.message, rule.query) for rule in book.rules]
    table = sorted((*row, level) for row, level in graph.table.items())
    text = json.dumps([_program(), graph.config.base, table, rules])
    return sha256(text.encode()).hexdigest()


@cache
def _program() -> list[object]:
    """What identifies this version of the program: in a checkout its files change while its version stays the same."""
    root = Path(__file__).parents[2]
    paths = [
        os.path.join(folder, name)  # noqa: PTH118 - `os.walk` gives texts
        for part in ("kg", "ontology")
        for folder, _, names in os.walk(root / part)
        for name in names
        if not name.endswith(".pyc")
    ]
    facts = [(path.removeprefix(str(root)), os.stat(path)) for path in sorted(paths)]  # noqa: PTH116 - a thousand of them
    return [__version__, *((name, stat.st_size, stat.st_mtime_ns) for name, stat in facts)]
