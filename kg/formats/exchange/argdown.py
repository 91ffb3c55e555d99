"""Argdown's JSON export: statements and arguments, with what supports, contradicts and undercuts each.

Statements of one title are one claim. An argument that is spelled out as premises and conclusions stands for its main conclusion, which
needs its premises together; one that is only described is a claim of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kg.errors import BadDataError, Problem
from kg.formats.exchange.argument_map import ArgumentMap, Statement
from kg.formats.exchange.json_items import json_items
from kg.formats.exchange.json_values import mappings, named_mappings, word

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.formats.importing.context import Context
    from kg.formats.importing.parts import Part

_SUPPORTS: Final = frozenset({"support", "entails"})
_ATTACKS: Final = frozenset({"attack", "contrary", "contradictory"})
_CONCLUSIONS: Final = frozenset({"main-conclusion", "intermediary-conclusion"})


def parts(path: Path, context: Context) -> Iterator[Part]:
    """The map in a file. Raises BadDataError for a file that is no such export."""
    for _, value in json_items(path, context):
        if not isinstance(value, dict) or not isinstance(value.get("statements"), dict):
            message = "no export of Argdown: “statements”, “arguments” and “relations” are expected"
            raise BadDataError([Problem(str(path), 0, 0, message)])
        yield from _Reader(value, path.stem, context).map().parts(context)


class _Reader:
    """Reads one export."""

    def __init__(self, value: dict[str, Any], title: str, context: Context) -> None:
        self.value, self.context = value, context
        self.found = ArgumentMap(title)
        self.ends: dict[str, str] = {}

    def map(self) -> ArgumentMap:
        """The statements, the arguments, then the relations between them."""
        for title, statement in named_mappings(self.value.get("statements")):
            self._state(f"[{title}]", title, statement, "statements")
        for title, argument in named_mappings(self.value.get("arguments")):
            self._argue(title, argument)
        for number, relation in enumerate(self._relations()):
            self._relate(f"relations[{number}]", relation)
        return self.found

    def _state(self, name: str, title: str, node: dict[str, Any], key: str) -> None:
        self.context.read(key.removesuffix("s"))
        texts = [str(one.get("text") or "") for one in mappings(node.get("members")) if not one.get("isReference")]
        words = " ".join((next((text for text in reversed(texts) if text.strip()), "") or title).split())
        self.found.statements[name] = Statement(words, f"{key}/{title}")

    def _argue(self, title: str, argument: dict[str, Any]) -> None:
        """An argument: the steps of its premises and conclusions, or its description."""
        steps = mappings(argument.get("pcs"))
        given: list[str] = []
        for step in steps:
            name = f"[{step.get('title')}]"
            if name not in self.found.statements:
                self._state(name, str(step.get("title")), {"members": [step]}, "statements")
            if word(step.get("role")) in _CONCLUSIONS:
                self.found.supports.append((tuple(given), name))
                given = []
                self.ends[title] = name
            given.append(name)
        if title not in self.ends:
            self.ends[title] = f"<{title}>"
            self._state(f"<{title}>", title, argument, "arguments")

    def _relations(self) -> list[dict[str, Any]]:
        """The relations of the whole; those that stand with each statement and argument where the export has no others."""
        if isinstance(self.value.get("relations"), list):
            return mappings(self.value["relations"])
        every = (*named_mappings(self.value.get("statements")), *named_mappings(self.value.get("arguments")))
        stated = [one for _, node in every for one in mappings(node.get("relations"))]
        return [one for number, one in enumerate(stated) if one not in stated[:number]]

    def _relate(self, place: str, relation: dict[str, Any]) -> None:
        kind = word(relation.get("relationType"))
        first, other = (self._end(relation, side) for side in ("from", "to"))
        if first is None or other is None:
            self.context.left_out(place, "a relation to or from what is not there", str(relation), item=relation)
        elif kind in _SUPPORTS:
            self.found.supports.append(((first,), other))
        elif kind in _ATTACKS:
            self.found.attacks.append((first, other))
            if kind == "contradictory":
                self.found.attacks.append((other, first))
        elif kind == "undercut":
            self.found.undercuts.append((first, other))
        else:
            self.context.in_doubt(place, "a relation of a kind that is not known was not taken", kind)

    def _end(self, relation: dict[str, Any], side: str) -> str | None:
        """The statement at an end of a relation; of an argument, or of a step in one, what it concludes."""
        end = relation.get(side)
        title = str(end.get("argumentTitle") or end.get("title")) if isinstance(end, dict) else str(end)
        if relation.get(f"{side}Type") == "equivalence-class":
            return f"[{title}]" if f"[{title}]" in self.found.statements else None
        return self.ends.get(title) or (f"[{title}]" if f"[{title}]" in self.found.statements else None)
