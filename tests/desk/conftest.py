"""A desk over a small workspace, and a browser's side of it: pages are read, and their own forms are sent."""

from __future__ import annotations

import os
import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

if os.environ.get("CI") != "true":
    for extra in ("starlette", "python_multipart", "jinja2"):
        pytest.importorskip(extra)

from starlette.testclient import TestClient

from kg.desk.app import application
from kg.desk.desk import Desk

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


PORT = 8321
HOME = f"http://127.0.0.1:{PORT}"
TODAY = "2026-11-30"
RECORDS = """\
# what we keep
source: report
title: The report   # as on its cover
claims:
  homes: {says: "There are 1,200 empty homes.", figure: "1,200 homes, Millbrook, 2024"}
---
source: leaflet
title: Homes for all
publisher: The Council
claims:
  total:
    says: Over 1,200 homes stand empty.
    # the hedge is theirs
    figure: more than 1,200 homes, Millbrook, 2024
    leans on:
      - names: report   # in its last line
"""
ARTICLE = b"""<html><head><title>Homes stand empty</title></head><body><h1>Homes stand empty</h1>
<p>Around 1,200 homes stood empty in Millbrook in 2024, a survey says [1].</p>
<p>That is more than double the 500 homes counted in 2010 [2].</p>
<h2>References</h2><ol><li>Empty homes survey 2024. https://example.org/survey</li>
<li>Census, housing. https://doi.org/10.1234/census</li></ol></body></html>"""
_FORM = r'<form[^>]*action="{}".*?</form>'
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


class Visit:
    """Someone at the desk, with the page that is open."""

    def __init__(self, desk: Desk, *, follow: bool = True) -> None:
        self.desk = desk
        self.client = TestClient(application(desk), base_url=HOME, headers={"origin": HOME})
        # Without the page that one comes to first: the queue of a large workspace takes a while.
        entered = self.client.get("/enter", params={"token": str(desk.keys.token)}, follow_redirects=False)
        assert entered.status_code == 303
        self.client.follow_redirects = follow
        self.page = ""

    def get(self, path: str) -> str:
        """Open a page."""
        answer = self.client.get(path)
        assert answer.status_code == 200, answer.text
        self.page = answer.text
        return self.page

    def hidden(self, action: str, which: int = 0) -> dict[str, str]:
        """The hidden fields of a form of the open page."""
        form = re.findall(_FORM.format(action), self.page, re.DOTALL)[which]
        return {unescape(name): unescape(value) for name, value in _HIDDEN.findall(form)}

    def send(
        self,
        action: str,
        fields: Mapping[str, str] | None = None,
        *,
        which: int = 0,
        status: int = 200,
        file: bytes | None = None,
    ) -> str:
        """Send a form of the open page, some of its fields filled in."""
        values = self.hidden(f"/do/{action}", which) | dict(fields or {})
        files = {"file": ("article.html", file)} if file is not None else None
        answer = self.client.post(f"/do/{action}", data=values, files=files)
        assert answer.status_code == status, answer.text
        self.page = answer.text
        return self.page

    def post(self, action: str, fields: Mapping[str, str]) -> int:
        """Send a form without looking at the page that it leads to; 303 where it was saved."""
        values = {"form_token": self.desk.keys.form, **fields}
        return self.client.post(f"/do/{action}", data=values, follow_redirects=False).status_code


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A workspace of two documents."""
    (tmp_path / "kg.toml").write_text('name = "homes"\n', encoding="utf-8")
    (tmp_path / "homes.yaml").write_text(RECORDS, encoding="utf-8")
    return tmp_path


@pytest.fixture
def visit(folder: Path) -> Visit:
    """Someone at the desk."""
    return Visit(desk_of(folder))


def desk_of(folder: Path, reader: str = "KG", port: int = PORT) -> Desk:
    """A desk whose day stands still."""
    return Desk(folder, port, reader, lambda: TODAY)


def text_of(folder: Path, name: str = "homes.yaml") -> str:
    """A record file as it is."""
    return (folder / name).read_bytes().decode()
