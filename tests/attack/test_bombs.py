"""A small file that would take gigabytes or minutes is read, or refused in one line, in bounded memory and time."""

from __future__ import annotations

import contextlib
import io
import resource
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg.cache.bulk_store import add_files
from kg.cache.load import load
from kg.commands import run
from kg.errors import BadDataError
from kg.processes.child import call
from tests.attack.bombs import COMPRESSED, IMPORTS, MB, TEXTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from _pytest.mark import ParameterSet

# What reading any of them may take, beside what the tests have loaded already: processor time, and memory.
SECONDS, MEMORY = 60, 900 * MB
# The threads of the engine reserve addresses that they do not use: 1,050 MB where 370 MB of memory are taken.
STORE_MEMORY = 1_300 * MB
# These are refused at once by a limit of their own; they show in every run that the limits work.
AT_ONCE = {
    ("ttl", "long literal"), ("ttl", "long prefix, used often"), ("trig", "long base, used often"), ("nt", "long IRI"),
    ("nq", "text that never ends"), ("rdf", "long literal"), ("rdf", "entities in entities"), ("rdf", "many attributes"),
    ("rdf", "long base, used often"), ("jsonld", "many numbers"), ("jsonld", "long vocabulary, used often"),
    ("jsonld", "terms made of terms"), ("yaml", "aliases in aliases"), ("csv", "many columns"), ("json", "deep lists"),
    ("bib", "braces that never end"), ("ris", "never ends"), ("html", "deep JSON"), ("xlsx", "many cells"),
    ("ods", "repeated both"), ("rdf.gz", "long text"),
}  # fmt: skip


def kinds(bombs: dict[str, dict[str, Callable[[], bytes]]]) -> list[ParameterSet]:
    return [
        pytest.param(ending, make, id=f"{ending}-{kind}", marks=() if (ending, kind) in AT_ONCE else pytest.mark.slow)
        for ending, of_ending in bombs.items()
        for kind, make in of_ending.items()
    ]


def bounded(path: Path, read: Callable[[Path], list[str]], memory: int = MEMORY) -> list[str]:
    """The lines that a reader says about a file, in a process with limits; one that is killed or crashes fails the test."""

    def limited() -> list[str]:
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        return read(path)

    lines = call(limited, seconds=2 * SECONDS, memory=memory)  # also ends one that waits and computes nothing
    assert all(len(line) < 1_000 for line in lines)
    return lines


def records_or_rdf(path: Path) -> list[str]:
    try:
        load(path, "https://example.org/")
    except BadDataError as error:
        return str(error).splitlines()
    return []


def bounded_load(path: Path) -> list[str]:
    """What loading a file into a store says, in limits, out of a fresh process.

    A copy of one whose engine has had a store open would wait for ever for the engine's threads, which are not copied.
    """
    script = "import sys; from pathlib import Path; from tests.attack.test_bombs import STORE_MEMORY, bounded, stored; "
    script += "print(*bounded(Path(sys.argv[1]), stored, STORE_MEMORY), sep=chr(10))"
    done = subprocess.run(
        [sys.executable, "-c", script, str(path)],
        capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    return done.stdout.splitlines()


def stored(path: Path) -> list[str]:
    return [str(problem) for problem in add_files(path.parent / "store", [path], lambda *_: None).problems]


def imported(path: Path) -> list[str]:
    said = io.StringIO()
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(said):
        code = run(["import", str(path), "-o", str(path.parent / "out"), "-y"])
    assert code in {0, 1, 2}
    return said.getvalue().splitlines()


@pytest.mark.parametrize(("ending", "make"), kinds(TEXTS))
def test_a_bomb_among_the_files_of_a_graph_takes_bounded_memory_and_time(
    tmp_path: Path, ending: str, make: Callable[[], bytes]
) -> None:
    path = tmp_path / f"bomb.{ending}"
    path.write_bytes(make())
    bounded(path, records_or_rdf)


RDF = {ending: TEXTS[ending] for ending in ("ttl", "trig", "nt", "nq", "rdf", "jsonld")}


@pytest.mark.slow
@pytest.mark.parametrize(("ending", "make"), kinds(RDF))
def test_a_bomb_that_is_loaded_into_a_store_takes_bounded_memory_and_time(
    tmp_path: Path, ending: str, make: Callable[[], bytes]
) -> None:
    path = tmp_path / f"bomb.{ending}"
    path.write_bytes(make())
    bounded_load(path)


PACKED = {
    f"{ending}.{packing}": {"long text": make} for packing, of in COMPRESSED.items() for ending, make in of.items()
}


@pytest.mark.parametrize(("ending", "make"), kinds(PACKED))
def test_a_compressed_bomb_is_refused_in_one_line_and_leaves_no_store(
    tmp_path: Path, ending: str, make: Callable[[], bytes]
) -> None:
    path = tmp_path / f"bomb.{ending}"
    path.write_bytes(make())
    assert len(bounded_load(path)) == 1
    assert not list((tmp_path / "store").glob("g-*"))


@pytest.mark.parametrize(("ending", "make"), kinds(IMPORTS))
def test_a_bomb_that_is_imported_takes_bounded_memory_and_time(
    tmp_path: Path, ending: str, make: Callable[[], bytes]
) -> None:
    path = tmp_path / f"bomb.{ending}"
    path.write_bytes(make())
    bounded(path, imported)


def test_there_are_ten_kinds_for_each_format() -> None:
    assert all(len(of) >= 10 for of in (TEXTS | IMPORTS).values())
