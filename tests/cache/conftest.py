"""A small disk that can be filled, and a user who is not root."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import kg

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of one megabyte; skips where none can be mounted."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("no file system can be mounted here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.fixture
def as_nobody(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Run as a user who has the test's folder but may not read everything, as root may."""
    if os.geteuid():
        yield
        return
    # That user may not be able to read the interpreter's own folders: import what opening a workspace needs before.
    warm = Path(shutil.copytree(tmp_path, tmp_path_factory.mktemp("warm") / "copy"))
    for place in filter(Path.is_dir, warm.iterdir()):
        for _ in range(2):
            opened = kg.open(str(place))
            opened.trace("s/c")
            opened.query("ASK { ?s ?p ?o }")
    for folder in tmp_path.parents[:-2]:  # a run of several workers has folders of its own in between
        if not folder.stat().st_mode & 0o001:
            folder.chmod(0o755)
    for path in (tmp_path, *tmp_path.rglob("*")):
        os.chown(path, 65534, 65534)
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)
