"""A whole graph judged at once: read into memory, analysed, its derived facts put beside it, and the rules run over all."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from mmap import mmap
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from kg.lineage.analysis import analyse
from kg.lineage.evidence import build
from kg.lineage.gather import unique
from kg.processes.limits import time_limit
from kg.processes.parallel_map import ParallelWorkError, cores, gc_paused, parallel_map, parallel_stream
from kg.rules.engine import Asked, in_order, run
from kg.store.implied import in_one_form
from kg.workspace.derived import fact_documents

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kg.lineage.analysis import Analysis
    from kg.lineage.backing import Table
    from kg.lineage.evidence import Evidence
    from kg.rules.engine import Finding
    from kg.rules.rule import Rule
    from kg.store.protocol import LocalStore, Store

# Below this many nodes, copying the process takes longer than it saves.
_WORTH_SHARING: Final = 5_000
# One rule over a large graph takes seconds; one that takes this long would go on for hours.
MOST_SECONDS: Final = 300.0


class Whole(Struct, frozen=True):
    """A copy of a store in memory, what follows from it, and among how many processes work on it is shared."""

    store: LocalStore
    analysis: Analysis
    shares: int = 1


def analyse_whole(store: Store, table: Table) -> Whole:
    """Everything in a store, analysed. Read from a copy in memory: looking up each node in a large folder takes far longer."""
    with gc_paused():
        local, evidence = read_whole(store)
        shares = cores() if len(evidence.nodes) >= _WORTH_SHARING else 1
        return Whole(local, analyse(evidence, table), shares)


def read_whole(store: Store) -> tuple[LocalStore, Evidence]:
    """A copy of a store in memory, and its evidence graph."""
    local = store.copy()
    return local, build(unique(local.records(local.nodes())))


def load_facts(judged: Whole) -> LocalStore:
    """The copy with all the derived facts beside the data."""
    graph = judged.analysis.graph
    scope = sorted({*graph.nodes, *graph.sources})
    stated = judged.store.citations()
    parts = [frozenset(scope[share :: judged.shares]) for share in range(judged.shares)]
    # They are loaded, which needs no Python, while the next are made.
    with gc_paused(), ThreadPoolExecutor(1) as loader:
        documents = parallel_stream([partial(fact_documents, judged.analysis, part, stated) for part in parts])
        for loaded in [loader.submit(judged.store.load, document) for document in documents]:
            loaded.result()
    return judged.store


def run_rules(
    judged: Whole,
    rules: Sequence[Rule],
    name: Callable[[str], str],
    seconds: dict[str, float],
    faults: list[str],
    most_seconds: float = MOST_SECONDS,
) -> tuple[Finding, ...]:
    """What the rules find in the whole graph, whose facts are loaded.

    `seconds` takes the time of each rule, `faults` what could not be run. A rule that takes more than `most_seconds`, or too much
    memory, is left out, and is one of the faults.
    """
    in_one_form(judged.store.quads)
    shares = judged.shares
    waiting = [[*rules[share::shares]] for share in range(shares)]
    at = memoryview(mmap(-1, 4 * shares)).cast("I")  # the rule that each share is at, seen from here too
    with gc_paused():
        while True:
            jobs = [
                partial(_run, some, judged.store, name, at, share, most_seconds) for share, some in enumerate(waiting)
            ]
            try:
                reports = parallel_map(jobs, here=False)
                break
            except ParallelWorkError as error:
                rule = waiting[error.number].pop(at[error.number])
                faults.append(
                    f"{rule.path}: stopped: it took more than {most_seconds:g} seconds, or more memory than there is"
                )
    for _, took, wrong in reports:
        seconds.update(took)
        faults += wrong
    return in_order(finding for some, _, _ in reports for finding in some)


def _run(
    rules: Sequence[Rule],
    store: LocalStore,
    name: Callable[[str], str],
    at: memoryview,
    share: int,
    most_seconds: float,
) -> tuple[list[Finding], dict[str, float], list[str]]:
    found: list[Finding] = []
    seconds: dict[str, float] = {}
    faults: list[str] = []
    asked = Asked(store.quads, name)
    for number, rule in enumerate(rules):
        at[share] = number
        with time_limit(most_seconds):
            found += run([rule], asked, seconds=seconds, faults=faults)
    return found, seconds, faults
