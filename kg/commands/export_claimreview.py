"""`kg export claimreview`: every review of a graph, or the fact-check of one claim with its verdict sentence as context."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kg.commands.export_records import documents_option, write_records
from kg.commands.output import emit_json, graph_option, output_option
from kg.errors import UsageError
from kg.formats.exchange.formats import CLAIMREVIEW

if TYPE_CHECKING:
    from kg.formats.exchange.claimreview_writing import Stated


@click.command("claimreview")
@click.argument("headline", metavar="[CLAIM]", nargs=-1)
@click.option("--rating", metavar="WORDS", help="With CLAIM: your verdict, where its review is not on record.")
@click.option("--url", help="With CLAIM: the page of the fact-check.")
@click.option("--author", metavar="NAME", help="With CLAIM: who publishes the fact-check.")
@documents_option
@output_option
@graph_option
def export_claimreview(
    headline: tuple[str, ...],
    rating: str | None,
    url: str | None,
    author: str | None,
    documents: tuple[str, ...],
    output: str,
    graph: str | None,
) -> None:
    """Fact-checks as ClaimReview (JSON-LD): that of a CLAIM, or every claim that speaks to another.

    With CLAIM the page of a fact-check gets what search engines and archives read: the claim, who made it and where, the rating, and as its
    explanation the sentence that `kg trace` begins with. The rating comes from the review on record or from --rating, never from the
    evidence. Without CLAIM all reviews are written; claims that speak to no other, evidence, figures and readings are not in it.

    \b
    kg export claimreview explainer/lost-umbrellas --rating "Missing context" --url https://example.org/checks/7
    kg export claimreview -o reviews.json
    """
    from kg.api import open_graph
    from kg.formats.document_selection import of_documents
    from kg.formats.exchange.claimreview_writing import Stated

    stated = Stated(rating, url, author)
    if headline:
        if documents:
            raise UsageError("name a CLAIM or --document, not both")
        _one(" ".join(headline), stated, output, graph)
        return
    if stated != Stated():
        raise UsageError("--rating, --url and --author go with a CLAIM")
    write_records(CLAIMREVIEW, of_documents(open_graph(graph).short_records(), documents), output)


def _one(headline: str, stated: Stated, output: str, graph: str | None) -> None:
    from kg.api import open_graph
    from kg.formats.exchange.claimreview_writing import fact_checks, reviewed_by
    from kg.render.verdict_sentences import verdict_text

    opened = open_graph(graph)
    records = opened.short_records()
    claim = opened.trace(headline).claim.id
    about = opened.trace(reviewed_by(records, claim))
    emit_json(fact_checks(records, claim, verdict_text(about).text, stated), output)
