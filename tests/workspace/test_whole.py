"""A whole graph judged at once: alone and shared among processes the same comes out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.resources import seeds
from kg.workspace import open_graph, whole
from kg.workspace.check import rules_of

if TYPE_CHECKING:
    import pytest

    from kg.rules.engine import Finding


def _judged() -> tuple[set[str], tuple[Finding, ...], set[str]]:
    graph = open_graph(str(seeds()))
    judged = graph.whole()
    facts = whole.with_facts(judged)
    seconds: dict[str, float] = {}
    faults: list[str] = []
    found = whole.findings(judged, rules_of(graph).rules, graph.name_of, seconds, faults)
    assert not faults
    return {str(quad) for quad in facts.everything()}, found, set(seconds)


def test_shared_among_processes_facts_and_findings_are_what_one_process_makes(monkeypatch: pytest.MonkeyPatch) -> None:
    alone = _judged()
    monkeypatch.setattr(whole, "_WORTH_SHARING", 1)
    monkeypatch.setattr(whole, "cores", lambda: 3)
    shared = _judged()
    assert shared == alone
    assert len(alone[1]) > 100


def test_what_is_judged_is_a_copy() -> None:
    graph = open_graph(str(seeds()))
    before = sum(1 for _ in graph.store.everything())
    whole.with_facts(graph.whole())
    assert sum(1 for _ in graph.store.everything()) == before
