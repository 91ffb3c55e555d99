"""Kept copies of the sources of a workspace: taken from a file, the web or an archive, and compared with what is there now."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from kg.errors import UsageError
from kg.snapshots.archive import Copy, digest, keep, latest
from kg.text.reading import EXTRACTOR, MEDIA_OF, format_of, read_document

if TYPE_CHECKING:
    from pathlib import Path

    from kg.snapshots.fetch import Fetched, Fetcher
    from kg.text.document import Document


def now() -> str:
    """The time as WARC writes it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def text_of(copy: Copy, data: bytes) -> Document:
    """The document that a copy holds. Raises UsageError for one that is not read."""
    return read_document(copy.name or copy.url, data, copy.media_type, english=False)


class Taken(Struct, frozen=True):
    """A copy that was made, with its bytes, and why its text could not be read, if so."""

    copy: Copy
    data: bytes
    unread: str = ""


def from_file(name: str, data: bytes, url: str | None, text: str | None = None) -> Taken:
    """A copy of a file's bytes; its text is read where the caller has not done so."""
    return _taken(data, url or f"urn:sha256:{digest(data)}", name, MEDIA_OF[format_of(name, data)], now(), text)


def from_web(fetched: Fetched, taken: str | None = None, archived: str = "", url: str | None = None) -> Taken:
    """A copy of what was fetched."""
    etag, modified = fetched.headers.get("etag", ""), fetched.headers.get("last-modified", "")
    made = _taken(
        fetched.data, url or fetched.url, "", fetched.media_type or "application/octet-stream", taken or now()
    )
    from msgspec.structs import replace

    return replace(made, copy=replace(made.copy, etag=etag, modified=modified, archived=archived))


def _taken(data: bytes, url: str, name: str, media_type: str, taken: str, text: str | None = None) -> Taken:
    unread = ""
    try:
        text = read_document(name or url, data, media_type, english=False).text if text is None else text
    except UsageError as error:
        unread = str(error)
    hashed = "" if text is None else digest(text)
    copy = Copy(url, taken, media_type, digest(data), len(data), EXTRACTOR, hashed, name.rpartition("/")[2])
    return Taken(copy, data, unread)


def fetch_copy(folder: Path, source: str, url: str, fetcher: Fetcher) -> Taken | None:
    """A copy of a page as it is now; None where the server says that it is as the newest copy has it."""
    before = latest(folder, source)
    known = {"etag": before[0].etag, "last-modified": before[0].modified} if before and not before[0].archived else None
    fetched = fetcher.fetch(url, known)
    return None if fetched.unchanged else from_web(fetched)


def archived_copy(url: str, fetcher: Fetcher, service: str | None = None) -> Taken:
    """The copy of a page that the Wayback Machine has nearest to now."""
    from kg.snapshots.wayback import AVAILABLE, nearest_copy

    found = nearest_copy(url, fetcher, service or AVAILABLE)
    return from_web(found.fetched, found.taken, found.address, url)


def keep_copy(folder: Path, source: str, taken: Taken) -> Path:
    """Write a copy into the workspace."""
    return keep(folder, source, taken.copy, taken.data)


def what_changed(before: tuple[Copy, bytes], after: Taken | None) -> str:
    """What became of a page since a copy: in words, the page and the extractor told apart."""
    copy, data = before
    fresh = digest(text_of(copy, data).text)
    extractor = ""
    if copy.text_sha256 and fresh != copy.text_sha256:
        extractor = f"the extractor changed ({copy.extractor} → {EXTRACTOR}): the same bytes give another text. "
    if after is None:
        return f"{extractor}the page is unchanged"
    if after.copy.sha256 == copy.sha256:
        return f"{extractor}the page is unchanged, byte for byte"
    if after.copy.text_sha256 and after.copy.text_sha256 == fresh:
        return f"{extractor}the page changed, its text did not"
    return f"{extractor}the text of the page changed"
