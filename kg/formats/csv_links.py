"""The links in a row of a table: a column for each of the two roles, or one for a relation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.errors import nearest
from kg.formats.claim_schema import IN_LEANS_ON, IN_SPEAKS_TO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from kg.model.link import Link

# The role of each relation: the key of a record that its links stand under.
ROLES: Final = {
    "leans on": {str(relation) for relation in IN_LEANS_ON},
    "speaks to": {str(relation) for relation in IN_SPEAKS_TO},
}
RELATIONS: Final = {relation: role for role, relations in ROLES.items() for relation in relations}
LINK_COLUMNS: Final = (*ROLES, *sorted(RELATIONS))
# An example of each role, for a cell that does not say which relation it is.
_EXAMPLES: Final = {"leans on": "cites jay-2014", "speaks to": "disputes jay-2014"}


def role_cells(links: Iterable[Link]) -> tuple[str, str]:
    """The cells of `leans on` and `speaks to`; members of a needs-all group are left out."""
    single = [link for link in links if link.group is None]
    leaning, speaking = (
        "; ".join(f"{link.relation} {link.target}" for link in single if str(link.relation) in relations)
        for relations in ROLES.values()
    )
    return leaning, speaking


def row_links(
    cells: Mapping[str, tuple[str, int]], note: Callable[[int, str], None]
) -> dict[str, list[tuple[dict[str, str], int]]]:
    """The links of a row under their roles, each as it would stand in YAML, with the number of its column.

    `note` takes the column and the message of what is not a link.
    """
    found: dict[str, list[tuple[dict[str, str], int]]] = {}
    for name in LINK_COLUMNS:
        if name not in cells:
            continue
        text, column = cells[name]
        for part in filter(None, map(str.strip, text.split("; "))):
            link = _role_link(name, part, column, note) if name in ROLES else {name: part}
            found.setdefault(RELATIONS.get(name, name), []).append((link, column))
    return found


def _role_link(role: str, text: str, column: int, note: Callable[[int, str], None]) -> dict[str, str]:
    relation, _, target = text.partition(" ")
    if not target or relation not in ROLES[role]:
        hint = nearest(relation, ROLES[role])
        note(column, f"“{text}”: expected a relation and a target, as in: {_EXAMPLES[role]}{hint}")
    return {relation: target.strip()}
