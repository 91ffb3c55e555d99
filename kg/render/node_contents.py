"""The page of a node in words: what it is, what is said of it, and everything that it is joined to, each with a link.

Data only: `kg.render.node_html` draws them, `kg.serve.pages` serves them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct
from msgspec.structs import replace

from kg.rdf.labels import label
from kg.render.explorer_links import ROLES, link_rows
from kg.render.explorer_nodes import KINDS, entries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.render.explorer_nodes import Entry
    from kg.results.everything import Everything

    Sections = tuple[tuple[str, "tuple[Item, ...]"], ...]

# Headings of what goes out of a node and of what comes into it, by the role of the link, in the order of a page.
_HEADINGS: Final = (
    ("by", "Makers and others", "What it made, led, commissioned or paid for"),
    ("made", "Made in", "What is said in it"),
    ("challenge", "", "Challenged by"),
    ("standing", "", "Corrected, withdrawn or replaced by"),
    ("evidence", "Rests on", ""),
    ("cited", "Cites as a whole", ""),
    ("evidence", "", "What rests on it"),
    ("support", "", "Supported by"),
    ("reply", "Replies to", "Replies"),
    ("challenge", "Challenges", ""),
    ("standing", "Corrects, withdraws or replaces", ""),
    ("support", "Supports", ""),
    ("hinges", "Hinges on", "Recommendations that hinge on it"),
    ("about", "About", "Claims about it"),
    ("belongs", "Belongs to", "Belongs to it"),
)


class Item(Struct, frozen=True):
    """A node in a list of another's page; `said` is how they are joined, `shifts` what changed on the way."""

    iri: str
    kind: str
    head: str
    place: str
    said: str
    backing: str
    shifts: tuple[str, ...]


class NodePage(Struct, frozen=True):
    """What a page shows of a node."""

    iri: str
    id: str
    kind: str
    head: str
    place: str
    says: str
    quote: str
    backing: str
    url: str
    copy: str
    facts: tuple[tuple[str, str], ...]
    sections: Sections


class NodeIndex:
    """Every node of a graph with its links, for pages of single nodes."""

    def __init__(self, found: Everything) -> None:
        self.found = found
        self.nodes = entries(found)
        self.index = {entry.iri: number for number, entry in enumerate(self.nodes)}
        self.links = link_rows(found, self.index)
        self._out: dict[int, list[dict[str, Any]]] = {}
        self._into: dict[int, list[dict[str, Any]]] = {}
        for row in self.links:
            self._out.setdefault(row["a"], []).append(row)
            self._into.setdefault(row["b"], []).append(row)

    def of_kind(self, kind: str) -> list[Entry]:
        """The nodes of a kind."""
        return [entry for entry in self.nodes if entry.fields["k"] == KINDS.index(kind)]

    def page(self, iri: str) -> NodePage | None:
        """The page of a node; None for what is not a node of the graph."""
        number = self.index.get(iri)
        if number is None:
            return None
        fields = self.nodes[number].fields
        return NodePage(
            iri=iri,
            id=fields["id"],
            kind=KINDS[fields["k"]],
            head=fields["h"],
            place=fields.get("p", ""),
            says=fields.get("s", ""),
            quote=fields.get("q", ""),
            backing=fields.get("b", ""),
            url=fields.get("u", ""),
            copy=fields.get("c", ""),
            facts=tuple(_facts(fields)),
            sections=self._sections(number),
        )

    def item(self, iri: str, said: str = "", shifts: tuple[str, ...] = ()) -> Item:
        """A node as an item of a list."""
        fields = self.nodes[self.index[iri]].fields
        return Item(iri, KINDS[fields["k"]], fields["h"], fields.get("p", ""), said, fields.get("b", ""), shifts)

    def leaning(self, iri: str) -> int:
        """How many claims and sources lean on a node directly; 0 for what is not a node."""
        return sum(ROLES[row["r"]] == "evidence" for row in self._into.get(self.index.get(iri, -1), ()))

    def named(self, words: Sequence[str]) -> list[str]:
        """What is not a claim and whose name has all the words, what most is joined to first."""
        found = [
            number
            for number, entry in enumerate(self.nodes)
            if KINDS[entry.fields["k"]] != "claim" and all(word in _name(entry.fields) for word in words)
        ]
        joined = {number: len(self._into.get(number, ())) for number in found}
        return [self.nodes[number].iri for number in sorted(found, key=lambda number: (-joined[number], number))]

    def claims_about(self, variable: str) -> list[str]:
        """The claims about a variable."""
        rows = self._into.get(self.index[variable], ())
        return [self.nodes[row["a"]].iri for row in rows if ROLES[row["r"]] == "about"]

    def _sections(self, number: int) -> Sections:
        claims = [row["a"] for row in self._into.get(number, ()) if ROLES[row["r"]] == "made"]
        found = []
        for role, outward, inward in _HEADINGS:
            wide = [number, *claims] if role in {"challenge", "standing", "evidence"} else [number]
            for heading, rows, end in ((outward, self._out, "b"), (inward, self._into, "a")):
                if heading:
                    found.append((heading, self._items(wide, rows, role, end)))
        return tuple((heading, items) for heading, items in found if items)

    def _items(self, nodes: list[int], rows: dict[int, list[dict[str, Any]]], role: str, end: str) -> tuple[Item, ...]:
        items: dict[int, Item] = {}
        for row in (row for node in nodes for row in rows.get(node, ()) if ROLES[row["r"]] == role):
            said = ", ".join(str(part) for part in (row["w"], row.get("g"), row.get("s"), row.get("e")) if part)
            shifts = tuple(text for text, kind in row.get("d", ()) if kind != "passes")
            if row[end] not in nodes or row[end] == row["a" if end == "b" else "b"]:
                known = items.get(row[end])
                if known is None:
                    items[row[end]] = self.item(self.nodes[row[end]].iri, said, shifts)
                else:
                    ways = dict.fromkeys([*known.said.split("; "), said])
                    both = tuple(dict.fromkeys(known.shifts + shifts))
                    items[row[end]] = replace(known, said="; ".join(ways), shifts=both)
        return tuple(items.values())


def _name(fields: dict[str, Any]) -> str:
    return f"{fields['h']} {fields.get('p', '')} {fields['id']} {KINDS[fields['k']]}".casefold()


def _facts(fields: dict[str, Any]) -> list[tuple[str, str]]:
    ends = label("end", fields["e"]) + (f": {fields['n']}" if fields.get("n") else "") if "e" in fields else ""
    pairs = [
        ("Path ends", ends),
        ("Status", ", ".join(fields.get("st", ()))),
        ("In it at", fields.get("l", "")),
        ("Seen", label("reading", fields["z"]) if "z" in fields else ""),
        *((term, text) for term, text in fields.get("x", ())),
    ]
    return [(term, text) for term, text in pairs if text]
