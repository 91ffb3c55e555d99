"""A sheet of links between claims: its rows, until the claims that they begin at are read."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from msgspec import Struct, field

from kg.formats.claim_schema import IN_LEANS_ON
from kg.formats.importing.parts import Part
from kg.model.words import Relation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.formats.importing.context import Context
    from kg.formats.tables.table_row import TableRow

# The columns of a sheet of links beside its two ends and the relation.
OF_LINKS: Final = (
    "at",
    "quote",
    "shown",
    "on",
    "not found",
    "not in it",
    "empowered",
    "for",
    "presumed",
    "recorded by",
    "read",
    "seen in",
)


class LinkRows(Struct):
    """The rows of a sheet of links, by what they begin at, until the claims that they belong to are read."""

    context: Context
    by_node: dict[str, list[tuple[dict[str, str], str]]] = field(default_factory=lambda: defaultdict(list))
    present: bool = False

    def add(self, row: TableRow) -> None:
        """Take one row."""
        self.context.read("link row")
        relation, start, target = row.one("relation").lower() or "rests-on", row.one("from"), row.one("to")
        if relation not in set(Relation) or not start or not target:
            why = "a link needs both ends and a known relation"
            self.context.left_out(row.place, why, f"{start} {relation} {target}", row=row.to_mend)
            return
        entry = {relation: target} | {key: text for key in OF_LINKS if (text := row.one(key))}
        self.by_node[start].append((entry, row.place))

    def of(self, node: str) -> dict[str, list[dict[str, str]]]:
        """The links of a node, under the keys that they stand under."""
        found: dict[str, list[dict[str, str]]] = defaultdict(list)
        if self.present and self.context.index.is_recorded(node):
            found |= {"leans on": [], "speaks to": []}  # a link that has no row any more was taken away
        for entry, _ in self.by_node.pop(node, ()):
            found[_key_of(Relation(next(iter(entry))))].append(entry)
        return dict(found)

    def rest(self) -> Iterator[Part]:
        """The links of what has no row among the claims: sources, and claims that are on record."""
        for node, entries in list(self.by_node.items()):
            source, _, claim = node.partition("/")
            if not self.context.index.has(node):
                for entry, place in entries:
                    self.context.left_out(
                        place, "the link begins at what is neither here nor on record", f"{node}: {entry}"
                    )
                continue
            place = entries[0][1]
            links = self.of(node)
            yield Part(source, place, {} if claim else dict(links), {claim: dict(links)} if claim else {})


def _key_of(relation: Relation) -> str:
    return "leans on" if relation in IN_LEANS_ON else "speaks to"
