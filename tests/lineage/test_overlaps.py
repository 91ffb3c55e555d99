"""Sums of what overlaps, parts of one document at odds, and a figure as first and last said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import kg
from tests.lineage.graphs import analysed, traced

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("first", "second", "total", "twice"),
    [
        ("30 owls, Leeds, 2018/2019", "20 owls, Leeds, 2019/2020", "50 owls", True),
        ("30 owls, Leeds, 2018", "20 owls, Leeds, 2019", "50 owls", False),
        ("30 owls, Leeds, 2018", "20 owls, York, 2018", "50 owls", False),
        ("30 owls, Leeds, 2018/2019", "20 owls, Leeds, 2019/2020", "70 owls", False),
        ("30 owls", "20 owls", "50 owls", False),
        # Where one is silent on the years, rule S08 cannot tell, and neither can a trace.
        ("30 owls, Leeds", "20 owls, Leeds, 2019", "50 owls", False),
    ],
)
def test_overlapping_figures_added_together_count_something_twice(
    first: str, second: str, total: str, twice: bool
) -> None:
    text = f"a made well\na needs b c\na figure {total}\nb figure {first}\nc figure {second}\nb about v\nc about v"
    assert traced(text, "a").added_overlaps == ((("b", "c"),) if twice else ())


@pytest.mark.parametrize(
    ("group", "twice"),
    [
        ("needs: [/b, /c]", True),
        ("{needs: [/b, /c], as: sum}", True),
        ("{needs: [/b, /c], as: difference}", False),
        ("needs: [/b, {claim: /c, for: denominator}]", False),
    ],
)
def test_what_is_not_added_is_not_counted_twice(tmp_path: Path, group: str, twice: bool) -> None:
    path = tmp_path / "r.yaml"
    path.write_text(
        "source: s\nclaims:\n  a:\n    says: Owls in all.\n    figure: 50 owls\n    made here: yes\n"
        f"    leans on: [{group if group.startswith('{') else '{' + group + '}'}]\n"
        "  b: {says: x, about: v, figure: '30 owls, Leeds, 2018/2019'}\n"
        "  c: {says: y, about: v, figure: '20 owls, Leeds, 2019/2020'}\n---\nvariables: [{variable: v, name: Owls}]\n",
        encoding="utf-8",
    )
    assert bool(kg.open(path).trace("s/a").lineage.added_overlaps) is twice


def test_parts_of_one_document_that_state_two_numbers_disagree() -> None:
    text = "a figure 87% of owls, Leeds\nb figure 60% of owls, Leeds\na about v\nb about v\na in d\nb in d"
    assert [(found.one, found.other) for found in analysed(text).disagreements] == [("a", "b")]


def test_a_number_above_a_ceiling_disagrees_with_it() -> None:
    text = "a figure 87% of owls, Leeds\nb figure up to 60% of owls, Leeds\na about v\nb about v\na in d\nb in d"
    assert len(analysed(text).disagreements) == 1


@pytest.mark.parametrize(
    "other",
    [
        "b figure 90% of owls, York\nb in d",
        "b figure 60% of owls, Leeds\nb in e",
        "b figure 60% of owls, Leeds\nb in d\nb cites z",
        "b figure 87% of owls, Leeds\nb in d",
        "b figure 60% of owls, Leeds, as of 2019\nb in d",
        "b figure at least 60% of owls, Leeds\nb in d",
    ],
)
def test_another_place_document_source_or_moment_is_no_disagreement(other: str) -> None:
    assert analysed(f"a figure 87% of owls, Leeds\na about v\na in d\nb about v\n{other}").disagreements == ()


def test_a_figure_is_compared_with_how_it_was_first_said() -> None:
    text = (
        "a cites b\nb cites c\nc made well\na figure exactly 1,000 girls, count\nb figure about 1,000 girls, estimate\n"
        "c figure at least 1,000 children, estimate"
    )
    found = traced(text, "a")
    assert found.retold is not None
    assert (found.retold.origin, len(found.retold.path)) == ("c", 2)
    assert {(c.field, c.kind) for c in found.retold.changes} == {
        ("qualifier", "tightened"),
        ("certainty", "raised"),
        ("unit", "narrowed"),
    }
    assert traced("a cites b\na figure 5 owls", "a").retold is None


def test_repetition_after_a_withdrawal_is_told_with_the_dates(tmp_path: Path) -> None:
    def document(issued: str) -> str:
        return (
            f"source: a\nissued: {issued}\nclaims: {{c: {{says: x, read: KG, leans on: [{{cites: z/c, read: KG}}]}}}}\n---\n"
            "source: z\nissued: 2015\npublisher: P\nclaims: {c: {says: x, read: KG, made here: yes}}\n---\n"
            "source: n\nissued: 2020-01\npublisher: P\nspeaks to: [{withdraws: z/c, read: KG}]\n"
        )

    path = tmp_path / "r.yaml"
    for issued, told in (("2021", ["after"]), ("2020", [None]), ("2018", ["before"])):
        path.write_text(document(issued), encoding="utf-8")
        trace = kg.open(str(path)).trace("a/c")
        assert [again.timing for again in trace.lineage.repeated] == told
    path.write_text(document("2021"), encoding="utf-8")
    text = " ".join(str(kg.open(str(path)).trace("a/c")).split())
    assert (
        "STILL REPEATED a/c (2021) rests on P, 2015, after it was withdrawn by its publisher, P: see P, Jan 2020 [n]"
        in text
    )
