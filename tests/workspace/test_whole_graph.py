"""A whole graph judged at once: alone and shared among processes the same comes out."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from time import sleep
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kg.api import open_graph
from kg.resources import seeds
from kg.workspace import whole_graph as whole
from kg.workspace.rulebook import Wanted, rules_of

if TYPE_CHECKING:
    from pathlib import Path

    from kg.rules.engine import Finding


def _judged(shares: int) -> tuple[set[str], tuple[Finding, ...], set[str]]:
    graph = open_graph(str(seeds()))
    judged = replace(graph.whole(), shares=shares)
    facts = whole.load_facts(judged)
    seconds: dict[str, float] = {}
    faults: list[str] = []
    found = whole.run_rules(judged, rules_of(graph).rules, graph.name_of, seconds, faults)
    assert not faults
    return {str(quad) for quad in facts.everything()}, found, set(seconds)


def test_shared_among_processes_facts_and_findings_are_what_one_process_makes() -> None:
    alone = _judged(1)
    assert _judged(3) == alone
    assert len(alone[1]) > 100


def test_what_is_judged_is_a_copy() -> None:
    graph = open_graph(str(seeds()))
    before = sum(1 for _ in graph.store.everything())
    whole.load_facts(graph.whole())
    assert sum(1 for _ in graph.store.everything()) == before


_ENDLESS = """# Title: Never ends
# Severity: note
# Flags: Nothing.
# Why: It is a test.
# Example: None.
# Fix: None.
# References: none
# Message: never
SELECT DISTINCT ?node ?verdict WHERE {
  ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?node ?m ?n .
  FILTER(STRLEN(CONCAT(STR(?a), STR(?d), STR(?g), STR(?j), STR(?n))) = 3) BIND("fails" AS ?verdict)
}
"""


def test_a_rule_that_never_ends_is_left_out_and_named(tmp_path: Path) -> None:
    (tmp_path / "Z01-never-ends.rq").write_text(_ENDLESS, encoding="utf-8")
    graph = open_graph(str(seeds()))
    judged = graph.whole()
    whole.load_facts(judged)
    rules = rules_of(graph, Wanted(rules=(tmp_path,), select=("Z01", "P01", "X01"))).rules
    faults: list[str] = []
    found = whole.run_rules(judged, rules, graph.name_of, {}, faults, most_seconds=1)
    assert [fault.partition(": ")[2] for fault in faults] == [
        "stopped: it took more than 1 seconds, or more memory than there is"
    ]
    assert "Z01-never-ends.rq" in faults[0]
    assert {finding.code for finding in found} == {"X01"}


def test_ctrl_c_ends_a_check_whatever_a_rule_is_at(tmp_path: Path) -> None:
    (tmp_path / "Z01-never-ends.rq").write_text(_ENDLESS, encoding="utf-8")
    arguments = [sys.executable, "-m", "kg", "check", "-g", str(seeds()), "--rules", str(tmp_path), "--select", "Z01"]
    with subprocess.Popen(arguments, stderr=subprocess.PIPE, text=True, start_new_session=True) as process:
        try:
            _until_at_work(process.pid)
            os.killpg(process.pid, signal.SIGINT)
            _, said = process.communicate(timeout=30)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)  # so that nothing is waited for where the interrupt was ignored
    assert (process.returncode, said.strip()) == (130, "kg: stopped; nothing was written")


def _until_at_work(pid: int) -> None:
    """Wait for a copy of a process."""
    for _ in range(1200):
        if subprocess.run(["pgrep", "-P", str(pid)], check=False, capture_output=True).returncode == 0:
            sleep(0.3)
            return
        sleep(0.05)
    raise AssertionError("no copy was made")
