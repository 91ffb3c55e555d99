"""A damaged file of the cache never changes an answer: the cache is dropped and made anew, with one note."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

import kg
from kg.cache.store_files import StoreSizes
from kg.cache.workspace_cache import REBUILT, OpenedWorkspace, cache_distrusted, open_workspace
from kg.commands import run
from kg.errors import ChecksumError, DamagedCacheError, is_damage
from kg.search.scoring import search
from kg.workspace.config import Config
from tests.sampling import some_at_once

if TYPE_CHECKING:
    from collections.abc import Callable

COMMANDS: Final = (
    ("trace", "s3/c", "--format", "json"),
    ("trace", "1,203 umbrellas"),
    ("check", "--exit-zero", "--format", "json"),
    ("query", "SELECT (COUNT(*) AS ?n) (SUM(STRLEN(STR(?o))) AS ?l) { ?s ?p ?o }", "--format", "csv"),
)
HARMS: Final[dict[str, Callable[[Path], None]]] = {
    "flipped": lambda path: write_over(
        path, bytes(b ^ 1 if at % 97 == 3 else b for at, b in enumerate(path.read_bytes()))
    ),
    "zeroed": lambda path: write_over(path, bytes(path.stat().st_size)),
    "cut": lambda path: os.truncate(path, path.stat().st_size // 2),
    "removed": lambda path: path.unlink(),
}
IN_DEFAULT_RUN: Final = [harm if harm == "flipped" else pytest.param(harm, marks=pytest.mark.slow) for harm in HARMS]
SIZES: Final = {"as one file": StoreSizes(), "on disk": StoreSizes(in_memory=0)}


def write_over(path: Path, data: bytes) -> None:
    """Another content in the same file, which seems not to have changed."""
    facts = path.stat()
    path.write_bytes(data)
    os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns))


@pytest.fixture
def place(tmp_path: Path) -> Path:
    folder = tmp_path / "w"
    folder.mkdir()
    (folder / "kg.toml").write_text('name = "w"\n', encoding="utf-8")
    for number in range(6):
        cites = f"leans on: [{{cites: s{number - 1}/c}}]" if number else "made here: true"
        text = f"source: s{number}\nclaims:\n  c: {{says: about it, figure: '1,20{number} umbrellas', {cites}}}\n"
        (folder / f"r{number}.yaml").write_text(text, encoding="utf-8")
        os.utime(folder / f"r{number}.yaml", (1_700_000_000, 1_700_000_000))
    return folder


def cache_files(place: Path) -> list[Path]:
    """The files of the cache that are read."""
    found = [path for path in (place / ".kg").rglob("*") if path.is_file() and path.stat().st_size]
    return sorted(p for p in found if p.name not in {"lock", ".gitignore", "LOCK"} and not p.name.startswith("LOG"))


def everything(graph: OpenedWorkspace) -> tuple[object, ...]:
    """What the files of a cache are read for."""
    stated = graph.store.query("SELECT ?s ?p ?o { ?s ?p ?o FILTER(?p != schema:dateModified) }").rows
    copied = {str(quad) for quad in graph.store.copy().everything()}
    return {*stated}, len(copied), search(graph.store, "1,203 umbrellas"), dict(graph.places()), graph.digest


def read(place: Path, kind: str) -> tuple[tuple[object, ...], list[str]]:
    """Everything, and the notes; with a new cache if damage is noticed while it is read, as at the command line."""
    try:
        graph = open_workspace(place, Config().base, SIZES[kind])
        return everything(graph), [*graph.notes]
    except Exception as error:  # any but damage is raised again
        if not isinstance(error, DamagedCacheError | ChecksumError) and not is_damage(error):
            raise
    with cache_distrusted():
        graph = open_workspace(place, Config().base, SIZES[kind])
    return everything(graph), [*graph.notes]


@pytest.mark.parametrize("kind", some_at_once(SIZES, ["as one file"]))
@pytest.mark.parametrize("harm", IN_DEFAULT_RUN)
def test_with_any_file_damaged_the_answers_are_those_of_the_files(
    place: Path, tmp_path: Path, harm: str, kind: str
) -> None:
    wanted, _ = read(place, kind)
    saved = tmp_path / "saved"
    shutil.copytree(place / ".kg", saved)
    names = [path.relative_to(place) for path in cache_files(place)]
    assert len(names) >= (9 if kind == "on disk" else 5)
    for name in names:
        shutil.rmtree(place / ".kg")
        shutil.copytree(saved, place / ".kg")
        HARMS[harm](place / name)
        found, notes = read(place, kind)
        assert found == wanted, name
        assert notes in ([], [REBUILT]), name
        assert read(place, kind) == (wanted, []), name


@pytest.mark.parametrize("kind", some_at_once(SIZES, [next(iter(SIZES))]))
def test_one_changed_byte_in_a_text_or_table_file_is_noticed(place: Path, kind: str) -> None:
    wanted, _ = read(place, kind)
    noticed = set()
    for suffix in (".nq", ".json", ".sst"):
        for path in (path for path in cache_files(place) if path.suffix == suffix and path.exists()):
            data = path.read_bytes()
            write_over(path, data[:40] + bytes([data[40] ^ 1]) + data[41:])
            found, notes = read(place, kind)
            assert found == wanted, path
            noticed |= {suffix} if notes == [REBUILT] else set()
    assert noticed == ({".nq", ".json", ".sst"} if kind == "on disk" else {".nq", ".json"})


@pytest.mark.parametrize("kind", ["as one file", pytest.param("on disk", marks=pytest.mark.slow)])
@pytest.mark.parametrize("harm", IN_DEFAULT_RUN)
def test_a_changed_file_beside_a_damaged_cache_is_read_with_all_others(
    place: Path, tmp_path: Path, harm: str, kind: str
) -> None:
    read(place, kind)
    saved = tmp_path / "saved"
    shutil.copytree(place / ".kg", saved)
    names = [path.relative_to(place) for path in cache_files(place)]
    old = (place / "r3.yaml").read_text(encoding="utf-8")
    (place / "r3.yaml").write_text(old.replace("about it", "about them"), encoding="utf-8")
    shutil.rmtree(place / ".kg")
    wanted, _ = read(place, kind)
    for name in names:
        shutil.rmtree(place / ".kg")
        shutil.copytree(saved, place / ".kg")
        HARMS[harm](place / name)
        assert read(place, kind)[0] == wanted, name


def test_a_damaged_text_is_not_shared_with_the_next_generation_unnoticed(place: Path) -> None:
    open_workspace(place, Config().base, SIZES["on disk"])
    for path in (place / ".kg").rglob("quads.nq"):
        write_over(path, path.read_bytes().replace(b"1203", b"1803"))
    (place / "r5.yaml").write_text("source: s5\nclaims:\n  c: {says: x, figure: 7 owls}\n", encoding="utf-8")
    found, notes = read(place, "on disk")
    assert "1803" not in str(found)
    assert notes == [REBUILT]


def test_a_damaged_generation_that_cannot_be_removed_is_named_and_not_used(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    generation = open_workspace(place, Config().base).generation
    assert generation is not None
    text = generation / "store" / "quads.nq"
    write_over(text, text.read_bytes().replace(b"1203", b"1803"))
    monkeypatch.setattr("shutil.rmtree", lambda *_, **__: None)
    graph = kg.open(str(place))
    assert graph.notes == (f"{generation}: damaged, and cannot be removed; it is not used",)
    assert ("1203",) in graph.query("SELECT ?v { ?f schema:value ?v }").rows


@pytest.mark.parametrize("harm", IN_DEFAULT_RUN)
def test_a_command_that_meets_damage_is_run_again_with_one_note(
    place: Path, harm: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("KG_GRAPH", raising=False)
    monkeypatch.chdir(place)

    def call(command: tuple[str, ...]) -> tuple[int, str, str]:
        code = run(command)
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    wanted = {command: call(command) for command in COMMANDS}
    assert {(code, err) for code, _, err in wanted.values()} == {(0, "")}
    for number, name in enumerate(cache_files(place)):
        HARMS[harm](name)
        # Any command may be the first to meet the damage; the others follow it.
        for turn in range(len(COMMANDS)):
            command = COMMANDS[(number + turn) % len(COMMANDS)]
            code, out, err = call(command)
            assert (code, out) == wanted[command][:2], f"{name} {command}: {err}"
            assert err in {"", f"note: {REBUILT}\n"}, f"{name} {command}"
