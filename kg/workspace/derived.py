"""Derived facts as documents that a store loads."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from kg.lineage.facts import derived_facts
from kg.rdf.facts import fact_document

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterator

    from kg.lineage.analysis import Analysis

# So many facts are about four megabytes of text, and are loaded in little memory.
_AT_ONCE: Final = 20_000


def fact_documents(
    analysis: Analysis, scope: Collection[str], stated: Container[str], about: Container[str] | None = None
) -> Iterator[bytes]:
    """The derived facts about the nodes of a scope as N-Quads, some ten thousand at a time.

    `stated` are the links that have a citation node; `about`, when given, are the nodes that are judged.
    """
    made = derived_facts(analysis, scope, stated, about)
    while document := fact_document(islice(made, _AT_ONCE)):
        yield document
