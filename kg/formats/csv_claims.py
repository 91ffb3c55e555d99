"""Claims and sources as a plain CSV table, one in a row, for spreadsheets.

The table goes through the same reader as YAML records, so its cells are written and checked in the same way. A cell that a
spreadsheet would run as a formula is guarded by an apostrophe, which is taken off again on reading.
"""

from __future__ import annotations

import csv
import re
from hashlib import sha256
from io import StringIO
from typing import TYPE_CHECKING, Any, Final

from kg.errors import Problem, count, nearest
from kg.formats.csv_columns import COLUMNS, OF_CLAIM, OF_SOURCE, READ, column_name, is_slip, meant, recognises
from kg.formats.csv_links import ROLES, role_cells, row_links
from kg.formats.figure_writing import abridged
from kg.formats.file_records import FileRecords
from kg.formats.scalars import NO, YES
from kg.formats.yaml_records import read_documents
from kg.formats.yaml_tree import Document, decoded, read_record_file
from kg.model.reading import NOT_SAID
from kg.model.words import Working

__all__ = ["claim_rows", "guarded", "read", "recognises", "table_cells", "unguarded", "write"]

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path
    from typing import TextIO

    from kg.formats.yaml_tree import Path_
    from kg.model.link import Link
    from kg.model.reading import Sighting
    from kg.model.records import Claim, Records, Source

_LISTS: Final = frozenset({"publisher", "about"})
_RUNS: Final = re.compile(r"'*[=+\-@\t\r]")
_MOST_COLUMNS: Final = 1_000
_GUARDED: Final = re.compile(r"'+[=+\-@\t\r]")


def write(records: Records, stream: TextIO) -> tuple[str, ...]:
    """Write the claims of some records; returns, in words, what the table could not hold.

    Open the stream with `newline=""` and UTF-8.
    """
    rows, losses = claim_rows(records)
    table = csv.writer(stream)
    table.writerow(COLUMNS)
    table.writerows([guarded(cell) for cell in row] for row in rows)
    return losses


def claim_rows(records: Records) -> tuple[list[tuple[str, ...]], tuple[str, ...]]:
    """The rows of a table of claims, and in words what it cannot hold; what is said of a source stands in its first row."""
    losses: list[str] = []
    rows: list[tuple[str, ...]] = []
    claims: dict[str | None, list[Claim]] = {}
    for claim in records.claims:
        claims.setdefault(claim.made_in, []).append(claim)
    areas = {area.id: area.name for area in records.areas}
    links: dict[str, list[Link]] = {}
    for link in records.links:
        links.setdefault(link.source, []).append(link)
    for source in records.sources:
        of_source, own = _source_cells(source), claims.pop(source.id, [])
        of_document = links.get(source.id, ())
        if own:
            losses += [f"{link.id}: a link of the document as a whole" for link in of_document]
        for claim in own:
            cells = _claim_cells(claim, links.get(claim.id, ()), areas, losses)
            rows.append((source.id, *of_source, claim.id.rpartition("/")[2], *cells))
            of_source = ("",) * len(OF_SOURCE)
        if not own:
            losses += _unsaid(of_document)
            linked = dict(zip(ROLES, role_cells(of_document), strict=True))
            rows.append((source.id, *of_source, "", *(linked.get(column, "") for column in OF_CLAIM)))
    losses += [f"{claim.id}: its source is not among the records" for left in claims.values() for claim in left]
    losses += [f"{group.id}: inputs that are needed together" for group in records.groups]
    return rows, tuple(losses)


def table_cells(records: Records) -> dict[str, dict[str, str]]:
    """The cells of every source and claim, by its id and the name of the column."""
    cells: dict[str, dict[str, str]] = {}
    for row in claim_rows(records)[0]:
        named = dict(zip(COLUMNS, row, strict=True))
        own = cells.setdefault(named["source"], {key: named[key] for key in OF_SOURCE})
        cells[f"{named['source']}/{named['claim']}"] = named | own
    return cells


def _source_cells(source: Source) -> tuple[str, ...]:
    issued = source.issued.edtf if source.issued else ""
    return (source.title or "", source.kind or "", "; ".join(source.publisher), issued, source.url or "")


def _claim_cells(claim: Claim, links: Sequence[Link], areas: dict[str, str], losses: list[str]) -> tuple[str, ...]:
    line, unsaid = abridged(claim.figure, areas) if claim.figure else ("", ())
    losses += [f"{claim.id}: {name.replace('_', ' ')} of the figure" for name in unsaid]
    losses += _unsaid(links)
    leaning, speaking = role_cells(links)
    lost = {"quote": claim.quote, "by": claim.by, "names no source": claim.names_no_source}
    losses += [f"{claim.id}: {name}" for name, value in lost.items() if value]
    making, seen = claim.making, claim.reading
    if seen.model_copy(update={"read": None, "seen_in": None}) != NOT_SAID:
        losses.append(f"{claim.id}: its reading, apart from “read” and “seen in”")
    return (
        claim.says or "",
        line,
        "; ".join(claim.about),
        claim.locator or "",
        (making.how or "yes") if making else "",
        str(making.working) if making else "",
        str(claim.checked_by or ""),
        leaning,
        _seen(seen.read),
        seen.seen_in or "",
        speaking,
    )


def _unsaid(links: Iterable[Link]) -> Iterator[str]:
    """In words, what the single links say beyond relation and target."""
    for link in links:
        if link.group is None and (link.locator or link.outcome or link.reading != NOT_SAID):
            yield f"{link.id}: its locator, outcome or reading"


def _seen(sighting: Sighting | None) -> str:
    return (str(sighting) or "yes") if sighting else ""


def guarded(cell: str) -> str:
    """A cell that no spreadsheet runs as a formula."""
    return f"'{cell}" if _RUNS.match(cell) else cell


def unguarded(cell: str) -> str:
    """The cell as it was before it was guarded."""
    return cell[1:] if _GUARDED.match(cell) else cell


def read(path: Path, alone: bool) -> FileRecords:
    """A table of claims, to be checked with other files; column names stand in its first row, in any order.

    Its problems have the line and the number of the column. What a table cannot define, such as variables, is not missed,
    nor, where it is read `alone`, are sources of others. Raises BadDataError if it is not text, UsageError if it cannot be opened.
    """
    data = read_record_file(path)
    found = FileRecords(path, sha256(data).hexdigest())
    documents = _documents(found, decoded(path, data))
    if not found.problems:
        read_documents(found, documents)
        own = {document.value["source"] for document in documents}
        found.mentions = [
            m for m in found.mentions if "claim" in m.kind and (not alone or m.name.partition("/")[0] in own)
        ]
    return found


def _documents(found: FileRecords, text: str) -> list[Document]:
    """One document for each source, with the line and column of its cells; problems go to `found`."""
    sources: dict[str, Document] = {}
    header: list[str] = []
    for line, row in _rows(found, text):
        if not row:
            continue
        if not header:
            header = _header(found, row)
            if found.problems:
                break
            continue
        cells = {
            name: (unguarded(cell).strip(), n)
            for n, (name, cell) in enumerate(zip(header, row, strict=False), 1)
            if name in READ
        }
        if len(row) > len(header):
            more = f"{count(len(row), 'cell')}, but only {count(len(header), 'column')}"
            _note(found, line, len(header) + 1, f"{more}; quote a cell that holds a comma")
        elif any(text for text, _ in cells.values()):
            _take(found, sources, line, {name: cell for name, cell in cells.items() if cell[0]})
    if not sources and not found.problems:
        _note(found, 0, 0, "the table has no rows")
    return list(sources.values())


def _rows(found: FileRecords, text: str) -> Iterator[tuple[int, list[str]]]:
    """Each row with the line it begins on."""
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for row in reader:
            yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        _note(found, line, 0, f"broken CSV: {error}")


def _header(found: FileRecords, row: list[str]) -> list[str]:
    names = [column_name(name) for name in row]
    if len(names) > _MOST_COLUMNS:
        _note(
            found, 1, _MOST_COLUMNS + 1, f"{count(len(names), 'column')}; a table of claims has at most {len(COLUMNS)}"
        )
        return names
    if len(names) == 1 and ";" in names[0]:
        _note(found, 1, 1, f"columns are separated by “;”; save the table with commas, or {_imported(found)}")
        return names
    for number, name in enumerate(names, 1):
        if is_slip(name):
            _note(found, 1, number, f"unknown column “{name}”{meant(name)}")
        elif name in READ and name in names[: number - 1]:
            _note(found, 1, number, f"the column “{name}” stands here twice")
    if "source" not in names:
        _note(found, 1, 1, "the column “source” is missing")
    return names


def _imported(found: FileRecords) -> str:
    return f"`kg import {found.path.name} -o DIR` reads tables in any form"


def _take(found: FileRecords, sources: dict[str, Document], line: int, cells: dict[str, tuple[str, int]]) -> None:
    """Put one row where it belongs."""
    if "source" not in cells:
        _note(found, line, 1, "“source” is empty; repeat the id of the source in every row of its claims")
        return
    name, column = cells["source"]
    document = sources.setdefault(
        name, Document({"source": name, "claims": {}}, {(): (line, column), ("source",): (line, column)})
    )
    for key in OF_SOURCE:
        if key in cells:
            value = _cell(key, cells[key][0])
            if document.value.setdefault(key, value) != value:
                _note(
                    found,
                    line,
                    cells[key][1],
                    f"“{key}” of “{name}” differs from the row at line {document.place((key,))[0]}",
                )
            document.places.setdefault((key,), (line, cells[key][1]))
    if "claim" not in cells:
        _add_links(found, document, document.value, (), line, cells)
        if left := [key for key in OF_CLAIM if key in cells and key not in ROLES]:
            _note(found, line, cells[left[0]][1], f"“{left[0]}” needs a name for the claim in the column “claim”")
        return
    claim, column = cells["claim"]
    where: Path_ = ("claims", claim)
    if claim in document.value["claims"]:
        _note(found, line, column, f"“{name}/{claim}” is defined twice; first at line {document.place(where)[0]}")
        return
    document.places[where] = line, column
    document.places |= {(*where, key): (line, cells[key][1]) for key in OF_CLAIM if key in cells}
    value = document.value["claims"][claim] = _claim(found, line, cells)
    _add_links(found, document, value, where, line, cells)


def _add_links(
    found: FileRecords,
    document: Document,
    value: dict[str, Any],
    where: Path_,
    line: int,
    cells: dict[str, tuple[str, int]],
) -> None:
    """Put the links of one row under a claim or source, each with its place."""
    for role, links in row_links(cells, lambda column, message: _note(found, line, column, message)).items():
        listed = value.setdefault(role, [])
        for link, column in links:
            document.places[(*where, role, len(listed))] = line, column
            listed.append(link)


def _claim(found: FileRecords, line: int, cells: dict[str, tuple[str, int]]) -> dict[str, Any]:
    """The claim of one row, as it would stand in YAML."""
    value: dict[str, Any] = {key: _cell(key, cells[key][0]) for key in OF_CLAIM if key in cells and key not in ROLES}
    working, how = value.pop("working", None), value.get("made here")
    if working is not None and (how is None or working not in set(Working)):
        column = cells["working"][1]
        hint = nearest(working, [str(word) for word in Working])
        _note(
            found,
            line,
            column,
            f"“{working}” is not a working{hint}" if how else "“working” needs an entry in “made here”",
        )
    elif working is not None and how is not None:
        value["made here"] = {"working": working} if how.lower() in YES else {"how": how, "working": working}
    elif how is not None and how.lower() not in YES | NO:
        value["made here"] = {"how": how}
    return value


def _cell(key: str, text: str) -> Any:  # noqa: ANN401 - a text, or a list of them
    return [part.strip() for part in text.split("; ") if part.strip()] if key in _LISTS else text


def _note(found: FileRecords, line: int, column: int, message: str) -> None:
    found.problems.append(Problem(str(found.path), line, column, message))
