"""A claim that names, as where its figure is from, who only repeated it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import kg

if TYPE_CHECKING:
    from pathlib import Path

CHARITY = """
source: survey
authors: [Charity]
claims:
  n: {figure: 12 owls, read: KG, made here: {how: a survey, working: explained}}
---
"""
AGENCY = """
source: agency-page
authors: [Agency]
claims:
  n: {figure: 12 owls, read: KG, leans on: [{cites: survey/n, read: KG}]}
---
"""
NEWS = """
source: news
authors: [Daily]
read: KG
claims:
  n: {figure: 12 owls, read: KG, leans on: [{names: agency-page/n, read: KG}]}
"""


def credited(place: Path, text: str) -> set[tuple[str, str, str]]:
    path = place / "r.yaml"
    path.write_text(text, encoding="utf-8")
    graph = kg.open(str(path))
    report = graph.check()
    return {
        (f.verdict, graph.name_of(f.node), f.message) for f in (*report.findings, *report.undecided) if f.code == "P12"
    }


def test_who_only_repeated_the_figure_is_named_as_where_it_is_from(tmp_path: Path) -> None:
    ((verdict, node, message),) = credited(tmp_path, CHARITY + AGENCY + NEWS)
    assert (verdict, node) == ("fails", "news/n")
    assert "agency-page/n" in message
    assert "survey/n" in message


def test_a_chain_of_repetitions_ends_at_who_made_it(tmp_path: Path) -> None:
    second = AGENCY.replace("agency-page", "wire").replace("Agency", "Wire").replace("survey/n", "agency-page/n")
    found = credited(tmp_path, CHARITY + AGENCY + second + NEWS.replace("agency-page/n", "wire/n"))
    assert {node for _, node, _ in found} == {"news/n"}


def test_a_document_that_mentions_the_maker_too_is_right(tmp_path: Path) -> None:
    both = NEWS.replace("read: KG}]}", "read: KG}, {names: survey/n, read: KG}]}")
    assert credited(tmp_path, CHARITY + AGENCY + both) == set()


def test_a_reference_to_where_it_was_seen_credits_nobody(tmp_path: Path) -> None:
    assert credited(tmp_path, CHARITY + AGENCY + NEWS.replace("names:", "cites:")) == set()


def test_one_maker_of_both_is_credited_rightly(tmp_path: Path) -> None:
    assert credited(tmp_path, CHARITY + AGENCY.replace("Agency", "Charity") + NEWS) == set()


def test_what_was_worked_out_from_the_figure_is_no_repetition(tmp_path: Path) -> None:
    assert credited(tmp_path, CHARITY + AGENCY.replace("cites:", "uses-data-from:") + NEWS) == set()


def test_a_figure_that_was_changed_is_no_repetition(tmp_path: Path) -> None:
    assert credited(tmp_path, CHARITY + AGENCY.replace("12 owls", "99 owls") + NEWS) == set()


def test_a_claim_that_was_not_read_cannot_be_told(tmp_path: Path) -> None:
    unread = NEWS.replace("figure: 12 owls, read: KG,", "figure: 12 owls,")
    assert {verdict for verdict, _, _ in credited(tmp_path, CHARITY + AGENCY + unread)} == {"cannot tell"}
