"""`kg duplicates`: proposals, and what a person accepts as `same as`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.commands.conftest import Done

RECORDS = """\
source: a
title: Empty homes in England   # as on its cover
issued: 2019
---
source: b
title: Empty Homes in England
same as: ["doi:10.1000/abc"]
"""


def test_only_what_is_accepted_is_joined_and_the_rest_stays_as_it_is(kg: Callable[..., Done], tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_text("", encoding="utf-8")
    path = tmp_path / "r.yaml"
    path.write_text(RECORDS, encoding="utf-8")
    done = kg("duplicates", "-g", str(tmp_path))
    assert (done.code, "source  a  b\n    the same title, 2019: Empty homes in England" in done.out) == (0, True)
    assert path.read_text(encoding="utf-8") == RECORDS
    assert json.loads(kg("duplicates", "-g", str(tmp_path), "--format", "json").out)[0]["second"] == "b"
    assert kg("duplicates", "-g", str(tmp_path), "--accept", "b", "a").code == 0
    assert path.read_text(encoding="utf-8") == RECORDS.replace('["doi:10.1000/abc"]', '["doi:10.1000/abc", a]')
    assert kg("duplicates", "-g", str(tmp_path)).out == "no two records look like one\n"


@pytest.mark.parametrize(
    ("pair", "said"),
    [
        (("a", "c"), "c: no source of this id is on record"),
        (("a/x", "b"), "a/x: a claim; take one of the two out"),
        (("a", "a"), "a: name two sources"),
    ],
)
def test_what_cannot_be_joined_is_said_and_nothing_is_written(
    kg: Callable[..., Done], tmp_path: Path, pair: tuple[str, str], said: str
) -> None:
    (tmp_path / "kg.toml").write_text("", encoding="utf-8")
    (tmp_path / "r.yaml").write_text(RECORDS, encoding="utf-8")
    done = kg("duplicates", "-g", str(tmp_path), "--accept", "a", "b", "--accept", *pair)
    assert (done.code, said in done.err) == (2, True)
    assert (tmp_path / "r.yaml").read_text(encoding="utf-8") == RECORDS
