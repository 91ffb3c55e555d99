"""Checks between the files of a folder: no id is defined twice, and whatever is mentioned is defined."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.errors import Problem, nearest
from kg.formats.identifiers import is_iri
from kg.formats.name_resolution import area_names, stands_alone

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence
    from pathlib import Path

    from kg.formats.file_records import FileRecords, Mention
    from kg.formats.file_summary import FileNames

# Looking for the nearest name takes milliseconds in a large folder.
_MOST_HINTS: Final = 50
_CLOSE: Final = 0.7
# What is kept below its kind: `variable/children-exploited`.
KINDS: Final = ("variable", "inquiry", "agent", "area", "recommendation", "waiver")


def problems_across(files: Sequence[FileRecords], whole: bool) -> list[Problem]:
    """The problems of the files and those between them; ids that no file defines only where all files could be read."""
    problems = [problem for found in files for problem in found.problems]
    problems.extend(_twice(files))
    problems.extend(area_names(files)[1])
    if whole:
        problems.extend(_dangling(files))
    return problems


def _twice(files: Sequence[FileRecords]) -> list[Problem]:
    """Ids that two files define."""
    problems = []
    first: dict[str, tuple[Path, int]] = {}
    for found in files:
        for node, (line, column) in found.places.items():
            if node in first:
                other, at = first[node]
                message = f"“{bare(node)}” is defined twice; first at {other}:{at}"
                problems.append(Problem(str(found.path), line, column, message))
            first.setdefault(node, (found.path, line))
    return problems


def _dangling(files: Sequence[FileRecords]) -> list[Problem]:
    """Ids and names that are mentioned and that no file defines."""
    known: dict[str, set[str]] = {
        kind: {bare(node) for found in files for node in found.places if node.startswith(f"{kind}/")} for kind in KINDS
    }
    known["agent"] |= {agent.id for found in files for agent in found.records.agents}
    known["area"] |= set(area_names(files)[0])
    nodes = {node for found in files for node in found.places if bare(node) == node}
    known["source"] = {node for node in nodes if "/" not in node}
    known["claim"] = {node for node in nodes if "/" in node}
    known["source or claim"] = nodes
    known["node"] = nodes | {f"recommendation/{name}" for name in known["recommendation"]}
    problems: list[Problem] = []
    for found in files:
        for mention in found.mentions:
            if not answered(mention, known):
                hint = _hint(mention, known) if len(problems) < _MOST_HINTS else ""
                message = f"no {mention.kind} “{mention.name}” is recorded{hint}"
                problems.append(Problem(str(found.path), mention.line, mention.column, message))
    return problems


def answered(mention: Mention, known: Mapping[str, Container[str]]) -> bool:
    """Whether something answers to an id or name; `known` holds the ids by the kinds that mentions have."""
    if mention.kind == "area":
        return stands_alone(mention.name) or mention.name.casefold() in known["area"]
    if mention.name in known[mention.kind]:
        return True
    # “jay-2014:claim” has the form of an IRI, but its scheme is a source of these records: a slip for “jay-2014/claim”.
    return is_iri(mention.name) and mention.name.partition(":")[0] not in known["source"]


def near_agents(files: Mapping[Path, FileNames]) -> Iterator[str]:
    """A note on each plain word that became an agent of its own although the id of a recorded agent is close to it."""
    recorded = {agent for names in files.values() for agent, _, own in names.agents if own}
    hinted: set[str] = set()
    for path, names in files.items():
        for slug, name in names.named:
            if name != slug or name in recorded or name in hinted or len(hinted) >= _MOST_HINTS:
                continue
            from difflib import get_close_matches  # as in `nearest`

            if close := get_close_matches(name, recorded, n=1, cutoff=_CLOSE):
                hinted.add(name)
                yield f"{path}: “{name}” is read as the name of an agent that is not recorded; did you mean “{close[0]}”?"


def _hint(mention: Mention, known: dict[str, set[str]]) -> str:
    name = mention.name.replace(":", "/", 1) if mention.name.partition(":")[0] in known["source"] else mention.name
    options = known[mention.kind]
    if mention.kind == "source or claim" and "/" in name:
        options = {o for o in options if o.startswith(f"{name.partition('/')[0]}/")} or options
    return nearest(name, options)


def bare(node: str) -> str:
    """What is written for an id that is kept below its kind."""
    kind, _, name = node.partition("/")
    return name if kind in KINDS else node
