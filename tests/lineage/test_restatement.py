"""What became of a figure over several steps, none of which says so."""

from __future__ import annotations

import pytest

from tests.lineage.graphs import analysed, traced


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        (["540 patients, 2022", "540 patients", "540 patients, 2015"], ("period", "moved")),
        (["540 patients, estimate", "540 patients", "540 patients, count"], ("certainty", "raised")),
        (["540 patients, among women", "540 patients", "540 patients, among men"], ("population", "changed")),
        (["540 patients, per month", "540 patients", "540 patients, per year"], ("value", "changed")),
        (["1,450 patients", "up to 2,000 patients", "about 2,000 patients"], ("value", "changed")),
        (["at least 540 patients", "540 patients", "up to 540 patients"], ("qualifier", "reversed")),
        (
            ["540 patients, category white", "540 patients", "540 patients", "540 patients, category black"],
            ("category", "changed"),
        ),
    ],
)
def test_a_change_over_a_silent_claim_is_found_at_the_claim_that_makes_it(
    figures: list[str], expected: tuple[str, str]
) -> None:
    found = analysed(chain(figures)).strayed
    last = f"n{len(figures) - 1}"
    assert set(found) == {last}
    assert (found[last].origin, found[last].by) == ("n0", f"n{len(figures) - 2}")
    assert [(change.field, change.kind) for change in found[last].changes] == [expected]


@pytest.mark.parametrize(
    "figures",
    [
        ["540 patients, 2022", "540 patients", "540 patients, 2022"],
        ["540 patients, 2022", "540 patients, 2015"],
        ["540 patients, 2022", "540 patients, 2015", "540 patients, 2015"],
        ["540 patients, 2022", "540 patients, 2015", "540 patients", "540 patients, 2018"],
        ["1,386 patients", "1,390 patients", "about 1,400 patients"],
    ],
)
def test_what_stays_the_same_or_is_changed_by_a_step_is_not_told_again(figures: list[str]) -> None:
    assert analysed(chain(figures)).strayed == {}


def test_a_claim_without_a_figure_and_one_that_made_its_own_end_the_search() -> None:
    without = (
        "a made well\na figure 5 owls, 2020\nb cites a\nc figure 5 owls\nc cites b\nd figure 5 owls, 2021\nd cites c"
    )
    assert analysed(without).strayed == {}
    made = (
        "a made well\na figure 5 owls, 2020\nb cites a\nb figure 5 owls\nc cites b\nc made well\nc figure 5 owls, 2021\n"
        "d cites c\nd figure 5 owls"
    )
    assert analysed(made).strayed == {}


def test_a_loop_ends_and_the_nearest_origin_counts() -> None:
    text = (
        "a made well\na figure 5 owls, 2020\nb cites a\nb figure 5 owls\nb cites c\nc cites b\nc figure 5 owls, 2021\n"
        "z made well\nz figure 5 owls, 2021\ny cites z\ny figure 5 owls\nx cites y\nx figure 5 owls\nc cites x"
    )
    found = analysed(text).strayed
    assert {node: (told.origin, told.by) for node, told in found.items()} == {"c": ("a", "b")}


def chain(figures: list[str]) -> str:
    """The first claim made its figure, each of the others cites the one before it."""
    lines = ["n0 made well"]
    for number, figure in enumerate(figures):
        lines.append(f"n{number} figure {figure}")
        if number:
            lines.append(f"n{number} cites n{number - 1}")
    return "\n".join(lines)


def test_without_an_origin_a_figure_is_compared_with_the_statement_that_its_path_ends_at() -> None:
    text = (
        "a cites b\nb cites c\na figure 540 patients, 2015\nb figure 540 patients\nc figure 540 patients, 2022\nc none"
    )
    found = analysed(text).strayed
    assert (found["a"].origin, found["a"].by) == ("c", "b")
    assert [(change.field, change.kind) for change in found["a"].changes] == [("period", "moved")]
    told = traced(text, "a").retold
    assert told is not None
    assert (told.origin, told.made, len(told.path)) == ("c", False, 2)


def test_an_origin_goes_before_an_earlier_statement() -> None:
    text = "a cites b\na cites c\nb made well\nb issued 2010\nc issued 2001\n" + "\n".join(
        f"{node} figure 5 owls" for node in "abc"
    )
    told = traced(text, "a").retold
    assert told is not None
    assert (told.origin, told.made) == ("b", True)


def test_of_several_ends_the_earliest_by_date_is_the_first_statement() -> None:
    text = "a cites b\na cites c\nb issued 2010\nc issued 2001\n" + "\n".join(f"{node} figure 5 owls" for node in "abc")
    told = traced(text, "a").retold
    assert told is not None
    assert told.origin == "c"


def test_in_a_loop_the_earliest_by_date_is_the_first_statement() -> None:
    text = "a cites b\nb cites c\nc cites b\nb issued 2001\nc issued 2010\n" + "\n".join(
        f"{node} figure 5 owls" for node in "abc"
    )
    told = traced(text, "a").retold
    assert told is not None
    assert told.origin == "b"
