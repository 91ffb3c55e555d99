"""Each way in which a restatement may differ, with every change that is found: the field, its kind, and whether it stops backing."""

from __future__ import annotations

from typing import Final

import pytest

from kg.compare.drift import Areas, compare
from kg.compare.wording import WORDING
from kg.formats.figure_line import parse_figure

AREAS: Final = Areas({"England": frozenset({"UK"})}, {})
TOP: Final = "only the top kept"

SAME: Final = [
    ("300 deaths, UK", "300 deaths, United Kingdom"),
    ("300 deaths, GB", "300 deaths, UK"),
    ("300 deaths, US", "300 deaths, United States"),
    ("300 deaths, United States", "300 deaths, America"),
    ("300 deaths, USA", "300 deaths, America"),
    ("300 deaths, DE", "300 deaths, Germany"),
    ("300 deaths, Burma", "300 deaths, Myanmar"),
    ("£3.2m", "3.2 million pounds"),
    ("GBP 3.2m", "£3.2m"),
    ("€3m", "3 million euros"),
    ("300 women and girls", "300 girls and women"),
    ("the 300 deaths", "300 deaths"),
    ("300 prisoners", "300 prisoner"),
    ("300 children's deaths", "300 deaths of children"),
    ("300 road deaths", "300 deaths on the roads"),
    ("300 knife offences", "300 offences involving knives"),
    ("300 male deaths", "300 deaths among men"),
    ("300 American jobs", "300 jobs, United States"),
    ("300 American jobs", "300 jobs in the United States"),
    ("300 people in poverty", "300 of the poor"),
    ("300 people in poverty", "300 poor people"),
    ("300 asylum seekers", "300 people seeking asylum"),
    ("300 homeless people", "300 people experiencing homelessness"),
    ("14 days", "2 weeks"),
    ("3 km", "3,000 metres"),
    ("300 pence", "3 pounds"),
    ("1.5 degrees Celsius", "1.5°C"),
    ("50 deaths a day", "18,250 deaths a year"),
    ("4,200 per 100,000", "4.2%"),
    ("4,200 per 100,000 people", "4.2% of people"),
    ("50 per 100,000", "500 per million"),
    ("500 ml per 10–50 responses", "10 to 50 ml per response"),
    ("300 deaths, World", "300 deaths, worldwide"),
    ("300 deaths worldwide", "300 deaths, global"),
    ("300 global deaths", "300 deaths worldwide"),
    ("mean of 12 days", "an average of 12 days"),
    ("doubled", "100% increase"),
    ("twice as many people", "double the number of people"),
]
# The earlier wording, the later one, and the changes: (field, kind, whether it stops backing).
CHANGED: Final = [
    ("300 deaths, UK", "300 deaths, Britain", [("area", WORDING, False)]),
    ("14 times as likely", "14 times more likely", [("unit", WORDING, False)]),
    ("300 migrants", "300 immigrants", [("unit", WORDING, False)]),
    ("4.2%", "1 in 24", [("value", "rounded", False)]),
    ("34.3%", "34%", [("value", "rounded", False)]),
    ("1,417", "1,400", [("value", "rounded", False)]),
    ("300 children killed by parents", "300 parents killed by children", [("unit", "changed", True)]),
    ("300 letters from patients to doctors", "300 letters from doctors to patients", [("unit", "changed", True)]),
    ("300 people killed", "300 people killing", [("unit", "changed", True)]),
    ("300 children of immigrants", "300 immigrant children", [("unit", "changed", True)]),
    ("$300", "A$300", [("unit", "changed", True)]),
    ("300 tons", "300 tonnes", [("unit", "changed", True)]),
    ("300 deaths, Ireland", "300 deaths, Northern Ireland", [("area", "moved", True)]),
    ("up to 750,000", "750,000", [("qualifier", "dropped", True)]),
    ("130,000–750,000", "750,000", [("value", TOP, True)]),
    ("130,000–750,000", "up to 750,000", [("value", TOP, True), ("qualifier", "added", False)]),
    ("about 300 deaths", "300 deaths", [("qualifier", "dropped", False)]),
    ("at least 300 deaths", "300 deaths", [("qualifier", "dropped", False)]),
    ("about 300 deaths", "exactly 300 deaths", [("qualifier", "tightened", True)]),
    ("up to 300 deaths", "about 300 deaths", [("qualifier", "changed", True)]),
    ("about 300 deaths", "up to 300 deaths", [("qualifier", "changed", True)]),
    ("300 deaths, estimate", "300 deaths, projection", [("certainty", "changed", False)]),
    ("300 people injured or killed", "300 people killed", [("unit", "rebased", True)]),
    ("300 deaths, as of 2019", "300 deaths, as of 2021", [("as-of date", "moved", False)]),
    ("3 in 5", "40%", [("value", "changed", True)]),
    ("0.03% of votes", "under 1% of votes", [("value", "loosened", False), ("qualifier", "added", False)]),
    (
        "300 votes",
        "under 1% of votes",
        [("value", "changed", True), ("qualifier", "added", False), ("share or count", "count told as a share", True)],
    ),
    ("a rise of 82%", "82%", [("change", "told as a level", True)]),
    (
        "50 deaths, within five years of release",
        "50 deaths, within two years of release",
        [("time horizon", "changed", True)],
    ),
    ("fell from 12 to 8 seconds", "fell from 14 to 8 seconds", [("change", "changed", True)]),
    ("500 ml per 10–50 responses", "500 ml per 10 responses", [("value", TOP, True)]),
    ("519 ml per 100-word email", "519 ml per email", [("unit", "changed", True)]),
]


def found(before: str, after: str) -> list[tuple[str, str, bool]]:
    """The changes between two one-line figures."""
    return [(c.field, c.kind, c.stops) for c in compare(parse_figure(before), parse_figure(after), AREAS)]


@pytest.mark.parametrize(("before", "after"), SAME)
def test_what_only_words_tell_otherwise_is_the_same_either_way(before: str, after: str) -> None:
    assert found(before, after) == []
    assert not any(stops for _, _, stops in found(after, before))


@pytest.mark.parametrize(("before", "after", "changes"), CHANGED)
def test_a_change_is_named_with_its_field_and_kind(
    before: str, after: str, changes: list[tuple[str, str, bool]]
) -> None:
    assert found(before, after) == changes
