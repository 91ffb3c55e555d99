"""What is still to do, and what it is worth."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from kg.formats.folder import read_file
from kg.lineage.analysis import analyse
from kg.lineage.backing import read_table
from kg.lineage.evidence import build
from kg.lineage.todo import Task, agenda
from kg.resources import ontology

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2026, 11, 24)


def tasks(tmp_path: Path, text: str) -> list[Task]:
    path = tmp_path / "r.yaml"
    path.write_text(text, encoding="utf-8")
    return list(agenda(analyse(build(read_file(path).records), read_table(ontology("backing.csv"))), TODAY))


CLAIM = "source: s\nclaims:\n  c: {says: x, figure: 12 cases, "


@pytest.mark.parametrize(
    ("record", "task"),
    [
        (CLAIM + "}", Task("read", "s/c", "read it, or record who has read it and when", 1)),
        (CLAIM + "unread: yes}", Task("read", "s/c", "read it in its document", 1)),
        (
            CLAIM + "seen in: a newspaper}",
            Task("read", "s/c", "read the original; so far it was seen in a newspaper", 1),
        ),
        (CLAIM + "read: KG, not seen: [period, area]}", Task("read", "s/c", "look for its period and area", 1)),
        (CLAIM + "read: KG}", Task("read", "s/c", "record what it rests on, or that it gives no source", 1)),
        (CLAIM + "read: KG, made here: yes}", Task("ask", "s/c", "ask its authors how it was calculated", 1)),
        (
            CLAIM + "read: KG, made here: yes, asked: {whom: the council, on: 2026-01-02, answer: none}}",
            Task("ask", "s/c", "asked the council on 2 January 2026, no answer yet; ask again", 1),
        ),
        (
            CLAIM
            + "read: KG, names no source: KG}\n  d: {says: y, leans on: [{cites: s/c, asked: {whom: the author}}]}",
            Task("ask", "s/d", "asked the author, no answer yet; ask again"),
        ),
        (
            "source: s\nasked: {whom: the publisher, on: 2026-05-03}\nclaims: {c: {says: x, figure: 1 case}}",
            Task("ask", "s", "asked the publisher on 3 May 2026, no answer yet; ask again", 1),
        ),
        (
            CLAIM + "read: KG, leans on: [{cites: 'https://e.org/x', not found: 2026-11-01 KG}]}",
            Task("find", "https://e.org/x", "not found on 1 November 2026; look in other places", 1),
        ),
        (
            CLAIM + "read: KG, leans on: [{cites: 'https://e.org/x', not found: 2025-11-01 KG}]}",
            Task("recheck", "https://e.org/x", "not found on 1 November 2025; look in other places", 1),
        ),
        (
            "source: s\naccess: {is: taken down, on: 2026-11-01}\nclaims: {c: {says: x, made here: yes, figure: 1 case}}",
            Task("find", "s", "taken down on 1 November 2026; look for a copy", 1),
        ),
    ],
)
def test_a_record_gives_its_task(tmp_path: Path, record: str, task: Task) -> None:
    assert task in tasks(tmp_path, record)


def test_a_source_that_is_gone_is_one_task_however_often_it_was_looked_for(tmp_path: Path) -> None:
    text = CLAIM + (
        "read: KG, leans on: [{cites: v, read: KG, not found: 2026-11-01 KG}]}\n---\nsource: v\n"
        "access: {is: not found, on: 2026-11-01}\n"
    )
    assert tasks(tmp_path, text) == [Task("find", "v", "not found on 1 November 2026; look for a copy", 1)]


def test_a_figure_that_was_answered_for_needs_no_asking(tmp_path: Path) -> None:
    record = CLAIM + "read: KG, made here: yes, asked: {whom: the council, answer: from case files}}"
    assert [task for task in tasks(tmp_path, record) if task.kind == "ask"] == []


def test_what_most_figures_wait_for_comes_first(tmp_path: Path) -> None:
    text = (
        CLAIM
        + "}\n---\nsource: t\nclaims:\n"
        + "".join(
            f"  c{number}: {{says: x, figure: 12 cases, read: KG, leans on: [{{cites: s/c, read: KG}}]}}\n"
            for number in range(4)
        )
    )
    assert tasks(tmp_path, text) == [
        Task("read", "s/c", "read it, or record who has read it and when", 5),
        Task("read", "s/c", "record what it rests on, or that it gives no source", 5),
    ]
