"""Argument maps, whatever their syntax: statements as the claims of one source, with what supports and what attacks each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

from kg.formats.importing.parts import Fields, Part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.formats.importing.context import Context


class Statement(Struct):
    """One statement of a map: its words, who makes it, and where in the file it stands."""

    words: str
    place: str
    speakers: list[str] = field(default_factory=list)


class ArgumentMap(Struct):
    """The statements of a map by their names in the file, and what they do to each other.

    A support has one or more premises that are needed together; an undercut attacks the step to a statement, not the statement.
    """

    title: str
    statements: dict[str, Statement] = field(default_factory=dict)
    supports: list[tuple[tuple[str, ...], str]] = field(default_factory=list)
    attacks: list[tuple[str, str]] = field(default_factory=list)
    undercuts: list[tuple[str, str]] = field(default_factory=list)

    def parts(self, context: Context) -> Iterator[Part]:
        """The map as a source, and each statement as its claim with its links."""
        source = context.index.source(wish=self.title, named=self.title)
        yield Part(source, "", {"title": self.title, "kind": "argument map"})
        ids = {
            name: f"{source}/{context.index.claim(source, one.words)}"
            for name, one in self.statements.items()
            if one.words
        }
        for name, node in ids.items():
            one = self.statements[name]
            claim: Fields = {"says": one.words, "by": one.speakers, **self._links(name, ids)}
            yield Part(
                source, one.place, {}, {node.partition("/")[2]: {key: value for key, value in claim.items() if value}}
            )

    def _links(self, name: str, ids: dict[str, str]) -> Fields:
        rests: list[Fields] = []
        for premises, conclusion in self.supports:
            given = (
                list(dict.fromkeys(ids[one] for one in premises if one in ids and ids[one] != ids[name]))
                if conclusion == name
                else []
            )
            if len(given) > 1:
                rests.append({"needs": given})
            elif given:
                rests.append({"rests-on": given[0]})
        attacks: list[tuple[str, tuple[str, str], Fields]] = [("disputes", pair, {}) for pair in self.attacks]
        attacks += [("critiques", pair, {"on": "working"}) for pair in self.undercuts]
        speaks = [
            {relation: ids[target]} | more
            for relation, (attacker, target), more in attacks
            if attacker == name and target in ids and ids[target] != ids[name]
        ]
        return {"leans on": rests, "speaks to": speaks}
