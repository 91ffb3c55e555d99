"""Claims that speak to other claims, as ClaimReview (schema.org): all of a graph, or the fact-checks of one claim."""

from __future__ import annotations

import json
import re
from typing import IO, TYPE_CHECKING, Any, Final

from msgspec import Struct

from kg.errors import UsageError
from kg.model.words import Relation, Role

if TYPE_CHECKING:
    from kg.model.records import Claim, Records, Source

RATED: Final = "Rated “"
_SPEAKS: Final = frozenset(r for r in Relation if r.role in {Role.CHALLENGE, Role.SUPPORT, Role.REPLY})
_DAY: Final = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")


class Stated(Struct, frozen=True):
    """What a person states of the review that is written: its verdict in words, its address, and who publishes it."""

    rating: str | None = None
    url: str | None = None
    author: str | None = None


def write(records: Records, stream: IO[str]) -> tuple[str, ...]:
    """Write every claim that speaks to another as a ClaimReview, in one JSON-LD document; returns what it could not hold."""
    writer = _Writer(records)
    spoken = writer.spoken
    reviews = [writer.review(review, targets) for review, targets in spoken.items()]
    json.dump({"@context": "https://schema.org", "@graph": reviews}, stream, ensure_ascii=False, indent=2)
    stream.write("\n")
    said = {*spoken, *(node for targets in spoken.values() for node in targets)}
    return tuple(
        f"{claim.id}: speaks to no claim, and none speaks to it" for claim in records.claims if claim.id not in said
    )


def fact_checks(records: Records, claim: str, context: str, stated: Stated) -> dict[str, Any]:
    """The fact-checks of a claim as JSON-LD, valid as ClaimReview: those on record or, where a verdict is stated, that one.

    `context` is what is known of the claim in a sentence or two; it explains the rating and is none. Raises UsageError where a review
    would lack what makes it valid: its verdict in words, and the address of its page.
    """
    writer = _Writer(records)
    if claim not in writer.claims:
        raise UsageError(f"{claim}: not a claim, so it has no fact-check; name a claim")
    recorded = [(review, targets) for review, targets in writer.spoken.items() if claim in (review, *targets)]
    if stated.rating is not None or not recorded:
        found = [writer.stated(claim)]
    else:
        found = [writer.review(review, targets) for review, targets in recorded]
    for review in found:
        _complete(review, claim, context, stated)
    return {"@context": "https://schema.org"} | (found[0] if len(found) == 1 else {"@graph": found})


def reviewed_by(records: Records, claim: str) -> str:
    """The first claim that a claim speaks to; the claim itself where it speaks to none."""
    return _Writer(records).spoken.get(claim, [claim])[0]


def _complete(review: dict[str, Any], claim: str, context: str, stated: Stated) -> None:
    if stated.url is not None:
        review["url"] = stated.url
    if stated.author is not None:
        review["author"] = [{"@type": "Organization", "name": stated.author}]
    if stated.rating is not None:
        review["reviewRating"] = {"@type": "Rating", "alternateName": stated.rating}
    lacks = [
        f"{what} ({option})"
        for what, option, there in (
            ("its verdict in words", "--rating", review.get("reviewRating")),
            ("the address of its page", "--url", str(review.get("url", "")).startswith(("http://", "https://"))),
            ("the words of the claim", "`says:` in the record", review.get("claimReviewed")),
        )
        if not there
    ]
    if lacks:
        raise UsageError(f"{claim}: a fact-check needs {' and '.join(lacks)}; a finding about evidence is no verdict")
    review["reviewRating"]["ratingExplanation"] = context


class _Writer:
    """Writes reviews from records, looked up once."""

    def __init__(self, records: Records) -> None:
        self.claims = {claim.id: claim for claim in records.claims}
        self.sources = {source.id: source for source in records.sources}
        self.names = {agent.id: agent.name for agent in records.agents}
        self.spoken: dict[str, list[str]] = {}
        for link in records.links:
            if link.relation in _SPEAKS and link.source in self.claims and link.target in self.claims:
                self.spoken.setdefault(link.source, []).append(link.target)

    def review(self, node: str, targets: list[str]) -> dict[str, Any]:
        """A claim that speaks to others, as their review."""
        review = self.claims[node]
        document = self.sources.get(review.made_in or "")
        rated, _, words = (review.says or "").removeprefix(RATED).partition("”: ")
        said = review.says is not None and review.says.startswith(RATED) and words
        reviewed = [self.claims[target] for target in targets]
        makers = self._named(document.publisher or document.authors if document else ())
        written: dict[str, Any] = _without_empty(
            {
                "@type": "ClaimReview",
                "url": document.url if document else None,
                "name": document.title if document else None,
                "datePublished": _day(document),
                "author": [{"@type": "Organization", "name": name} for name in makers],
                "claimReviewed": reviewed[0].says or (words if said else review.says),
                "reviewBody": None if said else review.says,
                "reviewRating": {"@type": "Rating", "alternateName": rated} if said else None,
                "itemReviewed": self._reviewed(reviewed),
            }
        )
        return written

    def stated(self, node: str) -> dict[str, Any]:
        """A claim under review, without anything about the review."""
        claim = self.claims[node]
        item = self._reviewed([claim])
        written: dict[str, Any] = _without_empty(
            {"@type": "ClaimReview", "claimReviewed": claim.says, "itemReviewed": item}
        )
        return written

    def _reviewed(self, claims: list[Claim]) -> dict[str, Any]:
        documents = [self.sources[claim.made_in] for claim in claims if claim.made_in in self.sources]
        speakers = self._named(claims[0].by)
        makers = self._named(documents[0].authors or documents[0].publisher) if documents and not speakers else []
        return {
            "@type": "Claim",
            "author": [
                *({"@type": "Person", "name": name} for name in speakers),
                *({"@type": "Organization", "name": name} for name in makers),
            ],
            "datePublished": _day(documents[0]) if documents else None,
            "appearance": [self._appearance(document) for document in documents],
        }

    def _appearance(self, source: Source) -> dict[str, Any]:
        return {
            "@type": "CreativeWork",
            "url": source.url,
            "headline": source.title,
            "datePublished": _day(source),
            "publisher": [{"@type": "Organization", "name": name} for name in self._named(source.publisher)],
        }

    def _named(self, agents: tuple[str, ...]) -> list[str]:
        return [self.names.get(name, name) for name in agents]


def _day(source: Source | None) -> str | None:
    """When a source came out, where that is one day, month or year."""
    text = source.issued.edtf if source and source.issued else ""
    return text if _DAY.fullmatch(text) else None


def _without_empty(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    if isinstance(value, dict):
        kept = {key: _without_empty(inner) for key, inner in value.items()}
        return {key: inner for key, inner in kept.items() if inner not in (None, [], {})}
    return [_without_empty(inner) for inner in value] if isinstance(value, list) else value
