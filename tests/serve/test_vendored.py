"""What comes from others is as its notice says."""

from __future__ import annotations

import re
from hashlib import sha256

from kg.resources import resource

FOLDER = resource("serve", "static", "yasgui")


def test_each_file_of_the_editor_is_the_one_that_its_notice_names() -> None:
    told = (FOLDER / "README.md").read_text(encoding="utf-8")
    named = dict(re.findall(r"^\| `(\S+)` \|.*\| `([0-9a-f]{64})` \|$", told, re.MULTILINE))
    found = {path.name: sha256(path.read_bytes()).hexdigest() for path in FOLDER.iterdir() if path.name != "README.md"}
    assert named == found
    assert "4.6.2" in told
