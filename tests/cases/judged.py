"""Opens the inputs of a case and says what is judged of them, under short ids."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import kg

if TYPE_CHECKING:
    from kg.api import Graph

HERE = Path(__file__).parent


def opened(case: str, file: str = "records.yaml") -> Graph:
    """The graph of one file of a case."""
    return kg.open(str(HERE / case / file))


def traced(case: str, claim: str, file: str = "records.yaml") -> dict[str, Any]:
    """The answer of a trace as data."""
    return opened(case, file).trace(claim).to_dict()


def found(case: str, file: str = "records.yaml") -> set[tuple[str, str]]:
    """The codes and nodes of everything that is flagged in a case."""
    graph = opened(case, file)
    return {(finding.code, graph.name_of(finding.node)) for finding in graph.check().findings}


def undecided(case: str, file: str = "records.yaml") -> set[tuple[str, str]]:
    """The codes and nodes of everything that cannot be decided in a case."""
    graph = opened(case, file)
    return {(finding.code, graph.name_of(finding.node)) for finding in graph.check().undecided}
