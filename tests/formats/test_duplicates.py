"""Which records may be one, and which are not proposed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.formats.duplicates import duplicates
from kg.formats.folder import read_file

if TYPE_CHECKING:
    from pathlib import Path


def proposed(tmp_path: Path, text: str) -> set[tuple[str, str]]:
    (tmp_path / "r.yaml").write_text(text, encoding="utf-8")
    return {(one.first, one.second) for one in duplicates(read_file(tmp_path / "r.yaml").records)}


@pytest.mark.parametrize(
    ("first", "second", "are_proposed"),
    [
        ("url: https://www.o.example/r/", "url: http://o.example/r", True),
        ("url: https://doi.org/10.1000/abc", 'same as: ["doi:10.1000/ABC"]', True),
        ('same as: ["doi:10.1000/abc"]', 'same as: ["https://doi.org/10.1000/ABC"]', False),
        ("title: Empty homes in England", "title: Empty Homes in England.", True),
        ("title: Empty homes in England\nissued: 2019-03", "title: Empty homes in England\nissued: 2019", True),
        ("title: Empty homes in England\nissued: 2018", "title: Empty homes in England\nissued: 2019", False),
        ("title: Empty homes in England, volume 1", "title: Empty homes in England, volume 2", False),
        ("title: Annual report", "title: Annual reports", True),
        ("title: Letter", "title: Letter", False),
        ("title: Empty homes in England\npublisher: [A]", "title: Empty homes in England\npublisher: [B]", False),
        ("title: Empty homes in England", "title: Empty homes in England\nsame as: [a]", False),
    ],
)
def test_sources_by_identifier_or_title_and_year(tmp_path: Path, first: str, second: str, are_proposed: bool) -> None:
    found = proposed(tmp_path, f"source: a\n{first}\n---\nsource: b\n{second}\n")
    assert found == ({("a", "b")} if are_proposed else set())


@pytest.mark.parametrize(
    ("first", "second", "are_proposed"),
    [
        ("{says: There are 12 homes.}", "{says: there are 12 homes}", True),
        ('{figure: "12 homes, Leeds, 2019"}', '{figure: "12 homes, Leeds, 2019", says: other words}', True),
        ('{figure: "12 homes, Leeds, 2019"}', '{figure: "12 homes, York, 2019"}', False),
        ('{figure: "12 homes, Leeds, 2019"}', '{figure: "12%, Leeds, 2019"}', False),
        ("{says: one thing}", "{says: another}", False),
    ],
)
def test_claims_of_one_work_by_words_or_number(tmp_path: Path, first: str, second: str, are_proposed: bool) -> None:
    one = proposed(tmp_path, f"source: a\nclaims:\n  x: {first}\n  y: {second}\n")
    assert one == ({("a/x", "a/y")} if are_proposed else set())
    two = proposed(tmp_path, f"source: a\nclaims:\n  x: {first}\n---\nsource: b\nclaims:\n  y: {second}\n")
    assert two == set()
    joined = proposed(
        tmp_path, f"source: a\nsame as: [b]\nclaims:\n  x: {first}\n---\nsource: b\nclaims:\n  y: {second}\n"
    )
    assert joined == ({("a/x", "b/y")} if are_proposed else set())
