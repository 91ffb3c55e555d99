"""What people write and exchange, parsed once, at the edge.

`FORMATS` lists the formats that records are kept in; RDF has its own in `kg.rdf.syntax`. A new one is a module here and
a line in the tuple.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kg.formats.files import SUFFIXES


@dataclass(frozen=True, slots=True)
class Format:
    """A format of records: the module that holds it, and whether it is read, written or both."""

    name: str
    suffixes: tuple[str, ...]
    module: str
    reads: bool
    writes: bool
    loses: str


FORMATS: Final = (
    Format("YAML records", SUFFIXES, "kg.formats.yaml_records", reads=True, writes=False, loses="nothing"),
    Format(
        "CSV of claims",
        (".csv",),
        "kg.formats.csv_claims",
        reads=True,
        writes=True,
        loses="needs-all groups, links under “speaks to”, locators and readings of links, what one line of figure cannot say",
    ),
)
