"""A file of the cache that is not what was written there never answers, and never stands in the way."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import kg
from kg.cache.checksums import every_file_compared
from kg.commands import run
from kg.workspace.open import _ANEW

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.api import Graph

COMMANDS = (
    ("trace", "s3/c", "--format", "json"),
    ("trace", "1,203 umbrellas"),
    ("check", "--exit-zero", "--format", "json"),
    ("query", "SELECT (COUNT(*) AS ?n) (SUM(STRLEN(STR(?o))) AS ?l) { ?s ?p ?o }", "--format", "csv"),
)
HARMS: dict[str, Callable[[Path], None]] = {
    "zeroed": lambda path: write_over(path, bytes(path.stat().st_size)),
    "flipped": lambda path: write_over(
        path, bytes(b ^ 1 if at % 97 == 3 else b for at, b in enumerate(path.read_bytes()))
    ),
    "a digit changed": lambda path: write_over(path, path.read_bytes().replace(b"3", b"8", 5)),
    "cut": lambda path: os.truncate(path, path.stat().st_size // 2),
    "removed": lambda path: path.unlink(),
}
KINDS = {"one file": 100_000, "on disk": 0}


def write_over(path: Path, data: bytes) -> None:
    """Another content, in the same file, dated back."""
    facts = path.stat()
    path.write_bytes(data)
    os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns))


def made(place: Path) -> Path:
    place.mkdir()
    (place / "kg.toml").write_text('name = "w"\n', encoding="utf-8")
    for number in range(6):
        cites = f"leans on: [{{cites: s{number - 1}/c}}]" if number else "made here: true"
        text = f"source: s{number}\nclaims:\n  c: {{says: about it, figure: '1,20{number} umbrellas', {cites}}}\n"
        (place / f"r{number}.yaml").write_text(text, encoding="utf-8")
        os.utime(place / f"r{number}.yaml", (1_700_000_000, 1_700_000_000))
    return place


def files(place: Path) -> list[Path]:
    """The files of the cache that something is read from."""
    found = [path for path in (place / ".kg").rglob("*") if path.is_file()]
    return sorted(
        p
        for p in found
        if p.name not in {"lock", ".gitignore", "LOCK"} and not p.name.startswith("LOG") and p.stat().st_size
    )


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    monkeypatch.delenv("KG_GRAPH", raising=False)

    def called(place: Path, *arguments: str) -> tuple[int, str, str]:
        monkeypatch.chdir(place)
        code = run(arguments)
        said = capsys.readouterr()
        return code, said.out, said.err

    return called


@pytest.mark.parametrize(
    ("kind", "small"),
    [("one file", 1 << 30), ("on disk", 1 << 30), ("on disk", 0)],
    ids=["one file", "on disk", "large, on disk"],
)
@pytest.mark.parametrize("harm", HARMS)
def test_whatever_is_damaged_the_answer_is_that_of_the_files(
    tmp_path: Path,
    harm: str,
    kind: str,
    small: int,
    monkeypatch: pytest.MonkeyPatch,
    call: Callable[..., tuple[int, str, str]],
) -> None:
    monkeypatch.setattr("kg.cache.store_files._FITS_IN_MEMORY", KINDS[kind])
    monkeypatch.setattr("kg.cache.checksums._SMALL", small)
    place = made(tmp_path / "w")
    wanted = {command: call(place, *command)[:2] for command in COMMANDS}
    assert [code for code, _ in wanted.values()] == [0] * len(COMMANDS)
    kept = tmp_path / "kept"
    shutil.copytree(place / ".kg", kept)
    names = [path.relative_to(place) for path in files(place)]
    assert len(names) >= (9 if kind == "on disk" else 5)
    for number, name in enumerate(names, [*HARMS].index(harm)):
        shutil.rmtree(place / ".kg")
        shutil.copytree(kept, place / ".kg")
        HARMS[harm](place / name)
        # Any command may be the first to meet the damage; the others follow it.
        for turn in range(len(COMMANDS) if kind == "one file" else 2):
            command = COMMANDS[(number + turn) % len(COMMANDS)]
            code, out, err = call(place, *command)
            assert (code, out) == wanted[command], f"{name} {command}: {err}"
            assert err in ({"", f"note: {_ANEW}\n"} if turn == 0 or small == 0 else {""}), f"{name} {command}"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("harm", HARMS)
def test_a_changed_file_beside_a_damaged_cache_is_read_with_all_others(
    tmp_path: Path, harm: str, kind: str, monkeypatch: pytest.MonkeyPatch, call: Callable[..., tuple[int, str, str]]
) -> None:
    monkeypatch.setattr("kg.cache.store_files._FITS_IN_MEMORY", KINDS[kind])
    monkeypatch.setattr("kg.cache.checksums._SMALL", 0)
    place = made(tmp_path / "w")
    call(place, *COMMANDS[0])
    kept = tmp_path / "kept"
    shutil.copytree(place / ".kg", kept)
    names = [path.relative_to(place) for path in files(place)]
    old = (place / "r3.yaml").read_text(encoding="utf-8")
    (place / "r3.yaml").write_text(old.replace("about it", "about them"), encoding="utf-8")
    shutil.rmtree(place / ".kg")
    wanted = {command: call(place, *command)[:2] for command in COMMANDS}
    for name in names:
        shutil.rmtree(place / ".kg")
        shutil.copytree(kept, place / ".kg")
        HARMS[harm](place / name)
        for command in COMMANDS[::2]:
            code, out, err = call(place, *command)
            assert (code, out) == wanted[command], f"{name} {command}: {err}"


def stated(graph: Graph) -> set[str]:
    return {str(row[0]) for row in graph.query("SELECT DISTINCT ?v { ?f schema:value ?v }").rows}


def test_damage_of_a_table_file_is_not_sealed_by_the_next_generation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.cache.store_files._FITS_IN_MEMORY", 0)
    monkeypatch.setattr("kg.cache.checksums._SMALL", 0)
    place = made(tmp_path / "w")
    kg.open(str(place))
    for path in (place / ".kg").rglob("whole.nq"):
        write_over(path, path.read_bytes().replace(b"1203", b"1803"))
    (place / "r5.yaml").write_text("source: s5\nclaims:\n  c: {says: x, figure: 7 owls}\n", encoding="utf-8")
    kg.open(str(place))
    with every_file_compared():
        graph = kg.open(str(place))
    assert _ANEW in graph.notes
    assert stated(graph) == {"1200", "1201", "1202", "1203", "1204", "7"}


def test_a_damaged_cache_that_cannot_be_removed_is_told_and_read_past(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = made(tmp_path / "w")
    kg.open(str(place))
    (text,) = (place / ".kg").rglob("quads.nq")
    write_over(text, text.read_bytes().replace(b"1203", b"1803"))
    monkeypatch.setattr("shutil.rmtree", lambda *_, **__: None)

    def fails(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("kg.cache.build.build", fails)
    for _ in range(2):
        graph = kg.open(str(place))
        assert "1203" in stated(graph)
        assert [note.partition(": ")[2] for note in graph.notes] == [
            "damaged, and cannot be removed; the files are read without it"
        ]


def test_a_sealed_file_is_json_to_others(tmp_path: Path) -> None:
    place = made(tmp_path / "w")
    kg.open(str(place))
    for path in (place / ".kg").rglob("*.json"):
        assert json.loads(path.read_text(encoding="utf-8"))
