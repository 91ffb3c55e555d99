"""Saved copies: one WARC file for each source, each copy with its media type, time, SHA-256 and the hash of its extracted text."""

from __future__ import annotations

import io
import json
import os
import re
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct
from msgspec.structs import asdict

from kg.errors import BadDataError, Problem, cannot_read
from kg.text_files import make_folder, replace_durably

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FOLDER: Final = "snapshots"
_PLAIN_ID: Final = re.compile(r"[a-z0-9][a-z0-9._-]{0,100}")
_FACTS: Final = "application/vnd.headwater.snapshot+json"
_MOST_COPY: Final = 64 * 2**20


class Copy(Struct, frozen=True):
    """What is known of one saved copy.

    `extractor` and `text_sha256` tell “the page changed” from “our extractor changed”; `etag` and `modified` are the server's, for a
    conditional request; `archived` is the address in an archive that it was taken from.
    """

    url: str
    taken: str
    media_type: str
    sha256: str
    size: int
    extractor: str
    text_sha256: str
    name: str = ""
    etag: str = ""
    modified: str = ""
    archived: str = ""


def digest(data: bytes | str) -> str:
    """The SHA-256 of some bytes, or of a text as UTF-8."""
    return sha256(data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data).hexdigest()


def path_of(folder: Path, source: str) -> Path:
    """Where the copies of a source lie in a workspace."""
    name = source if _PLAIN_ID.fullmatch(source) else digest(source)[:24]
    return folder / FOLDER / f"{name}.warc.gz"


def keep(folder: Path, source: str, copy: Copy, data: bytes) -> Path:
    """Add a copy to those of a source; the file is replaced as a whole. Raises UsageError where it cannot be written."""
    from warcio.warcwriter import WARCWriter

    path = path_of(folder, source)
    stage = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        make_folder(path.parent)
        out = io.BytesIO(path.read_bytes() if path.exists() else b"")
        out.seek(0, io.SEEK_END)
        writer = WARCWriter(out, gzip=True)
        page = _record(writer, copy, "resource", data, copy.media_type, {})
        facts = json.dumps(asdict(copy), ensure_ascii=False, sort_keys=True).encode()
        refers = {"WARC-Refers-To": page.rec_headers.get_header("WARC-Record-ID")}
        _record(writer, copy, "metadata", facts, _FACTS, refers)
        stage.write_bytes(out.getvalue())
        replace_durably(stage, path)
    except OSError as error:
        raise cannot_read(path, error) from error
    finally:
        stage.unlink(missing_ok=True)
    return path


def _record(writer: Any, copy: Copy, kind: str, data: bytes, media_type: str, headers: dict[str, str]) -> Any:  # noqa: ANN401
    """Write one record, with digests of its bytes, and return it."""
    names = {"WARC-Date": copy.taken, "WARC-Block-Digest": f"sha256:{digest(data)}", **headers}
    if kind == "resource":
        names["WARC-Payload-Digest"] = f"sha256:{copy.sha256}"
    made = writer.create_warc_record(
        copy.url,
        kind,
        payload=io.BytesIO(data),
        length=len(data),
        warc_content_type=media_type,
        warc_headers_dict=names,
    )
    writer.write_record(made)
    return made


def copies(folder: Path, source: str) -> list[tuple[Copy, bytes]]:
    """Every copy of a source, the oldest first. Raises BadDataError for a file that is damaged."""
    path = path_of(folder, source)
    if not path.exists():
        return []
    try:
        return list(_read(path))
    except OSError as error:
        raise cannot_read(path, error) from error
    except (ValueError, KeyError, TypeError, EOFError) as error:
        raise _damaged(path, str(error)) from error


def latest(folder: Path, source: str) -> tuple[Copy, bytes] | None:
    """The newest copy of a source with its bytes; None where none is kept."""
    found = copies(folder, source)
    return found[-1] if found else None


def kept_sources(folder: Path, sources: list[str]) -> list[str]:
    """Those of some sources of which a copy is kept."""
    place = folder / FOLDER
    return [source for source in sources if path_of(folder, source).exists()] if place.is_dir() else []


def _read(path: Path) -> Iterator[tuple[Copy, bytes]]:
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    data: bytes | None = None
    try:
        with path.open("rb") as file:
            for record in ArchiveIterator(file):
                if record.rec_type == "resource":
                    data = record.content_stream().read(_MOST_COPY + 1)
                elif record.rec_type == "metadata" and data is not None:
                    facts: dict[str, Any] = json.loads(record.content_stream().read(2**20))
                    copy = Copy(**facts)
                    if digest(data) != copy.sha256:
                        raise _damaged(path, "the bytes of a copy do not have the SHA-256 that was recorded")
                    yield copy, data
                    data = None
    except ArchiveLoadFailed as error:
        raise _damaged(path, str(error)) from error


def _damaged(path: Path, why: str) -> BadDataError:
    line = " ".join(why.split())[:160]
    return BadDataError(
        [Problem(str(path), 0, 0, f"this file of copies is damaged: {line}; take it away and keep a copy anew")]
    )


__all__ = ["FOLDER", "Copy", "copies", "digest", "keep", "kept_sources", "latest", "path_of"]
