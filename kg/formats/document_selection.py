"""Some documents of a graph with what belongs to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import NotFoundError, nearest
from kg.model.records import Records

if TYPE_CHECKING:
    from collections.abc import Collection


def of_documents(records: Records, documents: Collection[str]) -> Records:
    """The sources of these ids with their claims and links; all records where none is named. Raises NotFoundError for an unknown id."""
    if not documents:
        return records
    known = {source.id for source in records.sources}
    for name in documents:
        if name not in known:
            raise NotFoundError(f"no source “{name}” is on record{nearest(name, known)}")
    chosen = Records(areas=records.areas, variables=records.variables, agents=records.agents)
    chosen.sources = [source for source in records.sources if source.id in documents]
    chosen.claims = [claim for claim in records.claims if claim.made_in in documents]
    nodes = {*documents, *(claim.id for claim in chosen.claims)}
    chosen.links = [link for link in records.links if link.source in nodes]
    chosen.groups = [group for group in records.groups if group.source in nodes]
    return chosen
