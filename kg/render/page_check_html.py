"""The check of a page as one HTML page: its own text with the figures marked, and notes in the margin. It runs and loads nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.model.plain_text import plain_text
from kg.render.html import environment, policy
from kg.render.page_check_text import figure_lines
from kg.resources import package_file

if TYPE_CHECKING:
    from kg.results.page_check import PageFigure, PageReport
    from kg.text.document import Block

_TAGS = {"title": "h1", "heading": "h2", "list item": "li", "caption": "figcaption"}


def page_html(reports: list[PageReport]) -> str:
    """The page, for one report or several."""
    style = package_file("render", "templates", "article.css").read_text(encoding="utf-8")
    pages = [
        {"title": one.title, "name": one.name, "summary": one.summary(), "blocks": _blocks(one)} for one in reports
    ]
    return environment().get_template("article.html.jinja").render(pages=pages, style=style, policy=policy([], style))


def _blocks(report: PageReport) -> list[dict[str, Any]]:
    """The blocks of the text with their marks and notes; cells of a table stand with their heads."""
    text = report.found.document.text
    found = []
    number = 0
    for block in report.found.document.blocks:
        if block.kind == "table head":
            continue
        inside = [
            one
            for one in report.figures
            if one.statement.figure and block.start <= one.statement.figure.start < block.end
        ]
        notes = [
            {"number": number + place, "known": str(one.known), "lines": _lines(one)}
            for place, one in enumerate(inside, start=1)
        ]
        found.append(
            {
                "tag": _TAGS.get(str(block.kind), "p"),
                "lead": f"{' · '.join(block.heads)}: " if block.heads else "",
                "parts": _parts(text, block, inside, number),
                "notes": notes,
            }
        )
        number += len(inside)
    return found


def _lines(one: PageFigure) -> list[str]:
    return [plain_text(line) for line in figure_lines(one)]


def _parts(text: str, block: Block, inside: list[PageFigure], number: int) -> list[dict[str, Any]]:
    parts: list[dict[str, Any]] = []
    at = block.start
    for place, one in enumerate(inside, start=1):
        stated = one.statement.figure
        if stated is None or stated.start < at:
            continue
        parts.append({"text": plain_text(text[at : stated.start]), "number": 0})
        parts.append(
            {"text": plain_text(text[stated.start : stated.end]), "known": str(one.known), "number": number + place}
        )
        at = stated.end
    return [*parts, {"text": plain_text(text[at : block.end]), "number": 0}]
