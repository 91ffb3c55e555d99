"""What the wheel says of itself: the licences of every part in it, the commands it installs, and the same bytes each time it is built."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from email.parser import BytesParser
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PARTS = tuple((ROOT / "kg" / "serve" / "static").glob("*/LICENSES.txt"))
PART = re.compile(r"^\S+ \d\S* \(([^)]+)\)$", re.MULTILINE)


def test_the_licences_of_all_parts_in_the_wheel_stand_in_its_metadata() -> None:
    named = set(re.split(r" AND ", PROJECT["license"]))
    of_parts = {licence for path in PARTS for licence in PART.findall(path.read_text(encoding="utf-8"))}
    assert len(PARTS) == 2
    # Each part may be used under one of those that it offers; the text of the last was read, and is the MIT licence.
    used = {licence for part in of_parts - {"see text"} for licence in re.split(r" AND ", part.split(" OR ")[-1])}
    assert used
    assert {licence.strip("()") for licence in used} <= named


def test_every_file_of_licences_is_named_in_the_metadata() -> None:
    named = {path for pattern in PROJECT["license-files"] for path in ROOT.glob(pattern)}
    beside = {path for folder in ("kg", "seeds", "ontology") for path in (ROOT / folder).rglob("LICENSE*")}
    assert beside <= named


def test_both_names_start_the_same_command() -> None:
    assert PROJECT["scripts"]["headwater"] == PROJECT["scripts"]["kg"]


@pytest.mark.slow
def test_a_wheel_that_is_built_twice_has_the_same_bytes(tmp_path: Path) -> None:
    built: list[Path] = []
    for name in ("first", "second"):
        command = [sys.executable, "-m", "build", "--wheel", "--outdir", str(tmp_path / name), str(ROOT)]
        done = subprocess.run(
            command, env={**os.environ, "SOURCE_DATE_EPOCH": "1700000000"}, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stdout[-2000:]
        built.extend((tmp_path / name).glob("*.whl"))
    first, second = built
    assert first.read_bytes() == second.read_bytes()
    with zipfile.ZipFile(first) as wheel:
        (metadata,) = (name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
        told = BytesParser().parsebytes(wheel.read(metadata))
        files = told.get_all("License-File") or []
        assert told["License-Expression"] == PROJECT["license"]
        assert len(files) >= 4
        assert all(any(name.endswith(f"licenses/{file}") for name in wheel.namelist()) for file in files)
