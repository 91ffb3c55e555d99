"""What the seeds may say of how something was seen: on a day, by someone, and absence only of what was seen whole."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from kg.model.words import OutcomeKind, Relation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.model.link import Link
    from kg.model.reading import Reading, Sighting
    from kg.model.records import Claim, Records, Source

# The first record was made on this day; whoever read anything for the seeds read it then or later.
BEGAN: Final = date(2026, 11, 24)
# Of these copies all was seen that `part` does not leave out.
WHOLE: Final = ("(stored copy)", "the project's own text copy")


def faults(records: Iterable[Records]) -> Iterator[str]:
    """Every reading that did not happen as it stands, and every absence that no reading of the whole supports."""
    every = list(records)
    sources = {source.id: source for part in every for source in part.sources}
    claims = {claim.id: claim for part in every for claim in part.claims}
    nodes: list[Source | Claim] = [*sources.values(), *claims.values()]
    for node in nodes:
        yield from (f"{node.id}: {fault}" for fault in (*_undated(_sightings(node)), *_unhosted(node.reading)))
    for claim in claims.values():
        if claim.names_no_source and not _whole(claim.reading):
            yield f"{claim.id}: names no source, of a part"
    for link in (link for part in every for link in part.links):
        seen = [*_of(link.reading), *([link.outcome.when] if link.outcome else [])]
        yield from (f"{link.id}: {fault}" for fault in (*_undated(seen), *_unhosted(link.reading)))
        if _claims_absence(link) and not _whole(_reading_of(link.target, sources, claims)):
            yield f"{link.id}: not in it, of a part"


def _sightings(node: Source | Claim) -> list[Sighting]:
    access, none = getattr(node, "access", None), getattr(node, "names_no_source", None)
    dated = [access.when] if access and access.state == "not found" else []
    return [*_of(node.reading), *dated, *([none] if none else [])]


def _of(reading: Reading) -> list[Sighting]:
    return [sighting for sighting in (reading.read, reading.second, reading.copy_read) if sighting]


def _undated(sightings: Iterable[Sighting]) -> Iterator[str]:
    for sighting in sightings:
        if not sighting.on:
            yield "read on no day"
        elif sighting.on < BEGAN:
            yield f"read on {sighting.on}, before this work began"
        if not sighting.by:
            yield "read by nobody"


def _unhosted(reading: Reading) -> Iterator[str]:
    if reading.copy_read and not reading.copy_host:
        yield "read in a copy of no host"


def _claims_absence(link: Link) -> bool:
    not_in_it = link.outcome is not None and link.outcome.kind is OutcomeKind.NOT_IN_IT
    return not_in_it or link.relation is Relation.ABSENT_FROM


def _reading_of(target: str, sources: dict[str, Source], claims: dict[str, Claim]) -> Reading | None:
    """How the source was read that the figure is said to be missing from."""
    made_in = claims[target].made_in if target in claims else target
    return sources[made_in].reading if made_in in sources else None


def _whole(reading: Reading | None) -> bool:
    if reading is None or reading.part is not None:
        return False
    return bool(reading.read) or bool(reading.copy_host and reading.copy_host.endswith(WHOLE))
