"""Mutants of the rules: each drops a line of a query or turns a condition round; the cases of the rule should notice.

python -m tests.rules.mutants          the score, and every mutant that no case catches
python -m tests.rules.mutants S05 D    of one rule, or of a family
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from kg.rules.cases import tested
from kg.rules.registry import built_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.rules.rule import Rule

_TURNED: Final = (
    ("FILTER NOT EXISTS", "FILTER EXISTS"),
    ("FILTER EXISTS", "FILTER NOT EXISTS"),
    ("NOT IN", "IN"),
    (" IN (", " NOT IN ("),
    (" != ", " = "),
    (" >= ", " < "),
    (" <= ", " > "),
    (" && ", " || "),
    (" || ", " && "),
    (" > ", " <= "),
    (" < ", " >= "),
    (" true", " false"),
    ("fails", "cannot tell"),
    ("cannot tell", "fails"),
    ("OPTIONAL {", "{"),
)


def mutants(rule: Rule) -> Iterator[tuple[str, str]]:
    """Each mutant of a rule's query with a word on what was done to it; what is no SPARQL any more is passed over."""
    lines = rule.query.splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("SELECT"))
    for number in range(start + 1, len(lines)):
        line = lines[number]
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        yield f"line {number + 1} dropped: {line.strip()}", "\n".join((*lines[:number], *lines[number + 1 :]))
        for old, new in _TURNED:
            for found in re.finditer(re.escape(old), line):
                turned = line[: found.start()] + new + line[found.end() :]
                what = f"line {number + 1}, {old.strip()} → {new.strip()}: {line.strip()}"
                yield what, "\n".join((*lines[:number], turned, *lines[number + 1 :]))


def survivors(rule: Rule) -> tuple[int, list[str]]:
    """How many mutants of a rule there are, and those that its cases do not notice; what cannot be run is no mutant."""
    counted, alive = 0, []
    for what, query in mutants(rule):
        wrong = [outcome.wrong for outcome in tested(replace(rule, query=query)) if outcome.wrong]
        if not any(text.startswith(str(rule.path)) for text in wrong):
            counted += 1
            if not wrong:
                alive.append(what)
    return counted, alive


def main(wanted: list[str]) -> None:
    """Print the survivors and the score."""
    total = caught = 0
    for rule in built_in():
        if not wanted or rule.code.startswith(tuple(wanted)):
            counted, alive = survivors(rule)
            total, caught = total + counted, caught + counted - len(alive)
            for what in alive:
                print(f"{rule.code} {what}")  # noqa: T201
    print(f"{caught} of {total} mutants caught, {caught / max(total, 1):.1%}")  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
