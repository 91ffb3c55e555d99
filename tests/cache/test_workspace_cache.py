"""A workspace's store follows its files, and is never half there."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import kg
from kg.cache.load import load
from kg.cache.workspace_cache import cache_folder, keep
from kg.errors import BadDataError, UsageError
from kg.resources import seeds
from kg.workspace.config import Config

if TYPE_CHECKING:
    from kg.api import Graph


@pytest.fixture
def place(tmp_path: Path) -> Path:
    folder = tmp_path / "w"
    folder.mkdir()
    (folder / "kg.toml").write_text('name = "w"\n', encoding="utf-8")
    write(folder, "1,200 umbrellas")
    return folder


def write(folder: Path, figure: str) -> None:
    (folder / "r.yaml").write_text(f"source: s\nclaims:\n  c: {{says: x, figure: '{figure}'}}\n", encoding="utf-8")


def stated(graph: Graph) -> set[str]:
    return {str(row[0]) for row in graph.query("SELECT DISTINCT ?v { ?f schema:value ?v }").rows}


def generations(folder: Path) -> list[Path]:
    return sorted((folder / ".kg").glob("g-*"))


def test_the_second_opening_reads_the_generation_and_no_record(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert stated(kg.open(str(place))) == {"1200"}

    def fails(*_: object) -> None:
        raise AssertionError("the records were read again")

    monkeypatch.setattr("kg.cache.load.load", fails)
    again = kg.open(str(place))
    assert stated(again) == {"1200"}
    assert again.check().places == {"s": f"{place / 'r.yaml'}:1", "s/c": f"{place / 'r.yaml'}:3"}


def test_a_changed_file_gives_a_new_generation_even_within_one_tick(place: Path) -> None:
    kg.open(str(place))
    when = (place / "r.yaml").stat().st_mtime_ns
    write(place, "1,300 umbrellas")
    os.utime(place / "r.yaml", ns=(when, when))
    assert stated(kg.open(str(place))) == {"1300"}
    write(place, "1,200 umbrellas")
    assert stated(kg.open(str(place))) == {"1200"}
    assert len(generations(place)) == 2


def test_old_files_are_not_read_to_see_that_they_are_the_same(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.utime(place / "r.yaml", (1_700_000_000, 1_700_000_000))
    kg.open(str(place))

    def fails(*_: object) -> bytes:
        raise AssertionError("hashed again")

    monkeypatch.setattr("pathlib.Path.read_bytes", fails)
    assert stated(kg.open(str(place))) == {"1200"}


def test_a_file_taken_away_leaves_nothing_stale(place: Path) -> None:
    (place / "more.ttl").write_text(
        "@prefix cito: <http://purl.org/spar/cito/> . @prefix ex: <http://ex.org/> .\nex:g { ex:a cito:cites ex:b }",
        encoding="utf-8",
    )
    (place / "more.ttl").rename(place / "more.trig")
    graphs = "SELECT DISTINCT ?g { GRAPH ?g { ?s cito:cites ?o } }"
    assert kg.open(str(place)).query(graphs).rows == (("http://ex.org/g",),)
    (place / "more.trig").unlink()
    assert kg.open(str(place)).query(graphs).rows == ()


@pytest.mark.parametrize("most_in_memory", [0, 100_000], ids=["on disk", "as one file"])
@pytest.mark.parametrize(
    "harm", ["manifest.json", "what it is found by", "ledger.sqlite", "missing", "places", "truncated"]
)
def test_a_damaged_generation_is_rebuilt(
    place: Path, harm: str, most_in_memory: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.cache.store_files._FITS_IN_MEMORY", most_in_memory)
    assert stated(kg.open(str(place))) == {"1200"}
    generation = generations(place)[0]
    largest = max((generation / "store").iterdir(), key=lambda path: path.stat().st_size)
    if harm == "truncated":
        largest.write_bytes(largest.read_bytes()[:100])
    elif harm == "missing":
        largest.unlink()
    elif harm == "places":
        shutil.rmtree(generation)
        generation.mkdir()
    elif harm == "what it is found by":
        (generation / ("finder.json" if most_in_memory else "search.sqlite")).unlink()
    else:
        (generation / harm).unlink()
    assert stated(kg.open(str(place))) == {"1200"}
    assert stated(kg.open(str(place))) == {"1200"}


def test_what_a_killed_build_left_is_swept(place: Path) -> None:
    leftover = place / ".kg" / "building-1" / "store"
    leftover.mkdir(parents=True)
    assert stated(kg.open(str(place))) == {"1200"}
    assert not leftover.exists()


def test_a_cache_that_cannot_be_written_is_done_without(place: Path) -> None:
    (place / ".kg").write_text("in the way", encoding="utf-8")
    assert stated(kg.open(str(place))) == {"1200"}


def test_faulty_records_build_nothing_and_leave_what_was_there(place: Path) -> None:
    kg.open(str(place))
    before = generations(place)
    (place / "bad.yaml").write_text("source: t\nclaims: [", encoding="utf-8")
    with pytest.raises(BadDataError):
        kg.open(str(place))
    assert generations(place) == before


def test_another_base_is_another_generation(place: Path) -> None:
    kg.open(str(place))
    (place / "kg.toml").write_text('base = "https://other.example/"\n', encoding="utf-8")
    rows = kg.open(str(place)).query("SELECT DISTINCT ?s { ?s a hw:Claim }").rows
    assert rows == (("https://other.example/s/c",),)


def test_the_bundled_seeds_are_kept_in_the_users_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    folder = cache_folder(seeds())
    assert folder is not None
    assert folder.is_relative_to(tmp_path / "headwater")
    kg.open(str(seeds()))
    assert list(folder.glob("g-*"))
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setattr("os.path.expanduser", lambda path: path)
    assert cache_folder(seeds()) is None


def test_a_workspace_that_was_copied_tells_its_own_files(place: Path, tmp_path: Path) -> None:
    kg.open(str(place)).check()
    copied = tmp_path / "copied"
    shutil.copytree(place, copied)
    found = kg.open(str(copied)).check().places
    assert found
    assert all(told.startswith(str(copied)) for told in found.values())


def test_a_name_that_is_no_text_is_told_and_read_no_further(tmp_path: Path) -> None:
    named = os.fsencode(tmp_path) + b"/\xff.yaml"
    with open(named, "w", encoding="utf-8") as file:  # noqa: PTH123 - a path in bytes
        file.write("source: s\n")
    for place in (tmp_path, Path(os.fsdecode(named))):
        with pytest.raises(UsageError, match=r"\\xff\.yaml: the name of a file or folder is not UTF-8"):
            kg.open(str(place))


def test_a_file_that_is_changed_and_dated_back_is_read_again(place: Path) -> None:
    os.utime(place / "r.yaml", (1_700_000_000, 1_700_000_000))
    kg.open(str(place))
    write(place, "1,300 umbrellas")
    os.utime(place / "r.yaml", (1_700_000_000, 1_700_000_000))
    assert stated(kg.open(str(place))) == {"1300"}


def test_a_file_that_came_while_others_were_read_is_not_taken_for_read(place: Path) -> None:
    loaded = load(place, Config().base)
    (place / "new.yaml").write_text("source: t\nclaims:\n  c: {says: y, figure: 7 owls}\n", encoding="utf-8")
    assert keep(place, Config().base, loaded) is None
    assert stated(kg.open(str(place))) == {"1200", "7"}
