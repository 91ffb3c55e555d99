"""Small answers kept for clients that ask the same again: a graph that does not change gives the same answer to a query."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from kg.serve.jobs import JobResult
    from kg.serve.sparql_request import QueryRequest

MAX_ANSWER_BYTES: Final = 64 * 1024
MAX_CACHE_BYTES: Final = 16 * 1024 * 1024
# What each answer takes beside its content and its query.
_OVERHEAD: Final = 1024
# Functions whose value changes; an escape may hide one. A text or a name that contains one of them does no harm.
_CHANGING: Final = ("now", "rand", "uuid", "\\u")


class AnswerCache:
    """Answers by query, at most so many bytes of them; the least recently used is dropped first."""

    def __init__(self, max_bytes: int = MAX_CACHE_BYTES) -> None:
        self.max_bytes = max_bytes
        self.size = 0
        self._answers: OrderedDict[QueryRequest, JobResult] = OrderedDict()

    def get(self, query: QueryRequest) -> JobResult | None:
        """The answer to a query, if it is cached."""
        answer = self._answers.get(query)
        if answer is not None:
            self._answers.move_to_end(query)
        return answer

    def put(self, query: QueryRequest, answer: JobResult) -> None:
        """Cache an answer, unless it is large or may be different the next time."""
        size = _weight(query, answer)
        if size > MAX_ANSWER_BYTES or query in self._answers or _changes(query):
            return
        self._answers[query] = answer
        self.size += size
        while self.size > self.max_bytes:
            self.size -= _weight(*self._answers.popitem(last=False))


def _changes(query: QueryRequest) -> bool:
    lower = query.sparql.lower()
    return any(word in lower for word in _CHANGING)


def _weight(query: QueryRequest, answer: JobResult) -> int:
    texts = (query.sparql, *(query.default or ()), *(query.named or ()))
    return len(answer.body) + sum(4 * len(text) for text in texts) + _OVERHEAD
