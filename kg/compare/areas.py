"""Which areas contain which."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from kg.model.walk import reached

if TYPE_CHECKING:
    from collections.abc import Mapping


class Areas(Struct, frozen=True):
    """Which areas contain which, and what they are called."""

    parents: Mapping[str, frozenset[str]]
    names: Mapping[str, str]

    def contains(self, outer: str, inner: str) -> bool:
        """Whether `inner` lies inside `outer`, at any depth; an area contains itself."""
        return outer == inner or outer in reached([inner], lambda area: self.parents.get(area, ()))

    def nested(self, one: str, other: str) -> bool:
        """Whether one of two areas lies inside the other."""
        return self.contains(one, other) or self.contains(other, one)

    def name(self, area: str) -> str:
        """The name shown for an area."""
        return self.names.get(area, area)


NO_AREAS = Areas({}, {})
