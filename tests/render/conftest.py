"""Pages shown to a headless Chromium."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import kg
from kg.render.html import html
from kg.resources import seeds
from tests.conftest import missing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from kg.api import Graph


@pytest.fixture(scope="session")
def graph() -> Graph:
    return kg.open(str(seeds()))


@dataclass
class Shown:
    """A page that is open, with everything that it asked for and said."""

    page: Page
    requests: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def js(self, script: str) -> Any:  # noqa: ANN401 - whatever the script returns
        return self.page.evaluate(script)

    def inked(self) -> int:
        """How many pixels of the canvas differ from its commonest colour: what a reader sees of the picture."""
        found: int = self.js(
            """() => {
              const canvas = document.querySelector('#network canvas');
              const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
              const counts = new Map();
              for (let i = 0; i < data.length; i += 4) {
                const color = (data[i] << 24) | (data[i + 1] << 16) | (data[i + 2] << 8) | data[i + 3];
                counts.set(color, (counts.get(color) || 0) + 1);
              }
              return data.length / 4 - Math.max(...counts.values());
            }"""
        )
        return found

    def status(self, text: str) -> None:
        """The page says how much of the picture is shown."""
        from playwright.sync_api import expect

        expect(self.page.locator("#status")).to_have_text(text)

    def clean(self) -> None:
        """Nothing was asked for, and nothing went wrong."""
        assert self.requests == []
        assert self.said == []


def _matters(kind: str, text: str) -> bool:
    """Errors and warnings, but for what the browser says of our counting of pixels."""
    return kind in {"error", "warning"} and "willReadFrequently" not in text


class Opener:
    """Opens pages; one context each, closed at the end of the test."""

    def __init__(self, browser: Browser, folder: Path) -> None:
        self.browser, self.folder = browser, folder
        self.contexts: list[Any] = []

    def __call__(
        self,
        text: str,
        *,
        width: int = 1280,
        height: int = 800,
        scripts: bool = True,
        scheme: str = "light",
        fragment: str = "",
        wait: bool = True,
    ) -> Shown:
        """A page opened from a file, drawn."""
        path = self.folder / f"page-{len(self.contexts)}.html"
        path.write_bytes(text.encode())
        context = self.browser.new_context(
            viewport={"width": width, "height": height},
            java_script_enabled=scripts,
            color_scheme=scheme,  # type: ignore[arg-type]
        )
        self.contexts.append(context)
        shown = Shown(context.new_page())
        own = f"{path.as_uri()}"
        shown.page.on("request", lambda r: shown.requests.append(r.url) if not r.url.startswith(own) else None)
        shown.page.on("console", lambda m: shown.said.append(m.text) if _matters(m.type, m.text) else None)
        shown.page.on("pageerror", lambda error: shown.said.append(str(error)))
        shown.page.goto(own + fragment)
        if scripts and wait:
            shown.page.wait_for_selector("html[data-drawn]", state="attached", timeout=60_000)
        return shown


@pytest.fixture
def show(browser: Browser, tmp_path: Path) -> Iterator[Opener]:
    opener = Opener(browser, tmp_path)
    yield opener
    for context in opener.contexts:
        context.close()


@pytest.fixture(scope="session")
def rotherham(graph: Graph) -> str:
    return html(graph.trace("seed-article/rotherham").picture())


@pytest.fixture(scope="session")
def extrapolation(graph: Graph) -> str:
    return html(graph.trace("rgi-2026/at-the-very-least").picture())


@pytest.fixture(scope="session")
def axe() -> str:
    """The script of axe-core, from the folder that AXE_CORE names."""
    path = Path(os.environ.get("AXE_CORE", ""), "axe.min.js")
    if not os.environ.get("AXE_CORE") or not path.is_file():
        missing("axe-core (AXE_CORE names its folder)")
    return path.read_text(encoding="utf-8")
