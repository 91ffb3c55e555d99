"""A value is changed in a record file, and everything else stays as it was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.errors import UsageError
from kg.formats.record_edits import Edit, edited

if TYPE_CHECKING:
    from pathlib import Path

TEXT = """\
# a remark at the top
source: s
title: "Old: title"   # why
claims:
  c:
    says: Words
    # a remark between
    leans on:
      - cites: t
        at: p. 1

  d: {says: x, made here: yes}
---
source: t
"""


@pytest.mark.parametrize(
    ("edit", "before", "after"),
    [
        (Edit("s", None, "title", "New"), 'title: "Old: title"   # why\n', "title: New   # why\n"),
        (Edit("s", None, "title", None), 'title: "Old: title"   # why\n', ""),
        (Edit("s", None, "kind", "report"), "# why\n", "# why\nkind: report\n"),
        (Edit("s", "c", "says", "Other: words"), "says: Words\n", 'says: "Other: words"\n'),
        (Edit("s", "c", "at", "p. 9"), "        at: p. 1\n", "        at: p. 1\n    at: p. 9\n"),
        (
            Edit("s", "c", "leans on", [{"cites": "t", "at": "p. 2"}]),
            "      - cites: t\n        at: p. 1\n",
            "      - cites: t\n        at: p. 2\n",
        ),
        (Edit("s", "d", "says", "y"), "  d: {says: x, made here: yes}\n", "  d: {says: y, made here: yes}\n"),
        (
            Edit("s", "e", "says", "new"),
            "  d: {says: x, made here: yes}\n",
            "  d: {says: x, made here: yes}\n  e: {says: new}\n",
        ),
        (Edit("t", None, "title", "T"), "source: t\n", "source: t\ntitle: T\n"),
        (Edit("t", "c", "says", "first"), "source: t\n", "source: t\nclaims:\n  c: {says: first}\n"),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_only_the_lines_of_the_value_change(tmp_path: Path, edit: Edit, before: str, after: str, newline: str) -> None:
    path = tmp_path / "r.yaml"
    path.write_bytes(TEXT.replace("\n", newline).encode())
    assert edited(path, [edit]) == TEXT.replace(before, after).replace("\n", newline)


def test_several_changes_at_once(tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    path.write_text(TEXT, encoding="utf-8")
    edits = [Edit("t", None, "title", "T"), Edit("s", "c", "says", "W"), Edit("s", None, "title", None)]
    text = edited(path, edits)
    assert text == TEXT.replace("source: t\n", "source: t\ntitle: T\n").replace("Words", "W").replace(
        'title: "Old: title"   # why\n', ""
    )


def test_a_key_after_the_last_of_a_claim_stands_before_a_claim_on_one_line_that_changes_too(tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    path.write_text("source: s\nclaims:\n  c:\n    says: x\n  221: {says: y, draft: yes}\n", encoding="utf-8")
    edits = [Edit("s", "c", "draft", "yes"), Edit("s", "221", "draft", None)]
    wanted = "source: s\nclaims:\n  c:\n    says: x\n    draft: yes\n  221: {says: y}\n"
    assert edited(path, edits) == wanted
    assert edited(path, edits[::-1]) == wanted


def test_a_record_on_one_line_is_changed_in_its_place(tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    path.write_text("{source: s, title: x}\n", encoding="utf-8")
    assert edited(path, [Edit("s", None, "title", "y")]) == "{source: s, title: y}\n"


def test_a_record_that_is_not_there_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    path.write_text(TEXT, encoding="utf-8")
    with pytest.raises(UsageError, match="the record of u was not found in it"):
        edited(path, [Edit("s", None, "title", "y"), Edit("u", None, "title", "y")])


def test_many_changes_of_a_large_file_are_made_at_once(tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    path.write_text("".join(f"---\nsource: s{n}\ntitle: Old {n}\n" for n in range(300)), encoding="utf-8")
    edits = [Edit(f"s{n}", None, "title", f"New {n}") for n in range(300)]
    assert edited(path, edits) == path.read_text(encoding="utf-8").replace("Old", "New")
