"""A workspace's store follows its files, and is never half there."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import kg
from kg.cache.load import load
from kg.cache.store_files import StoreSizes
from kg.cache.workspace_cache import REBUILT, OpenedWorkspace, cache_folder, open_workspace
from kg.errors import BadDataError, UsageError
from kg.resources import seeds
from kg.workspace.config import Config
from tests.sampling import some_at_once

if TYPE_CHECKING:
    import pyoxigraph as ox

    from kg.api import Graph
    from kg.cache.load import Loaded


@pytest.fixture
def place(tmp_path: Path) -> Path:
    folder = tmp_path / "w"
    folder.mkdir()
    (folder / "kg.toml").write_text('name = "w"\n', encoding="utf-8")
    write(folder, "1,200 umbrellas")
    return folder


def write(folder: Path, figure: str) -> None:
    (folder / "r.yaml").write_text(f"source: s\nclaims:\n  c: {{says: x, figure: '{figure}'}}\n", encoding="utf-8")


SIZES = {"on disk": StoreSizes(in_memory=0), "as one file": StoreSizes()}
BASE = Config().base


def stated(graph: Graph | OpenedWorkspace) -> set[str]:
    store = graph.store if isinstance(graph, OpenedWorkspace) else graph
    return {str(row[0]) for row in store.query("SELECT DISTINCT ?v { ?f schema:value ?v }").rows}


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

    monkeypatch.setattr("kg.cache.fingerprints.sha256", None)
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


@pytest.mark.parametrize("kind", SIZES)
@pytest.mark.parametrize(
    "harm",
    some_at_once(
        ["manifest.json", "search.sqlite", "files.sqlite", "removed", "emptied", "truncated"],
        ["manifest.json", "search.sqlite", "truncated"],
    ),
)
def test_a_generation_with_a_missing_or_cut_file_is_made_anew_with_one_note(place: Path, harm: str, kind: str) -> None:
    generation = open_workspace(place, BASE, SIZES[kind]).generation
    assert generation is not None
    tables = [path for path in (generation / "store").iterdir() if path.suffix in {".sst", ".nq"}]
    largest = max(tables, key=lambda path: path.stat().st_size)
    if harm == "truncated":
        largest.write_bytes(largest.read_bytes()[:100])
    elif harm == "removed":
        largest.unlink()
    elif harm == "emptied":
        shutil.rmtree(generation)
        generation.mkdir()
    else:
        (generation / harm).unlink()
    again = open_workspace(place, BASE, SIZES[kind])
    assert (stated(again), again.notes) == ({"1200"}, (REBUILT,))
    again = open_workspace(place, BASE, SIZES[kind])
    assert (stated(again), again.notes) == ({"1200"}, ())


def test_what_a_killed_build_left_is_swept(place: Path) -> None:
    leftover = place / ".kg" / "building-1" / "store"
    leftover.mkdir(parents=True)
    assert stated(kg.open(str(place))) == {"1200"}
    assert not leftover.exists()


def test_without_a_cache_folder_the_files_are_read(place: Path) -> None:
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


def test_a_file_that_is_added_while_others_are_read_is_not_taken_for_read(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def load_and_add(folder: Path, base: str, plain: ox.Store) -> Loaded:
        loaded = load(folder, base, plain=plain)
        (folder / "new.yaml").write_text("source: t\nclaims:\n  c: {says: y, figure: 7 owls}\n", encoding="utf-8")
        return loaded

    monkeypatch.setattr("kg.cache.load.load", load_and_add)
    found = open_workspace(place, BASE)
    assert (stated(found), found.generation) == ({"1200"}, None)
    monkeypatch.setattr("kg.cache.load.load", load)
    assert stated(kg.open(str(place))) == {"1200", "7"}


def test_a_full_disk_is_not_taken_for_damage(place: Path, small_disk: Path) -> None:
    cache = small_disk / "w"
    shutil.copytree(place, cache)
    for number in range(40):
        says = f"says: '{number} {'x' * 20_000}', figure: '{number + 5} owls'"
        (cache / f"n{number}.yaml").write_text(f"source: n{number}\nclaims:\n  c: {{{says}}}\n", encoding="utf-8")
    found = open_workspace(cache, BASE)
    assert found.notes == (f"{cache / '.kg'}: No space left on device; the files were read without this cache",)
    assert "1200" in stated(found)
    assert not list((cache / ".kg").glob("[bg]*-*"))


@pytest.mark.parametrize("mode", [0o000, 0o500])
@pytest.mark.parametrize(
    "what", ["", "lock", "g-00000001/manifest.json", "g-00000001/store/quads.nq", "g-00000001/search.sqlite"]
)
def test_a_cache_without_permission_is_read_past_with_a_note(
    place: Path, what: str, mode: int, as_nobody: None
) -> None:
    stated(kg.open(str(place)))
    harmed = place / ".kg" / what
    before = harmed.stat().st_mode
    harmed.chmod(mode)
    if mode:  # it can be read, but no longer brought up to date
        write(place, "1,300 umbrellas")
    found = open_workspace(place, BASE)
    assert stated(found) == {"1300" if mode else "1200"}
    harmed.chmod(before)
    if not mode and what != "lock":
        assert found.notes == (f"{place / '.kg'}: Permission denied; the files were read without this cache",)
