"""What stops a path is named as what it is; states of sources and loops within works count as the design says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import kg

if TYPE_CHECKING:
    from pathlib import Path

    from kg.api import Trace

MADE = "checked by: the document, made here: {how: survey, working: explained}, read: KG"
FIGURE = 'figure: "5 owls, Leeds, 2019"'


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "r.yaml"


def traced(place: Path, text: str, claim: str = "a/c", as_of: str | None = None) -> Trace:
    place.write_text(text, encoding="utf-8")
    return kg.open(str(place)).trace(claim, as_of)


def why(trace: Trace) -> str | None:
    limit = trace.lineage.figure.limited_by
    return limit.why if limit else None


def citing(target: str) -> str:
    return f"source: a\nclaims:\n  c: {{says: x, {FIGURE}, read: KG, leans on: [{{cites: {target}, read: KG}}]}}\n---\n"


@pytest.mark.parametrize(
    ("target", "rest", "reason"),
    [
        ("z", "source: z\naccess: {is: not found, on: 2026-01-01}\n", "not found"),
        ("z/c", f"source: z\naccess: {{is: lost}}\nclaims: {{c: {{says: x, {FIGURE}, read: KG}}}}\n", "lost"),
        (
            "z/c",
            f"source: z\nclaims: {{c: {{says: x, {FIGURE}, read: KG, names no source: yes}}}}\n",
            "names no source",
        ),
        (
            "z/c",
            f"source: z\npublisher: P\nclaims: {{c: {{says: x, {FIGURE}, {MADE}}}}}\n---\nsource: n\npublisher: P\nauthors: Y\n"
            "speaks to: [{retracts: z}]\n",
            "what it cites was corrected, retracted or withdrawn",
        ),
        ("z/c", f"source: z\nclaims: {{c: {{says: x, {FIGURE}, read: KG}}}}\n", "not traced further"),
    ],
)
def test_why_nothing_passes_is_named_as_what_it_is(place: Path, target: str, rest: str, reason: str) -> None:
    trace = traced(place, citing(target) + rest)
    assert trace.lineage.figure.level == "none"
    assert why(trace) == reason
    assert trace.lineage.loops == ()


@pytest.mark.parametrize(
    ("rest", "reason"),
    [
        (f"source: z\naccess: {{is: lost}}\nclaims: {{c: {{says: x, {FIGURE}, read: KG}}}}\n", "an input: lost"),
        (
            f"source: z\npublisher: P\nclaims: {{c: {{says: x, {FIGURE}, {MADE}}}}}\n---\nsource: n\npublisher: P\n"
            "speaks to: [{withdraws: z/c}]\n",
            "an input was corrected, retracted or withdrawn",
        ),
    ],
)
def test_the_input_that_fails_is_named(place: Path, rest: str, reason: str) -> None:
    own = f"source: a\nclaims:\n  c: {{says: x, {FIGURE}, {MADE}, leans on: [{{needs: [z/c], read: KG}}]}}\n---\n"
    assert why(traced(place, own + rest)) == reason


def test_a_link_to_a_whole_source_has_the_state_of_the_source(place: Path) -> None:
    other = 'claims: {d: {says: y, figure: "9 bats", read: KG}}'
    lost = traced(place, citing("z") + f"source: z\naccess: {{is: lost}}\n{other}\n")
    assert [end.kind for end in lost.lineage.ends] == ["lost"]
    back = f"source: z\npublisher: P\n{other}\n---\nsource: n\npublisher: P\nspeaks to: [{{retracts: z}}]\n"
    assert traced(place, citing("z") + back).lineage.figure.could_reach == "none"
    assert traced(place, citing("z") + f"source: z\n{other}\n").lineage.figure.could_reach == "well"


def test_a_claim_that_cites_itself_leads_nowhere_yet_and_accuses_nobody(place: Path) -> None:
    found = traced(place, citing("a/c").rstrip("-\n") + "\n").lineage
    assert [end.kind for end in found.ends] == ["not traced further"]
    assert (found.figure.level, found.figure.could_reach, found.loops) == ("none", "well", ())


def test_editions_of_a_work_are_one_place_in_a_loop(place: Path) -> None:
    text = (
        "source: a\nread: KG\nleans on: [{cites: b, read: KG}]\n---\nsource: b\nread: KG\nleans on: [{cites: a2, read: KG}]\n---\n"
        "source: a2\nread: KG\nedition of: a\n"
    )
    trace = traced(place, text, "a")
    assert [({trace.name(node) for node in loop.members}, loop.goes_round) for loop in trace.lineage.loops] == [
        ({"a", "a2", "b"}, True)
    ]
    assert {end.kind for end in trace.lineage.ends} == {"goes round"}


def test_what_a_claim_leaves_unsaid_is_no_other_place(place: Path) -> None:
    def claim(source: str, target: str, figure: str) -> str:
        return (
            f"source: {source}\n{'edition of: a' if source == 'a2' else ''}\nclaims: {{c: {{says: x, about: v, {figure}read: KG, "
            f"leans on: [{{cites: {target}, read: KG}}]}}}}\n---\n"
        )

    last = "source: a2\nedition of: a\nclaims: {c: {says: x, about: v, read: KG}}\n---\nvariables: [{variable: v, name: V}]\n"
    text = claim("a", "b/c", f"{FIGURE}, ") + claim("b", "a2/c", "") + last
    assert {end.kind for end in traced(place, text).lineage.ends} == {"goes round"}


def test_an_input_that_was_not_out_yet_is_missing_and_not_unneeded(place: Path) -> None:
    text = (
        f"source: a\nissued: 2018\nclaims:\n  c: {{says: x, {FIGURE}, {MADE}, leans on: [{{derives-from: z/c, read: KG}}]}}\n---\n"
        f"source: z\nissued: 2022\nchecked by: nobody\nclaims:\n  c: {{says: x, {FIGURE}, read: KG, "
        "made here: {how: guess, working: 'estimate, unexplained'}}\n"
    )
    assert traced(place, text).lineage.figure.level == "none"
    earlier = traced(place, text, as_of="2021").lineage.figure
    assert (earlier.level, earlier.shown) == ("none", "not assessed")


def test_what_was_found_out_about_access_later_does_not_count_before(place: Path) -> None:
    text = (
        citing("z/c")
        + f"source: z\naccess: {{is: taken down, on: 2024-01-01}}\nclaims: {{c: {{says: x, {FIGURE}, read: KG}}}}\n"
    )
    assert [end.kind for end in traced(place, text).lineage.ends] == ["taken down"]
    assert [end.kind for end in traced(place, text, as_of="2020").lineage.ends] == ["not traced further"]


def test_a_document_names_a_source_wherever_it_does_so(place: Path) -> None:
    text = (
        f"source: a\nissued: 2020\nclaims:\n  c: {{says: x, {FIGURE}, about: v, read: KG}}\n"
        "  d: {says: y, read: KG, leans on: [{names: z/c, read: KG}]}\n---\n"
        f"source: z\nissued: 2019\nclaims: {{c: {{says: x, {FIGURE}, about: v, {MADE}}}}}\n---\nvariables: [{{variable: v, name: V}}]\n"
    )
    trace = traced(place, text)
    assert trace.lineage.uncited == ()
    assert "P04" not in {finding.code for finding in trace.findings}
    assert "P04" in {f.code for f in traced(place, text.replace("names: z/c", "names: z/c, shown: not shown")).findings}


def test_both_answers_say_that_they_are_provisional(place: Path) -> None:
    found = traced(place, f"source: a\nclaims: {{c: {{says: x, {FIGURE}, unread: yes}}}}\n").lineage
    assert (found.figure.provisional, found.document.provisional) == (True, True)
    assert (found.document.level, found.document.could_reach) == ("none", "well")


def test_long_texts_are_clipped_on_a_terminal_and_whole_as_data(place: Path) -> None:
    trace = traced(place, f"source: a\nclaims: {{c: {{says: {'owl ' * 5000}, read: KG}}}}\n")
    assert len(str(trace)) < 3000
    assert len(str(trace.to_dict()["claim"])) > 19_000
