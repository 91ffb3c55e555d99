"""The words of a node's page as HTML, to stand inside the pages of a server or of a static site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.rdf.labels import label
from kg.render.citation import citation
from kg.render.figure_plot import figure_plots
from kg.render.html import environment, squares_image, trusted
from kg.render.svg import stills
from kg.render.time_plot import time_plots

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kg.render.node_contents import Item, NodeIndex, NodePage
    from kg.render.picture import Picture

OUTCOMES: Final = {
    "falls": "These would lose the documentation that they rest on",
    "recalculate": "These would have to be worked out again",
    "weakens": "These would be less well documented",
    "survives": "These would stand",
}


def node_html(
    index: NodeIndex,
    node: NodePage,
    href: Callable[[str], str],
    *,
    explore: str = "",
    picture: Picture | None = None,
    outcomes: Mapping[str, str] | None = None,
    address: str | None = None,
) -> str:
    """The words, marked as safe for a template.

    `picture` is that of a claim's trace, `outcomes` what becomes of others without the node, `address` that of the page.
    """
    still = stills(picture) if picture else ""
    plots = []
    if node.kind == "variable":
        claims = index.claims_about(node.iri)
        levels = {claim: index.nodes[index.index[claim]].fields.get("b", "") for claim in claims}
        plots = [*time_plots(index.found, claims, levels), *figure_plots(index.found, claims, levels)]
    words = (
        environment()
        .get_template("node.html.jinja")
        .render(
            node=node,
            href=href,
            explore=explore,
            picture=picture,
            still=trusted(still),
            plots=[trusted(plot) for plot in plots],
            outcomes=_outcomes(index, outcomes or {}),
            cite=citation(picture, address) if picture else None,
            squares=lambda level: trusted(squares_image(level)),
            label=label,
        )
    )
    return trusted(words)


def _outcomes(index: NodeIndex, outcomes: Mapping[str, str]) -> list[tuple[str, list[Item]]]:
    """What rests on a node, by what would become of it, the gravest first."""
    grouped = {
        words: [index.item(node) for node, one in outcomes.items() if one == outcome and node in index.index]
        for outcome, words in OUTCOMES.items()
    }
    return [(words, items) for words, items in grouped.items() if items]
