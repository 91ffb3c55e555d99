"""What comes from others is as its notice says."""

from __future__ import annotations

import re
from hashlib import sha256

import pytest

from kg.resources import resource

VERSIONS = {"yasgui": "4.6.2", "chart": "4.6.1", "oxigraph": "0.5.11"}


@pytest.mark.parametrize("name", VERSIONS)
def test_each_file_from_others_is_the_one_that_its_notice_names(name: str) -> None:
    folder = resource("serve", "static", name)
    told = (folder / "README.md").read_text(encoding="utf-8")
    named = dict(re.findall(r"^\| `(\S+)` \|.*\| `([0-9a-f]{64})` \|$", told, re.MULTILINE))
    found = {path.name: sha256(path.read_bytes()).hexdigest() for path in folder.iterdir() if path.name != "README.md"}
    assert named == found
    assert VERSIONS[name] in told.partition("\n")[0]
