"""The marks on the boxes and arrows of a picture: what changed on the way, and what the rules found."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kg.render.phrases import change_words
from kg.render.picture import Flag, Shift
from kg.render.safe import plain_text
from kg.rules.registry import built_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kg.compare.drift import Change
    from kg.rules.engine import Finding


def shifts(changes: Iterable[Change]) -> tuple[Shift, ...]:
    """The changes of a hop in words: first what stops backing, then what cannot be told, then the rest."""
    kinds = defaultdict(list)
    for change in changes:
        unknown = change.kind == "cannot tell until read"
        kind = "unknown" if unknown else "stops" if change.stops else "passes"
        kinds[kind].append(Shift(change_words(change), kind))
    return (*kinds["stops"], *kinds["unknown"], *kinds["passes"])


def flags(findings: Iterable[Finding], name: Callable[[str], str]) -> dict[str, tuple[Flag, ...]]:
    """The findings by the node or link that they are about."""
    rules = {rule.code: rule for rule in built_in()}
    by_node: dict[str, list[Flag]] = defaultdict(list)
    for finding in findings:
        rule = rules.get(finding.code)
        by_node[finding.node].append(
            Flag(
                code=finding.code,
                severity=finding.severity,
                title=rule.title if rule else finding.code,
                message=plain_text(finding.message),
                fix=rule.fix if rule else "",
                node=plain_text(name(finding.node)),
            )
        )
    return {node: tuple(found) for node, found in by_node.items()}
