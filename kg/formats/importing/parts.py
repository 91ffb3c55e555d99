"""What a reader of a format gives: parts of records, each with the place in the file that it was read from."""

from __future__ import annotations

from typing import Any

from msgspec import Struct, field

Fields = dict[str, Any]


class Part(Struct):
    """What one row or item says of one source, in the keys of records.

    `place` is the row, line or path that it was read from; `origins` say more exactly where a value stood: by its key, or by
    `claims/NAME/KEY` for one of a claim. Parts of the same source are joined, whatever their order.
    """

    source: str
    place: str
    fields: Fields = field(default_factory=dict)
    claims: dict[str, Fields] = field(default_factory=dict)
    origins: dict[str, str] = field(default_factory=dict)
    file: str = ""


class ListEntry(Struct):
    """One entry of a list record: `kind` is variables, agents or areas, and `fields` what stands in the list."""

    kind: str
    fields: Fields
    place: str
    file: str = ""

    @property
    def identifier(self) -> str:
        """The id of what the entry describes."""
        return str(self.fields[self.kind.removesuffix("s")])


class RdfText(Struct, frozen=True):
    """A piece of RDF that an import writes as it stands: citations and provenance.

    `number` is how many statements of its own format it holds; without one each line is a link.
    """

    ending: str
    text: str
    number: int | None = None


def origin_of(part: Part, key: str) -> str:
    """Where a value of a part stood, in words."""
    inside = part.origins.get(key, "")
    return f"{part.place}, {inside}" if inside and part.place else inside or part.place
