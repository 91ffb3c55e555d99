"""Every built-in rule against its cases, and the contract that each rule file meets."""

from __future__ import annotations

from pathlib import Path
from string import Formatter

import pyoxigraph as ox
import pytest

from kg.errors import NotFoundError, RuleError
from kg.resources import ontology
from kg.rules.cases import EX, Case, cases_of, stored
from kg.rules.engine import run
from kg.rules.registry import built_in, rule_of, rules_in
from kg.rules.rule import Rule, parse_rule

CASES = ontology("rules", "cases")


ALL = [pytest.param(rule, case, id=f"{rule.code} {case.name}") for rule in built_in() for case in cases_of(rule)]
each_rule = pytest.mark.parametrize("rule", built_in(), ids=lambda rule: rule.code)


@pytest.mark.parametrize(("rule", "case"), ALL)
def test_rule_gives_the_verdicts_of_its_case(rule: Rule, case: Case) -> None:
    found = run([rule], stored(case.facts), lambda node: node.removeprefix(EX))
    assert sorted((f.code, f.node, f.verdict) for f in found) == sorted((rule.code, *key) for key in case.expect)
    assert all(f.message and "{" not in f.message and f.path[0] == f.node and len(f.fingerprint) == 32 for f in found)
    said = {(f.node, f.verdict, f.message) for f in found}
    assert {(*key, text) for key, text in case.says.items()} <= said


@each_rule
def test_rule_has_a_case_where_it_fires_and_one_where_it_does_not(rule: Rule) -> None:
    verdicts = [{verdict for _, verdict in case.expect} for case in cases_of(rule)]
    assert any("fails" in v for v in verdicts)
    assert any(not v for v in verdicts)
    undecided = any("cannot tell" in v for v in verdicts)
    assert undecided == ('"cannot tell"' in rule.query)


@each_rule
def test_some_case_of_a_rule_states_its_message(rule: Rule) -> None:
    assert any(case.says for case in cases_of(rule))


@each_rule
def test_what_a_message_names_is_bound_wherever_the_rule_fires(rule: Rule) -> None:
    names = {name for _, name, _, _ in Formatter().parse(rule.message) if name}
    for case in cases_of(rule):
        solutions = stored(case.facts).query(rule.query, use_default_graph_as_union=True)
        assert isinstance(solutions, ox.QuerySolutions)
        assert all(solution[name] is not None for solution in solutions for name in names)


def test_folder_registry_and_cases_hold_the_same_codes() -> None:
    codes = [rule.code for rule in built_in()]
    assert len(set(codes)) == len(codes) >= 35
    assert codes == sorted(path.name[:3] for path in ontology("rules").glob("*.rq"))
    assert codes == sorted(path.stem for path in CASES.iterdir())


def test_an_unknown_code_names_the_codes_there_are() -> None:
    assert rule_of("p02", built_in()).fault == "named-not-referenced"
    with pytest.raises(NotFoundError, match="`kg rules` lists them"):
        rule_of("Q99", built_in())


def test_no_rule_asks_who_an_agent_is() -> None:
    agents = ("publisher", "creator", "wasAttributedTo", "funder", "commissionedBy", "Agent")
    asked = {
        rule.code: [line for line in rule.query.splitlines() if not line.lstrip().startswith("#")]
        for rule in built_in()
    }
    # What two ends have in common is a fact that is derived before the rules run.
    shared = "hw:sharedMaker hw:sharedFunder".split()
    texts = {code: " ".join(lines).replace(shared[0], "").replace(shared[1], "") for code, lines in asked.items()}
    assert not [code for code, text in texts.items() for word in agents if word in text]


GOOD = (ontology("rules") / "P04-origin-not-cited.rq").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("# Severity: check", "# Severity: grave", "P04-x.rq:2: severity"),
        ("# Severity: check", "# Weight: check", "P04-x.rq:2: heading"),
        ("# Title: ", "# Note ", "P04-x.rq:1: the header"),
        ("{target}", "{origin}", "names {origin}"),
        ("{target}", "{", "not a valid template"),
        ("hw:uncitedOrigin ?target", "hw:uncitedOrigin+ ?target", r"no \+ or \* path"),
        ("hw:uncitedOrigin ?target", "<https://e.org/p>+ ?target", r"no \+ or \* path"),
        ("?node hw:uncitedOrigin ?target", "SERVICE <https://e.org> { ?node ?p ?target }", "SERVICE"),
        ("SELECT DISTINCT", "SELECT", "no SELECT DISTINCT"),
        ("?node ?verdict ?target ?many WHERE", "?node ?target ?many WHERE", "does not select"),
    ],
)
def test_an_ill_formed_rule_is_refused_with_its_place(old: str, new: str, place: str) -> None:
    with pytest.raises(RuleError, match=place):
        parse_rule(Path("P04-x.rq"), GOOD.replace(old, new, 1))


def test_a_rule_may_leave_where_out() -> None:
    assert parse_rule(Path("P04-x.rq"), GOOD.replace("?many WHERE {", "?many {")).variables == (
        "node",
        "verdict",
        "target",
        "many",
    )


def test_a_file_name_without_a_code_and_a_code_used_twice_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="CODE-fault"):
        parse_rule(Path("rule.rq"), GOOD)
    for name in ("P04-a.rq", "P04-b.rq"):
        (tmp_path / name).write_text(GOOD, encoding="utf-8")
    with pytest.raises(RuleError, match="already used"):
        rules_in(tmp_path)


def test_a_query_that_cannot_be_run_or_gives_no_verdict_is_a_rule_error() -> None:
    with pytest.raises(RuleError, match="P04-x"):
        run([parse_rule(Path("P04-x.rq"), GOOD + "}")], ox.Store())
    wrong = parse_rule(Path("P04-x.rq"), GOOD.replace('"fails"', '"maybe"'))
    facts = "ex:a hw:uncitedOrigin ex:b ; hw:uncitedOrigins 1 ; hw:readingStatus hw:reading-verified ."
    with pytest.raises(RuleError, match="verdict"):
        run([wrong], stored(facts))


def test_a_path_holds_nodes_alone() -> None:
    facts = "ex:a hw:uncitedOrigin ex:b ; hw:uncitedOrigins 1 ; hw:readingStatus hw:reading-verified ; hw:asOf '2020' ."
    given = GOOD.replace("?many WHERE {", "?many ?link WHERE {\n  ?node hw:asOf ?link .", 1)
    assert [f.path for f in run([parse_rule(Path("P04-x.rq"), given)], stored(facts))] == [(f"{EX}a", f"{EX}b")]
