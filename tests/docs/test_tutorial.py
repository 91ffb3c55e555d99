"""The tutorial does what it says, and the site's menu leads to every page."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from click.testing import CliRunner

import kg
from kg.commands import cli
from kg.render.verdict_sentences import verdict_text

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")


def test_the_record_of_the_tutorial_is_traced_to_the_change_it_speaks_of(tmp_path: Path) -> None:
    record = re.search(r"<!-- tutorial-record -->\n```yaml\n(.*?)```", TEXT, re.DOTALL)
    assert record is not None
    place = tmp_path / "facts"
    assert CliRunner().invoke(cli, ["init", str(place)]).exit_code == 0
    (place / "minister.yaml").write_text(record[1], encoding="utf-8")
    said = verdict_text(kg.open(str(place)).trace("minister/lost"))
    assert said.pattern.split("+")[0] == "changed"
    assert "the number changed from 1,200 to 12,000" in said.text


def test_the_menu_of_the_site_leads_to_every_page() -> None:
    settings = tomllib.loads((ROOT / "zensical.toml").read_text(encoding="utf-8"))
    pages = {path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").rglob("*.md")}
    assert set(_targets(settings["project"]["nav"])) == pages


def _targets(entry: object) -> list[str]:
    if isinstance(entry, str):
        return [entry]
    parts = entry.values() if isinstance(entry, dict) else entry if isinstance(entry, list) else ()
    return [target for part in parts for target in _targets(part)]
