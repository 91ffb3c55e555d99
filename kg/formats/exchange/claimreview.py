"""Fact-checks as ClaimReview and MediaReview (schema.org), in the shapes in which they are published.

A review is a source with a claim, its verdict, that speaks to the claim reviewed; that claim is made once in each place where it
appeared. A rating is put on a scale only where its best and worst make sense; words are kept as they are, and decide nothing by themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kg.formats.exchange.claimreview_writing import RATED, write
from kg.formats.exchange.json_items import json_items
from kg.formats.importing.parts import Fields, Part
from kg.formats.tables.dates import Unclear, read_date
from kg.formats.tables.mapping import Mapping, read_mapping

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.formats.importing.context import Context

__all__ = ("parts", "write")

_REVIEWS: Final = frozenset({"ClaimReview", "MediaReview"})
_LOW, _HIGH = 0.4, 0.9


def parts(path: Path, context: Context) -> Iterator[Part]:
    """The reviews in a file, and the claims that they review."""
    mapping = read_mapping(context.choices.mapping) if context.choices.mapping else Mapping()
    for place, value in json_items(path, context):
        for where, review in _reviews(value, place):
            context.read("review")
            yield from _Review(context, mapping, where, review).parts()


def _reviews(value: Any, place: str) -> Iterator[tuple[str, dict[str, Any]]]:  # noqa: ANN401 - any JSON value
    """Every review in a value, wherever it lies; the Fact Check Tools API's claims are brought into the same shape."""
    waiting: list[tuple[str, Any]] = [(place, value)]
    while waiting:
        where, inner = waiting.pop(0)
        if isinstance(inner, list):
            waiting[:0] = [(f"{where}[{number}]", part) for number, part in enumerate(inner)]
        elif isinstance(inner, dict):
            if _REVIEWS & set(_types(inner)):
                yield where or "$", inner
            elif isinstance(inner.get("claimReview"), list):
                yield from (
                    (f"{where}.claimReview[{at}]", _of_api(inner, each)) for at, each in enumerate(inner["claimReview"])
                )
            else:
                waiting[:0] = [(f"{where}.{key}", part) for key, part in inner.items() if isinstance(part, dict | list)]


def _of_api(claim: dict[str, Any], review: Any) -> dict[str, Any]:  # noqa: ANN401
    """A review of the Fact Check Tools API, which is not JSON-LD, as ClaimReview."""
    review = review if isinstance(review, dict) else {}
    publisher = _first(review.get("publisher"))
    return {
        "@type": "ClaimReview",
        "url": review.get("url"),
        "name": review.get("title"),
        "author": {"name": publisher.get("name") or publisher.get("site")},
        "datePublished": review.get("reviewDate"),
        "claimReviewed": claim.get("text"),
        "reviewRating": {"alternateName": review.get("textualRating")},
        "itemReviewed": {
            "@type": "Claim",
            "author": {"name": claim.get("claimant")},
            "datePublished": claim.get("claimDate"),
        },
    }


def _types(value: Any) -> list[str]:  # noqa: ANN401
    stated = value.get("@type", []) if isinstance(value, dict) else []
    return [
        str(name).rpartition("/")[2].rpartition(":")[2] for name in (stated if isinstance(stated, list) else [stated])
    ]


def _all(value: Any) -> list[dict[str, Any]]:  # noqa: ANN401
    """A value as a list of nodes: an address or a text is a node of that address or name."""
    listed = value if isinstance(value, list) else [value]
    nodes = []
    for each in listed:
        if isinstance(each, dict):
            nodes.append(each)
        elif isinstance(each, str) and each.strip():
            nodes.append({"url" if each.startswith("http") else "name": each})
    return nodes


def _first(value: Any) -> dict[str, Any]:  # noqa: ANN401
    return next(iter(_all(value)), {})


def _text(value: Any) -> str:  # noqa: ANN401
    """A text, or what a text with a language or a list of them says first."""
    if isinstance(value, list):
        value = next(iter(value), "")
    if isinstance(value, dict):
        value = value.get("@value", value.get("name", ""))
    return " ".join(str(value).split()) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


class _Review:
    """Reads one review."""

    def __init__(self, context: Context, mapping: Mapping, place: str, value: dict[str, Any]) -> None:
        self.context, self.mapping, self.place, self.value = context, mapping, place, value

    def parts(self) -> Iterator[Part]:
        """The claims reviewed, and the review."""
        words = _text(self.value.get("claimReviewed")) or self._of_media()
        url = self._url(self.value)
        item = _first(self.value.get("itemReviewed"))
        if not words:
            self.context.left_out(self.place, "a review without the claim that it reviews", url, item=self.value)
            return
        if isinstance(several := self.value.get("claimReviewed"), list) and len(several) > 1:
            self.context.in_doubt(self.place, "the review names several claims; the first was read", words)
        if not (url or item):
            self.context.in_doubt(self.place, "the review has no address, and does not say what it reviewed", words)
        fields = self._fields()
        review = self.context.index.source(url, wish="" if url else f"review {words}", named=f"{url} {words}")
        nodes = []
        for part in self._claims(item, words, review):
            nodes.append(f"{part.source}/{next(iter(part.claims))}")
            yield part
        verdict = self._verdict()
        if not verdict:
            self.context.in_doubt(self.place, "the review states no verdict", words)
        says = f"{RATED}{verdict}”: {words}" if verdict else f"Reviewed: {words}"
        relation = self._relation(verdict)
        name = self.context.index.claim(review, says, wish=f"{verdict} {words[:40]}")
        claim = {"says": says, "speaks to": [{relation: node} for node in dict.fromkeys(nodes)]}
        origins = {f"claims/{name}/says": "claimReviewed", f"claims/{name}/speaks to": "reviewRating"}
        yield Part(review, self.place, fields, {name: claim}, origins)

    def _of_media(self) -> str:
        item = _first(self.value.get("itemReviewed"))
        claim = _first(item.get("interpretedAsClaim"))
        return (
            _text(claim.get("description"))
            or _text(claim.get("name"))
            or _text(self.value.get("originalMediaContextDescription"))
        )

    def _url(self, node: dict[str, Any]) -> str:
        return next(
            (
                text
                for key in ("url", "accessedOnUrl", "contentUrl", "@id")
                if (text := _text(node.get(key))).startswith("http")
            ),
            "",
        )

    def _fields(self) -> Fields:
        fields: Fields = {"kind": "fact-check"}
        if title := _text(self.value.get("name")) or _text(self.value.get("headline")):
            fields["title"] = title
        if url := self._url(self.value):
            fields["url"] = url
        if makers := [
            name
            for node in _all(self.value.get("author")) + _all(self.value.get("publisher"))
            if (name := _text(node.get("name")))
        ]:
            fields["publisher"] = list(dict.fromkeys(makers))
        return fields | self._date(self.value)

    def _date(self, node: dict[str, Any]) -> Fields:
        text = _text(node.get("datePublished"))
        found = read_date(text, None) if text else None
        if isinstance(found, Unclear):
            self.context.in_doubt(self.place, f"a date was left out: {found.why}", text)
        return {"issued": found} if isinstance(found, str) else {}

    def _claims(self, item: dict[str, Any], words: str, review: str) -> Iterator[Part]:
        """The claim in each place where it appeared; without any, as a statement that was seen in the review."""
        claimed = _first(item.get("interpretedAsClaim"))
        places = [
            place
            for node, key in ((item, "firstAppearance"), (item, "appearance"), (claimed, "firstAppearance"),
                              (claimed, "appearance"), (item, "mediaItemAppearance"))
            for place in _all(node.get(key))
        ]  # fmt: skip
        if not places and "Claim" not in _types(item) and self._url(item):
            places = [item]
        speakers = [name for node in _all(item.get("author")) if (name := _text(node.get("name")))]
        claim: Fields = {"says": words, "seen in": review} | ({"by": speakers} if speakers else {})
        stated = {url: place for place in places if (url := self._url(place))}
        for url, place in stated.items():
            source = self.context.index.source(url)
            if source == review:
                continue
            own: Fields = {"url": url} | (
                {"title": title} if (title := _text(place.get("headline")) or _text(place.get("name"))) else {}
            )
            if outlet := _text(_first(place.get("publisher")).get("name")):
                own["publisher"] = [outlet]
            dated = self._date(place) or (self._date(item) if len(stated) == 1 else {})
            yield Part(source, self.place, own | dated, {self.context.index.claim(source, words): dict(claim)})
        if not set(stated) - {self._url(self.value)}:
            self.context.in_doubt(self.place, "the review does not say where the claim appeared", words)
            who = ", ".join(speakers) or "statement"
            source = self.context.index.source(
                wish=f"{who} {_text(item.get('datePublished'))[:10]}", named=f"{who} {words}"
            )
            own = {"kind": "statement", "seen in": review} | self._date(item)
            yield Part(source, self.place, own, {self.context.index.claim(source, words): claim})

    def _verdict(self) -> str:
        rating = _first(self.value.get("reviewRating"))
        media = self.value.get("mediaAuthenticityCategory")
        return (
            _text(rating.get("alternateName")) or _text(rating.get("ratingExplanation")) or _text(rating.get("name"))
            or _text(media).rpartition("/")[2] or _text(rating.get("ratingValue"))
        )  # fmt: skip

    def _relation(self, verdict: str) -> str:
        """What the review does to the claim: as a mapping says, else as the rating says on a scale that makes sense, else nothing."""
        stated = self.mapping.relation(verdict) if verdict else None
        if stated is not None:
            return stated
        share = self._share()
        if isinstance(share, str):
            if verdict:
                self.context.in_doubt(
                    self.place, f"{share}: the verdict is recorded beside the claim, no more", verdict
                )
            return "replies-to"
        return "disputes" if share < _LOW else "corroborates" if share >= _HIGH else "qualifies"

    def _share(self) -> float | str:
        """Where the rating stands between worst (0) and best (1); in words why that cannot be told."""
        rating = _first(self.value.get("reviewRating"))
        try:
            value, best, worst = (float(_text(rating[key])) for key in ("ratingValue", "bestRating", "worstRating"))
        except KeyError:
            return "the rating states no scale"
        except ValueError:
            return "the rating is not a number"
        if best < worst:
            return "the scale of the rating is upside down (best below worst)"
        if best == worst or worst < 0 or not worst <= value <= best:
            return "the rating is not on a scale that makes sense"
        return (value - worst) / (best - worst)
