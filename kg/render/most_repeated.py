"""The figures of a graph that most other claims and sources rest on, each with who said it first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct

from kg.errors import count
from kg.model.walk import reached
from kg.render.explorer_links import ROLES
from kg.render.explorer_nodes import KINDS

if TYPE_CHECKING:
    from kg.render.node_contents import NodeIndex

# Walks start only from the claims that most rest on directly: the most repeated ones are among them.
_MOST_WALKED: Final = 40
_EVIDENCE: Final = ROLES.index("evidence")
_CLAIM: Final = KINDS.index("claim")


class Repeated(Struct, frozen=True):
    """A claim, how many claims and sources rest on it, and where it comes from."""

    iri: str
    head: str
    resting: str
    origin: str


def most_repeated(index: NodeIndex, most: int = 6) -> tuple[Repeated, ...]:
    """The claims on which most rests, the first one first; none on which nothing rests."""
    up: dict[int, list[int]] = {}
    down: dict[int, list[int]] = {}
    for row in index.links:
        if row["r"] == _EVIDENCE:
            up.setdefault(row["b"], []).append(row["a"])
            down.setdefault(row["a"], []).append(row["b"])
    claims = [number for number in up if index.nodes[number].fields["k"] == _CLAIM]
    first = sorted(claims, key=lambda number: (-len(up[number]), number))[:_MOST_WALKED]
    resting = {number: len(reached({number}, lambda node: up.get(node, ()))) - 1 for number in first}
    chosen = sorted(first, key=lambda number: (-resting[number], number))[:most]
    return tuple(_repeated(index, number, resting[number], down) for number in chosen)


def _repeated(index: NodeIndex, number: int, resting: int, down: dict[int, list[int]]) -> Repeated:
    own = index.nodes[number].fields
    below = (index.nodes[node].fields for node in sorted(reached({number}, lambda node: down.get(node, ()))))
    dated = [fields for fields in below if fields["k"] == _CLAIM and "t" in fields]
    origin = own if own.get("e") == "made here" or not dated else min(dated, key=lambda fields: str(fields["t"]))
    said = "said first by" if origin["id"] == own["id"] else "goes back to"
    words = f"{count(resting, 'claim or source rests', 'claims and sources rest')} on it"
    return Repeated(index.nodes[number].iri, own["h"], words, f"{said} {_place(origin)}")


def _place(fields: dict[str, Any]) -> str:
    return str(fields.get("p") or fields["h"])
