"""What waits at the desk: drafts, tasks, findings, questions without an answer, what is on hold, and what no second person has read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct

from kg.desk.fields import shown
from kg.errors import HeadwaterError, count
from kg.workspace.todo import todo

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.desk.desk import Desk
    from kg.desk.record_files import Found

_MOST: Final = 25
_SEVERITIES: Final = ("fix", "check", "note")


class Item(Struct, frozen=True):
    """One thing that waits: the node to open, what it is, and what to do about it."""

    node: str
    words: str
    what: str = ""


class Section(Struct, frozen=True):
    """Things of one kind, the most useful first; `total` counts those that are not shown as well."""

    title: str
    hint: str
    items: tuple[Item, ...]
    total: int


def sections(desk: Desk) -> list[Section]:
    """Everything that waits, kind by kind."""
    made: list[Section] = desk.cached("queue", lambda: list(_sections(desk)))
    return made


def _sections(desk: Desk) -> Iterator[Section]:
    records = [*desk.files.sources(), *desk.files.claims()]
    yield _section("Drafts", "Figures found in documents, outside every answer until you accept them.", _drafts(desk))
    yield _section("To do", "What most figures wait for comes first.", _tasks(desk))
    yield _section("Findings", "About evidence, never about truth.", _findings(desk))
    yield _section("Waiting for a reply", "Asked, and not answered yet.", _waiting(records))
    yield _section("On hold", "Not to be published before the day.", _on_hold(records, desk.today()))
    yield _section("For a second reader", "Read by one person so far.", _second(records, desk.reader))


def _section(title: str, hint: str, items: list[Item]) -> Section:
    return Section(title, hint, tuple(items[:_MOST]), len(items))


def is_draft(found: Found, source: dict[str, Any]) -> bool:
    """Whether a record is a draft, by itself or with its source."""
    return "yes" in (found.value.get("draft"), source.get("draft"))


def _drafts(desk: Desk) -> list[Item]:
    found = []
    for source in desk.files.sources():
        claims = source.value.get("claims") or {}
        waiting = [n for n, c in claims.items() if "yes" in ((c or {}).get("draft"), source.value.get("draft"))]
        if waiting:
            title = str(source.value.get("title") or source.node)
            found.append(
                Item(
                    source.node,
                    title,
                    f"{len(waiting)} of {count(len(claims), 'figure or finding', 'figures and findings')} to look through",
                )
            )
    return found


def _tasks(desk: Desk) -> list[Item]:
    graph = desk.graph()
    if graph is None:
        return []
    known = {one.node: one for one in (*desk.files.sources(), *desk.files.claims())}
    found = []
    for task in todo(graph).tasks:
        words = _words(known[task.name]) if task.name in known else task.name
        place = ", ".join(filter(None, (task.document, task.name if task.name != words else "")))
        what = task.what[:1].upper() + task.what[1:]
        found.append(Item(task.name, f"{what}: “{words}”", f"{place} · {count(task.figures, 'figure')} waiting"))
    return found


def _findings(desk: Desk) -> list[Item]:
    graph = desk.graph()
    if graph is None:
        return []
    try:
        report = graph.check()
    except HeadwaterError:  # nothing to check yet
        return []
    ranked = sorted(report.findings, key=lambda one: (_SEVERITIES.index(one.severity), one.code))
    return [
        Item(report.name(one.node), f"{one.severity} {one.code}: {one.message}", report.named(one.node))
        for one in ranked
    ]


def _waiting(records: list[Found]) -> list[Item]:
    found = []
    for record in records:
        asked = record.value.get("asked")
        if isinstance(asked, dict) and (asked.get("answer") or "none") == "none":
            found.append(Item(record.node, f"{asked.get('whom')}, {asked.get('on') or 'no date'}", "reply outstanding"))
    return found


def _on_hold(records: list[Found], today: str) -> list[Item]:
    held = [(str(one.value["hold until"]), one) for one in records if one.value.get("hold until")]
    return [
        Item(one.node, _words(one), f"until {day}{' (over)' if day < today else ''}")
        for day, one in sorted(held, key=lambda e: e[0])
    ]


def _second(records: list[Found], reader: str) -> list[Item]:
    found = []
    for one in records:
        first = one.value.get("read")
        if one.claim and first and not one.value.get("second") and not (reader and str(first).endswith(f" {reader}")):
            found.append(Item(one.node, _words(one), f"read {first}"))
    return found


def _words(found: Found) -> str:
    return shown(found.value.get("says") or found.value.get("figure") or found.value.get("title")) or found.node
