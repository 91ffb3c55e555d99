"""What a page says of itself in its head, in JSON-LD and around its headline: title, outlet, authors, dates, address, DOI."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_SAVED: Final = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+?)\s*-->", re.IGNORECASE)
_MOST_JSON: Final = 1_000_000
_DAY: Final = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_ISO_DAY: Final = re.compile(r"(\d{4})[/-](\d\d?)(?:[/-](\d\d?))?(?!\d)")
_META: Final[dict[str, tuple[str, ...]]] = {
    "title": ("citation_title", "og:title", "dc.title", "dcterms.title", "twitter:title"),
    "outlet": ("og:site_name", "citation_journal_title", "citation_publisher", "dc.publisher", "application-name"),
    "issued": (
        "article:published_time",
        "citation_publication_date",
        "citation_date",
        "dcterms.issued",
        "dc.date.issued",
        "datepublished",
        "date",
        "dc.date",
        "dcterms.date",
        "pubdate",
        "parsely-pub-date",
        "publish-date",
        "sailthru.date",
    ),
    "modified": ("article:modified_time", "og:updated_time", "dcterms.modified", "last-modified"),
    "url": ("og:url", "citation_public_url"),
    "doi": ("citation_doi", "dc.identifier.doi", "prism.doi"),
}
_AUTHORS: Final = (
    "citation_author",
    "author",
    "article:author",
    "dc.creator",
    "dcterms.creator",
    "parsely-author",
    "byl",
)


def metadata(tree: Any, start: str) -> dict[str, Any]:  # noqa: ANN401 - lxml has no types
    """The fields of a document that the page states, by name; what it does not state is left out."""
    stated = _metas(tree)
    items = list(_json_items(tree))
    found: dict[str, Any] = {
        name: next((stated[key][0] for key in keys if stated.get(key)), None) for name, keys in _META.items()
    }
    found["title"] = found["title"] or _first(items, "headline") or _title(tree)
    found["outlet"] = found["outlet"] or _named(items, "publisher")
    found["issued"] = day(found["issued"] or _first(items, "datePublished") or _time(tree))
    found["modified"] = day(found["modified"] or _first(items, "dateModified"))
    found["authors"] = tuple(dict.fromkeys(_authors(tree, stated, items)))
    found["url"] = _address(tree, start) or found["url"]
    language = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang")
    found["language"] = language.strip() if language else None
    return {name: value for name, value in found.items() if value}


def _metas(tree: Any) -> dict[str, list[str]]:  # noqa: ANN401
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        name = element.get("name") or element.get("property") or element.get("itemprop")
        content = " ".join((element.get("content") or "").split())
        if name and content:
            found.setdefault(name.strip().lower(), []).append(content)
    return found


def _json_items(tree: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401
    """The things that JSON-LD blocks describe; a broken block is passed over."""
    for element in tree.iter("script"):
        text = element.text or ""
        if element.get("type") != "application/ld+json" or len(text) > _MOST_JSON:
            continue
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            continue
        queue = [value]
        while queue:
            one = queue.pop(0)
            if isinstance(one, list):
                queue.extend(one)
            elif isinstance(one, dict):
                yield one
                queue.extend(one.get("@graph") or [])


def _first(items: Iterable[dict[str, Any]], key: str) -> str | None:
    return next((" ".join(item[key].split()) for item in items if isinstance(item.get(key), str)), None)


def _named(items: Iterable[dict[str, Any]], key: str) -> str | None:
    return next((name for item in items for name in _names(item.get(key))), None)


def _names(value: Any) -> Iterator[str]:  # noqa: ANN401
    """The names in a value of JSON-LD: a text, a thing with a name, or a list of them."""
    for one in value if isinstance(value, list) else [value]:
        name = one.get("name") if isinstance(one, dict) else one
        if isinstance(name, str) and name.strip() and "://" not in name:
            yield " ".join(name.split())


def _authors(tree: Any, stated: dict[str, list[str]], items: list[dict[str, Any]]) -> Iterator[str]:  # noqa: ANN401
    for key in _AUTHORS:
        if names := [name for name in stated.get(key, ()) if "://" not in name]:
            yield from (part for name in names for part in _people(name))
            return
    found = [name for item in items for name in _names(item.get("author"))]
    if not found:
        found = [
            " ".join(element.text_content().split())
            for element in tree.xpath("//a[@rel='author']|//*[@itemprop='author']")
        ]
    yield from (part for name in found if len(name) < 120 for part in _people(name))


def _people(name: str) -> list[str]:
    """The people of a byline."""
    bare = re.sub(r"^\s*(?:by|written by|reported by)\s+", "", name, flags=re.IGNORECASE)
    if bare.count(",") == 1 and " and " not in bare and " " not in bare.partition(",")[0].strip():
        family, _, given = bare.partition(",")
        return [f"{given.strip()} {family.strip()}"] if given.strip() else [family.strip()]
    return [part.strip() for part in re.split(r"\s*(?:,|;|\band\b|&)\s*", bare) if part.strip()]


def _title(tree: Any) -> str | None:  # noqa: ANN401
    heading = next((" ".join(element.text_content().split()) for element in tree.iter("h1")), "")
    return heading or next((" ".join(element.text_content().split()) for element in tree.iter("title")), None) or None


def _time(tree: Any) -> str | None:  # noqa: ANN401
    found = tree.xpath("//time[@pubdate or @itemprop='datePublished'][@datetime]/@datetime") or tree.xpath(
        "(//article//time|//header//time|//main//time)[@datetime][1]/@datetime"
    )
    return str(found[0]) if found else None


def _address(tree: Any, start: str) -> str | None:  # noqa: ANN401
    """The canonical address, else that from which the page was saved."""
    found = [href for href in tree.xpath("//link[@rel='canonical']/@href") if "://" in href]
    saved = _SAVED.search(start)
    return str(found[0]).strip() if found else saved[1] if saved else None


def day(text: str | None) -> str | None:
    """A date as a page states it, as EDTF; None for one that is not understood."""
    if not text:
        return None
    if match := _ISO_DAY.match(text.strip()):
        year, month, rest = match[1], int(match[2]), match[3]
        if 1 <= month <= 12 and (rest is None or 1 <= int(rest) <= 31):
            return f"{year}-{month:02d}" + (f"-{int(rest):02d}" if rest else "")
    if _DAY.fullmatch(text.strip()):
        return text.strip()
    from kg.figures.periods import times

    found = [time.period for time in times(text) if time.period is not None]
    return found[0].edtf if len(found) == 1 and _DAY.fullmatch(found[0].edtf) else None
