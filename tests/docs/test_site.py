"""The site of the documentation is whole: every page is in its menu, and links between pages lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))


def test_every_page_is_in_the_menu() -> None:
    listed = set(re.findall(r'"([\w/-]+\.md)"', (ROOT / "zensical.toml").read_text(encoding="utf-8")))
    assert {str(page.relative_to(DOCS)) for page in PAGES} == listed


def test_links_between_pages_stay_in_the_documentation_and_lead_somewhere() -> None:
    links = [
        (page, link) for page in PAGES for link in re.findall(r"\]\(([^)#:\s]+\.md)", page.read_text(encoding="utf-8"))
    ]
    assert [(page.name, link) for page, link in links if (page.parent / link).resolve() not in PAGES] == []
