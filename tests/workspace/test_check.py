"""Checking a workspace: which rules run, how severe, what is waived and what was known before."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import kg
from kg.errors import BadDataError, UsageError
from kg.render.check_text import render_check
from kg.resources import ontology
from kg.rules.baseline import baseline_text, read_baseline
from kg.workspace.rulebook import Wanted
from kg.workspace.todo import todo

if TYPE_CHECKING:
    from kg.results.check import CheckReport

RECORDS = """source: s
title: An article
claims:
  second: {says: y, figure: "85% of suspects, 71% unknown, unknowns outside", read: KG, names no source: yes}
  first: {says: x, figure: "19,000 children", made here: yes, read: KG}
---
source: t
claims:
  c: {says: z, figure: "up to 19,000 children", read: KG, leans on: [{cites: s/first, read: KG}]}
---
recommendation: r
says: do it
made in: s
hinges on: s/second
"""
WAIVERS = """---
waivers:
  - {waive: S02, at: s/first, because: the sentence before says both, on: 2026-11-24, by: KG}
  - {waive: S09, at: [s/first, t/c], because: nothing any more, on: 2026-01-01}
  - {waive: P05, at: s/second, because: only for a while, on: 2020-01-01, until: 2020-02-01}
"""
OWN = """# Title: a large number
# Severity: note
# Flags: A figure of ten thousand or more.
# Why: Ours to know.
# Example: 19,000.
# Fix: Look twice.
# References:
#   none
# Message: A large number: {value}.

PREFIX hw: <https://w3id.org/headwater/ns#>
PREFIX schema: <https://schema.org/>

SELECT DISTINCT ?node ?verdict ?value WHERE {
  ?node hw:figure ?figure .
  ?figure schema:value ?value .
  FILTER(?value >= 10000)
  BIND("fails" AS ?verdict)
}
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    folder = tmp_path / "w"
    folder.mkdir()
    (folder / "kg.toml").write_text('name = "w"\n', encoding="utf-8")
    (folder / "r.yaml").write_text(RECORDS, encoding="utf-8")
    return folder


def check(place: Path, **wanted: object) -> CheckReport:
    return kg.open(str(place)).check(Wanted(**wanted))  # type: ignore[arg-type]


def found(report: CheckReport) -> set[tuple[str, str]]:
    return {(finding.code, report.name(finding.node)) for finding in report.findings}


def test_a_family_and_a_code_are_selected_and_ignored(place: Path) -> None:
    assert found(check(place, select=("S",))) == {
        ("S02", "s/first"),
        ("S02", "s/second"),
        ("S04", "s/second"),
        ("S05", "s/second"),
        ("S02", "t/c"),
    }
    assert found(check(place, select=("S",), ignore=("s02", "S04"))) == {("S05", "s/second")}
    assert found(check(place, select=("S05,P05",))) == {("S05", "s/second"), ("P05", "s/second")}


@pytest.mark.parametrize(
    ("wanted", "says"),
    [
        ({"select": ("Z",)}, "no rule or family Z"),
        ({"ignore": ("S5",)}, "did you mean"),
        ({"select": ("S02",), "ignore": ("S",)}, "no rule is left"),
        ({"document": "u"}, "no document “u”"),
    ],
)
def test_what_is_not_there_is_said_in_one_line(place: Path, wanted: dict[str, object], says: str) -> None:
    with pytest.raises(UsageError, match=says):
        check(place, **wanted)


def test_settings_and_a_profile_change_severities(place: Path) -> None:
    (place / "kg.toml").write_text('name = "w"\nprofile = "p.toml"\n[severity]\nS05 = "note"\n', encoding="utf-8")
    (place / "p.toml").write_text('S = "off"\nS05 = "fix"\nP05 = "check"\n', encoding="utf-8")
    report = check(place)
    assert {(f.code, f.severity) for f in report.findings if f.code[0] == "S"} == {("S05", "note")}
    assert {f.severity for f in report.findings if f.code == "P05"} == {"check"}
    assert "S02" not in {rule.code for rule in report.rule_list}


@pytest.mark.parametrize(
    ("profile", "says"),
    [
        ('S02 = "grave"', r"p\.toml:1:1: S02: a severity is one of fix, check, note, off"),
        ('s2 = "fix"', "is not a code"),
        ("S02", "broken TOML"),
    ],
)
def test_a_faulty_profile_is_refused_with_its_line(place: Path, profile: str, says: str) -> None:
    (place / "kg.toml").write_text('profile = "p.toml"\n', encoding="utf-8")
    (place / "p.toml").write_text(profile + "\n", encoding="utf-8")
    with pytest.raises(BadDataError, match=says):
        check(place)


def test_a_profile_lies_inside_the_workspace_and_a_severity_in_settings_is_known(place: Path) -> None:
    (place / "kg.toml").write_text('profile = "../p.toml"\n', encoding="utf-8")
    with pytest.raises(BadDataError, match="outside the workspace"):
        check(place)
    (place / "kg.toml").write_text('[severity]\nS02 = "grave"\n', encoding="utf-8")
    with pytest.raises(BadDataError, match=r"kg\.toml:1:1: “severity”: S02: a severity is one of"):
        check(place)


def test_a_waiver_sets_its_finding_aside_and_one_that_does_nothing_is_told(place: Path) -> None:
    before = check(place)
    (place / "w.yaml").write_text(WAIVERS.removeprefix("---\n"), encoding="utf-8")
    report = check(place)
    assert found(before) - found(report) == {("S02", "s/first")}
    assert [(f.code, report.name(f.node), w.because, w.on, w.by) for f, w in report.waived] == [
        ("S02", "s/first", "the sentence before says both", "2026-11-24", "KG")
    ]
    assert [(w.code, report.name(w.node), w.expired) for w in report.stale] == [
        ("P05", "s/second", True),
        ("S09", "s/first", False),
        ("S09", "t/c", False),
    ]
    assert [w.code for w in check(place, select=("S02",)).stale] == []


def test_a_waiver_dated_ahead_sets_nothing_aside_yet(place: Path) -> None:
    before = check(place)
    (place / "w.yaml").write_text(
        "waivers:\n  - {waive: S02, at: s/first, because: x, on: 9999-01-01}\n", encoding="utf-8"
    )
    report = check(place)
    assert found(report) == found(before)
    assert [(w.code, w.ahead, w.expired) for w in report.stale] == [("S02", True, False)]
    assert "S02  s/first: its day is yet to come" in render_check(report)


def test_a_rule_that_is_off_cannot_be_selected_and_is_ignored_without_a_word(place: Path) -> None:
    (place / "kg.toml").write_text('[severity]\nS02 = "off"\n', encoding="utf-8")
    with pytest.raises(UsageError, match="S02 is “off” in the settings"):
        check(place, select=("S02",))
    assert found(check(place, ignore=("S02",))) == found(check(place))


def test_selecting_a_rule_that_is_ill_formed_stops_nothing_else(place: Path) -> None:
    (place / "rules").mkdir()
    (place / "rules" / "Z01-x.rq").write_text("# Title: x\n", encoding="utf-8")
    report = check(place, select=("S02", "Z01"))
    assert found(report) == found(check(place, select=("S02",)))
    assert "Z01-x.rq:1" in report.faults[0]
    with pytest.raises(UsageError, match="no rule or family Z02"):
        check(place, select=("S02", "Z02"))


@pytest.mark.parametrize("wanted", [Wanted(select=("",)), Wanted(ignore=(" ,",)), Wanted(document="")])
def test_what_is_left_empty_is_no_choice_of_everything(place: Path, wanted: Wanted) -> None:
    with pytest.raises(UsageError, match=r"no code or family|no document"):
        kg.open(str(place)).check(wanted)


def test_a_check_counts_the_tasks_that_the_agenda_lists(place: Path) -> None:
    graph = kg.open(str(place))
    assert graph.check().todo == len(todo(graph).tasks) > 0
    assert check(place, document="s").todo == len(todo(graph, document="s").tasks)


@pytest.mark.parametrize(
    ("waiver", "says"),
    [
        ("{waive: S2, at: s/first, because: x, on: 2026-01-01}", "not the code of a rule"),
        (
            "{waive: S02, at: s/frist, because: x, on: 2026-01-01}",
            "no node “s/frist” is recorded; did you mean “s/first”",
        ),
        ("{waive: S02, at: s/first, on: 2026-01-01}", "“because” is missing"),
        ("{waive: S02, at: s/first, because: x}", "“on” is missing"),
        ("{waive: S02, at: s/first, because: '', on: 2026-01-01}", "w.yaml:2:.*the reason is empty"),
        ("{waive: S02, at: [], because: x, on: 2026-01-01}", "no claim, source or recommendation is named"),
        ("{waive: S02, at: s/first, because: x, on: soon}", "is not a date"),
        (
            "{waive: S02, at: s/first, because: x, on: 2026-02-01, until: 2026-01-31}",
            "w.yaml:2:.*ends before the day on which it begins",
        ),
        ("{waive: S02, at: [s/first, s/first], because: x, on: 2026-01-01}", "already waived"),
    ],
)
def test_a_faulty_waiver_is_refused(place: Path, waiver: str, says: str) -> None:
    (place / "w.yaml").write_text(f"waivers:\n  - {waiver}\n", encoding="utf-8")
    with pytest.raises(BadDataError, match=says):
        kg.open(str(place))


def test_a_waiver_of_a_rule_that_there_is_not_is_told_with_its_place_and_the_nearest_code(
    place: Path, tmp_path: Path
) -> None:
    (tmp_path / "Z01-large.rq").write_text(OWN, encoding="utf-8")
    text = (
        "waivers:\n  - {waive: Z01, at: s/first, because: x, on: 2026-01-01}\n"
        "  - {waive: S92, at: [s, s/first], because: x, on: 2026-01-01}\n"
        "  - {waive: X01, at: s, because: x, on: 2026-01-01}\n"
    )
    (place / "w.yaml").write_text(text, encoding="utf-8")
    unknown = [
        f"{place}/w.yaml:3: no rule S92 is there to be waived at “{at}”; did you mean “S09”?" for at in ("s/first", "s")
    ]
    for _ in range(2):  # read from the files, then from the store that is kept of them
        assert sorted(check(place, rules=(tmp_path,), select=("Z",)).faults) == unknown
    told = [fault for fault in check(place).faults if "Z01" in fault]
    assert told == [f"{place}/w.yaml:2: no rule Z01 is there to be waived at “s/first”; did you mean “X01”?"]
    # A rule that is there and ill-formed is told once, as such.
    (tmp_path / "Z01-large.rq").write_text(OWN.replace("# Severity: note", "# Severity: grave"), encoding="utf-8")
    assert len([fault for fault in check(place, rules=(tmp_path,)).faults if "Z01" in fault]) == 1


def test_a_severity_for_a_rule_that_there_is_not_is_told_with_its_place(place: Path) -> None:
    (place / "kg.toml").write_text('profile = "p.toml"\n[severity]\nS02 = "off"\nS92 = "off"\n', encoding="utf-8")
    (place / "p.toml").write_text('S = "note"\nZ = "note"\n', encoding="utf-8")
    assert check(place).faults == (
        f"{place}/p.toml:2: no rule or family Z; `kg rules` lists them",
        f"{place}/kg.toml:4: no rule or family S92; did you mean “S09”?",
    )


def test_the_same_waiver_in_two_files_is_refused(place: Path) -> None:
    for name in ("v.yaml", "w.yaml"):
        (place / name).write_text(
            "waivers:\n  - {waive: S02, at: s/first, because: x, on: 2026-01-01}\n", encoding="utf-8"
        )
    with pytest.raises(BadDataError, match=r"w\.yaml:2:6: “S02/s/first” is defined twice; first at .*v\.yaml:2"):
        kg.open(str(place))


def test_a_baseline_lets_through_what_is_known_and_nothing_new(place: Path, tmp_path: Path) -> None:
    file = tmp_path / "known.json"
    first = check(place)
    file.write_text(baseline_text(first.findings, first.name), encoding="utf-8")
    again = check(place, baseline=file)
    assert (again.findings, again.known) == ((), len(first.findings))
    assert len(file.read_text(encoding="utf-8").splitlines()) == len(first.findings) + 5
    (place / "n.yaml").write_text(
        "source: n\nclaims: {c: {says: x, figure: {value: 1273, base: 236, unit: cases}, read: KG}}\n", encoding="utf-8"
    )
    assert ("S09", "n/c") in found(check(place, baseline=file))
    # A record that moves within its file, and a severity that changes, are nothing new.
    (place / "r.yaml").write_text(f"# a remark\n\n{RECORDS}", encoding="utf-8")
    (place / "kg.toml").write_text('name = "w"\n[severity]\nS = "fix"\n', encoding="utf-8")
    assert {node for _, node in found(check(place, baseline=file))} == {"n/c"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[]", "not a baseline"),
        ("{", "not a baseline"),
        ('{"schema_version": "1.0", "findings": [{}]}', "not a baseline"),
        ('{"schema_version": "1.0", "findings": 3}', "not a baseline"),
        ("\xff", "not a baseline"),
        ('{"findings": []}', "not a baseline"),
        ('{"schema_version": "9.0", "findings": []}', "a baseline of version 9.0, and not 1.0"),
    ],
)
def test_what_is_no_baseline_is_refused(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "b.json").write_text(text, encoding="latin-1")
    with pytest.raises(BadDataError, match=says):
        read_baseline(tmp_path / "b.json")
    with pytest.raises(UsageError, match="No such file"):
        read_baseline(tmp_path / "none.json")


def test_what_has_no_end_is_no_baseline() -> None:
    with pytest.raises(BadDataError, match="too large for a baseline"):
        read_baseline(Path("/dev/zero"))


def test_an_empty_baseline_is_read_back(tmp_path: Path) -> None:
    (tmp_path / "b.json").write_text(baseline_text((), str), encoding="utf-8")
    assert read_baseline(tmp_path / "b.json") == frozenset()


def test_rules_of_a_workspace_run_beside_the_others_and_an_ill_formed_one_stops_nothing(place: Path) -> None:
    (place / "rules" / "cases").mkdir(parents=True)
    (place / "rules" / "Z01-large.rq").write_text(OWN, encoding="utf-8")
    (place / "rules" / "Z02-broken.rq").write_text(
        OWN.replace("# Severity: note", "# Severity: grave"), encoding="utf-8"
    )
    (place / "rules" / "S02-taken.rq").write_text(OWN, encoding="utf-8")
    (place / "rules" / "Z03-unreadable.rq").write_text(OWN + "}", encoding="utf-8")
    (place / "rules" / "cases" / "Z01.yaml").write_text("- {name: x, facts: x, expect: []}", encoding="utf-8")
    report = check(place)
    assert {("Z01", "s/first"), ("Z01", "t/c"), ("S02", "s/second")} <= found(report)
    assert [fault.partition(": ")[2] for fault in report.faults] == [
        "the code S02 is already used by S02-no-period-or-area.rq",
        "severity is one of fix, check, note, not “grave”",
        report.faults[2].partition(": ")[2],
    ]
    assert "Z03-unreadable.rq" in report.faults[2]
    assert {f.code for f in kg.open(str(place)).trace("t/c").findings} >= {"Z01"}


def test_rules_of_a_further_folder_are_named_and_a_folder_that_is_none_is_refused(place: Path, tmp_path: Path) -> None:
    (tmp_path / "Z01-large.rq").write_text(OWN, encoding="utf-8")
    assert found(check(place, rules=(tmp_path,), select=("Z",))) == {("Z01", "s/first"), ("Z01", "t/c")}
    # The folder of the workspace may be named as well.
    (place / "rules").mkdir()
    (place / "rules" / "Z02-large.rq").write_text(OWN, encoding="utf-8")
    assert check(place, rules=(place / "rules", place / "rules")).faults == ()
    with pytest.raises(UsageError, match="no folder of rules"):
        check(place, rules=(tmp_path / "none",))


def test_a_document_has_its_claims_in_its_order_with_a_summary(place: Path) -> None:
    report = check(place, document="s")
    told = report.document
    assert told is not None
    assert [report.name(claim) for claim in told.claims] == ["s/second", "s/first"]
    assert (told.title, told.figures, told.unchanged, told.thin, told.not_assessed) == ("An article", 2, 1, 1, 1)
    assert {node for _, node in found(report)} == {"s/first", "s/second", "r"}
    assert report.claims == 2


def test_a_document_says_how_many_figures_come_without_the_restriction_of_their_source(tmp_path: Path) -> None:
    (tmp_path / "r.yaml").write_text(
        """source: s
title: A review
claims:
  c: {says: x, figure: "at least 236 refusals, among refusals reviewed", made here: yes, read: KG}
  d: {says: x, figure: "5 of 12 owls, count", made here: yes, read: KG}
---
source: t
claims:
  c: {says: z, figure: "236 refusals", read: KG, leans on: [{cites: s/c, read: KG}]}
  d: {says: z, figure: "5 owls", read: KG, leans on: [{cites: s/d, read: KG}]}
""",
        encoding="utf-8",
    )
    report = check(tmp_path, document="t")
    assert report.document is not None
    assert (report.document.figures, report.document.unchanged, report.document.left_out) == (2, 2, 1)
    assert "2 lead to the origin of the figure, unchanged, 1 of them without a hedge or restriction" in render_check(
        report
    )
    assert {("D13", "t/c"), ("D11", "t/c")} <= found(report)
    assert ("D13", "t/d") not in found(report)


def test_a_challenge_to_a_whole_source_is_told_once_at_the_source(place: Path) -> None:
    (place / "x.yaml").write_text("source: x\nspeaks to: [{disputes: s, read: KG}]\n", encoding="utf-8")
    report = check(place, select=("X01",))
    assert found(report) == {("X01", "s")}
    assert {f.code for f in kg.open(str(place)).trace("s/first").findings} >= {"X01"}


def test_the_built_in_rules_are_files_that_can_be_read_by_others() -> None:
    assert (ontology("rules", "cases") / "S05.yaml").is_file()


def test_a_rule_that_cannot_be_read_says_so_where_it_is_selected(place: Path) -> None:
    (place / "rules").mkdir()
    (place / "rules" / "Z04-x.rq").write_text(OWN.replace("# Why: Ours to know.\n", ""), encoding="utf-8")
    with pytest.raises(UsageError, match=r"no rule is left to run.*no text under the heading “Why”"):
        check(place, select=("Z04",))
