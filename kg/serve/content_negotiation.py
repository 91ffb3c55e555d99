"""Which of the representations on offer a client wants, by the Accept header (RFC 9110, section 12.5.1)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from starlette.types import Scope

_SIGNS: Final = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_RANGE: Final = re.compile(rf"\s*({_SIGNS})/({_SIGNS})\s*((?:;[^,]*)?)")
_QUALITY: Final = re.compile(r"(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)")
# Names that clients use for a representation beside its own.
ALIASES: Final[Mapping[str, tuple[str, ...]]] = {
    "application/sparql-results+json": ("application/json",),
    "application/sparql-results+xml": ("application/xml", "text/xml"),
    "application/rdf+xml": ("application/xml", "text/xml"),
    "application/ld+json": ("application/json",),
    "application/n-triples": ("text/plain",),
}


def field(scope: Scope, name: bytes) -> str | None:
    """The value of a header of a request; one that came in several lines is the list of them all (RFC 9110, section 5.3)."""
    values = [value for sent, value in scope["headers"] if sent == name]
    return b", ".join(values).decode("latin-1") if values else None


def choose(accept: str | None, offers: Sequence[str], aliases: Mapping[str, tuple[str, ...]] = ALIASES) -> str | None:
    """The offer that the header prefers, the first of equals; None where it excludes all of them.

    No header, or one that says nothing that can be read, takes anything.
    """
    ranges = list(_ranges(accept or ""))
    if not ranges:
        return offers[0]
    graded = [
        (max(_quality(offer, ranges), *(_named(name, ranges) for name in aliases.get(offer, ())), 0.0), offer)
        for offer in offers
    ]
    best = max(quality for quality, _ in graded)
    return next(offer for quality, offer in graded if quality == best) if best > 0 else None


def _ranges(accept: str) -> list[tuple[str, str, float]]:
    found = []
    for part in accept.split(","):
        match = _RANGE.fullmatch(part)
        if match is None:
            continue
        quality = 1.0
        for parameter in match[3].split(";"):
            name, _, value = parameter.strip().partition("=")
            if name.strip().lower() == "q":
                grade = _QUALITY.fullmatch(value.strip())
                quality = float(grade[1]) if grade else 0.0
        found.append((match[1].lower(), match[2].lower(), quality))
    return found


def _quality(offer: str, ranges: list[tuple[str, str, float]]) -> float:
    """The quality that the most specific range gives an offer."""
    main, _, sub = offer.partition("/")
    fits = [
        ((kind != "*") + (name != "*"), quality)
        for kind, name, quality in ranges
        if (kind, name) in {(main, sub), (main, "*"), ("*", "*")}
    ]
    return max(fits, default=(0, 0.0), key=lambda pair: (pair[0], pair[1]))[1]


def _named(alias: str, ranges: list[tuple[str, str, float]]) -> float:
    """The quality of an alias, which counts only where it is named in full."""
    return max((quality for kind, name, quality in ranges if f"{kind}/{name}" == alias), default=0.0)
