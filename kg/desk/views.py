"""What each page shows, worked out from the records as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode

from kg.desk import fields, same_figure
from kg.desk.article import Links, article_of, claim_at, drafted_claim
from kg.desk.lineage import in_a_table, lineage, readonly
from kg.desk.links import COMMON, LESS_COMMON, links_of, target_of, targets
from kg.desk.queue import is_draft, sections
from kg.desk.record_files import claims_of
from kg.desk.saving import history
from kg.errors import HeadwaterError, UsageError
from kg.formats.importing.index import short_id
from kg.formats.yaml_text import flow_text
from kg.render.safe import plain_text
from kg.text.quotes import excerpt

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.desk.article import Article
    from kg.desk.desk import Desk
    from kg.desk.record_files import Found


class Asked(NamedTuple):
    """What a page was asked for: its address, and, where a form was refused, the form and why."""

    query: Mapping[str, str]
    trail: tuple[str, ...] = ()
    form: Mapping[str, str] | None = None
    error: str = ""

    def get(self, name: str) -> str:
        """A part of the address; empty where it is not given."""
        return self.query.get(name, "")


class Step(NamedTuple):
    """One claim or source of the trail that was followed, with the link that led on from it."""

    node: str
    link: str
    words: str
    href: str


def href(path: str, trail: tuple[str, ...] = (), **query: str) -> str:
    """The address of a page of the desk."""
    pairs = [*((key, value) for key, value in query.items() if value), *(("trail", step) for step in trail)]
    return f"{path}?{urlencode(pairs)}" if pairs else path


def page_of(node: str, trail: tuple[str, ...] = (), **query: str) -> str:
    """The address of the page of a claim or source."""
    return href("/claim" if "/" in node and "://" not in node else "/source", trail, id=node, **query)


def home(desk: Desk, asked: Asked) -> dict[str, Any]:
    """The queue, with the ways in."""
    bookmarklet = (
        f"javascript:location.href='http://127.0.0.1:{desk.port}/from-page?url='+encodeURIComponent(location.href)"
    )
    return {
        "sections": sections(desk),
        "bookmarklet": bookmarklet,
        "url": (asked.form or {}).get("url") or asked.get("url"),
        "fault": desk.graph_fault() if desk.files.any() else "",
        "tables": desk.files.tables(),
        "empty": not desk.files.any(),
    }


def search(desk: Desk, asked: Asked) -> dict[str, Any]:
    """What a search finds on record."""
    q = asked.get("q")
    found = [one for one in targets(desk, q) if not one.value.startswith("new:")]
    return {"q": q, "found": found}


def claim(desk: Desk, asked: Asked) -> dict[str, Any]:
    """A claim: its document, its form, where it is from, and its lineage."""
    if place := in_a_table(desk, asked.get("id")):
        return readonly(desk, asked.get("id"), place) | {"steps": steps(desk, asked.trail)}
    found = desk.find(asked.get("id"))
    source = desk.find(found.source)
    return {
        **_record(desk, asked, found, source),
        "rests_here": _rests_here(desk, asked.trail, found.node),
        "same": same_figure.elsewhere(found, source),
        "fields": _shown(fields.CLAIM, found.value, asked.form),
        "more": _shown(fields.CLAIM_MORE, found.value, asked.form),
        "made": _made(asked.form, fields.made_here(found.value.get("made here"))),
        "was_made": fields.made_words(found.value.get("made here")),
        "lineage": lineage(desk, found, draft=is_draft(found, source.value)),
        "quote_check": _quote_check(desk, found),
    }


def source(desk: Desk, asked: Asked) -> dict[str, Any]:
    """A source: its document, its form, and its claims."""
    if place := in_a_table(desk, asked.get("id")):
        return readonly(desk, asked.get("id"), place) | {"steps": steps(desk, asked.trail)}
    found = desk.find(asked.get("id"))
    if found.claim:
        raise UsageError(f"{found.node} is a claim")
    access = fields.access_words(found.value.get("access"))
    return {
        **_record(desk, asked, found, found),
        "fields": _shown(fields.SOURCE, found.value, asked.form),
        "more": _shown(fields.SOURCE_MORE, found.value, asked.form),
        "access": (asked.form or {}).get("field:access", access),
        "was_access": access,
        "claims": [(target_of(one), is_draft(one, found.value)) for one in claims_of(found)],
    }


def new(desk: Desk, asked: Asked) -> dict[str, Any]:
    """The form of a claim that is not on record yet, filled from a figure of the document where one was chosen."""
    home = desk.find(asked.get("source"))
    article = _article(desk, home.node)
    value: dict[str, Any] = {}
    if article and asked.get("statement").isdecimal():
        value = dict(drafted_claim(desk.folder, home.node, article, int(asked.get("statement"))) or {})
    if (longest := desk.config.longest_quote) and value.get("quote"):
        value["quote"] = excerpt(value["quote"], fields.shown(value.get("figure")).split(", ")[0], longest)
    before = _came_from(desk, asked.trail)
    if before is not None and before.value.get("about") and "about" not in value:
        value["about"] = before.value["about"]
    names = home.value.get("claims") or {}
    wish = short_id(fields.shown(value.get("figure")).split(", ")[0]) or "claim"
    return {
        **_document(desk, asked, home, None),
        "title": "New claim",
        "node": home.node,
        "source": home,
        "fields": _shown(fields.CLAIM, value, asked.form),
        "more": _shown(fields.CLAIM_MORE, value, asked.form),
        "made": _made(asked.form, (False, "", "")),
        "was_made": "",
        "name": (asked.form or {}).get("name") or _free(wish, names),
        "steps": steps(desk, asked.trail),
    }


def _made(form: Mapping[str, str] | None, on_record: tuple[bool, str, str]) -> tuple[bool, str, str]:
    """Whether and how a figure was made in its document: as typed where a form was refused, else as recorded."""
    if form is None:
        return on_record
    return "made:here" in form, form.get("made:how", ""), form.get("made:working", "")


def _free(wish: str, taken: Mapping[str, Any]) -> str:
    name, number = wish, 2
    while name in taken:
        name, number = f"{wish}-{number}", number + 1
    return name


def _came_from(desk: Desk, trail: tuple[str, ...]) -> Found | None:
    try:
        return desk.find(trail[-1].partition("|")[0]) if trail else None
    except HeadwaterError:
        return None


def _rests_here(desk: Desk, trail: tuple[str, ...], node: str) -> bool:
    """Whether the link that one came by leads to this record."""
    before = _came_from(desk, trail)
    key = trail[-1].partition("|")[2] if trail else ""
    return before is not None and any(link.key == key and link.target == node for link in links_of(before))


def changes(desk: Desk, asked: Asked) -> dict[str, Any]:  # noqa: ARG001 - every view has one form
    """Every save, the newest first."""
    entries = []
    for number, entry in enumerate(history(desk.folder)):
        stands = all(_bytes(desk, name) == after for name, (_, after) in entry.files.items())
        entries.append((entry, entry.diff() if number < 40 else [], stands))
    return {"entries": entries, "git": (desk.folder / ".git").exists()}


def _bytes(desk: Desk, name: str) -> bytes | None:
    path = desk.folder / name
    return path.read_bytes() if path.is_file() else None


def second(desk: Desk, asked: Asked) -> dict[str, Any]:
    """A second reader's check: the document, and an empty form; what the first saw is shown with what differs once it is filled."""
    found = desk.find(asked.get("id"))
    typed = {key: fields.clean(asked.get(f"field:{key}")) for key in ("figure", "quote", "at")}
    first = {key: fields.clean(fields.shown(found.value.get(key))) for key in typed}
    compared = [(key, first[key], typed[key], first[key] == typed[key]) for key in typed] if any(typed.values()) else []
    home = desk.find(found.source)
    return {
        **_document(desk, asked, home, found),
        "title": "Second reader",
        "node": found.node,
        "found": found,
        "typed": typed,
        "compared": compared,
        "reading": fields.reading_words(found.value),
    }


def _record(desk: Desk, asked: Asked, found: Found, source: Found) -> dict[str, Any]:
    """What the pages of claims and sources share."""
    typed = asked.form if asked.form and "q" in asked.form else asked.query
    q = typed.get("q", "")
    return {
        **_document(desk, asked, source, found),
        "title": target_of(found).words,
        "node": found.node,
        "found": found,
        "source": source,
        "draft": is_draft(found, source.value),
        "links": [(link, _target_words(desk, link.target), flow_text(link.value)) for link in links_of(found)],
        "common": COMMON,
        "less_common": LESS_COMMON,
        "reading": fields.reading_words(found.value),
        "asked_of": found.value.get("asked") if isinstance(found.value.get("asked"), dict) else None,
        "steps": steps(desk, asked.trail),
        "q": q,
        "targets": targets(desk, q, found.node) if q else [],
        "relation": typed.get("relation", ""),
        "at": typed.get("at", ""),
        "names_no_source": found.value.get("names no source"),
    }


def _target_words(desk: Desk, node: str) -> str:
    try:
        return target_of(desk.find(node)).words if node else ""
    except HeadwaterError:
        return node


def _shown(
    form_fields: tuple[fields.Field, ...], value: Mapping[str, Any], form: Mapping[str, str] | None
) -> list[Any]:
    """Each field with what is on record and what its box shows."""
    found = []
    for field in form_fields:
        on_record = fields.shown(value.get(field.key))
        found.append((field, on_record, (form or {}).get(field.name, on_record)))
    return found


def _article(desk: Desk, source: str) -> Article | None:
    try:
        return article_of(desk.folder, source)
    except HeadwaterError:
        return None


def _document(desk: Desk, asked: Asked, source: Found, open_claim: Found | None) -> dict[str, Any]:
    """The document of a source with its marks, or why it cannot be shown."""
    address = (asked.form or {}).get("url") or fields.shown(source.value.get("url"))
    none = {"paragraphs": [], "document_fault": "", "taken": "", "source_id": source.node, "address": address}
    try:
        article = article_of(desk.folder, source.node)
    except HeadwaterError as error:
        return none | {"document_fault": plain_text(str(error))}
    if article is None:
        return none
    known = claim_at(article, claims_of(source))
    node = open_claim.node if open_claim else None
    links = Links(article, known, node)

    def to_figure(number: int, on_record: str | None) -> str:
        if on_record:
            return page_of(on_record, asked.trail)
        return href("/new", asked.trail, source=source.node, statement=str(number))

    def to_reference(mark: Any, words: str) -> str:  # noqa: ANN401 - a mark of kg.text
        if node is None or "/" not in node:
            return "#entry-" + str(mark.entries[0]) if mark.entries else ""
        return page_of(node, asked.trail, q=words, relation="cites", at=mark.text) + "#where"

    return {
        "paragraphs": list(links.paragraphs(to_figure, to_reference)),
        "document_fault": "",
        "taken": article.taken,
        "source_id": source.node,
        "address": address,
    }


def _quote_check(desk: Desk, found: Found) -> str:
    quote = found.value.get("quote")
    article = _article(desk, found.source) if quote else None
    return quote_words(article, str(quote)) if article else ""


def quote_words(article: Article, quote: str) -> str:
    """What came of looking for a quotation, in a line."""
    match = article.check(quote)
    changed = "; ".join(f"quoted “{one.quoted}”; the copy has “{one.stands}”" for one in match.changes[:3])
    return f"quotation {match.outcome}" + (f": {changed}" if changed else "")


def steps(desk: Desk, trail: tuple[str, ...]) -> list[Step]:
    """The trail behind, each step with the way back to it."""
    found = []
    for number, step in enumerate(trail):
        node, _, link = step.partition("|")
        found.append(Step(node, link, _target_words(desk, node), page_of(node, trail[:number])))
    return found
