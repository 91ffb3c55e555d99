"""Readings in the seeds are of a day, of someone and of a place; absence is claimed only of what was seen whole."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import pytest

from kg.errors import BadDataError
from kg.formats.folder import read_folder
from kg.resources import seeds
from tests.seeds.readings import faults

if TYPE_CHECKING:
    from pathlib import Path

WHOLE = '{on: 2026-11-30, by: KG, host: "example.org (stored copy)"}'
PART = '{on: 2026-11-30, by: KG, host: "example.org (stored copy)", part: excerpt}'


def found(folder: Path, source: str = WHOLE, claim: str = "", link: str = "") -> list[str]:
    """The faults of one article that names one report."""
    text = f"""\
    source: report
    title: Report
    read in a copy: {source}
    ---
    source: article
    title: Article
    read in a copy: {source}
    claims:
      owls:
        says: There are 40 owls.
        figure: 40 owls
        {claim or "read in a copy: " + source}
        leans on:
          - names: report
            {link or "read in a copy: " + source}
    """
    folder.joinpath("kg.toml").write_text('base = "https://example.org/"\n', encoding="utf-8")
    folder.joinpath("owls.yaml").write_text(textwrap.dedent(text), encoding="utf-8")
    return list(faults(file.records for file in read_folder(folder)))


def test_no_reading_of_the_seeds_is_at_fault() -> None:
    assert list(faults(file.records for file in read_folder(seeds()))) == []


def test_a_reading_on_a_day_by_someone_of_a_host_stands(tmp_path: Path) -> None:
    assert found(tmp_path) == []


@pytest.mark.parametrize(
    ("reading", "fault"),
    [
        ("read: KG", "article/owls: read on no day"),
        ("read: 2026-11-30", "article/owls: read by nobody"),
        ("read: 2026-07-02 KG", "article/owls: read on 2026-07-02, before this work began"),
        ("read in a copy: {by: KG, host: example.org}", "article/owls: read on no day"),
        ("read in a copy: {on: 2026-11-30, by: KG}", "article/owls: read in a copy of no host"),
        ("second: 2026-11-23 AB", "article/owls: read on 2026-11-23, before this work began"),
    ],
)
def test_a_reading_of_no_day_or_before_this_work_is_refused(tmp_path: Path, reading: str, fault: str) -> None:
    assert found(tmp_path, claim=reading) == [fault]


@pytest.mark.parametrize("key", ["not in it", "not found"])
def test_what_came_of_following_a_link_has_a_day_and_a_reader(tmp_path: Path, key: str) -> None:
    faulty = found(tmp_path, link=f"{key}: yes")
    assert faulty == ["article/owls#names-report: read on no day", "article/owls#names-report: read by nobody"]


def test_absence_from_a_source_that_was_seen_in_part_is_refused(tmp_path: Path) -> None:
    assert found(tmp_path, link="not in it: 2026-11-30 KG") == []
    assert found(tmp_path, PART, link="not in it: 2026-11-30 KG") == ["article/owls#names-report: not in it, of a part"]


def test_naming_no_source_is_refused_of_a_part(tmp_path: Path) -> None:
    none = "\n        names no source: 2026-11-30 KG"
    assert found(tmp_path, claim=f"read in a copy: {WHOLE}{none}") == []
    with pytest.raises(BadDataError, match="only a part was read"):
        found(tmp_path, claim=f"read in a copy: {PART}{none}")
    extracts = '{on: 2026-11-30, by: KG, host: "example.org (stored copy of extracts)"}'
    assert found(tmp_path, claim=f"read in a copy: {extracts}{none}") == ["article/owls: names no source, of a part"]
