"""How a document is named within a sentence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kg.lineage.names import date_words, outlet, short_title
from kg.patterns import regex
from kg.render.prose import with_article
from kg.render.safe import plain_text

if TYPE_CHECKING:
    from kg.lineage.evidence import Evidence

# The publisher of an article in a journal is the journal.
_IN_JOURNAL: Final = regex(r"\b(?:journal|scholarly|academic) article$", re.IGNORECASE)

# Words that say by themselves too little of a document: a press release, a fact sheet, a Hansard record.
_IN_TWO_WORDS: Final = frozenset({"post", "record", "release", "sheet", "entry"})


def described(graph: Evidence, node: str, fallback: str) -> str:
    """A document within a sentence: `a news article by Guardian (26 Aug 2014)`; `fallback` where nothing is recorded of it."""
    source = graph.source_of(node)
    if source is None:
        return fallback
    kind = _with_article(plain_text(source.kind) if source.kind else "document")
    issued = f" ({date_words(source.issued)})" if source.issued else ""
    by = outlet(graph, node)
    if by is not None:
        published = "in" if source.publisher and _IN_JOURNAL.search(kind) else "by"
        return f"{kind} {published} {with_article(by)}{issued}"
    title = short_title(source)
    return f"{kind} titled “{title}”{issued}" if title else f"{fallback}{issued}"


def document_word(graph: Evidence, node: str) -> str:
    """`article`, `report`: the last word of the kind of a node's document; `document` where it is a plural or not recorded."""
    source = graph.source_of(node)
    words = plain_text(source.kind).split() if source and source.kind else []
    if not words or not words[-1].isalpha() or _is_plural(words[-1]):
        return "document"
    last = words[-1] if words[-1].isupper() else words[-1].lower()
    return f"{words[-2]} {last}" if last in _IN_TWO_WORDS and len(words) > 1 else last


def _with_article(kind: str) -> str:
    if _is_plural(kind):
        return kind
    return f"an {kind}" if kind[:1].lower() in "aeio" else f"a {kind}"


def _is_plural(words: str) -> bool:
    return words.endswith("s") and not words.endswith(("ss", "us"))
