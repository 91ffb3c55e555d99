"""The verdict in plain sentences: what each pattern says, made from records alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import kg
from kg.render.verdict_sentences import verdict_text
from kg.vocabulary import SCHEMES

if TYPE_CHECKING:
    from pathlib import Path

REPORT = """
source: report
kind: report
publisher: Umbrella Office
issued: 2020-03-04
checked by: the document
claims:
  n:
    says: There are 1,200 umbrellas.
    figure: 1,200 umbrellas, count
    read: 2026-01-02 AB
    made here: {how: a survey, working: explained}
---
"""
PAGE = """
source: page
kind: news article
publisher: Daily Paper
issued: 2021
claims:
  n:
    says: 1,200 umbrellas were counted.
    figure: 1,200 umbrellas
    read: 2026-01-02 AB
    leans on:
      - cites: report/n
        read: 2026-01-02 AB
---
"""
OFFICE = "a report by Umbrella Office (4 Mar 2020)"
PAPER = "a news article by Daily Paper (2021)"
LINK = "      - cites: report/n\n        read: 2026-01-02 AB\n"
NOTICE = """
source: notice
kind: statement
publisher: Umbrella Office
issued: 2022-01-05
read: 2026-01-02 AB
speaks to:
  - withdraws: report
---
"""
CORRECTION = NOTICE.replace(
    "speaks to:\n  - withdraws: report\n",
    "claims:\n  n:\n    figure: 900 umbrellas\n    read: 2026-01-02 AB\n    speaks to:\n      - corrects: report/n\n",
)
UNMADE = REPORT.replace("    made here: {how: a survey, working: explained}\n", "")
SECOND = PAGE.replace("source: page", "source: second").replace("Daily Paper", "Weekly").replace("2021", "2022")


GONE = "source: gone\nkind: video\ntitle: How many umbrellas\n---\n"


def without_link(link: str = "") -> str:
    """The page without what it cites, or with something else in its place."""
    kept = PAGE.replace(LINK, link)
    return kept if link else kept.replace("    leans on:\n", "")


CASES = {
    "origin": (
        REPORT + PAGE,
        "page/n",
        f"This figure comes from {OFFICE}, which counted it (basis: a survey).",
    ),
    "unread": (
        REPORT.replace("read: 2026-01-02 AB", "seen in: A Weekly") + PAGE,
        "page/n",
        f"This figure comes from {OFFICE}, which counted it (basis: a survey). The report itself was not read for these records; "
        "it was seen only in A Weekly.",
    ),
    "origin-by-itself-alone": (
        REPORT.replace("read: 2026-01-02 AB", "seen in: page") + PAGE,
        "page/n",
        f"As far as is recorded, only this article connects the figure with {OFFICE} (basis: a survey); "
        "nobody here has seen that source itself.",
    ),
    "reader-unknown": (
        REPORT.replace("    read: 2026-01-02 AB\n", "") + PAGE,
        "page/n",
        f"This figure comes from {OFFICE}, which counted it (basis: a survey). "
        "It is not recorded whether anyone read the report itself.",
    ),
    "unchecked": (
        REPORT.replace("checked by: the document\n", "") + PAGE,
        "page/n",
        f"This figure comes from {OFFICE}, which counted it (basis: a survey). It is not known who checked it before publication.",
    ),
    "unexplained": (
        REPORT.replace("{how: a survey, working: explained}", "{how: a survey, working: not known}") + PAGE,
        "page/n",
        f"This figure comes from {OFFICE}, which counted it (basis: a survey). It is not known how it was calculated.",
    ),
    "both-unknown": (
        REPORT.replace("{how: a survey, working: explained}", "yes").replace("checked by: the document\n", "") + PAGE,
        "page/n",
        f"This figure comes from {OFFICE}, which counted it. It is not known how it was calculated, or who checked it before publication.",
    ),
    "made-by-itself": (
        REPORT,
        "report/n",
        "This report is the origin of this figure: its authors counted it (basis: a survey).",
    ),
    "changed": (
        REPORT.replace("1,200 umbrellas, count", "at least 1,200 umbrellas, estimate")
        + PAGE.replace("figure: 1,200 umbrellas", "figure: up to 1,200 umbrellas"),
        "page/n",
        f"{OFFICE[:1].upper()}{OFFICE[1:]} gave at least 1,200 umbrellas; this article gives up to 1,200 umbrellas. "
        "On the way, “at least” became “up to”.",
    ),
    "taken-back": (
        REPORT + NOTICE,
        "report/n",
        "This report was withdrawn by its publisher: see Umbrella Office, 5 Jan 2022. "
        "This report is the origin of this figure: its authors counted it (basis: a survey).",
    ),
    "rests-on-taken-back": (
        REPORT + NOTICE + PAGE.replace("issued: 2021\n", ""),
        "page/n",
        f"This statement rests on {OFFICE}, which was withdrawn by its publisher: see Umbrella Office, 5 Jan 2022.",
    ),
    "came-before": (
        REPORT + NOTICE + PAGE,
        "page/n",
        f"This statement rests on {OFFICE}, which was withdrawn by its publisher: see Umbrella Office, 5 Jan 2022. "
        "This article is older than that notice.",
    ),
    "came-after": (
        REPORT + NOTICE.replace("2022-01-05", "2020-05-06") + PAGE,
        "page/n",
        f"This statement rests on {OFFICE}, which was withdrawn by its publisher: see Umbrella Office, 6 May 2020. "
        "This article is newer than that notice.",
    ),
    "corrected-to": (
        REPORT + CORRECTION + PAGE,
        "page/n",
        f"This statement rests on {OFFICE}, which was corrected by its publisher: see Umbrella Office, 5 Jan 2022. "
        "The notice gives 900 umbrellas. This article is older than that notice.",
    ),
    "no-figure": (
        REPORT + PAGE.replace("    figure: 1,200 umbrellas\n", ""),
        "page/n",
        f"No figure is recorded for this statement. The statement rests on {OFFICE}.",
    ),
    "rests-on-nothing": (
        without_link().replace("    figure: 1,200 umbrellas\n", ""),
        "page/n",
        "No figure is recorded for this statement. What the statement rests on is not recorded.",
    ),
    "circular": (
        PAGE.replace("report/n", "second/n") + SECOND.replace("report/n", "page/n"),
        "page/n",
        f"No origin found: each of two documents rests on the other: {PAPER}; a news article by Weekly (2022).",
    ),
    "maybe-circular": (
        PAGE.replace("report/n", "second/n").replace("    read: 2026-01-02 AB\n", "", 1)
        + SECOND.replace("report/n", "page/n"),
        "page/n",
        f"No origin found: as far as is recorded, each of two documents rests on the other: {PAPER}; a news article by Weekly (2022). "
        "Not all of them have been read, so another source may still turn up.",
    ),
    "earliest": (
        UNMADE + PAGE,
        "page/n",
        f"No origin found. The earliest statement known is {OFFICE}, which gave the same figure.",
    ),
    "repeated": (
        UNMADE + PAGE + SECOND.replace("report/n", "page/n"),
        "second/n",
        f"No origin found. The earliest statement known is {OFFICE}, which gave the same figure. "
        "2 other documents on record repeat it from there.",
    ),
    "not-in-source": (
        without_link("      - cites: report\n        not in it: 2026-01-02 AB\n")
        + "source: report\nkind: report\npublisher: Umbrella Office\n---\n",
        "page/n",
        "This article cites a report by Umbrella Office, but the figure was not found there "
        "(looked for on 2 January 2026). The one reference that this article gives does not lead to the figure.",
    ),
    "gone": (
        GONE + without_link("      - cites: gone\n        not found: 2026-01-02 AB\n"),
        "page/n",
        "No origin found: the trail ends at a video titled “How many umbrellas”, which could not be found. "
        "The one reference that this article gives does not lead to the figure.",
    ),
    "gives-no-source": (
        UNMADE.replace("    figure: 1,200 umbrellas, count\n", "    names no source: yes\n").replace("  n:", "  m:")
        + PAGE.replace("report/n", "report/m").replace(
            "    figure: 1,200 umbrellas\n", "    figure: 1,200 umbrellas\n"
        ),
        "page/n",
        f"No origin found: the trail ends at {OFFICE}, which gives no source.",
    ),
    "gives-no-source-itself": (
        without_link("").replace("    read: 2026-01-02 AB\n", "    read: 2026-01-02 AB\n    names no source: yes\n"),
        "page/n",
        "No origin found: this article gives no source for the figure.",
    ),
    "not-traced": (
        "source: report\nkind: report\npublisher: Umbrella Office\n---\n" + PAGE.replace("report/n", "report"),
        "page/n",
        "Not traced to an origin yet. The path so far ends at a report by Umbrella Office; what that rests on is not recorded.",
    ),
    "not-traced-itself": (
        without_link(),
        "page/n",
        "Not traced yet: what this article rests on is not recorded.",
    ),
    "names-only": (
        REPORT + PAGE.replace("cites: report/n", "names: report/n"),
        "page/n",
        f"This figure comes from {OFFICE}, which counted it (basis: a survey). This article names its source but gives no link to it.",
    ),
    "shows-nothing": (
        REPORT + PAGE.replace("cites: report/n", "rests-on: report/n\n        shown: not shown"),
        "page/n",
        f"This figure comes from {OFFICE}, which counted it (basis: a survey). This article shows its readers no source for the figure.",
    ),
    "names-and-fails": (
        GONE
        + REPORT
        + PAGE.replace("cites: report/n", "names: report/n").replace(
            "---\n", "      - cites: gone\n        not found: 2026-01-02 AB\n---\n"
        ),
        "page/n",
        f"This figure comes from {OFFICE}, which counted it (basis: a survey). "
        "This article names its source, but the one reference that it gives does not lead to the figure.",
    ),
    "references-fail": (
        GONE + without_link("      - cites: gone\n        not found: 2026-01-02 AB\n"),
        "page/n",
        "No origin found: the trail ends at a video titled “How many umbrellas”, which could not be found. "
        "The one reference that this article gives does not lead to the figure.",
    ),
    "replaced": (
        REPORT + NOTICE.replace("withdraws", "supersedes") + PAGE,
        "page/n",
        f"This figure comes from {OFFICE}, which counted it (basis: a survey). "
        "A newer statement has replaced the one in that report: see Umbrella Office, 5 Jan 2022.",
    ),
    "also-not-traced": (
        "source: paper\nkind: paper\nleans on:\n  - cites: data\n  - cites: book\n---\n"
        "source: data\nkind: dataset\ntitle: Umbrellas\nmade here: yes\n---\nsource: book\ntitle: Rain\n---\n",
        "paper",
        "Followed from this paper, the evidence leads to an origin: a dataset titled “Umbrellas”. "
        "Another path ends at a document titled “Rain”; what that rests on is not recorded.",
    ),
    "quotation-differs": (
        REPORT.replace("    read: 2026", "    copy check: {quotation: altered, on: 2026-01-03}\n    read: 2026"),
        "report/n",
        "This report is the origin of this figure: its authors counted it (basis: a survey). "
        "Its quotation is not what the saved copy of this report says.",
    ),
    "figure-differs": (
        REPORT.replace("    read: 2026", "    copy check: {figure: not stated, on: 2026-01-03}\n    read: 2026"),
        "report/n",
        "This report is the origin of this figure: its authors counted it (basis: a survey). "
        "The saved copy of this report does not state this figure so.",
    ),
}
PARTS = {"rests-on": "no-figure", "part-seen": "unread", "reaches-origin": "also-not-traced"}


@pytest.mark.parametrize("pattern", sorted(CASES))
def test_the_verdict_says_what_the_records_show(pattern: str, tmp_path: Path) -> None:
    text, claim, expected = CASES[pattern]
    path = tmp_path / "records.yaml"
    path.write_text(text.strip().removesuffix("---"), encoding="utf-8")
    said = verdict_text(kg.open(str(path)).trace(claim))
    assert said.text == expected
    assert pattern in said.pattern.split("+")


def test_every_pattern_has_a_case() -> None:
    assert {*CASES, *PARTS} == set(SCHEMES["sentence"])
