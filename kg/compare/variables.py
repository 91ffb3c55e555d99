"""What figures measure: which variables include which, and what a restatement did to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from kg.compare.changes import Change
from kg.model.walk import reached

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Variables(Struct, frozen=True):
    """Which variables are broader than which, directly, and what they are called."""

    broader: Mapping[str, frozenset[str]]
    names: Mapping[str, str]

    def includes(self, outer: Iterable[str], inner: Iterable[str]) -> bool:
        """Whether some variable of the second kind lies below one of the first, at any depth."""
        return not reached(inner, lambda variable: self.broader.get(variable, ())).isdisjoint(outer)

    def change(self, before: tuple[str, ...], after: tuple[str, ...]) -> Change | None:
        """What became of what is measured; None where one end states no variable or both share one."""
        if not before or not after or not set(before).isdisjoint(after):
            return None
        widened, narrowed = self.includes(after, before), self.includes(before, after)
        kind = "changed" if widened == narrowed else "widened" if widened else "narrowed"
        return Change("variable", kind, self._words(before), self._words(after), stops=True)

    def _words(self, variables: tuple[str, ...]) -> str:
        return "; ".join(sorted(self.names.get(variable, variable) for variable in variables))


NO_VARIABLES = Variables({}, {})
