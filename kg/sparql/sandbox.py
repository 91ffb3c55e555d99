"""A query evaluated in a child process, which is killed at its time limit, on Ctrl-C, or when it takes too much memory.

For the command line and the library; the server's limits are in `kg.serve.worker_pool`.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from kg.errors import LimitError, too_slow
from kg.processes.child import ChildEndedError, call
from kg.processes.limits import CAN_FORK, stopped
from kg.sparql.evaluate import answer

if TYPE_CHECKING:
    import pyoxigraph as ox

    from kg.sparql.query import Limits, Question, Reply


def answer_within(store: ox.Store, question: Question, limits: Limits) -> Reply:
    """The answer to a query, within limits. Raises QueryError, and LimitError when a limit ends it."""
    if not CAN_FORK:  # only the size is bounded
        return answer(store, question, limits.answer)
    try:
        return call(partial(answer, store, question, limits.answer), limits.seconds, limits.memory)
    except TimeoutError as error:
        raise too_slow(limits.seconds or 0) from error
    except ChildEndedError as error:
        raise (LimitError if stopped(error.status) else RuntimeError)(f"the query was {error}") from error
