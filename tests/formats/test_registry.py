"""The registry of formats: dispatch goes through it, so a new format is its module and a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.commands.export_records import record_command
from kg.formats.folder import read_folder
from kg.formats.record_format import RecordFormat
from kg.formats.registry import FORMATS, format_of
from kg.model.records import joined

if TYPE_CHECKING:
    from pathlib import Path

LINES = RecordFormat(
    name="lines",
    title="Lines",
    endings=(".txt",),
    media_type="text/plain",
    module="tests.formats.lines_format",
    purpose="a line a source",
    reads=("sources",),
    writes=("sources",),
    loses=("claims",),
    by_content=True,
)
WITH_LINES = (*FORMATS, LINES)
YAML = "source: s\ntitle: A report\nclaims:\n  c: {says: x, leans on: [cites: t]}\n"


def test_a_format_that_is_listed_is_read_with_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(YAML, encoding="utf-8")
    (tmp_path / "b.txt").write_text("#sources\nt Another report\n", encoding="utf-8")
    (tmp_path / "c.txt").write_text("a shopping list\n", encoding="utf-8")
    files = read_folder(tmp_path, WITH_LINES)
    assert [(file.path.name, file.media_type, file.lines) for file in files] == [
        ("a.yaml", "application/yaml", {"s": 1, "s/c": 4}),
        ("b.txt", "text/plain", {"t": 2}),
    ]
    assert [source.title for source in joined(file.records for file in files).sources] == ["A report", "Another report"]


def test_a_format_that_is_not_listed_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "b.txt"
    path.write_text("#sources\nt Another report\n", encoding="utf-8")
    assert format_of(path, WITH_LINES) is LINES
    assert format_of(path) is None


def test_a_format_that_is_written_is_an_export_command(tmp_path: Path) -> None:
    command = record_command(LINES)
    assert command.name == "lines"
    assert "claims" in (command.help or "")


@pytest.mark.parametrize("form", WITH_LINES, ids=lambda form: form.name)
def test_a_format_has_what_it_declares(form: RecordFormat) -> None:
    module = form.load()
    reader = "read" if form.in_place else "parts"
    for declared, function in ((form.reads, reader), (form.writes, "write"), (form.by_content, "recognises")):
        assert not declared or callable(getattr(module, function))


def test_names_are_unique() -> None:
    assert len({form.name for form in FORMATS}) == len(FORMATS)
