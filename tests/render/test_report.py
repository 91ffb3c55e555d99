"""The report: everything an editor pastes, the same in Markdown and HTML, with references that read like citations."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

from kg.compare.drift import NO_AREAS
from kg.model.figure import Figure
from kg.model.figure_words import figure_words
from kg.model.words import Qualifier
from kg.render.report import report
from kg.render.report_html import report_html
from kg.render.report_markdown import escaped, report_markdown

if TYPE_CHECKING:
    from kg.api import Graph, Trace


@pytest.fixture(scope="module")
def trace(graph: Graph) -> Trace:
    return graph.trace("rgi-2026/at-the-very-least")


@pytest.fixture(scope="module")
def markdown(trace: Trace) -> str:
    return report_markdown(trace)


def test_the_claim_stands_with_its_figure_and_scope(markdown: str) -> None:
    assert markdown.startswith("# At least 250,000 young white girls, United Kingdom, estimate\n")
    assert "| word before the number | at least |" in markdown
    assert "| area | United Kingdom |" in markdown


def test_the_two_answers_come_before_everything_else(markdown: str) -> None:
    headings = re.findall(r"^## (.*)$", markdown, re.MULTILINE)
    assert headings[:4] == ["The claim", "The verdict", "The two answers", "Where each path ends"]
    assert "**The figure:** not documented: the figure was changed (certainty: asked → estimate)" in markdown


def test_drift_is_told_hop_by_hop(markdown: str) -> None:
    (hop,) = (line for line in markdown.splitlines() if "**cites** More than 250,000" in line)
    assert "≠ certainty raised: asked → estimate" in hop
    assert "(p. 7, n. 1)" in hop
    assert hop.endswith("This limits the figure.")


def test_parts_without_a_value_are_said(markdown: str) -> None:
    assert "how local numbers become a national one (needs all of 4 inputs): NO VALUE GIVEN" in markdown


def test_challenges_stand_with_their_replies(graph: Graph) -> None:
    written = report_markdown(graph.trace("quilliam-2017/asian-84"))
    quoted = "- **Challenge:** A researcher quoted in the column"
    line = next(line for line in written.splitlines() if "**Reply:**" in line and line.startswith(quoted))
    assert "p. 16" in line


def test_findings_say_how_to_fix_them(markdown: str) -> None:
    lines = [line for line in markdown.splitlines() if line.startswith(("- **fix ", "- **check "))]
    assert lines
    assert all("*How to put it right:* " in line for line in lines)


def test_references_read_like_citations_and_each_is_used(markdown: str) -> None:
    notes = dict(re.findall(r"^\[\^(\d+)\]: (.*)$", markdown, re.MULTILINE))
    assert list(notes) == [str(number) for number in range(1, len(notes) + 1)]
    body = markdown[: markdown.index("\n[^1]:")]
    assert set(re.findall(r"\[\^(\d+)\]", body)) == set(notes)
    assert any(
        note.startswith("House of Lords. *Grooming Gangs, vol 797")
        and "(Hansard record, 14 May 2019). <https://hansard" in note
        for note in notes.values()
    )
    assert all(note.rstrip().endswith("\\]") for note in notes.values())


def test_html_says_the_same_without_a_script(trace: Trace) -> None:
    page = report_html(trace)
    for section in report(trace).sections:
        assert f"<h2>{section.heading}</h2>" in page
    assert page.count('<li id="ref-') == len(report(trace).references)
    assert "<script" not in page
    assert "default-src 'none'; script-src 'none'" in unescape(page)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a*b_c", r"a\*b\_c"),
        ("1. x", "1\\. x"),
        ("- x", r"\- x"),
        ("<b>", r"\<b\>"),
        ("a & b", "a &amp; b"),
        ("https://x", "https&#58;//x"),
    ],
)
def test_text_is_escaped(text: str, written: str) -> None:
    assert escaped(text) == written


def test_a_qualifier_without_a_number_says_that_there_is_none() -> None:
    assert (
        figure_words(Figure(qualifier=Qualifier.AT_LEAST, unit="victims"), NO_AREAS)
        == "At least (number not stated) victims"
    )
    assert figure_words(Figure(unit="victims"), NO_AREAS) == "Victims"
