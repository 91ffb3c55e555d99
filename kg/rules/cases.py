"""The cases of a rule: small graphs with what the rule should say of them, in `cases/CODE.yaml` beside the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyoxigraph as ox
from msgspec import Struct

from kg.errors import HeadwaterError, RuleError
from kg.formats.yaml_tree import documents, read_record_file
from kg.rules.engine import run
from kg.vocabulary import PREFIXES, SCHEMES

if TYPE_CHECKING:
    from pathlib import Path

    from kg.rules.rule import Rule

EX: Final = "https://example.org/"
_EXPECTED: Final = {"node", "verdict", "says"}
# In one line with the first of the facts, so that a fault has the line that it has there.
_HEADER: Final = "".join(f"@prefix {name}: <{iri}> . " for name, iri in {**PREFIXES, "ex": EX}.items())


class Case(Struct, frozen=True):
    """Facts in Turtle, and the nodes of `ex:` that the rule should name, each with its verdict.

    `says` holds the messages that are part of what is expected, by node and verdict.
    """

    name: str
    facts: str
    expect: tuple[tuple[str, str], ...]
    says: dict[tuple[str, str], str]


class Outcome(Struct, frozen=True):
    """What came of one case: `wrong` says how the findings differ from those expected; empty where they agree.

    It is `ill_formed` where no case could be run: the rule, or the file of its cases, has not its form.
    """

    code: str
    case: str
    wrong: str
    ill_formed: bool = False


def cases_of(rule: Rule) -> tuple[Case, ...]:
    """The cases of a rule. Raises RuleError where there are none or they do not have their form."""
    path = rule.path.parent / "cases" / f"{rule.code}.yaml"
    if not path.is_file():
        raise RuleError(f"{path}: {rule.code} has no cases; give one where it fires and one where it does not")
    (document, *_) = documents(path, read_record_file(path))
    if not isinstance(document.value, list):
        raise RuleError(f"{path}: a list of cases is expected, each with name, facts and expect")
    return tuple(_case(path, entry) for entry in document.value)


def _case(path: Path, entry: object) -> Case:
    if not isinstance(entry, dict) or set(entry) != {"name", "facts", "expect"}:
        raise RuleError(f"{path}: a case has name, facts and expect")
    wanted = entry["expect"] or []
    if not isinstance(wanted, list) or not all(
        isinstance(e, dict) and {"node", "verdict"} <= set(e) <= _EXPECTED for e in wanted
    ):
        raise RuleError(f"{path}: {entry['name']}: what is expected is a list of {{node: …, verdict: …, says: …}}")
    if unknown := [e["verdict"] for e in wanted if e["verdict"] not in SCHEMES["verdict"]]:
        raise RuleError(f"{path}: {entry['name']}: “{unknown[0]}” is not a verdict; write fails or cannot tell")
    keys = [(EX + str(e["node"]), str(e["verdict"])) for e in wanted]
    says = {key: str(e["says"]) for key, e in zip(keys, wanted, strict=True) if "says" in e}
    return Case(str(entry["name"]), str(entry["facts"] or ""), tuple(keys), says)


def stored(facts: str) -> ox.Store:
    """The facts twice, in two named graphs: a rule must not count a triple twice. Raises RuleError if they are not valid Turtle."""
    store = ox.Store()
    try:
        for graph in ("one", "two"):
            store.load(_HEADER + facts, format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(EX + graph))
    except SyntaxError as error:
        raise RuleError(f"the facts are not valid Turtle: {error}") from error
    return store


def tested(rule: Rule) -> list[Outcome]:
    """Run a rule over its cases: it has one where it fires and one where it does not, and each comes out as expected."""
    try:
        cases = cases_of(rule)
        outcomes = [Outcome(rule.code, case.name, _wrong(rule, case)) for case in cases]
    except HeadwaterError as error:
        return [Outcome(rule.code, "", str(error), ill_formed=True)]
    for what, missing in (
        ("fires", not any(v == "fails" for c in cases for _, v in c.expect)),
        ("does not fire", all(case.expect for case in cases)),
    ):
        if missing:
            outcomes.append(Outcome(rule.code, "", f"no case where it {what}"))
    return outcomes


def _wrong(rule: Rule, case: Case) -> str:
    findings = run([rule], stored(case.facts), lambda node: node.removeprefix(EX))
    # Not a set: a rule that reports one thing twice is wrong as well.
    found = sorted((f.node, f.verdict) for f in findings)
    if found != sorted(case.expect):
        return f"expected {_words(sorted(case.expect))}, got {_words(found)}"
    for key, text in case.says.items():
        said = [f.message for f in findings if (f.node, f.verdict) == key]
        if text not in said:
            return f"expected “{text}”, got “{'”, “'.join(said)}”"
    return ""


def _words(verdicts: list[tuple[str, str]]) -> str:
    return ", ".join(f"{node.removeprefix(EX)} {verdict}" for node, verdict in verdicts) or "nothing"
