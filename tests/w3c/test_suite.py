"""What the engine answers right of the W3C's query evaluation tests, `kg query` and the endpoint answer right too.

Which these are is found out by asking the engine itself. Tests of entailment regimes and of federated queries are left out.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.commands import run
from tests.conftest import missing
from tests.serve.conftest import served
from tests.w3c.results import Result, expected, of_query, of_text, same, with_blanks
from tests.w3c.suite import Case, cases, quads

pytestmark = pytest.mark.end_to_end

JSON, NTRIPLES = "application/sparql-results+json", "application/n-triples"
OTHER = "x:other"
# A file is a named graph of its own, and its blank nodes have IRIs (RDF 1.1 Concepts, section 3.5): these tests see that.
DIFFERS_IN_A_FILE = frozenset(
    {
        "graph/dawg-graph-04",
        "expr-builtin/dawg-isBlank-1",
        "expr-builtin/dawg-isURI-1",
        "expr-builtin/dawg-isIRI-1",
        "sort/dawg-sort-8",
    }
)
Answer = Callable[[Case], Result]


@pytest.fixture(scope="module")
def suite() -> list[Case]:
    """The tests that the engine passes by itself."""
    place = os.environ.get("W3C_TESTS", "")
    if not place:
        missing("the W3C suite (W3C_TESTS names its folder; .ci/run shows where it is from)")
    return [case for case in cases(Path(place)) if _passes(case, _by_the_engine)]


@pytest.fixture(scope="module")
def everything(suite: list[Case], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store folder with every data file as a named graph, or two: the blank nodes of a default graph are its own."""
    folder = tmp_path_factory.mktemp("everything")
    store = ox.Store(str(folder))
    for graph, path in {pair for case in suite for part in _graphs(case) for pair in part.items()}:
        store.bulk_extend(quads(path, ox.NamedNode(graph)))
    store.add(ox.Quad(ox.NamedNode(OTHER), ox.NamedNode(OTHER), ox.NamedNode(OTHER), ox.NamedNode(OTHER)))
    store.flush()
    return folder


def _passes(case: Case, answer: Answer) -> bool:
    try:
        return same(expected(case.result), answer(case), case.lax)
    except (SyntaxError, ValueError, OSError):
        return False


def _named_in(case: Case) -> tuple[Path, ...]:
    """The data of a test that only its query names, by FROM."""
    beside = case.query.parent.glob("data*.ttl")
    return () if case.data or case.graphs else tuple(path for path in beside if f"<{path.name}>" in case.sparql)


def _by_the_engine(case: Case) -> Result:
    store = ox.Store()
    for path in case.data:
        store.extend(quads(path, ox.DefaultGraph()))
    for path in (*case.graphs, *_named_in(case)):
        store.extend(quads(path, ox.NamedNode(path.as_uri())))
    return of_query(store.query(case.sparql, base_iri=case.query.as_uri()))


@cache
def _filled(path: Path) -> bool:
    return next(quads(path, ox.DefaultGraph()), None) is not None


def _graphs(case: Case) -> tuple[dict[str, Path], dict[str, Path]]:
    """The graphs that a test asks, by default and by name. A file without a triple is no graph."""
    default = {f"{path.as_uri()}#default": path for path in case.data if _filled(path)}
    return default, {path.as_uri(): path for path in (*case.graphs, *_named_in(case)) if _filled(path)}


@pytest.fixture(scope="module")
def by_command(everything: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[Case], list[str]]:
    """The arguments of `kg query` for a test. What has only a default graph is asked as it is: its one file, or a store of its own."""

    @cache
    def store(data: tuple[Path, ...]) -> str:
        folder = tmp_path_factory.mktemp("store")
        made = ox.Store(str(folder))
        for path in data:
            made.bulk_extend(quads(path, ox.DefaultGraph()))
        made.flush()
        return str(folder)

    def arguments(case: Case) -> list[str]:
        form = "ntriples" if expected(case.result).graph is not None else "json"
        asked = ["query", str(case.query), "--format", form]
        if not case.graphs and not _named_in(case):
            plain = len(case.data) == 1 and case.name not in DIFFERS_IN_A_FILE
            return [*asked, "--graph", str(case.data[0]) if plain else store(case.data)]
        if not case.graphs:
            return [*asked, "--graph", str(everything)]
        default, named = _graphs(case)
        options = [*(f"--from={graph}" for graph in default), *(f"--from-named={graph}" for graph in named)]
        return [*asked, "--graph", str(everything), *options]

    return arguments


def _media(case: Case) -> str:
    return NTRIPLES if expected(case.result).graph is not None else JSON


@pytest.mark.parametrize("one_in", [8, pytest.param(1, marks=pytest.mark.slow)])
def test_kg_query_answers_them_right(
    suite: list[Case], by_command: Callable[[Case], list[str]], tmp_path: Path, one_in: int
) -> None:
    def answer(case: Case) -> Result:
        written = tmp_path / "answer"
        assert run([*by_command(case), "-o", str(written)]) == 0, case.name
        return with_blanks(of_text(written.read_bytes(), _media(case)))

    assert [case.name for case in suite[::one_in] if not _passes(case, answer)] == []


@pytest.mark.parametrize("part", ["basic", "graph", "dataset", "construct", "aggregates"])
def test_the_command_itself_answers_one_of_each_kind_right(
    suite: list[Case], by_command: Callable[[Case], list[str]], part: str
) -> None:
    case = next(case for case in suite if case.name.startswith(f"{part}/"))
    done = subprocess.run([sys.executable, "-m", "kg", *by_command(case)], capture_output=True, check=True)
    assert same(expected(case.result), with_blanks(of_text(done.stdout, _media(case))), case.lax)


@pytest.fixture(scope="module")
def endpoint(everything: Path) -> Iterator[Answer]:
    """A test asked of one endpoint that serves all the data: the request says which graphs."""
    with served("--timeout", "30", graph=str(everything)) as client:

        def answer(case: Case) -> Result:
            default, named = map(list, _graphs(case))
            if (
                not default and not named
            ):  # no triple at all, which a request can only say by naming a graph that is not asked
                assert "graph" not in case.sparql.lower()
                named = [OTHER]
            dataset = {} if _named_in(case) else {"default-graph-uri": default, "named-graph-uri": named}
            done = client.post(
                "/sparql",
                content=f"BASE <{case.query.as_uri()}>\n{case.sparql}".encode(),
                params=dataset,
                headers={"content-type": "application/sparql-query", "accept": f"{JSON}, {NTRIPLES}"},
            )
            assert done.status_code == 200, (case.name, done.text)
            return of_text(done.content, done.headers["content-type"])

        yield answer


def test_the_endpoint_answers_them_right(suite: list[Case], endpoint: Answer) -> None:
    assert [case.name for case in suite if not _passes(case, endpoint)] == []


def test_the_documentation_says_how_many_there_are(suite: list[Case]) -> None:
    told = re.search(r"(\d+) of the (\d+) query evaluation tests", Path("docs/sparql.md").read_text(encoding="utf-8"))
    assert told is not None
    assert [*map(int, told.groups())] == [len(suite), len(cases(Path(os.environ["W3C_TESTS"])))]
