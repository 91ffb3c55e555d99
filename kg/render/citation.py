"""A claim as a citation to copy: as a footnote, as Markdown and as a link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from kg.render.safe import plain_markdown, plain_text, web_address

if TYPE_CHECKING:
    from kg.render.picture import Node, Picture


class Citation(Struct, frozen=True):
    """The three forms; `link` is the address of the source, empty where none is recorded."""

    footnote: str
    markdown: str
    link: str


def citation(picture: Picture, address: str | None = None) -> Citation | None:
    """How to cite the claim of a trace, with its verdict; None for a picture of several claims.

    `address` is that of the claim's own page, where it has one.
    """
    node = next((node for node in picture.nodes if node.start), None)
    if node is None:
        return None
    source = _source(node)
    verdict = f"{picture.verdicts[0].heading}: {picture.verdicts[0].words}" if picture.verdicts else ""
    page = web_address(address)
    link = page or web_address(node.url) or ""
    graded = f"{verdict} (Headwater, {picture.graph_name}; grades documentation, not truth)" if verdict else ""
    parts = [node.head, source, node.locator, link, graded]
    footnote = ". ".join(part.rstrip(".") for part in parts if part) + "."
    named = f"[{plain_markdown(node.head)}](<{link}>)" if link else plain_markdown(node.head)
    rest = [plain_markdown(part.rstrip(".")) for part in (source, node.locator, graded) if part]
    return Citation(plain_text(footnote), ". ".join([named, *rest]) + ".", link)


def _source(node: Node) -> str:
    cited = node.cited
    makers = cited.authors or cited.publisher
    outlet = cited.publisher if cited.authors and cited.publisher != cited.authors else ""
    return ", ".join(part for part in (makers, f"“{cited.title}”" if cited.title else "", outlet, cited.issued) if part)
