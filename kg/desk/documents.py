"""Documents that are brought to the desk: a file, a paste, or an address that is fetched because that was asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from kg.cache.records_lock import alone
from kg.desk.desk import Done, Edits
from kg.desk.record_files import claims_of
from kg.desk.saving import recorded
from kg.desk.views import page_of
from kg.errors import UsageError
from kg.formats.drafting.files import write_drafted
from kg.formats.drafting.records import draft
from kg.formats.importing.on_record import OnRecord
from kg.formats.record_spans import Change
from kg.text.reading import read_document
from kg.text.statements import statements
from kg.workspace.snapshots import from_file, from_web, keep_copy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.desk.desk import Desk
    from kg.snapshots.fetch import Fetcher
    from kg.text.document import Document
    from kg.workspace.snapshots import Taken


# A report of some 150 pages: more takes minutes to draft, in which nobody else at the desk is answered.
_MOST_CHARACTERS: Final = 500_000


class Upload(NamedTuple):
    """A file that was sent: its name and its bytes."""

    name: str
    data: bytes


def open_document(desk: Desk, form: Mapping[str, str], upload: Upload | None, fetcher: Fetcher) -> Done:
    """Keep a copy of a document, and draft its figures, or only keep the copy for a source that has claims on record."""
    known = form.get("node", "")
    name, taken = _taken(form, upload, fetcher)
    if known:
        with desk.lock:
            desk.find(known)
        document = read_document(name, taken.data, taken.copy.media_type, english=False)
        keep_copy(desk.folder, known, taken)
        saved = desk.change(f"what the document says of itself: {known}", lambda: _facts(desk, known, document))
        return Done(saved, kept=saved is None)
    document = read_document(name, taken.data, taken.copy.media_type)
    if len(document.text) > _MOST_CHARACTERS:
        raise UsageError(f"the text has more than {_MOST_CHARACTERS:,} characters: save the part that you need")
    found = statements(document, name)
    url = form.get("url", "").strip() or (taken.copy.url if "://" in taken.copy.url else "")
    stated = {key: text for key in ("title", "issued") if (text := form.get(key, "").strip())} | (
        {"url": url} if url else {}
    )
    with desk.lock, alone(desk.folder):
        drafted = draft(found, OnRecord(desk.folder), stated)
        home = next((one for one in desk.files.sources() if one.node == drafted.source), None)
        if home is not None and claims_of(home):
            return Done(None, page_of(drafted.source))  # on record, with its claims: its page takes the copy
        keep_copy(desk.folder, drafted.source, taken)
        if home is not None:
            return Done(None, page_of(drafted.source))
        saved = recorded(desk.folder, f"drafted {drafted.source}", lambda: _write(desk, drafted))
    return Done(saved, page_of(drafted.source))


def _facts(desk: Desk, known: str, document: Document) -> Edits:
    """What a document says of itself, where nothing is on record."""
    found = desk.find(known)
    stated = {
        "title": document.title,
        "kind": "web article" if document.media_type == "text/html" else None,
        "publisher": document.outlet,
        "authors": list(document.authors),
        "issued": document.issued,
    }
    return Edits([Change(known, (key,), value) for key, value in stated.items() if value and key not in found.value])


def _write(desk: Desk, drafted: object) -> None:
    write_drafted(desk.folder, drafted)  # type: ignore[arg-type]


def _taken(form: Mapping[str, str], upload: Upload | None, fetcher: Fetcher) -> tuple[str, Taken]:
    """The document that a form brings. Raises UsageError where it brings none, or cannot be fetched."""
    url = form.get("url", "").strip()
    if url and not url.startswith(("http://", "https://")):
        raise UsageError(f"“{url}” is not a web address: begin it with https://, or leave it empty")
    if upload is not None and upload.data:
        return upload.name, from_file(upload.name, upload.data, url or None)
    if text := form.get("paste", "").strip():
        return "pasted.txt", from_file("pasted.txt", text.encode(), url or None)
    if "fetch" in form and url:
        fetched = fetcher.fetch(url)
        return fetched.url, from_web(fetched)
    raise UsageError("choose a file, paste the text, or give an address and press “Fetch it”")
