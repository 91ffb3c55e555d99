"""Citations of OpenCitations (CSV), as one triple each: millions of rows need no more memory than one."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from kg.formats.importing.parts import RdfText
from kg.formats.tables.delimited import encoding_of
from kg.model.identifiers import Identifier, identify
from kg.vocabulary import iri

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.formats.importing.context import Context

_BATCH = 1000


def parts(path: Path, context: Context) -> Iterator[RdfText]:
    """The citations of a table with the columns `citing` and `cited`; with `only`, those alone that concern works on record."""
    cites = f"> <{iri('cito:cites')}> <"
    batch: list[str] = []
    with path.open(encoding=encoding_of(path), errors="replace", newline="") as file:
        table = csv.DictReader(line.replace("\0", "") for line in file)
        for row in table:
            context.read("citation")
            citing, cited = _work(row.get("citing")), _work(row.get("cited"))
            if citing is None or cited is None:
                cells = [row.get(name) or "" for name in table.fieldnames or ()]
                what = "a citation without an identifier at both ends"
                context.left_out(f"row {table.line_num}", what, "", row=(list(table.fieldnames or ()), cells))
                continue
            if context.choices.only and context.index.known([citing.key, cited.key]) is None:
                continue
            batch.append(f"<{_safe(citing.iri)}{cites}{_safe(cited.iri)}> .\n")
            if len(batch) == _BATCH:
                yield RdfText("nt", "".join(batch))
                batch = []
    if batch:
        yield RdfText("nt", "".join(batch))


def _work(text: str | None) -> Identifier | None:
    """A DOI, or the first identifier that is known of a list of them: `omid:… doi:10.1000/x pmid:…`."""
    for part in (text or "").split():
        stated = part if ":" in part and not part.startswith("10.") else f"doi:{part}"
        found = identify(stated)
        if found is not None:
            return found
    return None


def _safe(address: str) -> str:
    """An IRI without the characters that would end it."""
    return "".join(c if c > " " and c not in '<>"{}|\\^`' else f"%{ord(c):02X}" for c in address)
