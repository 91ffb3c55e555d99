"""What counts as a changed figure, and what does not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.compare.drift import Areas, Said, compare, hop
from kg.formats.figure_line import parse_figure
from kg.model.figure import Figure
from kg.model.reading import Reading, Sighting
from kg.model.records import Claim

AREAS = Areas({"england": frozenset({"uk"}), "city": frozenset({"county"})}, {"england": "England", "uk": "UK"})
READ = Reading(read=Sighting(by="KG"))


def changes(before: str, after: str) -> list[tuple[str, str, bool]]:
    return [(c.field, c.kind, c.stops) for c in compare(parse_figure(before), parse_figure(after), AREAS)]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("1,400 children", "fourteen hundred children"),
        ("1 in 5 of suspects", "20% of suspects"),
        ("5 Children", "5 child"),
        ("10 cases, 2014", "10 cases, 2014-01-01/2014-12-31"),
        ("7 things, estimate", "7 things, estimate"),
        ("5 things, over 4 years", "5 things, over 48 months"),
        ("half a million owls", "500,000 owls"),
        ("50 offences per 100,000 people", "0.5 offences per 1,000 people"),
        ("50 offences per 100,000 people", "500 offences per million people"),
        ("60 parcels per year", "5 parcels per month"),
        ("3 out of 10 suspects", "3 of 10 suspects"),
        ("5 cases per 1 million people", "5 cases per 1,000,000 people"),
        ("236 men, category white", "236 white men"),
        ("236 white men", "236 men, category white"),
        ("83% of suspects, among those arrested", "83% of suspects arrested"),
        ("236 refusals, among cases reviewed", "236 refusals among cases reviewed"),
        ("236 crimes recorded", "236 recorded crimes"),
        ("5 homes, among homes flooded", "5 homes, among flooded homes"),
        ("5 patients waiting over 18 weeks", "5 patients waiting more than 18 weeks"),
        ("5 owls, as of 2023-11", "5 owls, as of 2023-11-30"),
        ("365.25 parcels per year", "7 parcels per week"),
        ("236 refusals, among refusals reviewed", "236 reviewed refusals"),
        ("236 reviewed refusals", "236 refusals, among refusals reviewed"),
        ("85% of suspects, among suspects with recorded ethnicity", "85% of suspects with recorded ethnicity"),
    ],
)
def test_a_restatement_in_another_notation_is_no_drift(before: str, after: str) -> None:
    assert changes(before, after) == []


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("at least 1,400 children", "up to 1,400 children", ("qualifier", "reversed", True)),
        ("at least 1,400 children", "more than 1,400 children", ("qualifier", "tightened", False)),
        ("about 1,400 children", "exactly 1,400 children", ("qualifier", "tightened", True)),
        ("about 1,400 children", "up to 1,400 children", ("qualifier", "changed", True)),
        ("up to 1,400 children", "about 1,400 children", ("qualifier", "changed", True)),
        ("1,400 children", "37% of children", ("share or count", "count told as a share", True)),
        ("an increase of 82%", "82%", ("change", "told as a level", True)),
        ("300 people injured or killed", "300 people killed", ("unit", "rebased", True)),
        ("450 deaths, UK", "450 deaths, Britain", ("area", "check the wording", False)),
        ("300 homes", "300 dwellings", ("unit", "check the wording", False)),
        ("5% of offenders, within five years of release", "5% of offenders", ("time horizon", "dropped", False)),
        ("exactly 1,400 children", "about 1,400 children", ("qualifier", "loosened", False)),
        ("at least 1,400 children", "1,400 children", ("qualifier", "dropped", False)),
        ("1,400 children", "1,400 girls", ("unit", "narrowed", True)),
        ("1,400 girls", "1,400 children", ("unit", "widened", True)),
        ("250,000 young white girls", "250,000 girls", ("unit", "widened", True)),
        ("1,510 potential victims", "1,510 victims", ("unit", "raised", True)),
        ("97 persons of interest", "97 suspects", ("unit", "raised", True)),
        ("87% of cases", "90% of cases", ("value", "changed", True)),
        ("87% of cases", "about 90% of cases", ("value", "rounded", False)),
        ("about 87% of cases", "about 90% of cases", ("value", "changed", True)),
        ("86.7% of cases", "87% of cases", ("value", "rounded", False)),
        ("£350m", "€350m", ("unit", "changed", True)),
        ("12.3 offences per 1,000 people", "about 1,200 offences per 100,000 people", ("value", "rounded", False)),
        ("50 offences per 100,000 people", "50 offences per 1,000 people", ("value", "changed", True)),
        ("50 offences per 100,000 people", "50 offences", ("unit", "changed", True)),
        ("50 offences per 100,000 people", "50 offences per 0 people", ("unit", "changed", True)),
        ("85% of suspects, 37% unknown", "85% of suspects, 20% unknown", ("denominator", "rebased", True)),
        ("85% of suspects, 37.4% unknown", "85% of suspects, 37% unknown", ("denominator", "rounded", False)),
        ("85% of suspects, 37% unknown", "85% of suspects", ("denominator", "dropped", False)),
        ("85% of suspects", "85% of suspects, 37% unknown", ("denominator", "added", False)),
        ("48% of cases", "more than half of cases", ("value", "changed", True)),
        ("1,973 cases", "at least 2,000 cases", ("value", "changed", True)),
        ("1,973 cases", "about 2,000 cases", ("value", "rounded", False)),
        ("2,040 cases", "up to 2,000 cases", ("value", "changed", True)),
        ("2,040 cases", "more than 2,000 cases", ("value", "rounded", False)),
        ("5 percentage points", "5%", ("change", "changed", True)),
        ("83% of suspects", "83% of perpetrators", ("unit", "raised", True)),
        ("264 convictions", "264 allegations", ("unit", "lowered", True)),
        ("373 children", "373 potatoes", ("unit", "changed", True)),
        ("700 crimes", "717 crimes", ("value", "sharpened", True)),
        ("41 of 230 groups", "44% of groups", ("value", "changed", True)),
        ("3,300 victims", "an increase of 3,300 victims", ("change", "changed", True)),
        ("an increase of 5%", "an increase of 5 percentage points", ("change", "changed", True)),
        ("an increase of 20%", "an increase of 4,000 children", ("share or count", "changed", True)),
        ("5 parcels per year", "5 parcels per month", ("value", "changed", True)),
        ("120 cases, 2020", "120 cases per month, 2020", ("interval", "changed", True)),
        ("236 cases, over 3 months", "236 cases, per year", ("interval", "changed", True)),
        ("236 cases per day", "236 cases, 2020", ("interval", "changed", True)),
        ("5 things, 2005/2020", "5 things, over 40 years", ("duration", "changed", True)),
        ("5 things, over 10 years", "5 things, 2020", ("duration", "changed", True)),
        ("5 owls, as of 2020", "5 owls, as of 2025", ("as-of date", "moved", False)),
        ("100–200 children", "50–300 children", ("value", "loosened", False)),
        ("236 white men", "236 men, category Asian", ("unit", "widened", True)),
        ("37% of smokers ill", "63% of non-smokers ill", ("value", "changed", True)),
        (
            "37% of men closed, among those in work",
            "63% of men closed, among those not in work",
            ("value", "changed", True),
        ),
        ("37% of smokers, category ill", "63% of non-smokers, category ill", ("value", "changed", True)),
        (
            "37% of patients seen, category women",
            "63% of patients not seen, category children",
            ("value", "changed", True),
        ),
        ("37% of patients seen, category women", "63% of patients not seen", ("value", "changed", True)),
        ("an increase of 37% of cases closed", "an increase of 63% of cases not closed", ("value", "changed", True)),
        ("37% of cases solved, 25% unknown, unknowns inside", "63% of cases not solved", ("value", "changed", True)),
        (
            "12% of suspects charged and convicted",
            "88% of suspects charged and not convicted",
            ("value", "changed", True),
        ),
        ("37% of cases solved", "63% of cases unsolved", ("value", "complement", False)),
        ("37% of cases closed", "63% of cases not closed", ("value", "complement", False)),
        ("5 parcels per year", "5 parcels, per fortnight", ("value", "changed", True)),
        ("236 refusals, among refusals reviewed", "236 refusals", ("population", "dropped", False)),
        ("236 refusals", "236 reviewed refusals", ("unit", "narrowed", True)),
        ("5 suspects, among victims", "5 victims, among suspects", ("unit", "changed", True)),
        ("236 refusals, among girls reviewed", "236 reviewed refusals", ("population", "dropped", False)),
        ("19,000 girls per year, 2018", "19,000 girls, over 30 years", ("interval", "changed", True)),
        ("1,000 of 12,879 cases", "1,000 of 13,000 cases", ("denominator", "rounded", False)),
        ("5 owls, against bats", "5 owls, against cats", ("comparator", "swapped", True)),
        ("5 owls, as of 2023-11", "5 owls", ("as-of date", "dropped", False)),
        (
            "37% of suspects, category recorded",
            "63% of suspects, category not recorded",
            ("value", "complement", False),
        ),
        (
            "at least 37% of suspects, category recorded",
            "at least 63% of suspects, category not recorded",
            ("qualifier", "reversed", True),
        ),
        ("100 cases", "1–1,000 cases", ("value", "changed", True)),
        ("120 cases", "100–200 cases", ("value", "rounded", False)),
        ("1,400 children, estimate", "1,400 children, count", ("certainty", "raised", True)),
        ("1,400 children, count", "1,400 children, estimate", ("certainty", "lowered", False)),
        ("717 crimes", "around 700 crimes", ("value", "rounded", False)),
        ("1,510 victims", "1,500 victims", ("value", "rounded", False)),
        ("1,143 victims", "more than 1,100 victims", ("value", "rounded", False)),
        ("1,386 children", "over 1,000 children", ("value", "loosened", False)),
        ("over 1,000 children", "1,386 children", ("value", "tightened", True)),
        ("at least 1,386 children", "over 1,000 children", ("value", "loosened", False)),
        ("up to 1,386 children", "over 1,000 children", ("value", "changed", True)),
        ("about 1,386 children", "at least 1,386.5 children", ("value", "sharpened", True)),
        ("two-thirds of cases", "more than half of cases", ("value", "loosened", False)),
        ("48% of cases", "up to 60% of cases", ("value", "loosened", False)),
        ("100–200 children", "at least 100 children", ("value", "only the bottom kept", True)),
        ("100–200 children", "up to 200 children", ("value", "only the top kept", True)),
        ("100–200 children", "200 children", ("value", "only the top kept", True)),
        ("100–300 children", "about 300 children", ("value", "only the top kept", True)),
        ("100–200 children", "about 200 children", ("value", "rounded", False)),
        ("101,400–298,900 children", "about 300,000 children", ("value", "only the top kept", True)),
        ("100–200 children", "about 150 children", ("value", "sharpened", True)),
        ("100–200 children", "at least 90 children", ("value", "loosened", False)),
        ("about 125–126 owls", "about 125 owls", ("value", "rounded", False)),
        ("about 125–126 owls", "about 126 owls", ("value", "rounded", False)),
        ("125–126 owls", "about 126 owls", ("value", "rounded", False)),
        ("990–1,000 owls", "about 1,000 owls", ("value", "rounded", False)),
        ("about 125–126 owls", "126 owls", ("value", "only the top kept", True)),
        ("up to 200 children", "200 children", ("qualifier", "dropped", True)),
        ("fewer than 200 children", "200 children", ("qualifier", "dropped", True)),
        ("at least 200 children", "200 children", ("qualifier", "dropped", False)),
        ("about 200 children", "200 children", ("qualifier", "dropped", False)),
        ("200 children", "up to 200 children", ("qualifier", "added", False)),
        ("100–200 children", "up to 150 children", ("value", "sharpened", True)),
        ("1,386 children", "1,000–1,500 children", ("value", "rounded", False)),
        (
            "90 of 230 refusals, category private",
            "61% of refusals, category not private",
            ("value", "complement", False),
        ),
        (
            "90 of 230 refusals, category private",
            "140 of 230 refusals, category not private",
            ("value", "complement", False),
        ),
        ("63% of suspects", "two-thirds of suspects", ("value", "rounded", False)),
        ("1,400 children", "1,510 children", ("value", "changed", True)),
        ("57% of suspects", "two-thirds of suspects", ("value", "changed", True)),
        ("5 things, 1997/2013", "5 things, 1997/2014", ("period", "widened", True)),
        ("5 things, 1997/2013", "5 things, 1999/2011", ("period", "narrowed", True)),
        ("5 things, category Asian", "5 things, category Muslim", ("category", "changed", True)),
        ("5 things, over 40 years", "5 things, over 30 years", ("duration", "changed", True)),
        ("26% of 940 suspects", "26% of 2,379 suspects", ("denominator", "rebased", True)),
        ("5 things, 2014", "5 things", ("period", "dropped", False)),
        ("5 things", "5 things, per year", ("interval", "added", False)),
    ],
)
def test_a_change_is_named_and_stops_backing_or_not(before: str, after: str, expected: tuple[str, str, bool]) -> None:
    assert expected in changes(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("300 women and girls", "300 girls and women"),
        ("300 under-age girls", "300 underage girls"),
        ("300 victims of rape", "300 rape victims"),
    ],
)
def test_the_same_thing_in_another_order_or_spelling_is_no_change(before: str, after: str) -> None:
    assert changes(before, after) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("120 cases per year, 2020", "120 cases, 2020"),
        ("120 cases, 2018/2019", "120 cases per year"),
        ("5 things, 1997/2013", "5 things, over 16 years"),
    ],
)
def test_one_time_told_in_another_way_is_no_change_that_stops(before: str, after: str) -> None:
    assert {kind for _, kind, _ in changes(before, after)} <= {"added", "dropped"}


def test_a_bound_told_from_the_other_side_of_a_division_is_its_mirror() -> None:
    found = changes("at least 37% of suspects, category recorded", "up to 63% of suspects, category not recorded")
    assert found == [("value", "complement", False)]


def test_a_count_with_the_size_of_its_base_is_the_share_that_it_makes() -> None:
    assert changes("415 of 1,514 suspects", "27.4% of suspects") == [("denominator", "dropped", False)]
    assert changes("25 of 100 owls", "1 in 4 owls") == [("denominator", "dropped", False)]


def test_a_changed_value_says_by_what_it_was_multiplied() -> None:
    found = {c.field: c.factor for c in compare(parse_figure("19,000 girls"), parse_figure("570,000 girls"))}
    assert found == {"value": Decimal(30)}


@pytest.mark.parametrize(
    ("said", "kinds"),
    [
        ((date(2017, 12, 31), date(2018, 3, 13)), []),
        ((date(2017, 12, 31), date(2024, 1, 1)), ["widened"]),
        ((None, None), ["widened"]),
    ],
)
def test_since_a_year_ends_when_it_is_said(said: Said, kinds: list[str]) -> None:
    found = compare(parse_figure("222 men, 2005/2017"), parse_figure("222 men, since 2005"), AREAS, said)
    assert [change.kind for change in found] == kinds


MIRROR = {
    "dropped": "added",
    "raised": "lowered",
    "widened": "narrowed",
    "tightened": "loosened",
    "rounded": "sharpened",
}
# Kinds that only one direction has a word for.
ONE_WAY = dict.fromkeys(("count told as a share", "told as a level", "rebased"), "changed")
MIRROR |= {other: kind for kind, other in MIRROR.items()}
PARTS = st.lists(
    st.sampled_from(
        [
            "Rotherham",
            "Leeds",
            "1997/2013",
            "1999/2011",
            "since 2005",
            "count",
            "estimate",
            "asked",
            "conservative estimate",
            "over 40 years",
            "over 30 years",
            "per year",
            "category Asian",
            "category not Asian",
            "among children",
            "among girls",
            "of suspects",
            "of 940 suspects",
            "against bats",
            "unknowns inside",
            "unknowns outside",
            "as of 2023",
            "self-report",
        ]
    ),
    max_size=6,
    unique=True,
)
HEADS = st.sampled_from(
    [
        "1,400 children",
        "at least 1,400 children",
        "up to 1,500 girls",
        "about 1,510 potential victims",
        "1,510 victims",
        "37% of suspects",
        "63% of suspects",
        "two-thirds of offenders",
        "415 of 1,514 suspects",
        "27.4% of suspects",
        "100–200 owls",
        "hundreds of owls",
        "an increase of 5%",
        "an increase of 5 percentage points",
        "a fall of 300 cases",
        "exactly 9 cases",
    ]
)


def figure(head: str, parts: list[str]) -> Figure | None:
    try:
        return parse_figure(", ".join([head, *parts]))
    except ValueError:
        return None


FIGURES = st.builds(figure, HEADS, PARTS).filter(bool)


@given(FIGURES)
def test_a_figure_does_not_drift_from_itself(one: Figure) -> None:
    assert list(compare(one, one, AREAS)) == []


@given(FIGURES, FIGURES)
def test_there_and_back_are_mirror_images(one: Figure, other: Figure) -> None:
    there = {(c.field, ONE_WAY.get(c.kind, c.kind), c.before, c.after) for c in compare(one, other, AREAS)}
    back = {
        (c.field, MIRROR.get(kind := ONE_WAY.get(c.kind, c.kind), kind), c.after, c.before)
        for c in compare(other, one, AREAS)
    }
    assert there == back


@pytest.mark.parametrize(
    ("before", "after", "kind"), [("england", "uk", "widened"), ("uk", "england", "narrowed"), ("city", "uk", "moved")]
)
def test_areas_are_compared_by_containment(before: str, after: str, kind: str) -> None:
    one, other = (parse_figure("5 things").model_copy(update={"area": area}) for area in (before, after))
    assert [(c.kind, c.stops) for c in compare(one, other, AREAS) if c.field == "area"] == [(kind, True)]


def test_a_changed_duration_is_told_in_words() -> None:
    (change,) = compare(parse_figure("5 things, over 14 months"), parse_figure("5 things, over 40 months"), AREAS)
    assert (change.before, change.after) == ("14 months", "40 months")


def test_a_conservative_estimate_is_a_floor() -> None:
    assert ("qualifier", "reversed", True) in changes(
        "1,400 children, conservative estimate", "up to 1,400 children, estimate"
    )
    assert not any(stops for *_, stops in changes("1,400 children, conservative estimate", "at least 1,400 children"))


def test_a_difference_at_an_unread_claim_cannot_be_told_and_stops_only_the_level() -> None:
    citing = Claim(id="a", figure=parse_figure("1,400 girls"), reading=READ)
    cited = Claim(id="b", figure=parse_figure("1,400 children"), reading=Reading(unread=True))
    found = hop(citing, cited)
    assert [c.kind for c in found.changes] == ["cannot tell until read"]
    assert (found.passes_level, found.passes_reach) == (False, True)


def test_a_difference_at_a_claim_of_which_no_reading_is_recorded_is_compared_as_it_stands() -> None:
    found = hop(Claim(id="a", figure=parse_figure("1,400 girls")), Claim(id="b", figure=parse_figure("1,400 children")))
    assert [(c.field, c.kind, c.stops) for c in found.changes] == [("unit", "narrowed", True)]
    assert (found.passes_level, found.passes_reach) == (False, False)


def test_a_ceiling_left_out_of_a_claim_whose_hedge_was_not_seen_is_left_open() -> None:
    seen = READ.model_copy(update={"not_seen": ("qualifier",)})
    citing = Claim(id="a", figure=parse_figure("1,400 children"), reading=seen)
    found = hop(citing, Claim(id="b", figure=parse_figure("up to 1,400 children"), reading=READ))
    assert found.undecided
    assert (found.passes_level, found.changed) == (True, False)


def test_a_field_that_was_not_seen_passes_and_is_left_open() -> None:
    citing = Claim(id="a", figure=parse_figure("up to 1,400 children"), reading=READ)
    seen = READ.model_copy(update={"not_seen": ("qualifier",)})
    cited = Claim(id="b", figure=parse_figure("at least 1,400 children"), reading=seen)
    found = hop(citing, cited)
    assert found.undecided
    assert found.passes_level
