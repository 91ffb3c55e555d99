"""Literals that the engine stores in another form: it keeps what a number, date or duration is, and not how it was written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

if TYPE_CHECKING:
    from collections.abc import Iterable

_TEXTS: Final = frozenset(
    {"http://www.w3.org/2001/XMLSchema#string", "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"}
)
_NODE: Final = ox.NamedNode("x:literal")


def changed_types(quads: Iterable[ox.Quad]) -> tuple[int, str]:
    """How many literals have a type that the engine does not keep, and an example with the type that it gives it."""
    times: dict[ox.Literal, int] = {}
    for quad in quads:
        value = quad.object
        if isinstance(value, ox.Literal) and value.datatype.value not in _TEXTS:
            times[value] = times.get(value, 0) + 1
    changed = [(literal, kept) for literal in times if (kept := _stored(literal)).datatype != literal.datatype]
    example = f"{changed[0][0]} as {changed[0][1]}" if changed else ""
    return sum(times[literal] for literal, _ in changed), example


def _stored(literal: ox.Literal) -> ox.Literal:
    store = ox.Store()
    store.add(ox.Quad(_NODE, _NODE, literal))
    found = next(iter(store)).object
    return found if isinstance(found, ox.Literal) else literal
