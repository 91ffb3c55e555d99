"""All claims as a table that is filtered, sorted, edited in place and pasted into."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING, Any, Final

from kg.desk import fields
from kg.desk.desk import Done, Edits
from kg.desk.links import free_id
from kg.desk.queue import is_draft
from kg.desk.variables import with_variables
from kg.errors import UsageError, count
from kg.formats.identifiers import slugged
from kg.formats.importing.index import short_id
from kg.formats.record_spans import Change

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kg.desk.desk import Desk
    from kg.desk.record_files import Found
    from kg.desk.views import Asked

COLUMNS: Final = tuple(field for field in fields.CLAIM if field.key in {"says", "figure", "about", "at"})
PASTED: Final = ("document", "claim", "says", "figure", "about", "at")
_PER_PAGE: Final = 50
_MOST_PASTED: Final = 500
_SORTS: Final = ("document", "claim", *(field.key for field in COLUMNS), "reading")


def view(desk: Desk, asked: Asked) -> dict[str, Any]:
    """One page of the table."""
    words = asked.get("q").casefold().split()
    sort = asked.get("sort") if asked.get("sort") in _SORTS else "document"
    rows = [row for row in _rows(desk) if all(word in row["words"] for word in words)]
    rows.sort(key=lambda row: (str(row[sort]).casefold(), row["node"]), reverse=asked.get("order") == "down")
    pages = max(1, -(-len(rows) // _PER_PAGE))
    page = min(max(1, int(asked.get("page"))), pages) if asked.get("page").isdecimal() else 1
    return {
        "q": asked.get("q"),
        "sort": sort,
        "order": asked.get("order"),
        "sorts": _SORTS,
        "columns": COLUMNS,
        "rows": rows[(page - 1) * _PER_PAGE : page * _PER_PAGE],
        "total": len(rows),
        "page": page,
        "pages": pages,
        "pasted": PASTED,
        "tables": desk.files.tables(),
    }


def _rows(desk: Desk) -> Iterator[dict[str, Any]]:
    drafts = {source.node: source.value for source in desk.files.sources()}
    for claim in desk.files.claims():
        row: dict[str, Any] = {field.key: fields.shown(claim.value.get(field.key)) for field in COLUMNS}
        row |= {"node": claim.node, "document": claim.source, "claim": claim.claim}
        draft = "draft" if is_draft(claim, drafts[claim.source]) else ""
        row["reading"] = " · ".join(filter(None, (draft, fields.reading_words(claim.value))))
        title = str(drafts[claim.source].get("title") or "")
        yield row | {"title": title, "words": " ".join(map(str, (*row.values(), title))).casefold()}


def save_rows(desk: Desk, form: Mapping[str, str]) -> Done:
    """Every row that was changed, all at once or none."""
    nodes = list(dict.fromkeys(key.split("|", 1)[1] for key in form if key.startswith("was:") and "|" in key))

    def edits() -> Edits:
        changes: list[Change] = []
        new: list[dict[str, Any]] = []
        beside = ""
        for node in nodes:
            own = {key.split("|", 1)[0]: text for key, text in form.items() if key.endswith(f"|{node}")}
            filled, variables = with_variables(desk.files, own)
            found = desk.find(node)
            if changed := fields.field_changes(found, COLUMNS, filled):
                changes += changed
                new += [one for one in variables if one not in new]
                beside = found.source
        return Edits(changes, new, beside)

    return Done(desk.change("changed in the table", edits))


def paste_rows(desk: Desk, form: Mapping[str, str]) -> Done:
    """Rows pasted from a spreadsheet: a claim each; a document that is not on record becomes one by its title."""
    rows = _pasted(form.get("rows", ""))

    def edits() -> Edits:
        known = {found.node: found for found in desk.files.sources()}
        titles = {str(found.value.get("title") or "").casefold(): name for name, found in known.items()}
        changes: list[Change] = []
        new: dict[str, dict[str, Any]] = {}
        variables: list[dict[str, Any]] = []
        for row in rows:
            document = row.get("document", "")
            source = document if document in known else titles.get(document.casefold())
            if source is None:
                source = free_id(short_id(document) or slugged(document), {*known, *new})
                titles[document.casefold()] = source
                new[source] = {"source": source, "title": document, "claims": {}}
            filled, more = with_variables(desk.files, {f"field:{key}": text for key, text in row.items()})
            variables += [one for one in more if one not in variables]
            value = fields.new_value(COLUMNS, filled)
            taken = new[source]["claims"] if source in new else _taken(known[source], changes)
            name = free_id(
                row.get("claim") or short_id(row.get("figure") or row.get("says", "")) or "claim", set(taken)
            )
            if source in new:
                new[source]["claims"][name] = value
            else:
                changes.append(Change(source, ("claims", name), value))
        return Edits(changes, [*variables, *new.values()], changes[0].source if changes else "")

    return Done(desk.change(f"pasted {count(len(rows), 'row')}", edits))


def _taken(source: Found, changes: Sequence[Change]) -> set[str]:
    names = set(source.value.get("claims") or {})
    return names | {str(change.path[1]) for change in changes if change.source == source.node}


def _pasted(text: str) -> list[dict[str, str]]:
    """The rows of a paste by column. Raises UsageError for one without a document, or with nothing to say."""
    try:
        table = [row for row in csv.reader(StringIO(text), delimiter="\t") if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise UsageError(f"these rows cannot be read: {error}") from error
    if not table:
        raise UsageError("paste rows from a spreadsheet: " + ", ".join(PASTED))
    if len(table) > _MOST_PASTED:
        raise UsageError(f"at most {count(_MOST_PASTED, 'row')} at once")
    heads = [cell.strip().casefold() for cell in table[0]]
    names: Sequence[str] = PASTED
    if "document" in heads:
        if unknown := [head for head in heads if head not in PASTED]:
            raise UsageError(f"columns that are not known: {', '.join(unknown)}; use {', '.join(PASTED)}")
        names, table = heads, table[1:]
    rows = [dict(zip(names, map(fields.clean, row), strict=False)) for row in table]
    for number, row in enumerate(rows, 1):
        if not row.get("document") or not (row.get("says") or row.get("figure")):
            raise UsageError(f"row {number}: give a document, and what the claim says or its figure")
    return rows
