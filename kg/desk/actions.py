"""What a form does: each action saves one thing, and says to which page to go on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl, urlsplit

from kg.cache.records_lock import alone
from kg.desk import fields
from kg.desk.article import article_of
from kg.desk.desk import Done, Edits
from kg.desk.links import KINDS, RELATIONS, added_link, kind_of, link_at, links_of, new_source, only_target
from kg.desk.record_files import claims_of
from kg.desk.refusals import check_quotation
from kg.desk.saving import recorded, undo
from kg.desk.variables import with_variables
from kg.desk.views import page_of
from kg.errors import UsageError
from kg.formats.drafting.files import accept
from kg.formats.identifiers import is_id
from kg.formats.record_spans import Change

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kg.desk.desk import Desk
    from kg.desk.links import LinkView
    from kg.desk.record_files import Found
    from kg.formats.yaml_tree import Path_


def save_claim(desk: Desk, form: Mapping[str, str]) -> Done:
    """The fields of a claim."""
    node = form.get("node", "")

    def edits() -> Edits:
        found = desk.find(node)
        filled, new = with_variables(desk.files, form)
        changes = fields.field_changes(found, (*fields.CLAIM, *fields.CLAIM_MORE), filled)
        if quote := next((change.value for change in changes if change.path[-1] == "quote"), None):
            check_quotation(article_of(desk.folder, found.source), quote, form)
        return Edits([*changes, *fields.made_here_changes(found, form)], new if changes else [], found.source)

    return Done(desk.change(f"changed {node}", edits))


def save_source(desk: Desk, form: Mapping[str, str]) -> Done:
    """The fields of a source."""
    node = form.get("node", "")

    def edits() -> Edits:
        found = desk.find(node)
        changes = fields.field_changes(found, (*fields.SOURCE, *fields.SOURCE_MORE), form)
        return Edits([*changes, *fields.access_changes(found, form, desk.today(), desk.reader)])

    return Done(desk.change(f"changed {node}", edits))


def new_claim(desk: Desk, form: Mapping[str, str]) -> Done:
    """A claim that was not on record; what led here then rests on it."""
    source, name = form.get("node", ""), form.get("name", "").strip()
    if not is_id(name):
        raise UsageError(f"“{name}” is not a short name: use small letters, digits and hyphens, such as total-2014")

    def edits() -> Edits:
        home = desk.find(source)
        if name in (home.value.get("claims") or {}):
            raise UsageError(f"{source}/{name} is on record already; give it another short name")
        filled, new = with_variables(desk.files, form)
        value = fields.new_value((*fields.CLAIM, *fields.CLAIM_MORE), filled)
        how, working = fields.clean(form.get("made:how", "")), form.get("made:working", "")
        if "made:here" in form or how or working:
            value["made here"] = fields.made_value(how, working)
        if "read" in form:
            value["read"] = desk.signature()
        if not value:
            raise UsageError("say at least what the claim says, or its figure")
        check_quotation(article_of(desk.folder, source), value.get("quote", ""), form)
        changes = [Change(source, ("claims", name), value)]
        if form.get("for"):
            changes.append(_retargeted(desk, form["for"], f"{source}/{name}"))
        return Edits(changes, new, source)

    return Done(desk.change(f"added {source}/{name}", edits), page_of(f"{source}/{name}", _trail(form)))


def _trail(form: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(filter(None, form.get("trail", "").split("\n")))


def _retargeted(desk: Desk, step: str, target: str) -> Change:
    """The change that lets a link lead to another claim or source."""
    node, _, key = step.partition("|")
    found = desk.find(node)
    link = link_at(found, key)
    return Change(found.source, (*link.path(found), link.relation), target)


def retarget(desk: Desk, form: Mapping[str, str]) -> Done:
    """“This is what it rests on”: the link that led here leads to this claim."""
    step, target = form.get("for", ""), form.get("target", "")
    node = step.partition("|")[0]

    def edits() -> Edits:
        desk.check_target(target)
        return Edits([_retargeted(desk, step, target)])

    return Done(desk.change(f"{node} rests on {target}", edits), page_of(target, _trail(form)))


def accept_drafts(desk: Desk, form: Mapping[str, str]) -> Done:
    """A draft becomes a record, as it stands; reading it is another click."""
    nodes = tuple(filter(None, form.get("nodes", "").split()))
    if not nodes:
        raise UsageError("choose a draft")
    with desk.lock, alone(desk.folder):
        _check_quotations(desk, nodes, form)
        saved = recorded(
            desk.folder,
            f"accepted {', '.join(nodes[:3])}",
            lambda: _ignore(accept(desk.folder, nodes, None, desk.config.longest_quote)),
        )
    return Done(saved)


def _check_quotations(desk: Desk, nodes: tuple[str, ...], form: Mapping[str, str]) -> None:
    """Raise QuotationError for a draft whose quotation is not in the saved copy."""
    for node in nodes:
        found = desk.find(node)
        for claim in [found] if found.claim else claims_of(found):
            check_quotation(article_of(desk.folder, claim.source), str(claim.value.get("quote") or ""), form)


def _ignore(_: object) -> None:
    """What was accepted can be seen in the diff."""


def record_reading(desk: Desk, form: Mapping[str, str]) -> Done:
    """What the reader says was read: of a claim, a source or a link."""
    node, kind = form.get("node", ""), form.get("reading", "")

    def edits() -> Edits:
        found = desk.find(node, form.get("seen"))
        path, value = _place(found, form.get("link", ""))
        words = fields.clean(form.get("words", ""))
        if kind == "seen":
            words = _source_named(desk, words)
        return Edits(fields.reading_changes(found.source, path, value, kind, desk.signature(), words))

    return Done(desk.change(f"reading of {node}", edits))


def _source_named(desk: Desk, words: str) -> str:
    """The id of the source that has this title, if there is one; else the words themselves."""
    named = (
        one.node for one in desk.files.sources() if str(one.value.get("title") or "").casefold() == words.casefold()
    )
    return next(named, words)


def _place(found: Found, key: str) -> tuple[Path_, Mapping[str, Any]]:
    if not key:
        return found.path, found.value
    link = link_at(found, key)
    return link.path(found), link.value


def add_link(desk: Desk, form: Mapping[str, str]) -> Done:
    """“Say where it is from”: a link to what is on record, or to a source that is new."""
    node, relation = form.get("node", ""), form.get("relation", "")
    target = form.get("target", "") or only_target(desk, form.get("q", ""), node)
    kind_of(relation)

    def edits() -> Edits:
        found = desk.find(node, form.get("seen"))
        read = desk.signature() if "read" in form else ""
        at = fields.clean(form.get("at", ""))
        if not target.startswith("new:"):
            desk.check_target(target)
            return Edits([added_link(found, relation, target, at, read)])
        record = new_source(desk, target.removeprefix("new:"))
        return Edits([added_link(found, relation, record["source"], at, read)], [record], found.source)

    return Done(desk.change(f"{node}: {RELATIONS[relation]}", edits))


def add_source(desk: Desk, form: Mapping[str, str]) -> Done:
    """A source that nothing leads to yet, in the file for new records."""
    text, wish = form.get("q", "").strip(), form.get("id", "").strip()
    if not text:
        raise UsageError("give the title, address or DOI of the source")
    if wish and not is_id(wish):
        raise UsageError(f"“{wish}” is not a short id: use small letters, digits and hyphens, such as report-2014")
    record = new_source(desk, text)
    name = wish or record["source"]

    def edits() -> Edits:
        if desk.files.holds(name):
            raise UsageError(f"{name} is on record already")
        return Edits((), [record | {"source": name}])

    return Done(desk.change(f"added {name}", edits), page_of(name))


def change_link(desk: Desk, form: Mapping[str, str]) -> Done:
    """One link: its relation, place and quotation; or that it is not found, not in it, or goes."""
    node, key, act = form.get("node", ""), form.get("link", ""), form.get("act", "save")

    def edits() -> Edits:
        found = desk.find(node, form.get("seen"))
        link = link_at(found, key)
        path = link.path(found)
        if act == "remove":
            return Edits([Change(found.source, path, None)])
        if act in {"not found", "not in it"}:
            other = "not in it" if act == "not found" else "not found"
            gone = [Change(found.source, (*path, other), None)] if other in link.value else []
            return Edits([*gone, Change(found.source, (*path, act), desk.signature())])
        changes = _link_changes(found, link, path, form)
        if quote := next((change.value for change in changes if change.path[-1] == "quote"), None):
            check_quotation(article_of(desk.folder, found.source), quote, form)
        return Edits(changes)

    return Done(desk.change(f"{node}: link to {form.get('target', '') or 'its source'}", edits))


def _link_changes(found: Found, link: LinkView, path: Path_, form: Mapping[str, str]) -> list[Change]:
    relation = form.get("relation", link.relation) or link.relation
    if relation != link.relation:
        value = {relation if name == link.relation else name: text for name, text in link.value.items()}
        if kind_of(relation) == link.kind:
            return [Change(found.source, path, value)]
        there = len(found.links(KINDS[link.kind == KINDS[0]]))
        moved = Change(found.source, (*found.path, kind_of(relation), there), value)
        return [moved, Change(found.source, path, None)]
    changes = []
    for name in ("at", "quote"):
        text = fields.clean(form.get(name, fields.shown(link.value.get(name))))
        if text != fields.clean(fields.shown(link.value.get(name))) and (text or name in link.value):
            changes.append(Change(found.source, (*path, name), text or None))
    return changes


def ends_here(desk: Desk, form: Mapping[str, str]) -> Done:
    """That a claim gives no source, or no longer that; only who read it can say so."""
    node = form.get("node", "")

    def edits() -> Edits:
        found = desk.find(node, form.get("seen"))
        stands = "names no source" in found.value
        if not stands and links_of(found):
            raise UsageError("this claim has sources on record: take them away first, if it gives none")
        return Edits([Change(found.source, (*found.path, "names no source"), None if stands else desk.signature())])

    return Done(desk.change(f"{node}: gives no source", edits))


def ask(desk: Desk, form: Mapping[str, str]) -> Done:
    """That someone was asked, on which day, and the answer."""
    node = form.get("node", "")

    def edits() -> Edits:
        found = desk.find(node, form.get("seen"))
        value = {name: fields.clean(form.get(name, "")) for name in ("whom", "on", "answer")}
        if not value["whom"]:
            raise UsageError("say who was asked")
        return Edits(
            [Change(found.source, (*found.path, "asked"), {name: text for name, text in value.items() if text})]
        )

    return Done(desk.change(f"{node}: asked {form.get('whom', '')}", edits))


def undo_save(desk: Desk, form: Mapping[str, str]) -> Done:
    """The bytes from before a save."""
    number = form.get("number", "")
    if not number.isdecimal():
        raise UsageError("choose what to undo")
    with desk.lock, alone(desk.folder):
        saved = undo(desk.folder, int(number))
    node = dict(parse_qsl(urlsplit(form.get("back", "")).query)).get("id", "")
    return Done(saved, "" if not node or desk.files.holds(node) else "/changes")


def set_reader(desk: Desk, form: Mapping[str, str]) -> Done:
    """Who reads and signs here."""
    desk.reader = form.get("reader", "")
    return Done(None)


ACTIONS: Final[dict[str, Callable[[Desk, Mapping[str, str]], Done]]] = {
    "claim": save_claim,
    "source": save_source,
    "new": new_claim,
    "retarget": retarget,
    "accept": accept_drafts,
    "reading": record_reading,
    "link": add_link,
    "new-source": add_source,
    "change-link": change_link,
    "no-source": ends_here,
    "ask": ask,
    "undo": undo_save,
    "reader": set_reader,
}
