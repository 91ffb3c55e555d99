"""`kg validate --cache` compares all of a cache with what it was made from, and makes it anew if they differ."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from kg.cache.bulk_store import add_files
from kg.cache.generations import generations
from kg.cache.load import load
from kg.cache.store_files import StoreSizes
from kg.cache.verify import verify_bulk_store, verify_workspace
from kg.cache.workspace_cache import open_workspace
from kg.commands import run
from kg.errors import UsageError
from kg.workspace.config import Config
from tests.sampling import some_at_once

if TYPE_CHECKING:
    from pathlib import Path

SIZES = {"as one file": StoreSizes(), "on disk": StoreSizes(in_memory=0)}
BASE = Config().base
CHANGES = {
    "search.sqlite": "UPDATE document SET text = replace(text, 'owls', 'bats')",
    "files.sqlite": "UPDATE place SET line = line + 1",
}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    folder = tmp_path / "w"
    folder.mkdir()
    (folder / "kg.toml").write_text('name = "w"\n', encoding="utf-8")
    for number in range(3):
        text = f"source: s{number}\nclaims:\n  c: {{says: owls, figure: '1,20{number} owls'}}\n"
        (folder / f"r{number}.yaml").write_text(text, encoding="utf-8")
    return folder


def change(path: Path, sql: str) -> None:
    """Damage that SQLite cannot notice: the file is valid, and of the same size."""
    connection = sqlite3.connect(path)
    with connection:
        connection.execute(sql)
    connection.close()


@pytest.mark.parametrize("kind", SIZES)
@pytest.mark.parametrize("name", some_at_once(CHANGES, ["files.sqlite"]))
def test_a_changed_row_is_found_and_the_cache_made_anew(place: Path, kind: str, name: str) -> None:
    generation = open_workspace(place, BASE, SIZES[kind]).generation
    assert generation is not None
    assert verify_workspace(place, load(place, BASE), SIZES[kind])
    change(generation / name, CHANGES[name])
    assert not open_workspace(place, BASE, SIZES[kind]).notes
    assert not verify_workspace(place, load(place, BASE), SIZES[kind])
    assert verify_workspace(place, load(place, BASE), SIZES[kind])


@pytest.mark.parametrize("kind", SIZES)
def test_a_generation_made_from_the_one_before_agrees_with_the_files(place: Path, kind: str) -> None:
    open_workspace(place, BASE, SIZES[kind])
    (place / "r1.yaml").write_text("source: s1\nclaims:\n  c: {says: bats, figure: 7 bats}\n", encoding="utf-8")
    open_workspace(place, BASE, SIZES[kind])
    assert verify_workspace(place, load(place, BASE), SIZES[kind])
    assert len(generations(place / ".kg")) == 2


def test_the_command_says_whether_the_cache_agrees(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["validate", "--cache", str(place)]) == 0
    assert capsys.readouterr().out.endswith(f"{place}: the cache agrees with the files\n")
    change(generations(place / ".kg")[0] / "search.sqlite", CHANGES["search.sqlite"])
    assert run(["validate", "--cache", str(place)]) == 1
    assert capsys.readouterr().err == "note: the cache differed from the files, and was made anew\n"
    (place / "kg.toml").unlink()
    assert run(["validate", "--cache", str(place)]) == 2
    assert "neither a workspace nor a store" in capsys.readouterr().err


def test_all_of_a_loaded_store_is_read_and_its_index_compared(tmp_path: Path) -> None:
    path, store = tmp_path / "c.ttl", tmp_path / "store"
    path.write_text(
        '@prefix schema: <https://schema.org/> . <http://x/a> a schema:Claim ; schema:text "12 owls" .',
        encoding="utf-8",
    )
    add_files(store, [path], lambda *_: None)
    assert verify_bulk_store(store)
    newest = generations(store)[0]
    change(newest / "search.sqlite", CHANGES["search.sqlite"])
    assert not verify_bulk_store(store)
    assert verify_bulk_store(store)
    for table in (newest / "store").rglob("*.sst"):
        data = table.read_bytes()
        table.write_bytes(data[:20] + bytes([data[20] ^ 1]) + data[21:])
    with pytest.raises(UsageError, match="damaged; load the files of this store again"):
        verify_bulk_store(store)
