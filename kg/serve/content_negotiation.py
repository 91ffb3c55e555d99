"""Which of the representations on offer a client prefers, by the Accept header (RFC 9110, section 12.5.1)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from starlette.exceptions import HTTPException

from kg.serve.http_limits import MAX_MEDIA_RANGES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from starlette.requests import Request

_NAME: Final = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_RANGE: Final = re.compile(rf"\s*({_NAME})/({_NAME})\s*((?:;.*)?)", re.DOTALL)
_QUALITY: Final = re.compile(r"(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)")
# Names that clients use for a representation beside its own.
ALIASES: Final[Mapping[str, tuple[str, ...]]] = {
    "application/sparql-results+json": ("application/json",),
    "application/sparql-results+xml": ("application/xml", "text/xml"),
    "application/rdf+xml": ("application/xml", "text/xml"),
    "application/ld+json": ("application/json",),
    "application/n-triples": ("text/plain",),
}


def header(request: Request, name: str) -> str | None:
    """The value of a header; several lines of it are one list (RFC 9110, section 5.3)."""
    return ", ".join(request.headers.getlist(name)) or None


def choose(accept: str | None, offers: Sequence[str], aliases: Mapping[str, tuple[str, ...]] = ALIASES) -> str | None:
    """The offer that the header prefers, the first of equals; None if it excludes all of them.

    No header, or one without a valid media range, accepts anything. Raises HTTPException if there are too many ranges.
    """
    ranges = _media_ranges(accept or "")
    if not ranges:
        return offers[0]
    graded = [
        (max(_quality(offer, ranges), *(_exact_quality(name, ranges) for name in aliases.get(offer, ())), 0.0), offer)
        for offer in offers
    ]
    best = max(quality for quality, _ in graded)
    return next(offer for quality, offer in graded if quality == best) if best > 0 else None


def _media_ranges(accept: str) -> list[tuple[str, str, float]]:
    """The type, the subtype and the quality of each media range."""
    parts = accept.split(",", MAX_MEDIA_RANGES)
    if len(parts) > MAX_MEDIA_RANGES:
        raise HTTPException(400, f"the Accept header has more than {MAX_MEDIA_RANGES} media ranges")
    ranges = []
    for match in filter(None, map(_RANGE.fullmatch, parts)):
        quality = 1.0
        for parameter in match[3].split(";"):
            name, _, value = parameter.strip().partition("=")
            if name.strip().lower() == "q":
                valid = _QUALITY.fullmatch(value.strip())
                quality = float(valid[1]) if valid else 0.0
        ranges.append((match[1].lower(), match[2].lower(), quality))
    return ranges


def _quality(offer: str, ranges: list[tuple[str, str, float]]) -> float:
    """The quality that the most specific range gives an offer."""
    main, _, sub = offer.partition("/")
    matching = [
        ((kind != "*") + (name != "*"), quality)
        for kind, name, quality in ranges
        if (kind, name) in {(main, sub), (main, "*"), ("*", "*")}
    ]
    return max(matching, default=(0, 0.0))[1]


def _exact_quality(alias: str, ranges: list[tuple[str, str, float]]) -> float:
    """The quality of an alias, which counts only if it is named in full."""
    return max((quality for kind, name, quality in ranges if f"{kind}/{name}" == alias), default=0.0)
