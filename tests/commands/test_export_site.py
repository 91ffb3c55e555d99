"""`kg export site`: a folder of pages, into a new folder only."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.commands.conftest import Done

RECORD = 'source: s\ntitle: S\nclaims: {c: {says: One., figure: "1,400 children"}}\n'


def test_a_site_is_written_into_a_new_folder_and_the_same_again(kg: Callable[..., Done], tmp_path: Path) -> None:
    graph = tmp_path / "graph"
    graph.mkdir()
    (graph / "s.yaml").write_text(RECORD, encoding="utf-8")
    written = []
    for name in ("one", "two"):
        done = kg("export", "site", "-o", str(tmp_path / name), "-g", str(graph))
        assert (done.code, done.out) == (0, "")
        written.append({p.name: p.read_bytes() for p in sorted((tmp_path / name).rglob("*")) if p.is_file()})
    assert written[0] == written[1]
    pages = {name for name in written[0] if name.endswith(".html")}
    assert pages == {"index.html", "explore.html", "query.html", "source-s.html", "claim-s-c.html"}
    assert b"One." in written[0]["graph.ttl"]
    assert "oxigraph.wasm" in written[0]


def test_a_folder_that_holds_something_is_left_alone(kg: Callable[..., Done], tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    done = kg("export", "site", "-o", str(tmp_path))
    assert (done.code, done.err.count("\n")) == (2, 1)
    assert "exists already" in done.err


def test_an_empty_folder_is_filled(kg: Callable[..., Done], tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_text(RECORD, encoding="utf-8")
    (tmp_path / "site").mkdir()
    assert kg("export", "site", "-o", str(tmp_path / "site"), "-g", str(tmp_path / "s.yaml")).code == 0
    assert (tmp_path / "site" / "index.html").exists()


def test_an_address_that_is_none_is_one_line_and_2(kg: Callable[..., Done], tmp_path: Path) -> None:
    done = kg("export", "site", "-o", str(tmp_path / "x"), "--url", "javascript:1")
    assert (done.code, done.err.count("\n")) == (2, 1)
