"""Whether what corroborates a claim has an origin of its own, has none, or nobody can tell yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from kg.lineage.independence import Independence, independence, reaches_new_origin

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from kg.lineage.analysis import Analysis
    from kg.model.link import Link


class Support(Struct, frozen=True):
    """The corroborating links that lead to an origin of their own, and those of which nobody can tell: the others have none."""

    independent: frozenset[str]
    undecided: frozenset[str]


def support_of(
    analysis: Analysis, links: Iterable[Link], start: str, known: Independence, members: Container[str]
) -> Support:
    """Judge the links that corroborate the lineage of a claim.

    An origin may turn out to be the same while works that the claim rests on are not traced; and a corroborating claim may turn out
    to have one of its own while works that it rests on are not.
    """
    independent: set[str] = set()
    undecided: set[str] = set()
    open_here = is_open(analysis, start, known)
    for link in links:
        if reaches_new_origin(analysis.graph, link.source, start, known, members):
            (undecided if open_here else independent).add(link.id)
        elif is_open(analysis, link.source, independence(analysis.graph, link.source, analysis.fallen)):
            undecided.add(link.id)
    return Support(frozenset(independent), frozenset(undecided))


def is_open(analysis: Analysis, node: str, known: Independence) -> bool:
    """Whether origins of a claim may be missing from those found: it, or a work that it cites, is not traced to an end."""
    return bool(known.untraced) or analysis.ends.leaf.get(node) == "not traced further"
