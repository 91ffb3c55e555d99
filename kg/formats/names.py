"""Names of areas and agents, which people write where an id could stand, turned into ids over all files at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kg.errors import Problem
from kg.formats.identifiers import is_iri, slugged
from kg.model.area import Area

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.formats.file_records import FileRecords
    from kg.model.frozen import Frozen

_MAKERS: Final = ("publisher", "authors", "commissioned_by", "funded_by", "led_by", "by", "part_of")


def area_names(files: Sequence[FileRecords]) -> tuple[dict[str, str], list[Problem]]:
    """The id behind every code, name and other name of an area, and the names that two areas claim.

    Names are compared without regard to case.
    """
    ids: dict[str, str] = {}
    problems = []
    for found in files:
        for area in found.records.areas:
            for name in (area.id, area.name, *area.also):
                other = ids.setdefault(name.casefold(), area.id)
                if other != area.id:
                    key = area.id if ":" in area.id else f"area/{area.id}"
                    message = f"“{name}” names two areas, {other} and {area.id}; give one of them another name"
                    problems.append(Problem(str(found.path), *found.places.get(key, (0, 0)), message))
    return ids, problems


def stands_alone(name: str) -> bool:
    """Whether the name of an area needs no record: a code, or anything that begins with no small letter."""
    return is_iri(name) or not name[:1].islower()


def resolve_names(files: Sequence[FileRecords]) -> None:
    """Put ids where names of areas and agents stand; a name without a record becomes a record of its own."""
    ids, _ = area_names(files)
    for found in files:
        _resolve_areas(found, ids)
    declared = {
        name.casefold(): agent.id
        for found in files for agent in found.records.agents if f"agent/{agent.id}" in found.places
        for name in (agent.id, agent.name)
    }  # fmt: skip
    known = set(declared.values())
    for found in files:
        _resolve_agents(found, declared, known)


def _resolve_areas(found: FileRecords, ids: dict[str, str]) -> None:
    records = found.records

    def resolved(name: str) -> str:
        key = name.casefold()
        if key not in ids:
            identifier = name if is_iri(name) else slugged(name)
            if identifier not in ids:
                ids[identifier] = identifier
                records.areas.append(Area(id=identifier, name=name))
            ids[key] = ids[identifier]
        return ids[key]

    for number, claim in enumerate(records.claims):
        if claim.figure and claim.figure.area:
            figure = claim.figure.model_copy(update={"area": resolved(claim.figure.area)})
            records.claims[number] = claim.model_copy(update={"figure": figure})
    for number, area in enumerate(list(records.areas)):
        records.areas[number] = area.model_copy(update={"within": tuple(map(resolved, area.within))})


def _resolve_agents(found: FileRecords, declared: Mapping[str, str], known: set[str]) -> None:
    """Each agent given by name is the recorded agent of that name, or one new agent over all files."""
    moved = {
        slug: declared.get(name.casefold(), declared.get(slug, slug)) for slug, name in found.named.items()
    }  # fmt: skip
    records = found.records
    kept = []
    for agent in records.agents:
        implied = agent.id in moved and f"agent/{agent.id}" not in found.places
        if implied and (moved[agent.id] != agent.id or agent.id in known):
            continue
        known.add(agent.id)
        kept.append(agent)
    records.agents[:] = kept
    for nodes in (records.sources, records.claims, records.inquiries, records.agents):
        nodes[:] = [_moved(node, moved) for node in nodes]
    records.links[:] = [
        link.model_copy(update={"recorded_by": moved.get(link.recorded_by, link.recorded_by)}) if link.recorded_by else link
        for link in records.links
    ]


def _moved(node: Frozen, moved: Mapping[str, str]) -> Any:  # noqa: ANN401 - the same kind of node
    changes = {
        key: tuple(dict.fromkeys(moved.get(name, name) for name in getattr(node, key)))
        for key in _MAKERS
        if getattr(node, key, ())
    }
    return node.model_copy(update=changes) if changes else node
