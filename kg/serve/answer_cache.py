"""Small answers kept for those who ask the same again: a graph that does not change answers a query in one way."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import asyncio

    from starlette.responses import Response

    from kg.serve.sparql_request import Query

_LARGEST: Final = 64 * 1024
_MOST: Final = 16 * 1024 * 1024
# What each answer takes beside its content and its query.
_ASIDE: Final = 1024
# Functions whose value changes; a code point escape might hide one. That a text or a name holds one of them does no harm.
_CHANGING: Final = ("now", "rand", "uuid", "\\u")


@dataclass(slots=True)
class Kept:
    """Answers by what was asked, the least recently wanted dropped first; and those that are being found, for all who ask meanwhile."""

    under_way: dict[Query, asyncio.Future[Response]] = field(default_factory=dict)
    _held: OrderedDict[Query, Response] = field(default_factory=OrderedDict)
    _size: int = 0

    def get(self, query: Query) -> Response | None:
        """The answer, if it is kept."""
        found = self._held.get(query)
        if found is not None:
            self._held.move_to_end(query)
        return found

    def put(self, query: Query, answer: Response) -> None:
        """Keep an answer, unless it is large or may be another the next time."""
        size = _weight(query, answer)
        if size > _LARGEST or query in self._held or changes(query):
            return
        self._held[query] = answer
        self._size += size
        while self._size > _MOST:
            self._size -= _weight(*self._held.popitem(last=False))


def changes(query: Query) -> bool:
    """Whether a query may be answered in another way the next time."""
    lower = query.sparql.lower()
    return any(word in lower for word in _CHANGING)


def _weight(query: Query, answer: Response) -> int:
    graphs = (*(query.default or ()), *(query.named or ()))
    return len(answer.body) + len(query.sparql) + sum(map(len, graphs)) + _ASIDE
