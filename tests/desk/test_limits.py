"""What is too large, odd, private or not allowed is refused in one line, and nothing is lost or left behind."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

from tests.desk.conftest import RECORDS, Visit, text_of

if TYPE_CHECKING:
    from collections.abc import Mapping

CLAIM = "/claim?id=leaflet/total"
PRIVATE = "is an address of this machine or a private network, and is not fetched"
ODD = {
    "a\x00b\u202ec": "abc",
    "line 1\r\nline 2: - # x": "line 1\nline 2: - # x",
    "---": "---",
    "null": "null",
    "*a &b !c %d": "*a &b !c %d",
    "'\"{}[],": "'\"{}[],",
    "\ud83e\udd89".encode("utf-16", "surrogatepass").decode("utf-16") + " é": "\U0001f989 é",
}


def _why(page: str) -> str:
    found = re.search(r'role="alert">(.*?)</div>', page, re.DOTALL)
    return unescape(re.sub(r"<[^>]+>", "", found[1])) if found else ""


@pytest.mark.parametrize(
    ("page", "action", "fields", "words"),
    [
        ("/", "open", {"url": "http://10.0.0.1/x", "fetch": "1"}, PRIVATE),
        ("/", "open", {"url": "http://[::1]/", "fetch": "1"}, PRIVATE),
        ("/", "open", {"url": "http://169.254.169.254/latest", "fetch": "1"}, PRIVATE),
        ("/", "open", {"url": "http://nowhere.invalid/", "fetch": "1"}, "nowhere.invalid: no such host"),
        ("/", "open", {"url": "file:///etc/passwd", "fetch": "1"}, "is not a web address"),
        ("/", "open", {"paste": "a\x00b 3 owls"}, "not a text file"),
        ("/all", "paste", {"rows": "x" * 200_000}, "these rows cannot be read"),
        ("/all", "paste", {"rows": "d\tc\tx\t3 homes\n" * 501}, "at most 500 rows at once"),
    ],
)
def test_what_is_too_large_private_or_no_document_is_refused_in_one_line(
    visit: Visit, folder: Path, page: str, action: str, fields: Mapping[str, str], words: str
) -> None:
    visit.get(page)
    why = _why(visit.send(action, fields, status=422))
    assert words in why
    assert "\n" not in why.strip()
    assert sorted(path.name for path in folder.iterdir()) == [".kg", "homes.yaml", "kg.toml"]


def test_odd_characters_are_kept_or_left_out_and_can_be_changed_again(visit: Visit, folder: Path) -> None:
    for typed, kept in ODD.items():
        visit.get(CLAIM)
        visit.send("claim", {"field:note": typed})
        assert visit.desk.find("leaflet/total").value["note"] == kept
    visit.get(CLAIM)
    visit.send("claim", {"field:note": ""})
    assert text_of(folder) == RECORDS


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/?" + "a=1&" * 300, 400),
        ("/claim", 400),
        ("/claim?id=../../etc/passwd", 404),
        ("/source?id=leaflet/total", 400),
        ("/entry?id=variables:none", 404),
        ("/new?source=leaflet&statement=99", 200),
        ("/claim?id=leaflet/total&trail=%00&trail=x|y&q=%FF", 200),
        ("/changes?saved=99999999999999999999", 200),
        ("/all?page=99999999999999999999&sort=x&order=y", 200),
    ],
)
def test_an_address_that_was_tampered_with_has_an_answer(visit: Visit, path: str, status: int) -> None:
    assert visit.client.get(path).status_code == status


def test_a_page_before_that_is_no_address_is_refused(visit: Visit, folder: Path) -> None:
    visit.get(CLAIM)
    assert visit.post("claim", {"back": "http://[x", "node": "leaflet/total"}) == 400
    assert text_of(folder) == RECORDS


def test_a_folder_that_cannot_be_written_to_is_named_and_what_was_typed_stays(
    visit: Visit, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(path: Path, _: bytes) -> NoReturn:
        raise PermissionError(13, "Permission denied", str(path))

    visit.get(CLAIM)
    monkeypatch.setattr(Path, "write_bytes", refused)
    page = visit.send("claim", {"field:says": "Mine."}, status=422)
    assert "Permission denied" in _why(page)
    assert "Mine.</textarea>" in page
    assert text_of(folder) == RECORDS
