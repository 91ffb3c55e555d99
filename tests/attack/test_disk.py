"""Every command that writes, killed at any moment, cut off from its power, or without room on the disk: nothing is lost or half written.

`python -m tests.attack.kills 6`, `tests.attack.power_cuts` and `tests.attack.full_disk` run all of it and give the figures.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.attack.disk import COMPILER, Change, Disk, moments, run_with
from tests.attack.writing import WRITINGS
from tests.conftest import missing


@pytest.fixture
def _compiler() -> None:
    if COMPILER is None:
        missing("a C compiler")


@pytest.mark.slow
@pytest.mark.usefixtures("_compiler")
@pytest.mark.parametrize("name", WRITINGS)
def test_a_command_that_is_killed_leaves_each_file_as_it_was_or_as_it_is_to_be(name: str) -> None:
    assert run_with("tests.attack.kills", "3", name) == 0


@pytest.mark.slow
@pytest.mark.usefixtures("_compiler")
@pytest.mark.parametrize("name", WRITINGS)
def test_a_power_cut_leaves_each_file_as_it_was_or_as_it_is_to_be(name: str) -> None:
    assert run_with("tests.attack.power_cuts", "3", name) == 0


@pytest.mark.slow
@pytest.mark.usefixtures("_compiler")
@pytest.mark.parametrize("name", WRITINGS)
def test_a_full_disk_is_named_in_one_line_and_leaves_each_file_as_it_was(name: str) -> None:
    assert run_with("tests.attack.full_disk", "3", name) == 0


@pytest.mark.parametrize(
    ("synced", "nothing", "names"),
    [
        (("file", "folder"), b"new", b"new"),
        (("file",), b"old", b"new"),
        (("folder",), b"", b""),
        ((), b"old", b""),
    ],
)
def test_the_model_of_a_disk_loses_what_was_not_synced(
    tmp_path: Path, synced: tuple[str, ...], nothing: bytes, names: bytes
) -> None:
    folder = tmp_path / "w"
    folder.mkdir()
    (folder / "a").write_bytes(b"old")
    disk, stage, none = Disk.of(folder), folder / "stage", Path()
    disk.do(Change("create", 1, 0, stage, none, b""))
    disk.do(Change("write", 1, 0, stage, none, b"new"))
    if "file" in synced:
        disk.do(Change("sync", 1, 0, stage, none, b""))
    disk.do(Change("rename", 1, 0, stage, folder / "a", b""))
    if "folder" in synced:
        disk.do(Change("sync", folder.stat().st_ino, 0, folder, none, b""))
    found = []
    for kept in (False, True):
        disk.rebuild(folder, tmp_path / "cut", names=kept, content=False)
        found.append((tmp_path / "cut" / "a").read_bytes())
    assert found == [nothing, names]


def test_moments_are_spread_and_hold_the_last() -> None:
    assert moments(10, 3) == [4, 7, 10]
