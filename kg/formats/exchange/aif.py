"""AIF in JSON (AIFdb, OVA): statements, the inferences that support them and the conflicts that attack them.

Information nodes (I) are claims; what leads through an inference (RA) supports, what leads through a conflict (CA) attacks. Who says a
statement is read from the locution (L) that asserts it. Rephrases, preferences and transitions of a dialogue have no place in records.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, Final

from kg.errors import BadDataError, Problem
from kg.formats.exchange.argument_map import ArgumentMap, Statement
from kg.formats.exchange.json_items import json_items
from kg.formats.exchange.json_values import mappings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.formats.importing.context import Context
    from kg.formats.importing.parts import Part

_LEFT_OUT: Final = {"MA": "rephrases", "PA": "preferences"}


def parts(path: Path, context: Context) -> Iterator[Part]:
    """The map in a file. Raises BadDataError for a file without nodes and edges."""
    for _, value in json_items(path, context):
        value = value.get("AIF", value) if isinstance(value, dict) else {}  # noqa: PLW2901 - xAIF keeps the map one deeper
        if not isinstance(value.get("nodes"), list) or not isinstance(value.get("edges"), list):
            raise BadDataError([Problem(str(path), 0, 0, "no AIF: a document with “nodes” and “edges” is expected")])
        yield from _Reader(value, path.stem, context).map().parts(context)


class _Reader:
    """Reads one map."""

    def __init__(self, value: dict[str, Any], title: str, context: Context) -> None:
        self.context = context
        self.title = title
        self.nodes = {
            str(node["nodeID"]): node for node in value["nodes"] if isinstance(node, dict) and "nodeID" in node
        }
        self.into: dict[str, list[str]] = defaultdict(list)
        self.out: dict[str, list[str]] = defaultdict(list)
        for number, edge in enumerate(value["edges"]):
            ends = [str(edge.get(key)) for key in ("fromID", "toID")] if isinstance(edge, dict) else []
            if len(ends) != 2 or not all(end in self.nodes for end in ends):
                context.left_out(
                    f"edges[{number}]", "an edge to or from a node that is not there", " → ".join(ends), item=str(edge)
                )
                continue
            self.out[ends[0]].append(ends[1])
            self.into[ends[1]].append(ends[0])
        names = {
            str(one.get("participantID")): f"{one.get('firstname', '')} {one.get('surname', '')}".strip()
            for one in mappings(value.get("participants"))
        }
        said = mappings(value.get("locutions"))
        self.speakers = {str(one.get("nodeID")): names.get(str(one.get("personID")), "") for one in said}

    def map(self) -> ArgumentMap:
        """The statements, and what leads from one to the other."""
        found = ArgumentMap(self.title)
        for number, (name, node) in enumerate(self.nodes.items()):
            kind = self._kind(name)
            if kind == "I":
                self.context.read("statement")
                words = " ".join(str(node.get("text") or "").split())
                found.statements[name] = Statement(words, f"nodes[{number}]", self._says(name))
                if not words:
                    self.context.left_out(f"nodes[{number}]", "a statement without words", name)
            elif kind == "RA":
                given = tuple(one for one in self.into[name] if self._kind(one) == "I")
                found.supports += [(given, target) for target in self.out[name] if self._kind(target) == "I"]
            elif kind == "CA":
                self._attack(found, name)
        for kind, number in Counter(self._kind(name) for name in self.nodes).items():
            if kind in _LEFT_OUT:
                self.context.in_doubt("nodes", f"{_LEFT_OUT[kind]} were not taken", f"{number} nodes of type {kind}")
        return found

    def _attack(self, found: ArgumentMap, name: str) -> None:
        attackers = [one for one in self.into[name] if self._kind(one) == "I"]
        for target in self.out[name]:
            if self._kind(target) == "RA":
                ends = [one for one in self.out[target] if self._kind(one) == "I"]
                found.undercuts += [(attacker, end) for attacker in attackers for end in ends]
            elif self._kind(target) == "I":
                found.attacks += [(attacker, target) for attacker in attackers]

    def _says(self, name: str) -> list[str]:
        """Who asserts a statement: the participant of its locution, else the name that the locution begins with."""
        found = []
        for act in (one for one in self.into[name] if self._kind(one) == "YA"):
            for locution in (one for one in self.into[act] if self._kind(one) == "L"):
                before, mark, _ = str(self.nodes[locution].get("text") or "").partition(" : ")
                found.append(self.speakers.get(locution) or (before.strip() if mark else ""))
        return list(dict.fromkeys(filter(None, found)))

    def _kind(self, name: str) -> str:
        return str(self.nodes[name].get("type") or "")
