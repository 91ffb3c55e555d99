"""What the other files of a folder need to know of a record file, so that it need not be read again while it is unchanged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from kg.formats.file_records import FileRecords
from kg.model.area import Area
from kg.model.records import Agent, Records

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from kg.formats.file_records import Mention
    from kg.formats.name_resolution import Outcome


class FileNames(Struct, frozen=True):
    """The names of areas and agents in a file as they were read: all that those of other files depend on.

    `agents` are id, name, and whether the file records them itself; `areas` are id, name and other names.
    """

    named: tuple[tuple[str, str], ...] = ()
    uses: tuple[str, ...] = ()
    agents: tuple[tuple[str, str, bool], ...] = ()
    areas: tuple[tuple[str, str, tuple[str, ...]], ...] = ()

    @classmethod
    def of(cls, found: FileRecords) -> FileNames:
        """The names of a file that was read and not yet resolved."""
        return cls(
            tuple(found.named.items()),
            tuple(found.uses),
            tuple((agent.id, agent.name, f"agent/{agent.id}" in found.places) for agent in found.records.agents),
            tuple((area.id, area.name, area.also) for area in found.records.areas),
        )

    @property
    def area_names(self) -> frozenset[str]:
        """Every name of an area that the file records, without regard to case."""
        return frozenset(name.casefold() for area, own, also in self.areas for name in (area, own, *also))

    def sketch(
        self, path: Path, places: Mapping[str, tuple[int, int]] | None = None, mentions: Sequence[Mention] = ()
    ) -> FileRecords:
        """As much of the file as names are resolved by; with places and mentions, as much as the checks across files look at."""
        records = Records(
            areas=[Area.model_construct(id=area, name=name, also=also) for area, name, also in self.areas],
            agents=[Agent.model_construct(id=agent, name=name) for agent, name, _ in self.agents],
        )
        own = (
            {f"agent/{agent}": (0, 0) for agent, _, recorded in self.agents if recorded}
            if places is None
            else dict(places)
        )
        return FileRecords(path, "", "", records, own, list(mentions), dict(self.named), list(self.uses))


class FileFacts(Struct, frozen=True):
    """The ids that a file defines and mentions, with their places, and its names as they were read and as they came out."""

    places: dict[str, tuple[int, int]]
    mentions: tuple[Mention, ...]
    names: FileNames
    outcome: Outcome

    @classmethod
    def of(cls, found: FileRecords, outcome: Outcome) -> FileFacts:
        """The facts of a file whose names stand as they were read."""
        return cls(dict(found.places), tuple(found.mentions), FileNames.of(found), outcome)
