"""The links of a record on the desk: relations in plain words, what a typed text could mean, and new sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct
from msgspec.structs import replace

from kg.desk.fields import clean, shown
from kg.errors import UsageError
from kg.formats.identifiers import slugged
from kg.formats.importing.index import id_of_address, short_id, work_key
from kg.formats.record_spans import Change
from kg.model.identifiers import identify
from kg.search import scoring
from kg.text.quotes import excerpt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.desk.desk import Desk
    from kg.desk.record_files import Found
    from kg.formats.yaml_tree import Path_

# Each relation in plain words, as one says it of the claim at hand.
RESTS_ON: Final = {
    "cites": "gives it as its source, with a link or reference",
    "names": "mentions it, without a reference",
    "quotes": "quotes it word for word",
    "relays": "copied the figure from it",
    "derives-from": "worked the figure out from it",
    "extrapolates-from": "scaled the figure up from it",
    "uses-data-from": "uses its data",
    "rests-on": "rests on it (no more is known)",
}
SPEAKS_TO: Final = {
    "disputes": "disputes it",
    "refutes": "gives evidence against it",
    "critiques": "criticises how it was made",
    "qualifies": "adds conditions to it",
    "corroborates": "confirms it",
    "replies-to": "replies to it",
    "corrects": "corrects it",
    "retracts": "retracts it",
    "withdraws": "withdraws it",
    "supersedes": "replaces it",
}
RELATIONS: Final = RESTS_ON | SPEAKS_TO
# Those that most links need come first; the others are behind “more”.
COMMON: Final = {word: RELATIONS[word] for word in ("cites", "names", "relays", "derives-from", "disputes", "corrects")}
LESS_COMMON: Final = {word: words for word, words in RELATIONS.items() if word not in COMMON}
KINDS: Final = ("leans on", "speaks to")
_MOST_FOUND: Final = 12
_MOST_WORDS: Final = 16


class Target(Struct, frozen=True):
    """What could be meant: the id to link to, or the address or title of a source that is new.

    `exact`: it may be taken without asking, since its id, address or title is what was typed, or nothing on record fits.
    """

    value: str
    words: str
    aside: str = ""
    exact: bool = False


class LinkView(Struct, frozen=True):
    """One link of a record as a page shows it; `number` is its place in its list."""

    kind: str
    number: int
    relation: str
    target: str
    words: str
    value: dict[str, Any]

    def path(self, found: Found) -> Path_:
        """Where it stands in the record of the source."""
        return (*found.path, self.kind, self.number)

    @property
    def key(self) -> str:
        """What tells it from the other links of the record."""
        return f"{self.kind}:{self.number}"


def kind_of(relation: str) -> str:
    """The list in which a relation stands. Raises UsageError for a word that is no relation here."""
    if relation not in RELATIONS:
        raise UsageError("say how it uses the other one: cites it, mentions it, copied from it …")
    return KINDS[relation in SPEAKS_TO]


def links_of(found: Found) -> list[LinkView]:
    """Every link of a record, in its order."""
    return [_view(found, kind, number, value) for kind in KINDS for number, value in enumerate(found.links(kind))]


def _view(found: Found, kind: str, number: int, value: dict[str, Any]) -> LinkView:
    relation = next((word for word in (*RELATIONS, "absent-from") if word in value), "")
    target = str(value.get(relation) or "")
    full = found.source + target if target.startswith("/") else target
    if relation:
        return LinkView(kind, number, relation, full, RELATIONS.get(relation, relation), value)
    members = value.get("needs") or []
    names = [str(part.get("claim") or part.get("says")) if isinstance(part, dict) else str(part) for part in members]
    return LinkView(kind, number, "", "", f"needs all of: {', '.join(names)}", value)


def link_at(found: Found, key: str) -> LinkView:
    """The link of a key. Raises UsageError where there is none."""
    link = next((link for link in links_of(found) if link.key == key), None)
    if link is None:
        raise UsageError("this link is not there any more")
    return link


def added_link(found: Found, relation: str, target: str, at: str = "", read: str = "") -> Change:
    """The change that adds a link to a record."""
    kind = kind_of(relation)
    value = {relation: target} | ({"at": at} if at else {}) | ({"read": read} if read else {})
    return Change(found.source, (*found.path, kind, len(found.links(kind))), value)


def targets(desk: Desk, text: str, besides: str = "") -> list[Target]:
    """What a typed text could mean: a claim or source on record by id, address or words, and last a new source."""
    text = " ".join(text.split())
    if not text:
        return []
    found: dict[str, Target] = {}
    key = address_key(text)
    for one in (*desk.files.sources(), *desk.files.claims()):
        if text == one.node or (key and not one.claim and key in _keys(one)):
            found.setdefault(one.node, replace(target_of(one), exact=True))
    if not found and not key:
        for hit in _search(desk, text):
            found.setdefault(hit.value, hit)
    listed = [one for one in found.values() if one.value != besides][:_MOST_FOUND]
    if not any(text == one.value for one in listed) and not (key and listed):
        listed.append(Target(f"new:{text}", f"New source: {text}", "not on record yet", exact=not listed))
    return listed


def _target(found: Found, text: str) -> Target:
    """A hit of a search; exact where its title is what was typed."""
    title = str(found.value.get("title") or "") if found.claim is None else ""
    return replace(target_of(found), exact=title.casefold() == text.casefold())


def only_target(desk: Desk, text: str, besides: str) -> str:
    """What a typed text means, where nothing was picked. Raises UsageError where it could mean several things, or nothing."""
    found = targets(desk, text, besides)
    exact = [one for one in found if one.exact]
    if len(exact) == 1:
        return exact[0].value
    if found:
        raise UsageError("pick one in the list: what you typed fits nothing exactly, or several")
    raise UsageError("say what it is from: search, or paste an address, a DOI or a title")


def _search(desk: Desk, text: str) -> Iterator[Target]:
    """What fits the words, the best first; what stands in a file of another format is found too."""
    graph = desk.graph()
    known = {one.node: one for one in (*desk.files.sources(), *desk.files.claims())}
    for hit in scoring.search(graph.store, text)[:_MOST_FOUND] if graph else ():
        node = graph.name_of(hit.iri) if graph else ""
        if node in known:
            yield _target(known[node], text)
        elif place := desk.place_elsewhere(node):
            yield Target(node, hit.text, f"{node} · in {place.partition(':')[0]}")
    words = text.casefold().split()
    for one in known.values():
        if all(word in _words(one) for word in words):
            yield _target(one, text)


def _words(found: Found) -> str:
    return (
        " ".join(str(found.value.get(key) or "") for key in ("title", "says", "figure", "url")).casefold() + found.node
    )


def target_of(found: Found) -> Target:
    """A record as something to link to."""
    words = (
        found.value.get("title") if found.claim is None else found.value.get("says") or shown(found.value.get("figure"))
    )
    return Target(found.node, str(words or found.value.get("quote") or found.node), aside_of(found))


def aside_of(found: Found) -> str:
    """What tells a record from others of the same words: its id, its place, and words of its quotation."""
    at = str(found.value.get("at") or "").partition(", characters")[0]
    quote = str(found.value.get("quote") or "") if found.claim and not found.value.get("says") else ""
    number = shown(found.value.get("figure")).split(",")[0] if quote else ""
    words = f"“{excerpt(quote, number, _MOST_WORDS)}”" if quote else ""
    return " · ".join(filter(None, (words, at if found.claim else "", found.node)))


def address_key(text: str) -> str | None:
    """What tells the work behind an address or DOI from others; None for any other text."""
    return work_key(text) if identify(text) or "://" in text else None


def _keys(source: Found) -> set[str]:
    same = source.value.get("same as") or []
    texts = [source.value.get("url"), *(same if isinstance(same, list) else [same])]
    return {key for text in texts if text and (key := work_key(str(text)))}


def new_source(desk: Desk, text: str) -> dict[str, Any]:
    """The record of a source that was only named: by its address or DOI, or by its title."""
    text = " ".join(clean(text).split())
    taken = {found.node for found in desk.files.sources()}
    known = identify(text)
    if known is None and "://" not in text:
        return {"source": free_id(short_id(text) or slugged(text), taken), "title": text}
    address = known.iri if known and "://" not in text else text
    return {"source": free_id(id_of_address(address), taken), "url": address}


def free_id(wish: str, taken: set[str]) -> str:
    """An id that nothing has yet."""
    name, number = wish, 2
    while name in taken:
        name, number = f"{wish}-{number}", number + 1
    return name
