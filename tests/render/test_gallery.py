"""The pictures that the documentation shows are those that the seeds give."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_gallery_is_what_its_command_makes() -> None:
    done = subprocess.run(
        [sys.executable, "docs/make_gallery.py", "--check"], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_picture_that_is_shown_is_there_and_every_one_there_is_shown() -> None:
    shown = set()
    for page in (ROOT / "README.md", ROOT / "docs" / "gallery" / "README.md"):
        for target in re.findall(r"!\[[^\]]*\]\(([^)]+\.svg)\)", page.read_text(encoding="utf-8")):
            path = (page.parent / target).resolve()
            assert path.is_file(), target
            shown.add(path.name)
    assert shown == {path.name for path in (ROOT / "docs" / "gallery").glob("*.svg")}
