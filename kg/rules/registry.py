"""The rules that come with Headwater, and finding one by its code."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import HeadwaterError, NotFoundError, RuleError, nearest
from kg.resources import ontology
from kg.rules.engine import solutions_of
from kg.rules.rule import FILE_NAME, Rule, read_rule

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


@cache
def built_in() -> tuple[Rule, ...]:
    """The rules in `ontology/rules`, in the order of their codes."""
    return rules_in(ontology("rules"))


def rules_in(folder: Path) -> tuple[Rule, ...]:
    """The rules in a folder, in the order of their codes.

    Raises RuleError for a file that is not a valid rule and for a code that is used twice.
    """
    rules = tuple(read_rule(path) for path in sorted(folder.glob("*.rq")))
    for earlier, later in pairwise(rules):
        if earlier.code == later.code:
            raise RuleError(f"{later.path}: the code {later.code} is already used by {earlier.path.name}")
    return rules


def with_own(folders: Iterable[Path]) -> tuple[tuple[Rule, ...], tuple[str, ...]]:
    """The built-in rules and those of the folders, in the order of their codes; and what is wrong with those left out.

    An ill-formed rule, or one whose code is taken, is left out and stops nothing else.
    """
    found = {rule.code: rule for rule in built_in()}
    faults: list[str] = []
    for folder in folders:
        for path in sorted(folder.glob("*.rq")):
            try:
                rule = read_rule(path)
                if rule.code in found:
                    raise RuleError(f"{path}: the code {rule.code} is already used by {found[rule.code].path.name}")
                solutions_of(rule, ox.Store())  # what cannot be parsed is known without any data
                found[rule.code] = rule
            except HeadwaterError as error:
                faults.append(str(error))
    return tuple(found[code] for code in sorted(found)), tuple(faults)


def codes_in(folders: Iterable[Path]) -> frozenset[str]:
    """The codes that the names of rule files state, those of ill-formed rules included."""
    return frozenset(
        name[1] for folder in folders for path in folder.glob("*.rq") if (name := FILE_NAME.fullmatch(path.name))
    )


def rule_of(code: str, rules: Iterable[Rule]) -> Rule:
    """The rule with a code, in either case. Raises NotFoundError with the nearest code."""
    by_code = {rule.code: rule for rule in rules}
    rule = by_code.get(code.strip().upper())
    if rule is None:
        hint = nearest(code.upper(), by_code)
        raise NotFoundError(f"no rule {code}{hint}", "" if hint else "; `kg rules` lists them")
    return rule


def explained(rule: Rule) -> dict[str, object]:
    """What a rule flags, why and how to put it right, as plain texts and lists."""
    return {
        "code": rule.code,
        "title": rule.title,
        "severity": str(rule.severity),
        "flags": rule.flags,
        "why": rule.why,
        "example": rule.example,
        "fix": rule.fix,
        "references": list(rule.references),
    }
