"""One value is changed where it stands, in its own style, and every other character of the file stays."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from kg.errors import UsageError
from kg.formats.record_spans import Change, with_changes, with_record
from kg.formats.yaml_tree import documents
from kg.resources import seeds

TEXT = """\
# a remark at the top
source: s
title: "Old: title"   # why
claims:
  c:
    says: Words
    # a remark between
    rests on:
      - cites: t   # its first line
        at: p. 1
      - {names: u, at: "[2]"}

  d: {says: x, made here: yes, leans on: [{cites: t}]}
  e:
    note: |
      two
      lines
    by: {a: b}
  f:
---
source: t
leans on: {cites: s}
"""
C = ("claims", "c")
D = ("claims", "d")


@pytest.mark.parametrize(
    ("source", "path", "value", "before", "after"),
    [
        ("s", ("title",), "New", 'title: "Old: title"   # why', "title: New   # why"),
        ("s", ("title",), None, 'title: "Old: title"   # why\n', ""),
        ("s", ("kind",), "report", "# why\n", "# why\nkind: report\n"),
        ("s", (*C, "says"), "A: b", "says: Words", 'says: "A: b"'),
        ("s", (*C, "at"), "p. 9", '- {names: u, at: "[2]"}\n', '- {names: u, at: "[2]"}\n    at: p. 9\n'),
        ("s", (*C, "leans on", 0, "cites"), "v", "cites: t   #", "cites: v   #"),
        ("s", (*C, "leans on", 0, "read"), "2026-01-02 KG", "at: p. 1\n", "at: p. 1\n        read: 2026-01-02 KG\n"),
        ("s", (*C, "leans on", 0, "cites"), None, "- cites: t   # its first line\n        at: p. 1", "- at: p. 1"),
        ("s", (*C, "leans on", 0), None, "      - cites: t   # its first line\n        at: p. 1\n", ""),
        ("s", (*C, "leans on", 1, "at"), "[3], x", 'at: "[2]"}', 'at: "[3], x"}'),
        ("s", (*C, "leans on", 1, "read"), "2026 KG", 'at: "[2]"}', 'at: "[2]", read: 2026 KG}'),
        ("s", (*C, "leans on", 2), {"names": "w"}, 'at: "[2]"}\n', 'at: "[2]"}\n      - names: w\n'),
        ("s", (*D, "says"), "a, b", "says: x", 'says: "a, b"'),
        ("s", (*D, "made here"), None, "made here: yes, ", ""),
        ("s", (*D, "leans on", 0), None, ", leans on: [{cites: t}]", ""),
        ("s", (*D, "leans on", 1), {"names": "w"}, "[{cites: t}]", "[{cites: t}, {names: w}]"),
        ("s", ("claims", "e", "note"), "one", "|\n      two\n      lines\n", "one\n"),
        ("s", ("claims", "f", "says"), "y", "  f:\n", "  f: {says: y}\n"),
        ("s", ("claims", "g"), {"says": "z"}, "  f:\n", "  f:\n  g: {says: z}\n"),
        ("t", ("leans on", 0, "cites"), "x", "{cites: s}", "{cites: x}"),
        ("t", ("leans on", 1), {"names": "x"}, "leans on: {cites: s}", "leans on:\n  - cites: s\n  - names: x"),
        (
            "t",
            ("claims", "a", "leans on", 0),
            {"cites": "x"},
            "{cites: s}\n",
            "{cites: s}\nclaims:\n  a:\n    leans on:\n      - cites: x\n",
        ),
    ],
)
def test_the_change_is_all_that_changes(
    source: str, path: tuple[Any, ...], value: object, before: str, after: str
) -> None:
    assert before in TEXT
    expected = TEXT.replace(before, after, 1)
    assert with_changes(Path("a.yaml"), TEXT, [Change(source, path, value)]) == expected
    crossed = with_changes(Path("a.yaml"), TEXT.replace("\n", "\r\n"), [Change(source, path, value)])
    assert crossed.replace("\r\n", "\n") == expected
    assert "\n" not in crossed.replace("\r\n", "")


def test_a_record_that_is_not_there_is_refused() -> None:
    with pytest.raises(UsageError, match="the record of nobody was not found"):
        with_changes(Path("a.yaml"), TEXT, [Change("nobody", ("title",), "x")])


def test_a_record_more_stands_at_the_end() -> None:
    assert with_record("source: a", {"source": "b", "title": "B"}) == "source: a\n---\nsource: b\ntitle: B\n"
    assert with_record("", {"source": "b"}).endswith("records.schema.json\nsource: b\n")


@pytest.mark.parametrize("seed", range(3))
def test_random_changes_to_the_seeds_keep_comments_and_every_other_line(seed: int) -> None:
    """Each change is checked inside too: what the file then says is what was asked for, and no more."""
    chance = random.Random(seed)  # noqa: S311
    paths = sorted(seeds().rglob("*.yaml"))
    for _ in range(25):
        path = chance.choice(paths)
        text = path.read_bytes().decode()
        found = [d.value for d in documents(path) if isinstance(d.value, dict) and "source" in d.value]
        if not found:
            continue
        value = chance.choice(found)
        where = chance.choice([place for place in _places(value, ()) if place != ("source",)])
        new = chance.choice(["New: words, “signs” # and more", None])
        lines = set(with_changes(path, text, [Change(value["source"], where, new)]).splitlines())
        lost = [line for line in text.splitlines() if line.lstrip().startswith("#") and line not in lines]
        assert lost == [], (path, where, new)


def _places(value: object, above: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    pairs = list(value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ())
    return [place for key, inner in pairs for place in ((*above, key), *_places(inner, (*above, key)))]
