"""Names of areas and agents, which people write where an id could stand, turned into ids over all files at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct

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


class Outcome(Struct, frozen=True):
    """What the names in one file stand for, once all files are known.

    `areas` gives the id of every area named, `made` the areas that become records here because no file describes them;
    `agents` gives the id behind every agent given by name, `kept` the agents that are recorded here.
    """

    areas: dict[str, str]
    made: dict[str, str]
    agents: dict[str, str]
    kept: tuple[str, ...]


def used_areas(found: FileRecords) -> list[str]:
    """The names of areas that stand in a file, in the order in which they are looked up."""
    own = [claim.figure.area for claim in found.records.claims if claim.figure and claim.figure.area]
    return [*own, *(name for area in found.records.areas for name in area.within)]


def outcomes(files: Sequence[FileRecords]) -> list[Outcome]:
    """What the names in each file stand for: the first file to name what none describes holds its record."""
    ids, _ = area_names(files)
    declared = {
        name.casefold(): agent.id
        for found in files
        for agent in found.records.agents
        if f"agent/{agent.id}" in found.places
        for name in (agent.id, agent.name)
    }
    known = set(declared.values())
    return [Outcome(*_areas_of(found, ids), *_agents_of(found, declared, known)) for found in files]


def apply_outcome(found: FileRecords, outcome: Outcome) -> None:
    """Put ids where names stand in one file."""
    records = found.records
    for number, claim in enumerate(records.claims):
        if claim.figure and claim.figure.area:
            figure = claim.figure.model_copy(update={"area": outcome.areas[claim.figure.area]})
            records.claims[number] = claim.model_copy(update={"figure": figure})
    records.areas[:] = [
        area.model_copy(update={"within": tuple(outcome.areas[name] for name in area.within)}) for area in records.areas
    ]
    records.areas += [Area(id=identifier, name=name) for identifier, name in outcome.made.items()]
    moved, kept = outcome.agents, set(outcome.kept)
    agents = {agent.id: agent for agent in reversed(records.agents) if agent.id in kept}
    records.agents[:] = [agents[identifier] for identifier in outcome.kept]
    for nodes in (records.sources, records.claims, records.inquiries, records.agents):
        nodes[:] = [_moved(node, moved) for node in nodes]
    records.links[:] = [
        link.model_copy(update={"recorded_by": moved.get(link.recorded_by, link.recorded_by)})
        if link.recorded_by
        else link
        for link in records.links
    ]


def _areas_of(found: FileRecords, ids: dict[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    areas: dict[str, str] = {}
    made: dict[str, str] = {}
    for name in found.uses:
        key = name.casefold()
        if key not in ids:
            identifier = name if is_iri(name) else slugged(name)
            if identifier not in ids:
                ids[identifier] = identifier
                made[identifier] = name
            ids[key] = ids[identifier]
        areas[name] = ids[key]
    return areas, made


def _agents_of(
    found: FileRecords, declared: Mapping[str, str], known: set[str]
) -> tuple[dict[str, str], tuple[str, ...]]:
    """Each agent given by name is the recorded agent of that name, or one new agent over all files."""
    moved = {slug: declared.get(name.casefold(), declared.get(slug, slug)) for slug, name in found.named.items()}
    kept = []
    for agent in found.records.agents:
        implied = agent.id in moved and f"agent/{agent.id}" not in found.places
        if implied and (moved[agent.id] != agent.id or agent.id in known):
            continue
        known.add(agent.id)
        kept.append(agent.id)
    return moved, tuple(kept)


def _moved(node: Frozen, moved: Mapping[str, str]) -> Any:  # noqa: ANN401 - the same kind of node
    changes = {
        key: tuple(dict.fromkeys(moved.get(name, name) for name in getattr(node, key)))
        for key in _MAKERS
        if getattr(node, key, ())
    }
    return node.model_copy(update=changes) if changes else node
