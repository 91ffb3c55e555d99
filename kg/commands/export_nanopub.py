"""`kg export nanopub`: claims with their links as nanopublications, unsigned or signed with a key."""

from __future__ import annotations

from pathlib import Path

import click

from kg.commands.export_records import documents_option, write_records
from kg.commands.output import emit, graph_option, output_option
from kg.errors import UsageError
from kg.formats.exchange.formats import NANOPUB
from kg.render.safe import escaped


@click.command("nanopub")
@click.argument("headline", metavar="[CLAIM]", nargs=-1)
@click.option(
    "--key", metavar="FILE", type=click.Path(path_type=Path), help="Sign with this private RSA key (PKCS #8)."
)
@click.option("--orcid", metavar="ORCID", help="With --key: the ORCID of who signs.")
@click.option("--name", metavar="NAME", help="With --key: the name of who signs.")
@documents_option
@output_option
@graph_option
def export_nanopub(
    headline: tuple[str, ...],
    key: Path | None,
    orcid: str | None,
    name: str | None,
    documents: tuple[str, ...],
    output: str,
    graph: str | None,
) -> None:
    """Nanopublications (TriG) of a CLAIM, or of every claim: the claim with its links, where it was made, and who says so.

    Without --key they are unsigned, with temporary addresses. With --key each gets its final address (a trusty URI), date, creator
    and signature; nothing is published. What it cannot hold is listed.

    \b
    kg export nanopub explainer/lost-umbrellas -o claim.trig
    kg export nanopub --document explainer --key id.pem --orcid 0000-0002-1825-0097 -o signed.trig
    """
    from kg.api import open_graph
    from kg.formats.document_selection import of_documents

    if headline and documents:
        raise UsageError("name a CLAIM or --document, not both")
    if (key is None) != (orcid is None) or (name and key is None):
        raise UsageError("--key and --orcid go together; --name goes with them")
    opened = open_graph(graph)
    records = opened.short_records()
    if not headline and key is None:
        write_records(NANOPUB, of_documents(records, documents), output)
        return
    from kg.formats.exchange.nanopub_signing import Signer, signed
    from kg.formats.exchange.nanopub_writing import nanopub_texts

    wanted = (
        {opened.trace(" ".join(headline)).claim.id}
        if headline
        else {claim.id for claim in of_documents(records, documents).claims}
    )
    texts = nanopub_texts(records, wanted)
    if not texts:
        raise UsageError("no claim to write: a nanopublication holds a claim, not a source")
    # Escapes, not left out: a signature is of every character.
    emit(escaped("\n".join(signed(texts, Signer(key, orcid, name)) if key and orcid else texts)), output)
