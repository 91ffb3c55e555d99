"""Which records are drafts: what a program drafted or an import brought, and nobody has accepted yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.model.records import Records

if TYPE_CHECKING:
    from collections.abc import Container


def drafts(records: Records) -> frozenset[str]:
    """The ids of the sources and claims that are drafts; the claims of a draft source are."""
    sources = {source.id for source in records.sources if source.draft}
    claims = {claim.id for claim in records.claims if claim.draft or claim.made_in in sources}
    return frozenset(sources | claims)


def accepted(records: Records) -> Records:
    """The records without drafts and without what drafts state; the same records where there is none."""
    left_out = drafts(records)
    return _without(records, left_out) if left_out else records


def _without(records: Records, left_out: Container[str]) -> Records:
    return Records(
        sources=[source for source in records.sources if source.id not in left_out],
        claims=[claim for claim in records.claims if claim.id not in left_out],
        links=[link for link in records.links if link.source not in left_out],
        groups=[group for group in records.groups if group.source not in left_out],
        areas=records.areas,
        variables=records.variables,
        agents=records.agents,
        inquiries=records.inquiries,
        recommendations=records.recommendations,
        waivers=records.waivers,
    )
