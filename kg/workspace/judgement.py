"""What the rules find in a whole graph: judged once for each generation of its store, and read from there the next time.

The file `findings.json` of a generation says what it was made from: the data, the rules with their severities, the table of backing, the
day and this program. Where it cannot be written the graph is simply judged again.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kg.cache.checked_text import read_json, write_json
from kg.errors import ChecksumError, UsageError
from kg.lineage.names import cited, namer
from kg.lineage.todo import how_many
from kg.rules.engine import Finding
from kg.version import __version__
from kg.workspace.whole_graph import load_facts, run_rules

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from kg.lineage.analysis import Analysis
    from kg.workspace.opened import Opened
    from kg.workspace.rulebook import RuleBook
    from kg.workspace.whole_graph import Whole

_FILE: Final = "findings.json"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the rules find, among how many claims, and how many things are to do.

    `documents` are the words for what is found at a document's claims; `seconds` and `faults` are those of the rules, and `notes` say what
    could not be read of the data.
    """

    findings: tuple[Finding, ...]
    claims: int
    todo: int
    documents: Mapping[str, str]
    seconds: Mapping[str, float]
    faults: tuple[str, ...]
    notes: tuple[str, ...] = ()


def judgement_of(graph: Opened, book: RuleBook, today: date, anew: bool = False) -> Judgement:
    """The judgement of a whole graph, read from its generation unless it is to be made `anew`. Raises UsageError without claims."""
    place = graph.generation / _FILE if graph.generation is not None else None
    key = _key(graph, book, today)
    if place is not None and not anew and (found := _read(place, key)) is not None:
        graph.add_notes(found.notes)
        return found
    judged = whole_of(graph)
    analysis = judged.analysis
    findings, seconds, faults = apply_rules(graph, judged, book)
    made = Judgement(
        findings,
        len(analysis.graph.claims),
        how_many(analysis, today),
        documents_of(analysis, findings),
        seconds,
        faults,
        tuple(dict.fromkeys(graph.store.faults)),
    )
    if place is not None:
        with suppress(OSError):
            write_json(place, {"key": key, **asdict(made), "findings": [_row(finding) for finding in findings]})
    return made


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


def _row(finding: Finding) -> tuple[object, ...]:
    """The fields of a finding in their order."""
    return finding.__reduce__()[1]


def _read(place: Path, key: str) -> Judgement | None:
    """The judgement in a file, if it was made from the same; none where it is missing or damaged."""
    try:
        stored: dict[str, Any] = read_json(place)
    except (OSError, ChecksumError, ValueError):
        return None
    if stored.pop("key") != key:
        return None
    findings = tuple(
        Finding(code, severity, node, verdict, message, tuple(path), print_of, count, tuple(also), provisional)
        for code, severity, node, verdict, message, path, print_of, count, also, provisional in stored.pop("findings")
    )
    return Judgement(findings, faults=tuple(stored.pop("faults")), notes=tuple(stored.pop("notes")), **stored)


def _key(graph: Opened, book: RuleBook, today: date) -> str:
    """A digest of everything that a judgement follows from."""
    rules = [(rule.code, rule.severity, rule.title, rule.message, rule.query) for rule in book.rules]
    table = sorted((*row, level) for row, level in graph.table.items())
    text = json.dumps([_program(), graph.digest, graph.config.base, table, rules, today.isoformat()])
    return sha256(text.encode()).hexdigest()


@cache
def _program() -> list[object]:
    """What identifies this version of the program: in a checkout its files change while its version stays the same."""
    package = Path(__file__).parent.parent
    files = [*package.rglob("*.py"), *(package.parent / "ontology").rglob("*.*")]
    facts = sorted((str(path.relative_to(package.parent)), path.stat()) for path in files)
    return [__version__, *((name, stat.st_size, stat.st_mtime_ns) for name, stat in facts)]
