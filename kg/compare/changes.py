"""What one comparison finds: a field that differs, in the words of the drift scheme."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from kg.patterns import regex

if TYPE_CHECKING:
    from decimal import Decimal

CANNOT_TELL: Final = "cannot tell until read"
# Fields without which a number says more, and what is none: a size, all of something, counting unknowns in, a count.
_SCOPES_IT: Final = frozenset(
    {"qualifier", "certainty", "population", "denominator", "category", "comparator", "interval", "time horizon"}
)
_SAYS_LITTLE: Final = regex(r"\d|all\b|unknowns inside|exactly$|count$", re.IGNORECASE)


class Change(Struct, frozen=True):
    """One field that differs between two figures; `kind` is a word of the drift scheme.

    `factor` is by what a value was multiplied, where that can be told.
    """

    field: str
    kind: str
    before: str | None
    after: str | None
    stops: bool
    factor: Decimal | None = None

    @property
    def words(self) -> str:
        """Before → after, with a word for what is not stated."""
        return f"{self.before or 'not stated'} → {self.after or 'not stated'}"

    @property
    def leaves_out(self) -> bool:
        """Whether a hedge or restriction was left out, so that the number says more than it did."""
        return self.kind == "dropped" and self.field in _SCOPES_IT and not _SAYS_LITTLE.match(self.before or "")


def stated(field: str, before: str | None, after: str | None) -> Change | None:
    """The change of a field that only one end states."""
    if (before is None) == (after is None):
        return None
    return Change(field, "added" if before is None else "dropped", before, after, stops=False)
