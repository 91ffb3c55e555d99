"""What a lineage looks like before anyone draws it: boxes and arrows in plain words, shared by every renderer.

All texts are safe to show: on one line, without control characters. Words of schemes (`backing`, `reading`, `end`,
`relation`, `shown`) are kept as words; their labels are what people are shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from kg.vocabulary import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.render.two_answers import Verdict

KINDS = ("claim", "source", "end", "all of", "input")
ROLES = ("evidence", "input", "support", "challenge", "reply", "standing")


class Flag(Struct, frozen=True):
    """One finding, with how to put it right."""

    code: str
    severity: str
    title: str
    message: str
    fix: str
    node: str


class Shift(Struct, frozen=True):
    """One field of a figure that differs across a hop; `kind` is `stops`, `passes` or `unknown`."""

    text: str
    kind: str


class Cited(Struct, frozen=True):
    """What a reader needs to find a source: the parts of a reference, each empty where it is not recorded."""

    title: str = ""
    authors: str = ""
    publisher: str = ""
    kind: str = ""
    issued: str = ""


class Node(Struct, frozen=True):
    """One box. `kind` is one of KINDS; `aside` marks what speaks to a lineage without being part of it.

    `backing` and `reach` are None where nothing is graded, `end` where paths go on; `limit` says what limits the
    figure asked about, on the box that limits it.
    """

    id: str
    kind: str
    head: str
    place: str = ""
    says: str = ""
    backing: str | None = None
    reach: str | None = None
    reading: str | None = None
    reading_note: str = ""
    end: str | None = None
    note: str = ""
    standing: tuple[str, ...] = ()
    locator: str = ""
    quote: str = ""
    document: str = ""
    cited: Cited = Cited()
    url: str | None = None
    copy: str | None = None
    access: str = ""
    flags: tuple[Flag, ...] = ()
    aside: bool = False
    start: bool = False
    best: bool = False
    limit: str | None = None


class Edge(Struct, frozen=True):
    """One arrow, from what asserts to what it leans on or speaks to. `role` is one of ROLES."""

    id: str
    source: str
    target: str
    relation: str
    label: str
    role: str
    shown: str | None = None
    shifts: tuple[Shift, ...] = ()
    same: str = ""
    locator: str = ""
    quote: str = ""
    reading: str | None = None
    guess: str | None = None
    note: str = ""
    flags: tuple[Flag, ...] = ()
    best: bool = False
    limit: str | None = None


class Picture(Struct, frozen=True):
    """Boxes and arrows with what stands above them.

    `verdict` is what is said first, in sentences, `verdicts` the two answers; both are empty for a picture of several
    claims. `facts` are lines under a heading each. `roots` come first in the layout, and `opening` are the boxes shown
    before anything is expanded.
    """

    title: str
    subtitle: str
    says: str
    verdicts: tuple[Verdict, ...]
    facts: tuple[tuple[str, str], ...]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    roots: tuple[str, ...]
    opening: frozenset[str]
    todo: tuple[tuple[str, str], ...]
    graph_name: str
    digest: str
    closing: str
    verdict: str = ""

    @property
    def by_id(self) -> Mapping[str, Node]:
        """The boxes by their ids."""
        return {node.id: node for node in self.nodes}

    @property
    def flags(self) -> tuple[Flag, ...]:
        """Every finding once, the most severe first."""
        found = {
            flag: None
            for flags in [part.flags for part in self.nodes] + [part.flags for part in self.edges]
            for flag in flags
        }
        return tuple(
            sorted(found, key=lambda flag: (SEVERITIES.index(flag.severity), flag.code, flag.node, flag.message))
        )
