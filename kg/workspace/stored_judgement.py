"""The judgement of a whole graph, and how it is kept with the generation of the store that it was made from.

`findings.json` says what the rules found; `ties.json` has what the next generation's findings are worked out from: what each node is
tied to, and the tasks that begin at it. Both say what they were made from: rules with their severities, table, base and program.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import asdict, astuple

from kg.cache.checked_text import read_json, write_json
from kg.errors import ChecksumError
from kg.lineage.dependence import Ties
from kg.rules.engine import Finding

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


class Judgement(Struct, frozen=True):
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


class Grounds(Struct, frozen=True):
    """What each node of a judged graph is tied to, and digests of the tasks that begin at it."""

    ties: dict[str, Ties]
    tasks: dict[str, tuple[str, ...]]

    @property
    def claims(self) -> int:
        """How many claims there are."""
        return sum(ties.is_claim for ties in self.ties.values())

    @property
    def todo(self) -> int:
        """How many tasks there are."""
        return len({task for tasks in self.tasks.values() for task in tasks})


def write_judgement(path: Path, key: str, made: Judgement) -> None:
    """Write a judgement to a file."""
    findings = [astuple(finding) for finding in made.findings]
    write_json(path, {"key": key, **asdict(made), "findings": findings})


def read_judgement(path: Path, key: str) -> Judgement | None:
    """The judgement in a file, if it was made from the same; None where it is missing or damaged."""
    stored = _stored(path, key)
    if stored is None:
        return None
    findings = tuple(
        Finding(code, severity, node, verdict, message, tuple(path), print_of, count, tuple(also), provisional)
        for code, severity, node, verdict, message, path, print_of, count, also, provisional in stored.pop("findings")
    )
    return Judgement(findings, faults=tuple(stored.pop("faults")), notes=tuple(stored.pop("notes")), **stored)


def write_grounds(path: Path, key: str, grounds: Grounds) -> None:
    """Write to a file what a judgement of the next generation is worked out from."""
    write_json(path, {"key": key, "ties": grounds.ties, "tasks": grounds.tasks})


def read_grounds(path: Path, key: str) -> Grounds | None:
    """What is in such a file, if it was made from the same; None where it is missing or damaged."""
    stored = _stored(path, key)
    if stored is None:
        return None
    ties = {
        node: Ties(is_claim, document, tuple(cites), tuple(speaks_to), tuple(about), tuple(editions))
        for node, (is_claim, document, cites, speaks_to, about, editions) in stored["ties"].items()
    }
    return Grounds(ties, {node: tuple(tasks) for node, tasks in stored["tasks"].items()})


def _stored(path: Path, key: str) -> dict[str, Any] | None:
    try:
        stored: dict[str, Any] = read_json(path)
    except (OSError, ChecksumError, ValueError):
        return None
    return stored if stored.pop("key") == key else None
