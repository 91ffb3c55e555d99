"""Copies are kept as WARC with what was known of them, and a damaged file is noticed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from warcio.archiveiterator import ArchiveIterator

from kg.errors import BadDataError
from kg.snapshots.archive import Copy, copies, digest, keep, latest, path_of

if TYPE_CHECKING:
    from pathlib import Path


def _copy(data: bytes, taken: str) -> Copy:
    return Copy(
        "https://a.example/x",
        taken,
        "text/html",
        digest(data),
        len(data),
        "headwater-text/1",
        digest("text"),
        etag='"1"',
    )


def test_every_copy_of_a_source_is_kept_the_newest_last(tmp_path: Path) -> None:
    first, second = _copy(b"one", "2026-01-01T00:00:00Z"), _copy(b"two", "2026-02-01T00:00:00Z")
    keep(tmp_path, "page", first, b"one")
    keep(tmp_path, "page", second, b"two")
    assert copies(tmp_path, "page") == [(first, b"one"), (second, b"two")]
    assert latest(tmp_path, "page") == (second, b"two")
    assert latest(tmp_path, "other") is None


def test_the_file_is_a_warc_that_others_read(tmp_path: Path) -> None:
    path = keep(tmp_path, "page", _copy(b"one", "2026-01-01T00:00:00Z"), b"one")
    with path.open("rb") as file:
        found = [
            (record.rec_type, record.rec_headers.get_header("WARC-Target-URI")) for record in ArchiveIterator(file)
        ]
    assert found == [("resource", "https://a.example/x"), ("metadata", "https://a.example/x")]


def test_a_copy_whose_bytes_were_changed_is_refused(tmp_path: Path) -> None:
    keep(tmp_path, "page", _copy(b"one", "2026-01-01T00:00:00Z"), b"two")
    with pytest.raises(BadDataError, match="do not have the SHA-256"):
        copies(tmp_path, "page")
    path_of(tmp_path, "page").write_bytes(b"nothing")
    with pytest.raises(BadDataError, match="damaged"):
        copies(tmp_path, "page")


def test_an_id_that_is_an_address_names_no_path(tmp_path: Path) -> None:
    path = path_of(tmp_path, "https://a.example/../../etc")
    assert path.parent == tmp_path / "snapshots"
    assert "/" not in path.name
