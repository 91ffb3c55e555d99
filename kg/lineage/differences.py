"""Two states of a graph: what changed in the evidence, and what that did to the judgement of each claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# A record or judgement as texts by field.
Texts = dict[str, str]


class State(Struct, frozen=True):
    """One state of a graph, by short id: what its sources, claims and links say, and how each claim is judged.

    `names` has outlet and date of each, as far as they are recorded; `titles` the title of each rule, by code.
    """

    records: Mapping[str, Mapping[str, Texts]]
    judgements: Mapping[str, Texts]
    names: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)


class FieldChange(Struct, frozen=True):
    """One field that differs; None where only the other state has it."""

    field: str
    before: str | None
    after: str | None


class Changed(Struct, frozen=True):
    """One record, or the judgement of one claim, that is not what it was."""

    kind: str
    id: str
    fields: tuple[FieldChange, ...]


class Differences(Struct, frozen=True):
    """What came, what went and what changed, kind by kind, and the claims that are judged otherwise."""

    added: tuple[tuple[str, str], ...] = ()
    removed: tuple[tuple[str, str], ...] = ()
    changed: tuple[Changed, ...] = ()
    judged: tuple[Changed, ...] = field(default=())
    names: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)

    @property
    def same(self) -> bool:
        """Whether the two states are one."""
        return not (self.added or self.removed or self.changed or self.judged)


def differences(before: State, after: State) -> Differences:
    """Compare two states of a graph; the judgements of claims that only one of them has are not compared."""
    added: list[tuple[str, str]] = []
    removed: list[tuple[str, str]] = []
    changed: list[Changed] = []
    for kind, now in after.records.items():
        was = before.records.get(kind, {})
        added += [(kind, node) for node in sorted(now.keys() - was.keys())]
        removed += [(kind, node) for node in sorted(was.keys() - now.keys())]
        changed += list(_changed(kind, was, now))
    return Differences(
        tuple(added),
        tuple(removed),
        tuple(changed),
        tuple(_changed("judgement", before.judgements, after.judgements)),
        {**before.names, **after.names},
        {**before.titles, **after.titles},
    )


def _changed(kind: str, was: Mapping[str, Texts], now: Mapping[str, Texts]) -> Iterator[Changed]:
    for node in sorted(was.keys() & now.keys()):
        old, new = was[node], now[node]
        fields = tuple(
            FieldChange(name, old.get(name), new.get(name)) for name in {**old, **new} if old.get(name) != new.get(name)
        )
        if fields:
            yield Changed(kind, node, fields)
